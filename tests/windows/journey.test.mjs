// The whole path in the real window: a hold, a real control room, a real console, and her screen again.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually } from './lib/patience.mjs';
import { Room } from './lib/room.mjs';
import { openScreen } from './lib/screen.mjs';
import { PhoneWindow } from './lib/window.mjs';

/** No district: those have their own word in each language. */
const DESK = 'Desk 3';
let screen, room;

before(async () => {
  [screen, room] = await Promise.all([openScreen(), Room.open()]);
});
after(async () => {
  await room?.close();
  await screen?.close();
});

/** The console shows the alarm; the operator takes it. */
async function accept(seat, alert_id) {
  await seat.locator(`#row-${alert_id}`).click();
  await seat.getByRole('button', { name: /^Accept/ }).click();
}

const open = (data) => PhoneWindow.open({ data, display: screen.display });

test('a hold reaches the console, is accepted there, and her screen says who has seen it', async (t) => {
  const phone = await room.phone('journey');
  const seat = await room.seat('shift', DESK);
  const window = await open(phone);
  t.after(() => window.close());

  await window.hold();
  await window.says('alarm_saved');
  await window.press('i_need_help');
  await window.says('step_stored');

  await accept(seat, (await window.call('view')).alert.alert_id);
  await window.says('step_seen_by', { desk: DESK });
});

test('an alarm outlives kill -9 of the window, with its state, and goes on by itself', async (t) => {
  const phone = await room.phone('killed');
  const seat = await room.seat('night', DESK);

  let window = await open(phone);
  await window.hold();
  await window.says('alarm_saved');
  const { alert_id } = (await window.call('view')).alert;
  await window.kill();

  window = await open(phone);
  t.after(() => window.close());
  const view = await window.call('view');
  assert.equal(view.alert.alert_id, alert_id);
  assert.equal(view.alert.durable, true);
  await accept(seat, alert_id);
  if ((await window.call('view')).alert.window_ends_at_ms !== null) await window.press('i_need_help');
  await window.says('step_seen_by', { desk: DESK });
  const incidents = (await room.incidents()).filter((incident) => incident.id === alert_id);
  assert.equal(incidents.length, 1);
});

test('an alarm raised while the room is away leaves when it is back, though the window was closed meanwhile', async (t) => {
  const phone = await room.phone('away');
  await room.pause();
  const window = await open(phone);
  t.after(() => window.close());
  await window.hold();
  await window.says('alarm_saved');
  const { alert_id } = (await window.call('view')).alert;

  await window.shut();
  await room.serve();
  await eventually('the incident', async () => (await room.incidents()).some((each) => each.id === alert_id));
  await eventually('the program ends by itself', () => window.hasEnded());
});

test('a short press raises nothing', async (t) => {
  const phone = await room.phone('short');
  const window = await open(phone);
  t.after(() => window.close());
  await window.hold(600);
  assert.equal((await window.call('view')).alert, null);
});
