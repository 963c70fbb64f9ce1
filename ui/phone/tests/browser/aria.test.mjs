// What a screen reader is told of every screen, kept in snapshots/. UPDATE=1 writes them anew.
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { LANGUAGES, launch, openScene, phonePage, serveFixture } from '../browser.mjs';
import { SCREENS } from '../pictures.mjs';

const FOLDER = new URL('./snapshots/', import.meta.url);
let browser;
let server;
before(async () => {
  [browser, server] = await Promise.all([launch(), serveFixture(), mkdir(FOLDER, { recursive: true })]);
});
after(async () => {
  await browser.close();
  await server.close();
});

describe('a screen reader is told the same as before', () => {
  for (const language of LANGUAGES) {
    it(language, async () => {
      const page = await phonePage(browser, server.url, { language, still: true });
      for (const [name, scene, act] of SCREENS) {
        await openScene(page, server.url, { scene, language, still: true });
        await act?.(page);
        const told = `${await page.locator('body').ariaSnapshot()}\n`;
        await page.mouse.up();
        const file = new URL(`${name}.${language}.yml`, FOLDER);
        if (process.env.UPDATE === '1') await writeFile(file, told);
        assert.equal(told, await readFile(file, 'utf8'), `${name}.${language}.yml (UPDATE=1 writes it anew)`);
      }
      await page.context().close();
    });
  }
});
