// The built console in a real browser, against a scripted room: what an operator sees and does.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { openBrowser, openPage, ready, row, WITHOUT_WEBGL } from '../support/browser.mjs';
import { drills, HEADQUARTERS, BOUNDARIES, incident, night, place, units } from '../support/incidents.mjs';
import { TestRoom } from '../support/room.mjs';

let browser, room, page;
before(async () => (browser = await openBrowser(WITHOUT_WEBGL)));
after(() => browser.close());
beforeEach(async () => {
  room = await new TestRoom().start();
  room.units = units();
  room.map = { boundaries: BOUNDARIES, headquarters: HEADQUARTERS, attribution: 'Invented', approximate: false };
});
afterEach(async () => {
  const faults = page?.faults ?? [];
  await page?.context().close();
  page = null;
  await room.stop();
  assert.deepEqual(faults, [], 'the page made errors or broke its content security policy');
});

async function desk(incidents, options) {
  for (const one of incidents) room.add(one);
  page = await openPage(browser, room, options);
  await ready(page);
}
const panel = () => page.getByRole('complementary', { name: 'Incident' });
const button = (name) => panel().getByRole('button', { name });
const band = (name) => page.getByRole('listbox', { name });
const labels = (name) => band(name).getByRole('option').evaluateAll((rows) => rows.map((one) => one.querySelector('b').textContent));
const acts = () => room.asked.filter(({ path }) => /\/(accept|dispatch|arrive|close)$/.test(path));

