// What she goes through, on one page.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { launch, phonePage, serveFixture } from '../browser.mjs';

let browser;
let server;
let page;
before(async () => {
  [browser, server] = await Promise.all([launch(), serveFixture()]);
});
after(async () => {
  await browser.close();
  await server.close();
});
afterEach(async () => {
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

async function open(scene, options = {}) {
  page = await phonePage(browser, server.url, { language: 'en', scene, ...options });
}
const calls = () => page.evaluate(() => window.script.calls.filter((call) => call !== 'view'));
const says = (text) => page.getByText(text, { exact: false }).first().waitFor({ timeout: 3000 });
const heading = () => page.locator('main h1').textContent();
const button = (name) => page.getByRole('button', { name });
const type = async (digits) => {
  for (const digit of digits) await button(digit).and(page.locator('.keys *')).click();
};
const script = (act, ...args) => page.evaluate(([name, values]) => window.script[name](...values), [act, args]);
const raise = () => page.locator('[data-alarm]').evaluate((alarm) => alarm.click());
const hidden = (role) => page.locator(`body > div > .heard[role="${role}"]`).textContent();

describe('taking an alarm back', () => {
  it('with the right PIN leads back to ready and says so', async () => {
    await open('ready');
    await raise();
    await says('Alarm saved');
    assert.doesNotMatch(await page.locator('main').textContent(), /sent|sending/i, 'it is saved, never sent');
    await type('2468');
    await says('Taken back. If the police got it, they are told');
    assert.deepEqual((await calls()).slice(-2), ['take_back 2468', 'dismiss']);
    assert.equal(await heading(), 'Hold for help');
    await button('Close this note').click();
    assert.equal(await page.getByText('Taken back').count(), 0 + (await page.locator('.heard', { hasText: 'Taken back' }).count()));
  });

  it('with the duress PIN shows exactly the same', async () => {
    const seen = [];
    for (const pin of ['2468', '1397']) {
      await open('take_back', { still: true });
      await type(pin);
      await says('Taken back');
      seen.push(await page.locator('body').innerHTML());
      if (pin === '2468') await page.context().close();
    }
    assert.equal(seen[0], seen[1]);
  });

  it('with three wrong PINs leaves the alarm on', async () => {
    await open('take_back', { still: true });
    await type('1111');
    await says('2 tries left');
    assert.equal(await heading(), 'Wrong PIN');
    await type('2222');
    await says('1 try left');
    await type('3333');
    await says('The alarm goes on');
    await says('At the police');
    assert.equal(await button('Cancel by PIN').count(), 0);
  });

  it('is over at once when she needs help', async () => {
    await open('take_back');
    await button('I need help').click();
    await says('Sending');
    assert.deepEqual(await calls(), ['end_window']);
  });

  it('is over by itself after ten seconds', async () => {
    await open('take_back');
    await page.getByRole('timer').waitFor();
    await page.getByText('Sending').waitFor({ timeout: 9500 });
  });

  it('is not offered without PINs; the page says why', async () => {
    await open('take_back_no_pin');
    await says('No PIN was chosen');
    assert.equal(await page.locator('.keys').count(), 0);
    assert.equal(await page.locator('main a[href="tel:15"]').count(), 1);
  });

  it('never says saved when nothing could be saved', async () => {
    await open('take_back_not_durable');
    await says('Could not save');
    await says('Still sending. Call');
    assert.doesNotMatch(await page.locator('main').textContent(), /Alarm saved/);
  });
});

describe('the ladder', () => {
  it('climbs with each receipt, speaks the new step and never moves the focus', async () => {
    await open('sending');
    const call = page.getByRole('link', { name: 'Call 15' });
    await call.focus();
    for (const [stage, words] of [
      ['stored', 'Received by police'],
      ['opened', 'Opened'],
      ['seen', 'Seen by Lahore desk'],
      ['dispatched', 'Help is on the way'],
      ['arrived', 'Arrived'],
    ]) {
      await script('receive', stage);
      await page.locator('[aria-current="step"]', { hasText: words }).waitFor();
      assert.match(await hidden('status'), new RegExp(`^${words}, \\d+:\\d\\d$`));
      assert.equal(await call.evaluate((link) => link === document.activeElement), true, stage);
    }
  });

  it('after 90 seconds offers the dialler over the whole width, first in order, keeping the focus', async () => {
    await open('waiting');
    await page.getByRole('link', { name: 'Call 15' }).focus();
    await script('edit', {}, { not_delivered: true });
    await says('Not delivered yet');
    const call = page.getByRole('link', { name: 'Call 15' });
    const box = await call.boundingBox();
    assert.ok(box.width >= 320 && box.height >= 72, JSON.stringify(box));
    assert.equal(await call.evaluate((link) => link === document.activeElement), true);
    assert.equal(await page.evaluate(() => document.querySelector('main a, main button').getAttribute('href')), 'tel:15');
    assert.match(await hidden('alert'), /Not delivered yet: Call 15/);
    await script('receive', 'stored');
    await page.locator('[aria-current="step"]', { hasText: 'Received by police' }).waitFor();
    assert.equal(await page.getByText('Not delivered yet').count(), 0);
  });

  it('counts how long it has been waiting', async () => {
    await open('waiting');
    await page.getByText('0:42').waitFor({ timeout: 4000 });
  });

  it('is cancelled by a message that it shows only as far as it has come', async () => {
    await open('stored');
    await button('Cancel by PIN').click();
    await type('9999');
    await says('2 tries left');
    await type('2468');
    await says('Cancelled by PIN. Telling the police');
    assert.equal(await page.getByText('The police see it').count(), 0);
    await script('edit', {}, { cancel: 'received' });
    await says('Cancelled by PIN. The police see it');
    assert.equal(await page.locator('.alarm.small').count(), 1, 'the next danger needs nobody’s leave');
  });

  it('that is closed leads back to ready', async () => {
    await open('closed');
    await button('Back to start').click();
    await says('Hold for help');
    assert.deepEqual(await calls(), ['dismiss']);
  });

  it('gives the focus of a new screen to its heading', async () => {
    await open('ready');
    await raise();
    await page.getByRole('timer').waitFor();
    await page.waitForFunction(() => document.activeElement?.tagName === 'H1');
  });

  it('keeps the present step in sight with large text', async () => {
    for (const scene of ['on_the_way', 'not_delivered']) {
      await open(scene, { text: 200 });
      await page.waitForTimeout(200);
      const shown = await page.evaluate(() => {
        const step = document.querySelector('[aria-current="step"] h1').getBoundingClientRect();
        const dock = document.querySelector('.dock').getBoundingClientRect();
        return step.top >= 0 && step.top + 40 <= dock.top && dock.bottom <= innerHeight + 1;
      });
      assert.equal(shown, true, scene);
      if (scene === 'on_the_way') await page.context().close();
    }
  });
});

describe('without its core', () => {
  it('the page says that the alarm cannot work, and comes back by itself', async () => {
    await open('ready');
    await page.evaluate(() => (window.script.down = true));
    await script('changed');
    await says('The alarm cannot work here now');
    assert.equal(await page.locator('[data-alarm]').count(), 0);
    assert.equal(await page.locator('a[href="tel:15"].tall').count(), 1);
    await page.evaluate(() => (window.script.down = false));
    await says('Hold for help');
  });

  it('a raise that failed is told, tried again, and arrives', async () => {
    await open('ready');
    await page.evaluate(() => (window.script.down = true));
    await raise();
    await says('Your alarm could not be saved');
    await page.evaluate(() => (window.script.down = false));
    await says('Alarm saved');
  });

  it('the ladder stays, says that it is not up to date, and offers the dialler', async () => {
    await open('on_the_way');
    await page.evaluate(() => (window.script.down = true));
    await script('changed');
    await says('Not up to date');
    await says('Help is on the way');
    assert.equal(await page.locator('a[href="tel:15"].tall').count(), 1);
  });
});

describe('a phone that knows no police', () => {
  it('says so instead of promising anything', async () => {
    await open('not_configured');
    await says('Not connected to the police');
    assert.doesNotMatch(await page.locator('main').textContent(), /still works/);
    assert.equal(await page.locator('[data-alarm]').count(), 1, 'an alarm is never refused');
    await page.context().close();
    await open('first_run_not_configured');
    assert.doesNotMatch(await page.locator('main').textContent(), /works already/);
    await page.context().close();
    await open('cannot_send');
    await says('Cannot be sent from here');
  });
});

describe('the first run', () => {
  it('has three steps, and the alarm on each', async () => {
    await open('first_run_1');
    await says('So police can find you');
    assert.equal(await page.locator('[data-alarm]').count(), 1);
    await button('Allow').click();
    await says('Choose two PINs');
    await type('24682468');
    await button('Save').click();
    await says('The two must differ');
    await type('1397');
    await button('Save').click();
    await says('Try it once');
    assert.equal(await page.locator('[data-alarm]').count(), 1);
    await button('Start drill').click();
    await says('Nobody is coming');
    assert.deepEqual(await calls(), ['allow_location', 'set_pins 2468 2468', 'set_pins 2468 1397', 'drill hold']);
  });

  it('can be left for later at every step', async () => {
    await open('first_run_1');
    for (const title of ['So police can find you', 'Choose two PINs', 'Try it once']) {
      await says(title);
      await button('Later').click();
    }
    await says('Hold for help');
  });

  it('turns to the other language and direction', async () => {
    await open('first_run_1', { language: 'ur' });
    assert.deepEqual(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]), ['ur', 'rtl']);
    await page.getByRole('radio', { name: 'English' }).click();
    await says('So police can find you');
    assert.deepEqual(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]), ['en', 'ltr']);
  });
});

