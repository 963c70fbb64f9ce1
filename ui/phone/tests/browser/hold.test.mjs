// The one button: fingers, mouse, keys, assistive devices.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { launch, phonePage, serveFixture } from '../browser.mjs';

let browser;
let server;
let page;
let touch;
let at;
before(async () => {
  [browser, server] = await Promise.all([launch(), serveFixture()]);
});
after(async () => {
  await browser.close();
  await server.close();
});
beforeEach(async () => {
  page = await phonePage(browser, server.url, { language: 'en' });
  const session = await page.context().newCDPSession(page);
  touch = (type, points) => session.send('Input.dispatchTouchEvent', { type, touchPoints: points });
  const box = await page.locator('[data-alarm]').boundingBox();
  at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
});
afterEach(() => page.context().close());

const calls = () => page.evaluate(() => window.script.calls.filter((call) => call !== 'view'));
const status = () => page.locator('.alarm').getAttribute('class');
const wait = (ms) => page.waitForTimeout(ms);
const raised = () => page.locator('[role="timer"]').waitFor({ timeout: 4000 });
const press = () => touch('touchStart', [at]);
const lift = () => touch('touchEnd', []);
const slide = (x, y) => touch('touchMove', [{ x: at.x + x, y: at.y + y }]);

describe('the alarm button', () => {
  it('raises after two seconds under a finger, and not before', async () => {
    await press();
    await wait(1500);
    assert.match(await status(), /holding/);
    assert.deepEqual(await calls(), ['hold_started']);
    await raised();
    assert.deepEqual(await calls(), ['hold_started', 'raise hold']);
    await lift();
    await wait(300);
    assert.deepEqual(await calls(), ['hold_started', 'raise hold'], 'lifting the finger touches nothing of the next screen');
  });

  it('raises nothing after a tap or a short hold', async () => {
    await page.touchscreen.tap(at.x, at.y);
    await press();
    await wait(1000);
    await lift();
    await wait(2500);
    assert.match(await status(), /rest/);
    assert.ok(!(await calls()).some((call) => call.startsWith('raise')));
  });

  it('is not lost by a finger that slides 40 px and lifts for a moment', async () => {
    await press();
    await slide(24, -30);
    await wait(400);
    await lift();
    await wait(60);
    await press();
    await raised();
    assert.deepEqual(await calls(), ['hold_started', 'raise hold']);
    await lift();
  });

  it('is lost by a finger that slides away', async () => {
    await press();
    await slide(0, -90);
    await wait(2600);
    assert.match(await status(), /rest/);
    await lift();
  });

  it('raises under a mouse', async () => {
    await page.mouse.move(at.x, at.y);
    await page.mouse.down();
    await raised();
    await page.mouse.up();
    assert.deepEqual(await calls(), ['hold_started', 'raise hold']);
  });

  for (const key of ['Enter', 'Space']) {
    it(`raises while ${key} is held, and not when it is let go`, async () => {
      await page.keyboard.press('Tab');
      assert.equal(await page.evaluate(() => document.activeElement.hasAttribute('data-alarm')), true, 'it is the first focus');
      await page.keyboard.down(key);
      await wait(800);
      await page.keyboard.up(key);
      await wait(2000);
      assert.match(await status(), /rest/);
      await page.keyboard.down(key);
      await raised();
      await page.keyboard.up(key);
      assert.deepEqual((await calls()).filter((call) => call.startsWith('raise')), ['raise keyboard']);
    });
  }

  it('needs one activation by a screen reader or a switch', async () => {
    await page.locator('[data-alarm]').evaluate((button) => button.click());
    await raised();
    assert.deepEqual(await calls(), ['raise assistive']);
  });

  it('shows its ring beside the thumb, filling while it is held', async () => {
    await press();
    await wait(300);
    const look = () =>
      page.evaluate(() => {
        const fill = document.querySelector('.alarm .fill');
        const style = getComputedStyle(fill);
        const ring = document.querySelector('.alarm .ring').getBoundingClientRect();
        const button = document.querySelector('[data-alarm]').getBoundingClientRect();
        return { offset: parseFloat(style.strokeDashoffset), width: parseFloat(style.strokeWidth), beyond: (ring.width - button.width) / 2 };
      });
    const early = await look();
    await wait(900);
    const late = await look();
    assert.ok(late.offset < early.offset - 20, `${early.offset} → ${late.offset}`);
    assert.ok(early.width >= 16 && early.beyond >= 20, JSON.stringify(early));
    assert.equal(await page.locator('.veil').textContent().then((text) => text.includes('Keep holding')), true);
    await lift();
  });

  it('fills its ring in four steps when motion is not wanted', async () => {
    const calm = await phonePage(browser, server.url, { motion: 'reduce' });
    const box = await calm.locator('[data-alarm]').boundingBox();
    await calm.mouse.move(box.x + 100, box.y + 100);
    await calm.mouse.down();
    const timing = await calm.locator('.alarm.holding .fill').evaluate((fill) => getComputedStyle(fill).animationTimingFunction);
    assert.match(timing, /steps\(4/);
    await calm.mouse.up();
    await calm.context().close();
  });

  it('works where it is the smaller one, and wins over a drill', async () => {
    await page.evaluate(() => window.script.show('drill_done'));
    const small = page.locator('.alarm.small [data-alarm]');
    const box = await small.boundingBox();
    await page.mouse.move(box.x + 48, box.y + 48);
    await page.mouse.down();
    await raised();
    await page.mouse.up();
    assert.ok((await calls()).includes('raise hold'));
  });

  it('does not open a menu under a long finger', async () => {
    const prevented = await page.locator('[data-alarm]').evaluate((button) => !button.dispatchEvent(new Event('contextmenu', { cancelable: true })));
    assert.equal(prevented, true);
  });
});
