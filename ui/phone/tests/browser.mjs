// Debian's Chromium and a page of the fixture, as a phone holds it.
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { serve } from './serve.mjs';

export const SIZES = { small: { width: 360, height: 640 }, tall: { width: 390, height: 844 } };
export const LANGUAGES = ['ur', 'en'];
export const THEMES = ['light', 'dark'];

export const folder = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));

export async function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
}

export const serveFixture = () => serve(folder('test-dist'));

/** A new phone with its page. Whatever the page complains about is collected in `page.complaints`. */
export async function phonePage(browser, url, options = {}) {
  const { size = 'small', language = 'ur', theme = 'light', motion = 'no-preference' } = options;
  const context = await browser.newContext({
    viewport: SIZES[size],
    deviceScaleFactor: options.scale ?? 1,
    hasTouch: true,
    isMobile: true,
    colorScheme: theme,
    reducedMotion: motion,
    timezoneId: 'Asia/Karachi',
    locale: language,
  });
  const page = await context.newPage();
  page.complaints = [];
  page.on('console', (message) => {
    if (message.type() === 'error') page.complaints.push(message.text());
  });
  page.on('pageerror', (error) => page.complaints.push(String(error)));
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith('data:')) page.complaints.push(`asked ${request.url()}`);
  });
  await page.addInitScript(scaleText, `${options.text ?? 100}%`);
  await openScene(page, url, options);
  return page;
}

/** The same phone begins again, in another scene. */
export async function openScene(page, url, { scene = 'ready', language = 'ur', still = false }) {
  await page.goto(`${url}?scene=${scene}&language=${language}${still ? '&still' : ''}`);
  await page.locator('main').waitFor();
  await page.evaluate(() => document.fonts.ready);
}

/** Runs in the page before anything of it: the reader's own text size, as the browser's setting makes it. */
function scaleText(size) {
  document.addEventListener('readystatechange', () => document.documentElement.style.setProperty('font-size', size));
}

/** Another scene on the same page; resolves when it is drawn. */
export async function show(page, scene, language) {
  await page.evaluate(([name, words]) => window.script.show(name, words), [scene, language]);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await page.evaluate(() => document.fonts.ready);
}