describe('a drill', () => {
  it('cannot be taken for an alarm', async () => {
    await open('drill_done');
    assert.equal(await heading(), 'DRILL · DRILL · DRILL');
    assert.match(await page.title(), /^DRILL/);
    await says('It took 3 seconds');
    assert.doesNotMatch(await page.locator('main').textContent(), /police/i);
    await button('End drill').click();
    await says('Hold for help');
    assert.doesNotMatch(await page.title(), /DRILL|Hifazat|alarm/i);
  });

  it('with the wrong answer is broken', async () => {
    await open('drill_broken');
    await says('Broken: wrong answer');
    assert.equal(await page.getByText('It took').count(), 0);
  });
});

describe('ready', () => {
  it('has a sentence that changes with the rule, chosen with arrow keys', async () => {
    await open('ready', { language: 'ur' });
    await page.getByRole('radio', { name: 'خاموش' }).focus();
    await page.keyboard.press('ArrowLeft');
    await says('پولیس میسج کر سکتی ہے');
    await page.keyboard.press('ArrowLeft');
    await says('پولیس فون کر سکتی ہے');
    assert.deepEqual(await calls(), ['rule text', 'rule call']);
  });

  it('is in the order alarm, rule, line, numbers, 15 for a keyboard', async () => {
    await open('ready');
    const order = [];
    for (let stop = 0; stop < 5; stop += 1) {
      await page.keyboard.press('Tab');
      order.push(await page.evaluate(() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent.trim()));
    }
    assert.match(order.join(' | '), /^Hold for help.* \| Silent \| Ready.* \| Help numbers \| Police\s*15$/);
  });

  it('leads to the list of what is ready, and each button there does something', async () => {
    await open('ready_repair');
    await page.getByRole('button', { name: /to repair/ }).click();
    await says('7 of 9 ready');
    await button('Allow: Place').click();
    await button('Try a drill: Drill').click();
    await says('Nobody is coming');
    assert.deepEqual(await calls(), ['repair place', 'drill hold']);
  });

  it('leads to the numbers, with 15 there before the list is', async () => {
    await open('ready');
    await page.locator('nav button').click();
    await page.getByRole('link', { name: 'Call 1043, Punjab Women Helpline' }).waitFor();
    assert.equal(await page.locator('a[href="tel:15"]').count(), 1);
    await button('Back').click();
    await says('Hold for help');
  });

  it('tells what she has to know', async () => {
    await open('ready_notices');
    await says('Police details could not be proven. The old ones stay');
    await says('This phone cannot save at the moment');
  });
});

