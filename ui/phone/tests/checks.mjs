// What must hold on every screen, whatever it shows.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** axe finds nothing; with `rules` it looks for these alone. */
export async function assertAccessible(page, where, rules = null) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  const violations = await page.evaluate(async (runOnly) => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'], ...(runOnly && { runOnly }) });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
  }, rules);
  assert.deepEqual(violations, [], `${where}: axe`);
}

/** Nothing reaches beyond the side, every target is large enough, and the alarm is never small. */
export async function assertFits(page, where) {
  const found = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const seen = [...document.querySelectorAll('main, main *')].filter((element) => element.checkVisibility() && !element.closest('.heard, .ring'));
    const beyond = seen.filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 0 && (box.left < -1 || box.right > width + 1);
    });
    const small = [...document.querySelectorAll('main :is(a, button)')].filter((target) => {
      const box = target.getBoundingClientRect();
      const least = target.matches('[data-alarm]') ? 96 : 48;
      return box.width < least - 0.5 || box.height < least - 0.5;
    });
    const name = (element) => `${element.tagName} ${element.className} ${element.textContent?.slice(0, 30)}`;
    return {
      sideways: document.documentElement.scrollWidth > width,
      beyond: beyond.map(name).slice(0, 5),
      small: small.map(name),
    };
  });
  assert.deepEqual(found, { sideways: false, beyond: [], small: [] }, where);
}

/** Targets stand apart from each other: 8 px, and the alarm 24 px from any neighbour. */
export async function assertApart(page, where) {
  // At its end nothing of the page is under what docks there.
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  const close = await page.evaluate(() => {
    const groups = '[role="radiogroup"], .keys';
    const targets = [...document.querySelectorAll('main :is(a, button)')].filter((target) => !target.closest(groups));
    const box = (element) => element.getBoundingClientRect();
    const gap = (a, b) => Math.max(a.left - b.right, b.left - a.right, a.top - b.bottom, b.top - a.bottom);
    return targets.flatMap((one, index) =>
      targets.slice(index + 1).flatMap((other) => {
        const least = one.matches('[data-alarm]') || other.matches('[data-alarm]') ? 24 : 0;
        return gap(box(one), box(other)) < least ? [`${one.textContent} / ${other.textContent}`] : [];
      }),
    );
  });
  assert.deepEqual(close, [], `${where}: too close`);
}

/** Nastaliq reaches far above its line: no word touches the edge of its button, and no heading the signs above it. */
export async function assertClear(page, where) {
  const touching = await page.evaluate(() => {
    // What the fonts say of their bounds is larger than what they draw: it is drawn, and looked at.
    const canvas = Object.assign(document.createElement('canvas'), { width: 600, height: 160 });
    const pen = canvas.getContext('2d', { willReadFrequently: true });
    const BASE = 100;
    const ink = (node) => {
      const { fontWeight, fontSize, fontFamily, direction } = getComputedStyle(node.parentElement);
      Object.assign(pen, { font: `${fontWeight} ${fontSize} ${fontFamily}`, direction, textAlign: 'center' });
      pen.clearRect(0, 0, canvas.width, canvas.height);
      pen.fillText(node.textContent, canvas.width / 2, BASE);
      const drawn = pen.getImageData(0, 0, canvas.width, canvas.height).data;
      const row = (pixel) => Math.floor(pixel / 4 / canvas.width);
      const above = BASE - row(drawn.findIndex((value) => value > 96));
      const below = row(drawn.findLastIndex((value) => value > 96)) - BASE;
      const range = document.createRange();
      range.selectNodeContents(node);
      const lines = [...range.getClientRects()];
      const ascent = pen.measureText(node.textContent).fontBoundingBoxAscent;
      return { top: lines[0].top + ascent - above, bottom: lines.at(-1).top + ascent + below };
    };
    const wordsIn = (element) => {
      const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      const nodes = [];
      while (walk.nextNode()) if (/\p{L}/u.test(walk.currentNode.textContent) && walk.currentNode.parentElement.checkVisibility()) nodes.push(walk.currentNode);
      return nodes;
    };
    const above = [...document.querySelectorAll('main .pips')].flatMap((pips) =>
      wordsIn(document.querySelector('h1')).filter((word) => ink(word).top < pips.getBoundingClientRect().bottom + 2),
    );
    const within = [...document.querySelectorAll('main :is(button, .btn):not(.keys *)')].flatMap((button) => {
      const box = button.getBoundingClientRect();
      return wordsIn(button).filter((word) => ink(word).top < box.top + 2 || ink(word).bottom > box.bottom - 2);
    });
    return [...above, ...within].map((word) => word.textContent);
  });
  assert.deepEqual(touching, [], `${where}: a word touches an edge`);
}

/** Call 15, or the alarm, is in sight without scrolling. */
export async function assertHelpInSight(page, where) {
  const inSight = await page.evaluate(() => {
    const whole = (element) => {
      const box = element.getBoundingClientRect();
      return box.top >= 0 && box.bottom <= window.innerHeight + 1;
    };
    return [...document.querySelectorAll('[data-alarm], a[href="tel:15"], .btn.tall')].some(whole);
  });
  assert.ok(inSight, `${where}: neither the alarm nor Call 15 is in sight`);
}

/** The browser had nothing to complain about: no error, no blocked style or script, nothing asked from elsewhere. */
export function assertQuiet(page, where) {
  assert.deepEqual(page.complaints, [], `${where}: complaints`);
}
