// npm run shots -w ui/console -- DIR: a picture of every screen, in both languages and lights, from the built page.
import { mkdir, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { openBrowser, openPage, ready, row } from './support/browser.mjs';
import { BOUNDARIES, drills, HEADQUARTERS, night, units } from './support/incidents.mjs';
import { TestRoom } from './support/room.mjs';

const folder = resolve(process.env.INIT_CWD ?? '.', process.argv[2] ?? 'shots');
await mkdir(folder, { recursive: true });
/** Real boundaries may be looked at (an operator's GeoJSON); without them the pictures use invented ones. */
const boundaries = process.env.HIFAZAT_BOUNDARIES ? JSON.parse(await readFile(process.env.HIFAZAT_BOUNDARIES, 'utf8')) : BOUNDARIES;
const attribution = process.env.HIFAZAT_BOUNDARIES ? '© OpenStreetMap contributors, ODbL' : 'Invented boundaries, for tests';

const room = new TestRoom();
room.now_ms = Date.UTC(2026, 10, 22, 21, 14, 36);
room.units = units();
room.drills = drills(room.now_ms);
room.map = { boundaries, headquarters: HEADQUARTERS, attribution, approximate: false };
await room.start();
const browser = await openBrowser();

async function shot(name, options, act) {
  room.signed_in = options.signed_in ?? true;
  room.beating = true;
  room.incidents.clear();
  for (const one of options.incidents ?? night(room.now_ms)) room.add(one);
  const page = await openPage(browser, room, options);
  if (room.signed_in) await ready(page);
  await act(page);
  await page.waitForTimeout(options.wait ?? 900);
  await page.screenshot({ path: `${folder}/${name}.png` });
  if (page.faults.length > 0) console.error(name, page.faults);
  await page.context().close();
  console.log(name);
}

const open = (label) => async (page) => {
  await row(page, label).click();
  await page.locator('.ladder, .facts, .wait').first().waitFor();
  await page.mouse.move(700, 20);
};
const press = (label, ...keys) => async (page) => {
  await open(label)(page);
  await page.locator('.facts').waitFor();
  for (const key of keys) await page.keyboard.press(key);
};

try {
  for (const width of [1280, 1440, 1920]) await shot(`01-live-desk-${width}`, { width, height: { 1280: 800, 1440: 900, 1920: 1080 }[width] }, open('L-0482'));
  await shot('01-live-desk-light', { theme: 'light' }, open('L-0482'));
  await shot('01-live-desk-ur', { language: 'ur' }, open('L-0482'));
  await shot('01-live-desk-none-open', {}, async () => {});
  await shot('02-dispatch', {}, press('L-0482', 'd', '1'));
  await shot('02-dispatch-ur', { language: 'ur' }, press('L-0482', 'd', '1'));
  await shot('03-overdue', {}, open('L-0474'));
  await shot('03-duress', {}, open('L-0477'));
  await shot('04-low-trust', {}, async (page) => {
    await page.keyboard.press('2');
    await open('L-0465')(page);
  });
  await shot('06-drills', {}, (page) => page.keyboard.press('3'));
  await shot('07-close', {}, press('L-0471', 'c', '2', '0'));
  await shot('07-close-light-ur', { language: 'ur', theme: 'light' }, press('L-0471', 'c', '2', '0'));
  await shot('09-conflict', {}, async (page) => {
    await press('L-0482', 'd', '1')(page);
    const { id } = [...room.incidents.values()].find(({ label }) => label === 'L-0482');
    room.change(id, { state: 'dispatched', unit: 'K-21', operator: '2' }, { tell: false });
    await page.keyboard.press('Enter');
    await page.locator('.notice').waitFor();
  });
  await shot('10-sign-in', { signed_in: false }, (page) => page.locator('#password').fill('············'));
  room.one_time = true;
  await shot('10-sign-in-new-password', { signed_in: false }, async (page) => {
    await page.locator('#seat').fill('4');
    await page.locator('#password').fill(room.password);
    await page.keyboard.press('Enter');
    await page.locator('#fresh').waitFor();
  });
  room.one_time = false;
  room.throttled_s = 27;
  await shot('10-sign-in-throttled-ur', { signed_in: false, language: 'ur' }, async (page) => {
    await page.locator('#seat').fill('4');
    await page.locator('#password').fill('wrong');
    await page.keyboard.press('Enter');
  });
  room.throttled_s = 0;
  room.map = { ...room.map, boundaries: null, attribution: null, approximate: true };
  await shot('01-live-desk-headquarters', {}, open('L-0482'));
  room.map = { ...room.map, boundaries, attribution, approximate: false };
  await shot('01-live-desk-text-200', { wait: 1500 }, async (page) => {
    await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
    await open('L-0482')(page);
  });
  await shot('05-lost-link', { wait: 400 }, async (page) => {
    await open('L-0482')(page);
    room.beating = false;
    await page.locator('[data-link="lost"]').waitFor();
  });
} finally {
  await browser.close();
  await room.stop();
}
