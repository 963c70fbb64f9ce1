// npm run shots -w ui/phone [-- FOLDER] [--all]: a picture of every screen. Without --all only what docs/ shows.
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LANGUAGES, SIZES, THEMES, folder, launch, phonePage, serveFixture } from './browser.mjs';
import { SCREENS } from './pictures.mjs';

const args = process.argv.slice(2);
const all = args.includes('--all');
const only = args.find((arg) => arg.startsWith('--only='))?.slice(7);
const to = resolve(process.env.INIT_CWD ?? '.', args.find((arg) => !arg.startsWith('--')) ?? folder('shots'));

/** Every screen small and light in both languages; with --all also tall, dark, and with text twice as large. */
function looks() {
  const looks = [];
  for (const language of LANGUAGES) {
    for (const size of Object.keys(SIZES)) {
      for (const theme of THEMES) looks.push({ language, size, theme, text: 100 });
      looks.push({ language, size, theme: 'light', text: 200 });
    }
  }
  return all ? looks : looks.filter((look) => look.size === 'small' && look.theme === 'light' && look.text === 100);
}

await mkdir(to, { recursive: true });
const [browser, server] = await Promise.all([launch(), serveFixture()]);
for (const look of looks()) {
  for (const [name, scene, act] of SCREENS) {
    if (only !== undefined && !name.match(only)) continue;
    const page = await phonePage(browser, server.url, { ...look, scene, scale: 2, still: true });
    await act?.(page);
    await page.evaluate(() => document.fonts.ready);
    await page.waitForTimeout(200);
    const words = [name, look.language, look.size, look.theme, look.text === 100 ? '' : String(look.text)];
    await page.screenshot({ path: join(to, `${words.filter(Boolean).join('.')}.png`) });
    await page.context().close();
  }
}
await browser.close();
await server.close();
