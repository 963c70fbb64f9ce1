// Every screen, at both sizes, in both languages, light and dark, and with text twice as large.
//
// A page is loaded once for each text size. Its other looks are the same page turned: sizes and colours are the style sheet's
// affair alone. Colours move nothing, so what is measured is measured in the light, and of the dark only contrast is asked.
import { after, before, describe, it } from 'node:test';
import { LANGUAGES, SIZES, launch, openScene, phonePage, serveFixture } from '../browser.mjs';
import { assertAccessible, assertApart, assertClear, assertFits, assertHelpInSight, assertQuiet } from '../checks.mjs';
import { SCREENS } from '../pictures.mjs';

let browser;
let server;
before(async () => {
  [browser, server] = await Promise.all([launch(), serveFixture()]);
});
after(async () => {
  await browser.close();
  await server.close();
});

describe('every screen can be read, reached and touched', { concurrency: 2 }, () => {
  for (const language of LANGUAGES) {
    for (const text of [100, 200]) {
      it(`${language} ${text} %`, { timeout: 600_000 }, async () => {
        const page = await phonePage(browser, server.url, { language, text, still: true });
        for (const [name, scene, act] of SCREENS) {
          await page.setViewportSize(SIZES.small);
          await openScene(page, server.url, { language, scene, still: true });
          await act?.(page);
          const inEachSize = async (...checks) => {
            for (const [size, viewport] of Object.entries(SIZES)) {
              await page.setViewportSize(viewport);
              for (const check of checks) await check(page, `${name} ${language} ${size} ${text} %`);
            }
          };
          // The two lists that she opens herself lead back with one touch.
          await inEachSize(assertFits, ...(name.startsWith('5') ? [] : [assertHelpInSight]));
          if (text === 100) {
            await inEachSize(assertApart, assertClear);
            await page.setViewportSize(SIZES.small);
            await assertAccessible(page, `${name} ${language} light`);
            await page.emulateMedia({ colorScheme: 'dark' });
            await assertAccessible(page, `${name} ${language} dark`, ['color-contrast']);
            await page.emulateMedia({ colorScheme: 'light' });
          }
          await page.mouse.up();
          assertQuiet(page, `${name} ${language} ${text} %`);
        }
        await page.context().close();
      });
    }
  }
});
