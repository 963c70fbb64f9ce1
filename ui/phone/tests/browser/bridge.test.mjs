// The built page over the bridge: a stand-in for `hifazat-phone bridge` that speaks its contract.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { SCENES } from '../scenes.mjs';
import { folder, launch } from '../browser.mjs';
import { serve } from '../serve.mjs';

let browser;
let server;
let page;
let bridge;

class Bridge {
  view = SCENES.ready;
  calls = [];
  streams = new Set();

  handle = async (request, response) => {
    const name = request.url.match(/^\/bridge\/(\w+)$/)?.[1];
    if (name === undefined) return false;
    if (name === 'events') {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.write('event: changed\ndata: {}\n\n');
      this.streams.add(response);
      request.on('close', () => this.streams.delete(response));
      return true;
    }
    let body = '';
    for await (const part of request) body += part;
    assert.equal(request.method, 'POST');
    assert.equal(request.headers['content-type'], 'application/json');
    this.calls.push([name, JSON.parse(body)]);
    this.answer(name, response);
    return true;
  };

  answer(name, response) {
    if (name === 'cancel') {
      response.writeHead(422, { 'Content-Type': 'application/problem+json' });
      response.end(JSON.stringify({ code: 'unknown_alert', message: 'no such alert', status: 422 }));
      return;
    }
    if (name === 'raise') this.view = SCENES.take_back;
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(name === 'hold_started' ? null : this.view));
  }

  change(view) {
    this.view = view;
    for (const stream of this.streams) stream.write('event: changed\ndata: {}\n\n');
  }
}

before(async () => {
  browser = await launch();
});
after(() => browser.close());
beforeEach(async () => {
  bridge = new Bridge();
  server = await serve(folder('dist'), bridge.handle);
  page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  await page.goto(server.url);
});
afterEach(async () => {
  await page.close();
  await server.close();
});

describe('the page over the bridge', () => {
  it('shows what the core says, and again when something changed', async () => {
    await page.getByText('تیار ہے').waitFor();
    bridge.change(SCENES.on_the_way);
    await page.locator('[aria-current="step"]', { hasText: 'مدد آ رہی ہے' }).waitFor();
  });

  it('sends commands with their arguments as JSON', async () => {
    await page.getByText('تیار ہے').waitFor();
    await page.getByRole('radio', { name: 'میسج' }).click();
    await page.locator('[data-alarm]').evaluate((button) => button.click());
    await page.getByRole('timer').waitFor();
    assert.deepEqual(
      bridge.calls.filter(([name]) => name !== 'view'),
      [
        ['set_contact_rule', { rule: 'text' }],
        ['raise', { trigger: 'assistive' }],
      ],
    );
  });

  it('takes a refusal for a refusal, not for a lost core', async () => {
    bridge.change(SCENES.stored);
    await page.getByRole('button', { name: 'پِن سے منسوخ' }).click();
    for (const digit of '2468') await page.keyboard.press(digit);
    await page.waitForTimeout(300);
    assert.equal(await page.locator('.keys').count(), 1);
  });

  it('says so when the bridge is gone, and finds it again', async () => {
    await page.getByText('تیار ہے').waitFor();
    const { port } = new URL(server.url);
    await server.close();
    await page.getByText('یہاں سے الارم ابھی نہیں چل سکتا').waitFor({ timeout: 5000 });
    server = await serve(folder('dist'), bridge.handle, Number(port));
    await page.getByText('تیار ہے').waitFor({ timeout: 5000 });
    bridge.change(SCENES.stored);
    await page.locator('[aria-current="step"]').waitFor({ timeout: 5000 });
  });
});

describe('the built page', () => {
  const files = () => readdirSync(folder('dist/assets')).map((name) => [name, readFileSync(folder(`dist/assets/${name}`), 'latin1')]);

  it('holds nothing of the scripted phone', () => {
    for (const [name, text] of files()) assert.doesNotMatch(text, /first_run_not_configured|Scripted/, name);
  });

  it('holds no inline script or style, and asks nothing from elsewhere', () => {
    const index = readFileSync(folder('dist/index.html'), 'utf8');
    assert.doesNotMatch(index, /<style|style=|<script(?![^>]*src=)|onload=|https?:/);
    for (const [name, text] of files().filter(([name]) => name.endsWith('.css'))) assert.doesNotMatch(text, /url\((?!["']?(\.\/|\/assets))/, name);
  });

  it('carries its fonts and their licences', () => {
    const names = files().map(([name]) => name).join(' ');
    for (const font of ['noto-nastaliq-urdu-arabic-400', 'noto-nastaliq-urdu-arabic-600', 'noto-sans-arabic-arabic-400', 'noto-sans-arabic-arabic-600']) {
      assert.match(names, new RegExp(font));
    }
    for (const font of ['noto-nastaliq-urdu', 'noto-sans-arabic']) {
      assert.match(readFileSync(folder(`dist/licences/${font}-OFL.txt`), 'utf8'), /SIL OPEN FONT LICENSE/);
    }
  });
});
