import { m } from '../paraglide/messages.js';
import { isolate } from './isolate';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The clock on the wall, as people say it: 2:14. Times on the ladder are always of the last hours. */
export function clockTime(atMs: number): string {
  const at = new Date(atMs);
  return `${at.getHours() % 12 || 12}:${two(at.getMinutes())}`;
}

/** How long: 0:40, 12:05, 1:02:09. */
export function elapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

type Counted = (inputs: { count: number; n: string }) => string;
interface Units {
  minutes: Counted;
  hours: Counted;
  days: Counted;
}

/** "6 days ago". A time that is still to come (a clock was set back) is "just now": nothing better is known. */
export function ago(ms: number): string {
  return inUnits(ms, { minutes: m.minutes_ago, hours: m.hours_ago, days: m.days_ago });
}

/** "14 minutes old". */
export function old(ms: number): string {
  return inUnits(ms, { minutes: m.minutes_old, hours: m.hours_old, days: m.days_old });
}

function inUnits(ms: number, units: Units): string {
  const say = (unit: Counted, size: number) => {
    const count = Math.floor(ms / size);
    return unit({ count, n: isolate(count) });
  };
  if (ms < MINUTE_MS) return m.just_now();
  if (ms < HOUR_MS) return say(units.minutes, MINUTE_MS);
  return ms < DAY_MS ? say(units.hours, HOUR_MS) : say(units.days, DAY_MS);
}