describe('the way of one alert with the keyboard alone', () => {
  test('accept, assign, arrive, close', async () => {
    await desk([]);
    const alert = room.raise(incident(Date.now(), 'L-0001', 3_000));
    await row(page, 'L-0001').waitFor();
    await page.keyboard.press('a');
    await panel().getByRole('heading', { name: 'Incident L-0001' }).waitFor();
    await button('Assign unit').and(page.locator('[aria-disabled=false]')).waitFor();
    await page.keyboard.press('d');
    await page.getByRole('listbox', { name: 'Units' }).waitFor();
    assert.equal(await page.getByRole('option', { selected: true, name: 'M-14' }).count(), 0, 'nothing is preselected');
    await page.keyboard.press('1');
    await page.getByText('Help is on the way (M-14)').waitFor();
    await page.keyboard.press('Enter');
    await button('On scene').and(page.locator('[aria-disabled=false]')).waitFor();
    await page.keyboard.press('s');
    await band('On scene').getByRole('option').waitFor();
    await page.keyboard.press('c');
    await page.getByRole('radio').first().waitFor();
    await page.keyboard.press('2');
    await page.keyboard.press('0');
    await page.getByRole('radio', { name: 'Offence registered', checked: true }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('No incident is open.').waitFor();
    assert.deepEqual(
      acts().map(({ path, body: { revision: _, ...entered }, csrf }) => [path.split('/').at(-1), entered, csrf]),
      [
        ['accept', {}, 'csrf-of-this-session'],
        ['dispatch', { unit: 'M-14', eta_min: acts()[1].body.eta_min }, 'csrf-of-this-session'],
        ['arrive', {}, 'csrf-of-this-session'],
        ['close', { disposition: 'offence_registered', note: '' }, 'csrf-of-this-session'],
      ],
    );
    assert.equal(room.incidents.get(alert.id).state, 'closed');
  });

  test('arrows go over all bands, Home to the top, and focus stays with a row that moves', async () => {
    await desk(night(Date.now()));
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Home');
    await panel().getByRole('heading', { name: 'Incident L-0485' }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.closest('section')?.classList.contains('assign'));
    assert.match(await page.evaluate(() => document.activeElement.textContent), /^L-0485,/);
  });

  test('without units in the room a call sign and minutes are typed; a missing one is named', async () => {
    room.units = [];
    await desk([incident(Date.now(), 'L-0001', 20_000, { state: 'accepted', operator: '4' })]);
    await row(page, 'L-0001').click();
    await page.getByText('Known', { exact: true }).waitFor();
    await page.keyboard.press('d');
    await page.keyboard.type('adil-7');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('Minutes: a whole number from 1 to 600').waitFor();
    assert.equal(acts().length, 0);
    await page.getByLabel('Minutes to her').fill('6');
    await page.keyboard.press('Enter');
    await page.getByText('unit sent').waitFor();
    assert.deepEqual([acts()[0].body.unit, acts()[0].body.eta_min], ['ADIL-7', 6]);
  });

  test('Escape goes back and sends nothing', async () => {
    await desk(night(Date.now()));
    await row(page, 'L-0482').click();
    await page.getByText('Known', { exact: true }).waitFor();
    await page.keyboard.press('d');
    await page.getByRole('listbox', { name: 'Units' }).waitFor();
    await page.keyboard.press('1');
    await page.keyboard.press('Escape');
    await page.getByText('Known', { exact: true }).waitFor();
    assert.equal(acts().length, 0);
  });
});

describe('the queue', () => {
  test('stands in the order of her taps; a new alert moves nothing', async () => {
    await desk(night(Date.now()));
    assert.deepEqual(await labels('Accept within 15 s'), ['L-0485', 'L-0486']);
    const before = await row(page, 'L-0482').boundingBox();
    room.raise(incident(Date.now(), 'L-0490', 1_000));
    await row(page, 'L-0490').waitFor();
    assert.deepEqual(await labels('Accept within 15 s'), ['L-0485', 'L-0486', 'L-0490']);
    assert.deepEqual(await row(page, 'L-0482').boundingBox(), before);
  });

  test('a row that was accepted leaves a gap under the pointer, which closes after two seconds', async () => {
    await desk(night(Date.now()));
    const second = row(page, 'L-0486');
    const at = await second.boundingBox();
    await second.hover();
    const { id } = [...room.incidents.values()].find(({ label }) => label === 'L-0485');
    room.change(id, { state: 'accepted', operator: '2' });
    await page.waitForFunction(() => document.querySelectorAll('.accept .gap').length === 1);
    assert.deepEqual(await second.boundingBox(), at);
    await page.waitForFunction(() => document.querySelectorAll('.accept .gap').length === 0, null, { timeout: 4_000 });
  });

  test('overdue fills the shape, counts with a plus and is told in the header', async () => {
    await desk([incident(Date.now(), 'L-0001', 14_000)]);
    await page.locator('.accept').getByText('1 late').waitFor({ timeout: 4_000 });
    assert.match(await row(page, 'L-0001').locator('text').textContent(), /^\+0:0\d$/);
    await page.getByText('L-0001 is late.').waitFor();
  });

  test('a band with more rows scrolls inside itself and says how many are below', async () => {
    await desk(Array.from({ length: 7 }, (_, index) => incident(Date.now(), `L-000${index}`, 9_000 - index * 100)));
    await page.locator('.accept').getByText('+4 below').waitFor();
  });

  test('a gap in the revisions makes it read the desk again', async () => {
    await desk([]);
    const alert = room.add(incident(Date.now(), 'L-0007', 1_000));
    room.change(alert.id, {}, { tell: false });
    await row(page, 'L-0007').waitFor({ timeout: 6_000 });
    const reads = room.asked.filter(({ path }) => path === '/api/desk').length;
    assert.ok(reads >= 2, `${reads} readings`);
  });
});

describe('two operators at once', () => {
  test('the second gets a clear refusal: the row keeps its place, says what changed, and his entry is kept', async () => {
    await desk(night(Date.now()));
    await row(page, 'L-0482').click();
    await page.getByText('Known', { exact: true }).waitFor();
    await page.keyboard.press('d');
    await page.getByRole('listbox', { name: 'Units' }).waitFor();
    await page.keyboard.press('1');
    await page.getByLabel('Minutes to her').fill('11');
    const { id } = [...room.incidents.values()].find(({ label }) => label === 'L-0482');
    room.change(id, { contact_rule: 'silent' }, { tell: false });
    await page.keyboard.press('Enter');
    const notice = panel().getByRole('alert');
    await notice.getByText('Assign unit: not done. The incident changed meanwhile.').waitFor();
    await notice.getByText('Her contact rule is now: silent.').waitFor();
    await panel().getByText('SILENT — no ring, no text').waitFor();
    assert.equal(await page.getByLabel('Unit, call sign').inputValue(), 'M-14');
    assert.equal(await page.getByLabel('Minutes to her').inputValue(), '11');
    await row(page, 'L-0482').getByText('changed').waitFor();
    assert.deepEqual(await labels('Assign within 60 s'), ['L-0482', 'L-0483', 'L-0484']);
    await page.getByLabel('Minutes to her').press('Enter');
    await button('On scene').waitFor();
    assert.equal(room.incidents.get(id).unit, 'M-14');
  });
});

describe('the link', () => {
  test('a lost room is said within five seconds, nothing can be sent, and it comes back by itself with what happened', async () => {
    await desk(night(Date.now()));
    await row(page, 'L-0482').click();
    await page.getByText('Known', { exact: true }).waitFor();
    await page.keyboard.press('d');
    await page.getByLabel('Unit, call sign').fill('V-9');
    const began = Date.now();
    await room.stop();
    await page.locator('[data-link="lost"]').waitFor({ timeout: 5_000 });
    assert.ok(Date.now() - began < 5_000);
    await page.getByText('No link to the room. Use radio and line 15.').waitFor();
    await button(/Send V-9/).and(page.locator('[aria-disabled=true]')).waitFor();
    await panel().getByText('Holds also by radio').waitFor();
    room.raise(incident(Date.now(), 'L-0499', 1_000));
    await room.start();
    await page.locator('[data-link="up"]').waitFor({ timeout: 8_000 });
    await row(page, 'L-0499').waitFor();
    assert.equal(await page.getByLabel('Unit, call sign').inputValue(), 'V-9');
  });

  test('a room that goes silent without hanging up is lost too', async () => {
    await desk([]);
    room.beating = false;
    const began = Date.now();
    await page.locator('[data-link="lost"]').waitFor({ timeout: 5_500 });
    assert.ok(Date.now() - began < 5_500);
    room.beating = true;
    await page.locator('[data-link="up"]').waitFor({ timeout: 8_000 });
  });

  test('an act whose answer is lost is not confirmed until the room has been read again', async () => {
    await desk([incident(Date.now(), 'L-0001', 3_000)]);
    room.before_act = async (act, alert, response) => {
      room.before_act = null;
      room.change(alert.id, { state: 'accepted', operator: '4' });
      response.destroy();
    };
    await page.keyboard.press('a');
    await panel().getByText('Accept: it was done, the room has it.').waitFor();
  });

  test('a session that has ended leads to the sign-in, and what was typed is there afterwards', async () => {
    await desk(night(Date.now()));
    await row(page, 'L-0471').click();
    await page.getByText('Known', { exact: true }).waitFor();
    await page.keyboard.press('c');
    await page.getByLabel('Note, in your words').fill('she waits at the neighbour');
    room.signed_in = false;
    await page.getByText('She was reached and is safe').click();
    await button(/Close the incident/).click();
    await page.getByText('The session has ended.').waitFor();
    await page.getByLabel('Seat').fill('4');
    await page.getByLabel('Password').fill(room.password);
    await page.keyboard.press('Enter');
    await ready(page);
    await row(page, 'L-0471').click();
    await page.getByText('Known', { exact: true }).waitFor();
    await page.keyboard.press('c');
    assert.equal(await page.getByLabel('Note, in your words').inputValue(), 'she waits at the neighbour');
  });
});

describe('one incident', () => {
  test('duress is loud, closing is locked, and what stands on her screen is said', async () => {
    await desk(night(Date.now()));
    await row(page, 'L-0477').click();
    await panel().getByText('DURESS — never ring back').waitFor();
    await panel().getByText('“Cancelled” (all later words are held back)').waitFor();
    await button('Close').and(page.locator('[aria-disabled=true]')).getByText('a unit must see her').waitFor();
    await page.keyboard.press('c');
    assert.equal(await page.getByRole('radio').count(), 0);
  });

  test('duress that comes while it is open is told at once', async () => {
    await desk([incident(Date.now(), 'L-0482', 20_000, { state: 'accepted', operator: '4' })]);
    await row(page, 'L-0482').click();
    const { id } = [...room.incidents.values()].find(({ label }) => label === 'L-0482');
    room.change(id, { duress: true, cancelled: true });
    await panel().getByText('DURESS — never ring back').waitFor();
    await page.getByText('Duress PIN on L-0482. Never ring back.').waitFor();
  });

  test('what her phone has not fetched yet is half a mark', async () => {
    await desk(night(Date.now()));
    await row(page, 'L-0474').click();
    await panel().getByText('Seen (the later word is not yet on her phone)').waitFor();
    await panel().getByRole('listitem').filter({ hasText: 'Help on the way: signed, her phone has not fetched it yet' }).waitFor();
  });

  test('the map draws the circle to scale, or a ring that says it is not', async () => {
    await desk([
      incident(Date.now(), 'L-0001', 9_000, { place: place(Date.now(), 31.4, 74.3, 2_000, 4) }),
      incident(Date.now(), 'L-0002', 8_000, { place: place(Date.now(), 31.4, 74.3, 10, 4) }),
      incident(Date.now(), 'L-0003', 7_000, { place: place(Date.now(), 0, 0, 10, 4, ['null_island']) }),
    ]);
    await row(page, 'L-0001').click();
    await page.locator('[data-accuracy="to-scale"]').waitFor();
    await row(page, 'L-0002').click();
    await page.locator('[data-accuracy="least-ring"]').waitFor();
    assert.equal(await page.locator('[data-accuracy]').getAttribute('r'), '16');
    await row(page, 'L-0003').click();
    await page.getByRole('img', { name: 'L-0003: no place known' }).waitFor();
    assert.equal(await page.locator('[data-accuracy]').count(), 0);
  });

  test('every reading of a file is one request, made only where one rests', async () => {
    await desk(night(Date.now()));
    for (let step = 0; step < 5; step++) await page.keyboard.press('ArrowDown');
    await page.getByText('Known', { exact: true }).waitFor();
    const reads = room.asked.filter(({ method, path }) => method === 'GET' && path.startsWith('/api/incidents/'));
    assert.ok(reads.length <= 2, `${reads.length} readings`);
  });
});

describe('the other lanes', () => {
  test('low trust has the same clocks, its own lane and its own oldest', async () => {
    await desk(night(Date.now()));
    await page.getByText('unreadable').first().waitFor();
    await page.keyboard.press('2');
    await page.getByRole('heading', { name: 'Low trust and unreadable' }).waitFor();
    await page.keyboard.press('a');
    await panel().getByText('RULE UNKNOWN — be silent').waitFor();
    await panel().getByText('Not opened: sealed to key 7').waitFor();
    await band('Assign within 60 s').getByRole('option', { name: /^L-0465,/ }).waitFor();
  });

  test('invented ones beyond the desk are counted and can be turned over', async () => {
    const invented = (n) => incident(Date.now(), `L-00${n}`, 60_000, { lane: 'low_trust', trust: 'low', may_be_left_out: true, revision: n });
    room.left_out = 100_441;
    room.older = [93, 92, 91].map(invented);
    await desk([incident(Date.now(), 'L-0001', 1_000), invented(94)]);
    await page.getByRole('button', { name: /^Low trust 100442/ }).waitFor();
    await page.keyboard.press('2');
    await page.getByText('and 100\u202f441 more of which less is known').waitFor();
    await page.getByRole('button', { name: 'Show older' }).click();
    await page.getByRole('cell', { name: 'L-0093' }).waitFor();
    await page.getByRole('button', { name: 'Show older' }).click();
    await page.getByRole('cell', { name: 'L-0091' }).click();
    for (const older of room.older) room.add(older);
    await panel().getByRole('heading', { name: 'Incident L-0091' }).waitFor();
    await page.getByRole('button', { name: 'Back to the desk' }).click();
    await page.getByRole('cell', { name: 'L-0094' }).waitFor();
    room.revision += 1;
    room.send('unseen', {}, room.revision);
    room.send('crowd', { revision: room.revision, incidents: [], left_out: 3 });
    await page.getByText('and 3 more of which less is known').waitFor();
    assert.equal(await page.getByRole('cell', { name: 'L-0094' }).count(), 0);
  });

  test('drills stand on another page, where nothing is an alarm', async () => {
    room.drills = drills(Date.now());
    await desk(night(Date.now()));
    await page.keyboard.press('3');
    await page.getByText('Nothing here is an alarm.').waitFor();
    assert.equal(await page.getByRole('row').filter({ has: page.getByText('DRILL', { exact: true }) }).count(), room.drills.length);
    assert.equal(await page.getByRole('toolbar').count(), 0);
    assert.equal(await page.getByRole('application').count(), 0);
    room.revision += 1;
    room.send('drill', { ...room.drills[0], id: 'one-more', label: 'D-3000' }, room.revision);
    await page.getByText('D-3000').waitFor();
    await page.keyboard.press('1');
    await row(page, 'L-0485').waitFor();
  });
});

test('N silences the seat for a minute and says so', async () => {
  await desk([incident(Date.now(), 'L-0001', 1_000)]);
  await page.keyboard.press('n');
  await page.getByText(/Sound off for (60|59) s at this seat/).waitFor();
});

test('letters typed into a field are letters', async () => {
  await desk(night(Date.now()));
  await row(page, 'L-0471').click();
  await page.getByText('Known', { exact: true }).waitFor();
  await page.keyboard.press('c');
  await page.getByLabel('Note, in your words').click();
  await page.keyboard.type('a cab, 20 min');
  assert.equal(await page.getByLabel('Note, in your words').inputValue(), 'a cab, 20 min');
  assert.equal(await page.getByRole('radio', { checked: true }).count(), 0);
  assert.equal(acts().length, 0);
});