describe('readiness', () => {
  async function readiness(scene) {
    await open(scene);
    await page.locator('main > .top > button').click();
  }

  it('asks for what native code can repair, and says the reason and the screen', async () => {
    await readiness('ready_telephone');
    await says('4 of 9 ready');
    await says('Xiaomi stops apps');
    await button('Repair: Battery').click();
    await button('Check: Notices').click();
    await button('Check: Line to the police').click();
    assert.deepEqual(await calls(), ['repair battery', 'repair notices', 'repair line']);
  });

  it('counts what is not on this device neither for nor against, and offers nothing there', async () => {
    await readiness('ready_computer');
    await says('5 of 5 ready');
    assert.equal(await page.getByText('Not on this device').count(), 4);
    assert.equal(await page.locator('li.not_here button').count(), 0);
    assert.equal(await page.getByRole('switch').count(), 0, 'no answers by text without texts, no recording without a microphone');
  });

  it('has a switch for answers by text, off at first, that says what it betrays', async () => {
    await readiness('ready');
    const wanted = page.getByRole('switch', { name: 'Police answers by text' });
    assert.equal(await wanted.getAttribute('aria-checked'), 'false');
    await says('Anyone who opens your messages can read them');
    await wanted.click();
    await page.locator('[role="switch"][aria-checked="true"]').waitFor();
    await says('Not allowed yet. This app cannot read the answers');
    await button('Allow: Police answers by text').click();
    assert.deepEqual(await calls(), ['receipts true', 'repair receipts']);
  });

  it('offers a card for texts only where there are two, and names them', async () => {
    await readiness('ready');
    assert.equal(await page.getByRole('radiogroup', { name: 'Texts go by' }).count(), 0);
    await script('show', 'ready_cards');
    const chosen = (name) => page.getByRole('radio', { name, checked: true }).waitFor();
    await chosen('SIM 2 Zong');
    await page.getByRole('radio', { name: 'SIM 1 Jazz' }).click();
    await chosen('SIM 1 Jazz');
    await page.keyboard.press('ArrowLeft');
    await chosen('Any card');
    await page.evaluate(() => window.script.edit({ text_card: 3 }));
    await chosen('Any card');
    assert.deepEqual(await calls(), ['card 1', 'card null'], 'a card that is there no more is no choice');
  });

  it('has a switch for a recording, off at first, that says who hears it; then it asks for leave', async () => {
    await readiness('ready');
    const wanted = page.getByRole('switch', { name: 'Sound recording' });
    assert.equal(await wanted.getAttribute('aria-checked'), 'false');
    await says('Only the police desk with your alarm can hear it');
    assert.equal(await button('Allow: Sound recording').count(), 0, 'nobody asks before she wants it');
    await wanted.click();
    await says('Not allowed yet. Nothing is recorded');
    await button('Allow: Sound recording').click();
    await page.evaluate(() => window.script.edit({ clip: { on: true, state: 'proven', why: null } }));
    await page.getByText('Nothing is recorded').waitFor({ state: 'detached' });
    assert.equal(await button('Allow: Sound recording').count(), 0);
    await wanted.click();
    await page.locator('[role="switch"][aria-checked="true"]').waitFor({ state: 'detached' });
    assert.deepEqual(await calls(), ['clip true', 'repair clip', 'clip false']);
  });
});

