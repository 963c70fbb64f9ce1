// npm run shots -w ui/phone                       the pictures of docs/shots
// npm run shots -w ui/phone -- FOLDER             every screen, small and light, in both languages
// npm run shots -w ui/phone -- FOLDER --all       also tall, dark, and with text twice as large
//                                    --only=TEXT  only screens whose name matches
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LANGUAGES, SIZES, THEMES, folder, launch, phonePage, serveFixture } from './browser.mjs';
import { SCREENS } from './pictures.mjs';

/** What the documents show, and what they call it. */
const DOCUMENTED = {
  '1-ready': 'ready',
  '2-holding': 'holding',
  '3-take-back': 'take_back',
  '4a-on-the-way': 'on_the_way',
  '4b-waiting': 'waiting',
  '4c-not-delivered': 'not_delivered',
  '6-drill': 'drill',
  '8a-first-run': 'first_run',
};

const args = process.argv.slice(2);
const given = args.find((arg) => !arg.startsWith('--'));
const only = args.find((arg) => arg.startsWith('--only='))?.slice('--only='.length) ?? '';
const to = given === undefined ? folder('../../docs/shots') : resolve(process.env.INIT_CWD ?? '.', given);

function everyLook() {
  return LANGUAGES.flatMap((language) =>
    Object.keys(SIZES).flatMap((size) => [
      ...THEMES.map((theme) => ({ language, size, theme, text: 100 })),
      { language, size, theme: 'light', text: 200 },
    ]),
  );
}

function looks() {
  if (args.includes('--all')) return everyLook();
  const size = given === undefined ? 'tall' : 'small';
  return everyLook().filter((look) => look.size === size && look.theme === 'light' && look.text === 100);
}

function fileName(name, { language, size, theme, text }) {
  if (given === undefined) return `phone.${DOCUMENTED[name]}.${language}.png`;
  return `${[name, language, size, theme, ...(text === 100 ? [] : [text])].join('.')}.png`;
}

const wanted = SCREENS.filter(([name]) => (given === undefined ? name in DOCUMENTED : name.match(only)));
await mkdir(to, { recursive: true });
const [browser, server] = await Promise.all([launch(), serveFixture()]);
for (const look of looks()) {
  for (const [name, scene, act] of wanted) {
    const page = await phonePage(browser, server.url, { ...look, scene, scale: given === undefined ? 1 : 2, still: true });
    await act?.(page);
    await page.evaluate(() => document.fonts.ready);
    // What opens, opens in 180 ms.
    await page.waitForTimeout(200);
    await page.screenshot({ path: join(to, fileName(name, look)) });
    await page.context().close();
  }
}
await browser.close();
await server.close();
