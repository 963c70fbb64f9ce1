// A screen that nobody sees.
import { eventually } from './patience.mjs';
import { Running } from './process.mjs';

/** Xvfb on a display number that it picks itself. */
export async function openScreen({ width = 460, height = 900 } = {}) {
  // Without -noreset it begins anew whenever its last client leaves, and refuses whoever comes at that moment.
  const size = `${width}x${height}x24`;
  const xvfb = new Running('Xvfb', ['-displayfd', '1', '-screen', '0', size, '-nolisten', 'tcp', '-noreset']);
  const number = await eventually('Xvfb names its display', () => {
    if (!xvfb.runs) throw new Error(xvfb.words);
    return /^(\d+)\n/m.exec(xvfb.words)?.[1];
  });
  return { display: `:${number}`, close: () => xvfb.stop() };
}
