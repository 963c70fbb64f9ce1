// Accessibility, sizes, languages and the map's two grounds.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { openBrowser, openPage, ready, row, WITHOUT_WEBGL } from '../support/browser.mjs';
import { BOUNDARIES, drills, HEADQUARTERS, night, units } from '../support/incidents.mjs';
import { TestRoom } from '../support/room.mjs';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let browser, room, page;
before(async () => (browser = await openBrowser(WITHOUT_WEBGL)));
after(() => browser.close());
beforeEach(async () => {
  room = new TestRoom();
  room.now_ms = Date.UTC(2026, 10, 22, 21, 14, 36);
  room.units = units();
  room.drills = drills(room.now_ms);
  room.map = { boundaries: BOUNDARIES, headquarters: HEADQUARTERS, attribution: 'Invented', approximate: false };
  for (const one of night(room.now_ms)) room.add(one);
  await room.start();
});
afterEach(async () => {
  await page.context().close();
  await room.stop();
  assert.deepEqual(page.faults, []);
});

async function desk(options) {
  page = await openPage(browser, room, options);
  await ready(page);
}
async function open(label, ...keys) {
  await row(page, label).click();
  await page.locator('.facts').waitFor();
  for (const key of keys) await page.keyboard.press(key);
  await page.waitForTimeout(150);
}
/** axe through the debugger's door: the page's own policy lets no foreign script in. */
async function violations() {
  await page.evaluate(AXE);
  const { violations: found } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join(' | ')}`);
}

const SCREENS = {
  'live desk': () => open('L-0482'),
  'no incident open': async () => {},
  dispatch: () => open('L-0482', 'd', '1'),
  overdue: () => open('L-0474'),
  duress: () => open('L-0477'),
  close: () => open('L-0471', 'c', '2', '0'),
  'low trust': async () => {
    await page.keyboard.press('2');
    await open('L-0465');
  },
  drills: async () => page.keyboard.press('3'),
  'all keys': async () => {
    await page.keyboard.press('Shift+Slash');
    await page.getByRole('dialog').waitFor();
  },
};

/** Back to the live desk with nothing open. */
async function nothingOpen() {
  for (let press = 0; press < 3; press++) await page.keyboard.press('Escape');
  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.press('1');
}

describe('axe finds nothing', () => {
  for (const [language, theme] of [['en', 'dark'], ['ur', 'light'], ['en', 'light'], ['ur', 'dark']]) {
    test(`on the desk, ${language}, ${theme}`, async () => {
      await desk({ language, theme });
      const found = {};
      for (const [name, show] of Object.entries(SCREENS)) {
        await nothingOpen();
        await show();
        found[name] = await violations();
      }
      await nothingOpen();
      await open('L-0482');
      await room.stop();
      await page.locator('[data-link="lost"]').waitFor();
      found['lost link'] = await violations();
      await room.start();
      assert.deepEqual(Object.entries(found).filter(([, list]) => list.length > 0), []);
    });
    test(`at the sign-in, ${language}, ${theme}`, async () => {
      room.signed_in = false;
      page = await openPage(browser, room, { language, theme });
      await page.locator('#password').waitFor();
      assert.deepEqual(await violations(), []);
    });
  }
});

describe('nothing is cut off or pushed out', () => {
  const overflow = () =>
    page.evaluate(() => {
      const out = [];
      if (document.documentElement.scrollWidth > innerWidth) out.push(`page ${document.documentElement.scrollWidth} > ${innerWidth}`);
      for (const selector of ['.panel', '.queue', '.bar', '.rule', '.acts', '.facts', '.map']) {
        for (const element of document.querySelectorAll(selector)) {
          if (element.scrollWidth > element.clientWidth + 1) out.push(`${selector} ${element.scrollWidth} > ${element.clientWidth}`);
        }
      }
      return out;
    });
  for (const [width, height] of [[1280, 800], [1440, 900], [1920, 1080]]) {
    for (const language of ['en', 'ur']) {
      test(`${width} × ${height}, ${language}`, async () => {
        await desk({ width, height, language });
        for (const name of ['live desk', 'duress']) {
          await SCREENS[name]();
          assert.deepEqual(await overflow(), []);
        }
        assert.deepEqual(await page.locator('kbd').evaluateAll((keys) => keys.filter((key) => getComputedStyle(key).direction !== 'ltr').map((key) => key.textContent)), [], 'keys are read from left to right');
        const lines = await page.locator('.record ol').evaluate((list) => (list.clientHeight / list.firstElementChild.clientHeight) % 1);
        assert.ok(Math.min(lines, 1 - lines) < 0.06, 'the record shows whole lines');
        const queue = await page.locator('.queue').boundingBox();
        assert.equal(Math.round(queue.width), { 1280: 320, 1440: 346, 1920: 440 }[width]);
        assert.equal(language === 'ur' ? Math.round(queue.x + queue.width) : queue.x, language === 'ur' ? width : 0);
        const foot = await page.locator('.foot').boundingBox();
        assert.ok(foot.y + foot.height <= height, 'the foot of the queue is in sight');
      });
    }
  }
  for (const language of ['en', 'ur']) {
    test(`a recording is in sight on a low screen, and its row still says by which paths she came, ${language}`, async () => {
      const { id } = [...room.incidents.values()].find(({ label }) => label === 'L-0482');
      room.change(id, { clips: [{ digest: 'ab'.repeat(32), recorded_at_ms: room.now_ms - 40_000, here: true }] });
      await desk({ width: 1280, height: 800, language });
      await open('L-0482');
      const [button, actions] = await Promise.all(['.clips button', '.acts'].map((selector) => page.locator(selector).boundingBox()));
      assert.ok(button.y + button.height <= actions.y, `${button.y + button.height} > ${actions.y}`);
      const cut = await row(page, 'L-0482').locator('.second').evaluate((line) => {
        const { bottom } = line.getBoundingClientRect();
        return [...line.children].filter((tag) => tag.getBoundingClientRect().top >= bottom).map((tag) => tag.textContent);
      });
      assert.deepEqual(cut, []);
    });
    test(`200 % text, ${language}: the panel scrolls, rule and actions stay in sight`, async () => {
      await desk({ language });
      await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
      await open('L-0482');
      assert.deepEqual(await overflow(), []);
      await page.locator('.facts').scrollIntoViewIfNeeded();
      for (const part of ['.rule', '.acts']) {
        const box = await page.locator(part).boundingBox();
        assert.ok(box.y >= 0 && box.y + box.height <= 901, `${part} ${JSON.stringify(box)}`);
      }
    });
    test(`200 % zoom, ${language}: a window of half the size works`, async () => {
      await desk({ language, width: 720, height: 450 });
      await open('L-0482');
      assert.deepEqual(await overflow(), []);
    });
  }
  test('every key and button is at least 24 px, those of the panel 42 px high', async () => {
    await desk();
    await SCREENS.dispatch();
    const small = await page.getByRole('button').evaluateAll((all) => all.map((one) => [one.textContent, one.getBoundingClientRect()]).filter(([, box]) => box.width > 0 && (box.height < 42 || box.width < 42)).map(([text]) => text));
    assert.deepEqual(small, []);
  });
});

describe('the map', () => {
  test('draws with WebGL, boundaries and all, without breaking the policy', async () => {
    const drawing = await openBrowser();
    try {
      page = await openPage(drawing, room);
      await ready(page);
      await open('L-0482');
      await page.locator('[data-ground="web"] canvas').waitFor();
      await page.locator('[data-accuracy]').waitFor();
      await page.waitForFunction(() => document.querySelector('[data-ground="web"]').dataset.drawn === 'yes');
      assert.equal(await page.locator('[data-ground="plain"]').count(), 0);
      assert.deepEqual(page.faults, []);
    } finally {
      await page.context().close();
      await drawing.close();
      page = await openPage(browser, room);
    }
  });

  test('works without WebGL, on plain shapes', async () => {
    await desk();
    await open('L-0482');
    await page.locator('[data-ground="plain"] path').first().waitFor();
    await page.locator('[data-accuracy]').waitFor();
  });

  test('takes plain shapes where its own program does not come, and says nothing of it', async () => {
    room.missing = /ground-.*\.css$/;
    await desk();
    await page.locator('[data-ground="plain"] path').first().waitFor();
  });

  test('without boundaries the headquarters are points, and it is marked approximate', async () => {
    room.map = { boundaries: null, headquarters: HEADQUARTERS, attribution: null, approximate: true };
    await desk();
    await page.locator('.map').getByText('approximate').waitFor();
    await open('L-0482');
    await page.locator('.map svg text', { hasText: /^Kasur$/ }).waitFor();
  });

  for (const width of [1280, 1440, 1920]) {
    test(`its words cover neither each other nor the edge, and lie under no chip, ${width}`, async () => {
      await desk({ width });
      for (const name of ['live desk', 'overdue', 'duress', 'close']) {
        await SCREENS[name]();
        await page.waitForFunction(() => document.querySelectorAll('.marks text').length > 3);
        const clashes = await page.evaluate(() => {
          const boxes = (selector) => [...document.querySelectorAll(selector)].map((one) => ({ name: one.textContent.trim(), box: one.getBoundingClientRect() }));
          const meet = ({ box: a }, { box: b }) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 4 && b.top < a.bottom - 4;
          const [words, chips, [map]] = [boxes('.marks text'), boxes('.map .chip'), boxes('.map')];
          const inside = ({ box }) => box.left >= map.box.left && box.right <= map.box.right && box.top >= map.box.top && box.bottom <= map.box.bottom;
          return words.flatMap((word, index) => [
            ...(inside(word) ? [] : [`${word.name} is cut`]),
            ...[...words.slice(index + 1), ...chips].filter((other) => meet(word, other)).map((other) => `${word.name} meets ${other.name}`),
          ]);
        });
        assert.deepEqual(clashes, [], name);
      }
    });
  }

  test('answers to + − arrows and 0, and leaves them alone elsewhere', async () => {
    await desk();
    await open('L-0482');
    const before = await page.locator('[data-accuracy]').getAttribute('cx');
    await page.keyboard.press('g');
    await page.keyboard.press('ArrowRight');
    assert.notEqual(await page.locator('[data-accuracy]').getAttribute('cx'), before);
    await page.keyboard.press('Equal');
    await page.keyboard.press('0');
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute('role')), 'application');
  });
});

test('the live desk as a screen reader finds it', async () => {
  await desk();
  await open('L-0482');
  const snapshot = await page.locator('body').ariaSnapshot();
  for (const part of [
    '- banner:', '- navigation "Lanes":', '- navigation "Live queue":', '- main "Map":', '- complementary "Incident":', '- contentinfo:',
    '- listbox "Accept within 15 s":',
    '- option "L-0485, Lahore, text, 3 s to accept, unclaimed, plus or minus 40 metres, 4 s old, HTTPS"',
    '- option "L-0482, near Lahore, text, 12 s to assign, you, plus or minus 65 metres, 6 s old, datagram, SMS" [selected]',
    '- option "L-0474, Lahore, silent, 70 s late, seat 2, plus or minus 30 metres, 12 s old, HTTPS"',
    '- img "L-0482, plus or minus 65 metres, 6 s old, datagram, SMS"',
    '- heading "Incident L-0482" [level=1]', '- note "Contact rule"', '- toolbar "Actions":', '- button "Assign unit 12 s left"',
  ]) assert.ok(snapshot.includes(part), `${part}\nis not in\n${snapshot}`);
});

test('the closing as a screen reader finds it', async () => {
  await desk();
  await SCREENS.close();
  const snapshot = await page.getByRole('complementary').ariaSnapshot();
  for (const part of ['group "Outcome code: two digits"', '- radio "Offence registered" [checked]', '- textbox "Note, in your words"', '- button "Close the incident she will read “Closed”"']) {
    assert.ok(snapshot.includes(part), `${part}\nis not in\n${snapshot}`);
  }
});
