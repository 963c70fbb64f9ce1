import { chromium } from 'playwright-core';
import { existsSync } from 'node:fs';

const CHROMIUM = process.env.HIFAZAT_CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

export const openBrowser = (args = []) => chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--autoplay-policy=no-user-gesture-required', ...args] });

/** Without WebGL the map draws plain shapes: quicker where the map is not the matter. */
export const WITHOUT_WEBGL = ['--disable-gpu', '--disable-3d-apis', '--disable-software-rasterizer'];

/** A page that fails the test on any error in the console or any breach of the content security policy. */
export async function openPage(browser, room, { width = 1440, height = 900, language = 'en', theme = 'dark', ...more } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, locale: 'en-GB', reducedMotion: 'reduce', ...more });
  await context.addInitScript(
    ([lang, light]) => {
      if (sessionStorage.getItem('seeded')) return;
      sessionStorage.setItem('seeded', 'yes');
      localStorage.setItem('hifazat.console.language', lang);
      localStorage.setItem('hifazat.console.theme', light);
    },
    [language, theme],
  );
  const page = await context.newPage();
  page.setDefaultTimeout(12_000);
  page.faults = [];
  page.on('pageerror', (error) => page.faults.push(String(error)));
  page.on('console', (message) => {
    const text = message.text();
    const expected = /Failed to load resource|ERR_CONNECTION|ERR_INCOMPLETE|GPU stall|WebGL|net::/.test(text);
    if (message.type() === 'error' && !expected) page.faults.push(text);
    if (/Content Security Policy/i.test(text)) page.faults.push(text);
  });
  await page.goto(room.url);
  return page;
}

/** Waits until the desk has been read and its map stands. */
export async function ready(page) {
  await page.locator('[data-link="up"]').waitFor();
  await page.evaluate(() => document.fonts.ready);
}

export const row = (page, label) => page.getByRole('option', { name: new RegExp(`^${label}[,،]`) });
