// What the page in the real window may load and may ask for.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { closeWindows, pixelsOf } from './lib/display.mjs';
import { eventually } from './lib/patience.mjs';
import { Running, childrenOf, program } from './lib/process.mjs';
import { openScreen } from './lib/screen.mjs';
import { PhoneWindow } from './lib/window.mjs';

/** Nothing on her screen is red but the button. */
const ALARM = 0xa80f1b;
const ENOUGH = 2_000;
let screen, home, window;

before(async () => {
  [screen, home] = await Promise.all([openScreen(), mkdtemp(join(tmpdir(), 'hifazat-page-'))]);
  window = await PhoneWindow.open({ data: join(home, 'phone'), display: screen.display });
});
after(async () => {
  await window?.close();
  await screen?.close();
  await rm(home, { recursive: true, force: true });
});

test('a phone without a trust bundle says so at its first start', async () => {
  assert.equal((await window.call('view')).configured, false);
  await window.call('setup_later', { step: 1 });
  await window.call('setup_later', { step: 2 });
  await window.call('setup_later', { step: 3 });
  await window.says('police_unknown');
});

test('the page runs no script and takes no style that was not built in', async () => {
  const seen = await window.driver.settle(`(async () => {
    const refused = [];
    document.addEventListener('securitypolicyviolation', (event) => refused.push(event.effectiveDirective));
    const script = Object.assign(document.createElement('script'), { textContent: 'window.ran = true' });
    const style = Object.assign(document.createElement('style'), { textContent: 'body { outline: 9px solid }' });
    document.head.append(script, style);
    const image = Object.assign(new Image(), { src: 'https://example.org/x.png' });
    document.body.append(image);
    await fetch('https://example.org/').catch(() => undefined);
    await new Promise((done) => setTimeout(done, 200));
    for (const each of [script, style, image]) each.remove();
    return { ran: window.ran === true, outline: getComputedStyle(document.body).outlineWidth, refused };
  })()`);
  assert.equal(seen.ran, false);
  assert.notEqual(seen.outline, '9px');
  for (const directive of ['script-src', 'style-src', 'img-src', 'connect-src']) {
    assert.ok(seen.refused.some((each) => each.startsWith(directive)), `${directive}: ${seen.refused}`);
  }
});

test('the page needs nothing that its policy refuses', async () => {
  const complaints = await window.driver.settle(`(async () => {
    const refused = [];
    document.addEventListener('securitypolicyviolation', (event) => refused.push(event.violatedDirective));
    await window.__TAURI_INTERNALS__.invoke('view');
    await document.fonts.ready;
    return refused;
  })()`);
  assert.deepEqual(complaints, []);
});

test('the page hears of changes and may not make any up', async () => {
  await assert.rejects(window.call('plugin:event|emit', { event: 'changed' }), /not allowed/);
  await assert.rejects(window.call('plugin:window|set_title', { value: 'SOS' }), /not allowed/);
  await window.driver.evaluate(`(() => {
    window.heard = 0;
    const handler = window.__TAURI_INTERNALS__.transformCallback(() => (window.heard += 1));
    window.__TAURI_INTERNALS__.invoke('plugin:event|listen', { event: 'changed', target: { kind: 'Any' }, handler });
  })()`);
  await window.call('set_contact_rule', { rule: 'text' });
  await eventually('the page hears of the change', () => window.driver.evaluate('window.heard > 0'));
});

test('the page goes nowhere else', async () => {
  const before = await window.driver.evaluate('location.href');
  await writeFile(join(home, 'other.html'), 'elsewhere');
  for (const address of [`file://${join(home, 'other.html')}`, 'https://example.org/', 'http://localhost:5173/']) {
    const here = await window.driver.settle(`(async () => {
      location.href = '${address}';
      window.open('${address}');
      await new Promise((done) => setTimeout(done, 300));
      return location.href;
    })()`);
    assert.equal(here, before);
  }
  assert.equal((await window.driver.get('/window/handles')).length, 1);
});

test('a number that nothing here can dial is said so', async () => {
  await window.driver.click('a[href="tel:15"]');
  await window.says('no_dialler');
});

test('the name of the window says nothing of its purpose', async () => {
  const title = await window.driver.evaluate('document.title');
  assert.ok([await window.word('page_title')].includes(title), title);
});

/** A window that no driver holds, on a screen of its own, once its button is painted. */
async function openAlone(t, data) {
  const alone = await openScreen();
  t.after(() => alone.close());
  const started = new Running(program('hifazat-app'), ['--data', data], { DISPLAY: alone.display });
  t.after(() => started.kill());
  const isPainted = async () => {
    const painted = await pixelsOf(alone.display, ALARM);
    if (painted <= ENOUGH) throw new Error(`${painted} pixels; runs: ${started.runs}; ${started.words}`);
    return true;
  };
  await eventually('the button is painted', isPainted);
  return { started, isPainted, display: alone.display };
}

test('the page is back when its process was killed', async (t) => {
  const { started, isPainted } = await openAlone(t, join(home, 'killed'));
  const [engine] = childrenOf(started.pid, 'WebKitWebProcess');
  process.kill(engine, 'SIGKILL');
  await eventually('another process runs the page', () => {
    const [other] = childrenOf(started.pid, 'WebKitWebProcess');
    return other !== undefined && other !== engine;
  });
  await eventually('the button is painted again', isPainted);
});

test('a data folder that cannot be written does not keep the button away', async (t) => {
  const { started, display } = await openAlone(t, '/proc/none');
  assert.equal(await closeWindows(display), 1);
  assert.equal((await started.ended).code, 0);
});

test('without a display the program says so and names the other way', async () => {
  const started = new Running(program('hifazat-app'), ['--data', join(home, 'none')], { DISPLAY: '', WAYLAND_DISPLAY: '' });
  const { code } = await started.ended;
  assert.equal(code, 1);
  assert.match(started.words, /no display.*hifazat-phone bridge/);
});
