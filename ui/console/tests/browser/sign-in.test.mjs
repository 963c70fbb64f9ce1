// Taking the seat.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { openBrowser, openPage, ready, WITHOUT_WEBGL } from '../support/browser.mjs';
import { TestRoom } from '../support/room.mjs';

let browser, room, page;
before(async () => (browser = await openBrowser(WITHOUT_WEBGL)));
after(() => browser.close());
beforeEach(async () => {
  room = await new TestRoom().start();
  room.signed_in = false;
  page = await openPage(browser, room);
  await page.locator('#seat').waitFor();
});
afterEach(async () => {
  assert.deepEqual(page.faults, []);
  await page.context().close();
  await room.stop();
});

async function enter(password) {
  await page.getByLabel('Seat').fill('4');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
}

test('a right password takes the seat, and leaving gives it back', async () => {
  await enter(room.password);
  await ready(page);
  await page.getByText('seat 4 · Lahore desk').waitFor();
  await page.getByRole('button', { name: 'Leave the seat' }).click();
  await page.getByRole('heading', { name: 'Take your seat' }).waitFor();
  assert.equal(room.asked.find(({ method }) => method === 'DELETE').csrf, 'csrf-of-this-session');
});

test('a wrong one is said without saying which of the two was wrong', async () => {
  await enter('not it');
  await page.getByRole('alert').getByText('Seat or password is wrong.').waitFor();
});

test('empty fields are named before the room is asked', async () => {
  await page.getByRole('button', { name: 'Take the seat' }).click();
  await page.getByRole('alert').getByText('Seat: it is missing.').waitFor();
  assert.equal(room.asked.filter(({ method }) => method === 'POST').length, 0);
});

test('a one-time password asks for an own one: long enough, and twice the same', async () => {
  room.one_time = true;
  await enter(room.password);
  await page.getByRole('heading', { name: 'Choose your password' }).waitFor();
  await page.getByLabel('New password, 12 characters or more').fill('short');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('12 characters or more').waitFor();
  await page.getByLabel('New password, 12 characters or more').fill('seven quiet rivers');
  await page.getByLabel('New password again').fill('seven quiet river');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('the two are not the same').waitFor();
  await page.getByLabel('New password again').fill('seven quiet rivers');
  await page.keyboard.press('Enter');
  await ready(page);
  assert.equal(room.password, 'seven quiet rivers');
});

test('throttled: the seconds are counted down and nothing is sent meanwhile', async () => {
  room.throttled_s = 2;
  await enter('guess');
  await page.getByRole('alert').getByText(/Wait [12] s\./).waitFor();
  await page.getByRole('button', { name: 'Take the seat' }).and(page.locator('[aria-disabled=true]')).waitFor();
  await page.keyboard.press('Enter');
  assert.equal(room.asked.filter(({ method }) => method === 'POST').length, 1);
  room.throttled_s = 0;
  await page.getByRole('button', { name: 'Take the seat' }).and(page.locator('[aria-disabled=false]')).waitFor();
});

test('F2 is Urdu and right to left, F3 is light, and both are kept', async () => {
  await page.keyboard.press('F2');
  await page.getByRole('heading', { name: 'اپنی نشست سنبھالیں' }).waitFor();
  await page.keyboard.press('F3');
  await page.reload();
  await page.getByRole('heading', { name: 'اپنی نشست سنبھالیں' }).waitFor();
  assert.deepEqual(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir, document.documentElement.dataset.theme]), ['ur', 'rtl', 'light']);
});

test('F4 plays the alarm before there is one', async () => {
  await page.keyboard.press('F4');
  await page.getByText('Two notes were played.').waitFor();
});

test('a room that does not answer is said, and asked again', async () => {
  await room.stop();
  await enter(room.password);
  await page.getByRole('alert').getByText('The control room does not answer.').waitFor();
  await room.start();
  await page.keyboard.press('Enter');
  await ready(page);
});
