// A screen that nobody sees.
import { eventually } from './patience.mjs';
import { Running } from './process.mjs';

/** Xvfb on a display number that it picks itself. */
export async function openScreen({ width = 460, height = 900 } = {}) {
  const xvfb = new Running('Xvfb', ['-displayfd', '1', '-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp']);
  const number = await eventually('Xvfb names its display', () => {
    if (!xvfb.runs) throw new Error(xvfb.words);
    return /^(\d+)\n/m.exec(xvfb.words)?.[1];
  });
  return { display: `:${number}`, close: () => xvfb.stop() };
}
