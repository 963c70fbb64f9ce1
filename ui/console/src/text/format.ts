import { m } from '../paraglide/messages.js';
import { preferences } from './locale.svelte';

/** The control rooms of Punjab keep one time, without summer time. */
const ZONE = 'Asia/Karachi';
const TIME = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
const DAY = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, day: '2-digit', month: 'short' });

/** 02:14:36 in the room's zone. */
export function timeOfDay(ms: number): string {
  return TIME.format(ms);
}

/** The time, with the day before it when it was not within the last 20 hours. */
export function dayAndTime(ms: number, now_ms: number): string {
  return Math.abs(now_ms - ms) > 20 * 3_600_000 ? `${DAY.format(ms)} ${TIME.format(ms)}` : TIME.format(ms);
}

/** 48211 → "48 211", with a space that does not break. */
export function grouped(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

/** A Latin run inside Urdu words keeps its own order: "31.2810 N 74.3050 E" must not be turned round. */
const isolated = (text: string): string => (preferences.dir === 'rtl' ? `\u2066${text}\u2069` : text);

/** Several things in one line, with the comma of the language. */
export function listed(parts: readonly string[]): string {
  return parts.join(m.comma());
}

function inUnits(ms: number, seconds: (n: number) => string, minutes: (n: number) => string): string {
  const s = Math.max(0, Math.floor(ms / 1000));
  if (s < 100) return seconds(s);
  if (s < 6_000) return minutes(Math.floor(s / 60));
  if (s < 172_800) return m.hours({ n: Math.floor(s / 3600) });
  return m.days({ n: Math.floor(s / 86_400) });
}

/** How old something is, in the largest sensible unit, as words in a sentence. */
export function age(ms: number): string {
  return inUnits(ms, (n) => m.seconds({ n }), (n) => m.minutes({ n }));
}

/** The same as it stands on rows and maps, which read from left to right in every language. */
export function shortAge(ms: number): string {
  return inUnits(ms, (n) => `${n} s`, (n) => `${n} min`);
}

/** A distance to two figures: 40 m, 850 m, 2.1 km, 14 km. */
export function shortDistance(metres: number): string {
  if (metres < 1_000) return `${Math.round(metres)} m`;
  const km = metres / 1000;
  return `${km < 9.95 ? String(Number(km.toFixed(1))) : String(Math.round(km))} km`;
}

/** The accuracy as it stands beside every place: ±40 m. */
export function shortAccuracy(metres: number): string {
  return `±${shortDistance(metres)}`;
}

/** The same two inside a sentence. */
export const distance = (metres: number): string => isolated(shortDistance(metres));
export const accuracy = (metres: number): string => isolated(shortAccuracy(metres));
/** A telephone's number: its plus stays in front. */
export const telephone = (number: string): string => isolated(number);

/** 31.2810 N 74.3050 E, as one says it over the radio. */
export function coordinates(latitude_deg: number, longitude_deg: number): string {
  const part = (value: number, plus: string, minus: string) => `${Math.abs(value).toFixed(4)}\u00a0${value < 0 ? minus : plus}`;
  return isolated(`${part(latitude_deg, 'N', 'S')} ${part(longitude_deg, 'E', 'W')}`);
}
