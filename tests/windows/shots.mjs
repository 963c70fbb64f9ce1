// node tests/windows/shots.mjs [FOLDER]: the real window, in Urdu and in English: ready, and with a unit on its way. The
// alarm in the pictures went to a real room and came back from it.
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ROOT } from './lib/process.mjs';
import { Room } from './lib/room.mjs';
import { openScreen } from './lib/screen.mjs';
import { PhoneWindow } from './lib/window.mjs';

const folder = resolve(process.argv[2] ?? join(ROOT, 'docs/shots'));
await mkdir(folder, { recursive: true });
const [screen, room] = await Promise.all([openScreen(), Room.open()]);
try {
  const seat = await room.seat('shift', 'Lahore');
  for (const language of ['ur', 'en']) await take(language, seat);
} finally {
  await room.close();
  await screen.close();
}

async function take(language, seat) {
  const [data, place] = [await room.phone(language), join(room.home, 'place')];
  await writeFile(place, '31.5204,74.3587,20');
  const window = await PhoneWindow.open({ data, display: screen.display, env: { HIFAZAT_PLACE_FILE: place } });
  try {
    await pictures(window, language, seat);
  } finally {
    await window.close();
  }
}

async function pictures(window, language, seat) {
  const picture = async (name) => writeFile(join(folder, `window.${name}.${language}.png`), await window.picture());
  await window.call('set_language', { language });
  await window.call('allow_location');
  await window.call('set_pins', { cancel: '4071', duress: '8362' });
  await window.call('setup_later', { step: 3 });
  await window.says('hold_for_help');
  await picture('ready');

  await window.hold();
  await window.says('alarm_saved');
  await picture('take_back');
  await window.press('i_need_help');
  const { alert_id } = (await window.call('view')).alert;
  await seat.locator(`#row-${alert_id}`).click();
  await seat.getByRole('button', { name: /^Accept/ }).click();
  await window.says('step_seen_by', { desk: { ur: 'لاہور', en: 'Lahore' }[language] });
  await picture('seen');
}