describe('a text that needs her touch', () => {
  it('is one button, opens the messages app, and is never called sent', async () => {
    await open('text_touch');
    await says('The text waits for your touch');
    await button('Send by text').click();
    assert.deepEqual(await calls(), ['touch_text 00000000-0000-4000-8000-000000000001']);
    assert.equal(await button('Send by text').count(), 1, 'nobody knows what she did there');
    assert.doesNotMatch(await page.locator('main').textContent(), /\bsent\b|mobile operator/i);
    await script('receive', 'stored');
    await page.getByText('Send by text').waitFor({ state: 'detached' });
    await says('Received by police');
  });

  it('leaves Call 15 first when nothing was received for long', async () => {
    await open('text_touch_late');
    await button('Send by text').waitFor();
    assert.equal(await page.locator('main :is(a, button)').first().getAttribute('href'), 'tel:15');
  });

  for (const scene of ['text_touch', 'text_touch_late']) {
    for (const language of ['ur', 'en']) {
      it(`fits a small screen with all that she can touch (${scene}, ${language})`, async () => {
        await open(scene, { language, size: 'small' });
        for (const target of ['.ladder button', '.quiet', 'a[href="tel:15"]']) {
          const { y, height } = await page.locator(target).boundingBox();
          assert.ok(y >= 0 && y + height <= page.viewportSize().height, `${target}: ${y} + ${height}`);
        }
      });
    }
  }
});

