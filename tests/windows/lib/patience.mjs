// Waiting for the thing itself, with a deadline; never for a while.
import { setTimeout as pause } from 'node:timers/promises';

/** Looks until `look` gives something; what it last saw or threw is told when the time is over. */
export async function eventually(what, look, within_ms = 30_000) {
  const end = performance.now() + within_ms;
  let last;
  for (;;) {
    try {
      const found = await look();
      if (found !== undefined && found !== null && found !== false) return found;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (performance.now() > end) throw new Error(`${what}: not within ${within_ms} ms (${last?.message ?? 'not so'})`);
    await pause(25);
  }
}
