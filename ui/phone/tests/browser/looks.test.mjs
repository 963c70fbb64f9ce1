// Every screen, at both sizes, in both languages, light and dark, and with text twice as large.
import { after, before, describe, it } from 'node:test';
import { LANGUAGES, SIZES, THEMES, launch, openScene, phonePage, serveFixture } from '../browser.mjs';
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

const looks = LANGUAGES.flatMap((language) =>
  Object.keys(SIZES).flatMap((size) => [
    ...THEMES.map((theme) => ({ language, size, theme, text: 100 })),
    { language, size, theme: 'light', text: 200 },
  ]),
);

describe('every screen can be read, reached and touched', { concurrency: 2 }, () => {
  for (const look of looks) {
    it(Object.values(look).join(' '), { timeout: 300_000 }, async () => {
      const page = await phonePage(browser, server.url, { ...look, still: true });
      for (const [name, scene, act] of SCREENS) {
        const where = `${name} ${Object.values(look).join(' ')}`;
        await openScene(page, server.url, { ...look, scene, still: true });
        await act?.(page);
        await assertFits(page, where);
        // The two lists that she opens herself lead back with one touch.
        if (!name.startsWith('5')) await assertHelpInSight(page, where);
        if (look.text === 100) {
          await assertApart(page, where);
          await assertClear(page, where);
        }
        await assertAccessible(page, where);
        await page.mouse.up();
        assertQuiet(page, where);
      }
      await page.context().close();
    });
  }
});