describe('practice', () => {
  async function practice(scene) {
    await open(scene);
    await page.locator('main > .top > button').click();
    await button('Ways to call for help').click();
  }

  it('of a trigger outside the page marks it as tried when its drill comes', async () => {
    await practice('ready');
    const row = page.locator('li', { hasText: 'Button in quick settings' });
    await row.getByText('Not tried yet').waitFor();
    await button('Try: Button in quick settings').click();
    await says('Only a drill');
    assert.equal(await page.locator('[data-alarm]').count(), 1, 'the real alarm stays');
    await script('pulled', 'tile');
    await says('Nobody is coming');
    await button('End drill').click();
    await row.getByText('Tried just now').waitFor();
  });

  it('of the button is done on a button of its own: the red one is always in earnest', async () => {
    await practice('ready');
    await button('Try: Red button').click();
    await page.getByRole('button', { name: 'Practise holding' }).focus();
    await page.keyboard.down('Enter');
    await says('Nobody is coming');
    await page.keyboard.up('Enter');
    assert.deepEqual(await calls(), ['practise hold', 'hold_started', 'drill keyboard']);
    await button('End drill').click();
    await button('Try: Red button').click();
    await raise();
    await says('Alarm saved');
    assert.equal((await calls()).at(-1), 'raise assistive');
  });

  it('ends at a word, with its time, and with the page', async () => {
    await practice('ready');
    await button('Try: Red button').click();
    await button('Stop').click();
    await button('Try: Red button').waitFor();
    await button('Try: Red button').click();
    await button('Back').click();
    await says('of 9 ready');
    assert.deepEqual(await calls(), ['practise hold', 'practise null', 'practise hold', 'practise null']);
  });

  it('offers switches for what is off at first, and no try before it is on', async () => {
    await practice('ready');
    assert.equal(await button('Try: Volume keys').count(), 0);
    await page.getByRole('switch', { name: 'Volume keys' }).click();
    await button('Add: Home-screen shortcut').click();
    assert.deepEqual(await calls(), ['choose volume_keys true', 'repair shortcut']);
  });
});

describe('siren and light', () => {
  it('are a touch away while an alarm is on, and off at first', async () => {
    await open('opened');
    for (const name of ['Siren', 'Flash']) assert.equal(await button(name).getAttribute('aria-pressed'), 'false');
    await button('Siren').click();
    await page.locator('[aria-pressed="true"]', { hasText: 'Siren' }).waitFor();
    await button('Flash').click();
    await button('Siren').click();
    assert.deepEqual(await calls(), ['loud true false', 'loud true true', 'loud false true']);
  });

  it('are not there where the device has none, nor after a PIN', async () => {
    for (const scene of ['quiet_device', 'cancel_received', 'closed']) {
      await open(scene);
      await page.locator('.ladder').waitFor();
      assert.equal(await button('Siren').count(), 0, scene);
      if (scene !== 'closed') await page.context().close();
    }
  });
});
