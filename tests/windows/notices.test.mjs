// Notices of the desktop: a real bus of a session, a real program that shows notices on it, and nothing given away.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { lookAway } from './lib/display.mjs';
import { eventually } from './lib/patience.mjs';
import { Running } from './lib/process.mjs';
import { Room } from './lib/room.mjs';
import { openScreen } from './lib/screen.mjs';
import { PhoneWindow } from './lib/window.mjs';

const TEXTS = [['نمبر', 'فہرست تازہ ہو گئی'], ['Numbers', 'The list is updated']].map((words) => words.join('|'));
const missing = ['dbus-daemon', 'dunst'].filter((name) => !isHere(name));
const skip = missing.length > 0 && `there is no ${missing.join(' and no ')}`;
let home, screen, room;

function isHere(name) {
  try {
    return execFileSync('sh', ['-c', `command -v ${name}`]).length > 0;
  } catch {
    return false;
  }
}

before(async () => {
  if (skip) return;
  home = await mkdtemp(join(tmpdir(), 'hifazat-notices-'));
  [screen, room] = await Promise.all([openScreen(), Room.open()]);
});
after(async () => {
  await room?.close();
  await screen?.close();
  if (home) await rm(home, { recursive: true });
});

/** A session's bus that knows of somebody who shows notices, and cannot start them. */
async function openBus(t) {
  const config = join(home, 'bus.conf');
  await writeFile(join(home, 'notices.service'), '[D-BUS Service]\nName=org.freedesktop.Notifications\nExec=/bin/false\n');
  const policy = '<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>';
  await writeFile(
    config,
    `<busconfig><type>session</type><listen>unix:dir=${home}</listen><servicedir>${home}</servicedir><policy context="default">${policy}</policy></busconfig>`,
  );
  const running = new Running('dbus-daemon', [`--config-file=${config}`, '--nofork', '--print-address']);
  t.after(() => running.stop());
  const address = await eventually('the bus names its address', () => /^(unix:\S+)\n/m.exec(running.words)?.[1]);
  const env = { DBUS_SESSION_BUS_ADDRESS: address, HIFAZAT_LOG: 'warn' };
  return { env, kill: () => running.kill() };
}

/** Shows notices on the bus; each goes to a file too, as "name|words|more|urgency". */
async function openDesk(t, bus) {
  const [config, script] = [join(home, 'dunstrc'), join(home, 'heard.sh')];
  await writeFile(script, `#!/bin/sh\nprintf '%s|%s|%s|%s\\n' "$1" "$2" "$3" "$5" >>'${join(home, 'heard')}'\n`);
  await chmod(script, 0o700);
  await writeFile(config, `[all]\n    summary = "*"\n    script = ${script}\n`);
  const desk = new Running('dunst', ['-config', config], { DISPLAY: screen.display, ...bus.env });
  t.after(() => desk.stop());
  return desk;
}

async function openWindow(t, bus, data) {
  const window = await PhoneWindow.open({ data, display: screen.display, env: bus.env });
  t.after(() => window.close());
  return window;
}

const heard = () => (existsSync(join(home, 'heard')) ? readFileSync(join(home, 'heard'), 'utf8').trim().split('\n') : []);

/** Waits until the readiness gate says this of notices. */
const stands = (window, state) =>
  eventually(`notices: ${state}`, async () => {
    const { readiness } = await window.call('view');
    return readiness.checks.find((check) => check.id === 'notices').state === state;
  });

test('the readiness gate follows who shows notices', { skip }, async (t) => {
  const bus = await openBus(t);
  const window = await openWindow(t, bus, await room.phone('gate'));
  await stands(window, 'not_here');
  const desk = await openDesk(t, bus);
  await stands(window, 'proven');
  await desk.stop();
  await stands(window, 'not_here');
});

test('an alarm outlives the bus', { skip }, async (t) => {
  const bus = await openBus(t);
  const desk = await openDesk(t, bus);
  const window = await openWindow(t, bus, await room.phone('bus'));
  await stands(window, 'proven');
  await room.pause();
  await window.hold();
  await window.says('alarm_saved');
  const { alert_id } = (await window.call('view')).alert;
  await bus.kill();
  await desk.ended;
  // WebDriver ends with the bus; what the program writes is still here.
  await eventually('it knows', () => window.driver.process.words.includes('the bus of this session has ended'));
  await room.serve();
  await eventually('the incident', async () => (await room.incidents()).some((each) => each.id === alert_id));
  assert.ok(!window.hasEnded());
});

test('a word of the desk is a notice that gives nothing away, and none while she looks at the window', { skip }, async (t) => {
  const bus = await openBus(t);
  await openDesk(t, bus);
  const window = await openWindow(t, bus, await room.phone('word'));
  const seat = await room.seat('watch', 'Desk 3');
  await stands(window, 'proven');
  await window.hold();
  await window.says('alarm_saved');
  const { alert_id } = (await window.call('view')).alert;
  await window.press('i_need_help');
  await window.says('step_stored');
  assert.deepEqual(heard(), []);
  await lookAway(screen.display);
  await seat.locator(`#row-${alert_id}`).click();
  await seat.getByRole('button', { name: /^Accept/ }).click();
  await window.says('step_seen_by', { desk: 'Desk 3' });
  await eventually('a notice', () => heard().length > 0);
  for (const notice of heard()) assert.ok(TEXTS.some((text) => notice === `${text}||NORMAL`), notice);
});
