// `./x bench start`: from the start of the process until the alarm button takes a touch, beside a window with an empty page
// and nothing behind it. Both are started in turn, so that a busy machine is busy for both; medians are compared.
//
// The start of the process is written down by a shell that then becomes the program; the other end is the page's own mark.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { eventually } from './lib/patience.mjs';
import { childrenOf, lives, program } from './lib/process.mjs';
import { Room } from './lib/room.mjs';
import { openScreen } from './lib/screen.mjs';
import { Driver } from './lib/webdriver.mjs';

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, starts: { type: 'string', default: '15' } },
});
const starts = Number(values.starts);
if (!Number.isInteger(starts) || starts < 1) {
  console.error(`--starts ${values.starts}: a whole number of 1 or more is needed`);
  process.exit(2);
}
const [screen, room, home] = await Promise.all([openScreen(), Room.open(), mkdtemp(join(tmpdir(), 'hifazat-start-'))]);

/** Starts a program and returns the milliseconds until its page has made the mark. */
async function armedAfter(...command) {
  const note = join(home, 'started');
  const script = `date +%s%3N > "$0"; exec "$@"`;
  const env = { DISPLAY: screen.display, HOME: home, XDG_DATA_HOME: home };
  const driver = await Driver.open('/bin/sh', ['-c', script, note, ...command], env);
  const [pid] = childrenOf(driver.process.pid);
  const mark = "performance.getEntriesByName('armed')[0]";
  try {
    const armed_at = await eventually('the page is armed', () =>
      driver.evaluate(`${mark} && performance.timeOrigin + ${mark}.startTime`),
    );
    return armed_at - Number(await readFile(note, 'utf8'));
  } finally {
    process.kill(pid, 'SIGKILL');
    await eventually('the window is gone', () => !lives(pid));
    await driver.close();
  }
}

function median(numbers) {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)];
}

try {
  const phone = await room.phone();
  const app = () => armedAfter(program('hifazat-app'), '--data', phone);
  const empty = () => armedAfter(program('examples/empty_window'));
  // The first ones read the programs from the disk.
  await app();
  await empty();
  const took = { app: [], empty: [] };
  for (let count = 0; count < starts; count += 1) {
    took.empty.push(await empty());
    took.app.push(await app());
  }
  const [armed_ms, empty_ms] = [Math.round(median(took.app)), Math.round(median(took.empty))];
  const figures = { armed_ms, empty_ms, ratio: Math.round((median(took.app) / median(took.empty)) * 100) / 100 };
  console.error(`start, medians of ${starts}: armed after ${armed_ms} ms, an empty window after ${empty_ms} ms`);
  console.log(values.json ? JSON.stringify(figures) : `ratio ${figures.ratio}`);
} finally {
  await room.close();
  await screen.close();
  await rm(home, { recursive: true, force: true });
}
