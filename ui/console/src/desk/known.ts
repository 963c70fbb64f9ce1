import { m } from '../paraglide/messages.js';
import type { Incident, Place } from '../room/types';
import { age, coordinates, plusMinus, timeOfDay } from '../text/format';
import { districtWord, doubtWord, languageWord, methodWord, pathWord, triggerWord } from '../text/words';
import { bearing_deg, metresBetween } from './units';

export type Fact = { name: string; text: string };

/** Doubts with which a place is no place at all. */
const UNUSABLE = ['not_a_number', 'out_of_range', 'null_island'];
const MOVING_MPS = 0.4;
const DIRECTIONS = [m.dir_n, m.dir_ne, m.dir_e, m.dir_se, m.dir_s, m.dir_sw, m.dir_w, m.dir_nw];

/** Whether a place may be drawn and sent to a unit. */
export function isUsable(place: Place | null): place is Place {
  return place !== null && !place.doubts.some((doubt) => UNUSABLE.includes(doubt));
}

/** What is known, in the order an operator asks for it. */
export function knownFacts(incident: Incident, now_ms: number): Fact[] {
  const facts: Fact[] = [];
  const add = (name: string, text: string | null) => text !== null && facts.push({ name, text });
  const { place } = incident;
  add(m.fact_place(), isUsable(place) ? [districtWord(incident), coordinates(place.latitude_deg, place.longitude_deg)].filter(Boolean).join(', ') : null);
  add(m.fact_fix(), place ? fixFact(place, now_ms) : null);
  if (place && place.doubts.length > 0) add(m.fact_doubt(), place.doubts.map(doubtWord).join(', '));
  add(m.fact_moving(), movement(incident.track));
  add(m.fact_unit(), incident.unit);
  add(m.fact_path(), incident.paths.length > 0 ? incident.paths.map(pathWord).join(', ') : null);
  add(m.fact_phone(), incident.battery_percent === null ? null : m.battery({ n: incident.battery_percent }));
  add(m.fact_speaks(), incident.language === null ? null : languageWord(incident.language));
  add(m.fact_raised_by(), incident.trigger === null ? null : triggerWord(incident.trigger));
  add(m.fact_came(), timeOfDay(incident.stored_at_ms));
  add(m.fact_device(), incident.device.slice(0, 8));
  return facts;
}

function fixFact(place: Place, now_ms: number): string {
  const accuracy = place.accuracy_m === null ? m.accuracy_unknown() : plusMinus(place.accuracy_m);
  return [accuracy, m.old({ age: age(now_ms - place.at_ms) }), methodWord(place.method)].join(', ');
}

/** Direction and pace between the last two fixes that are far enough apart to say anything. */
function movement(track: Place[]): string | null {
  const usable = track.filter(isUsable);
  const last = usable.at(-1);
  const before = usable.findLast((place) => last && last.at_ms - place.at_ms >= 10_000);
  if (!last || !before) return null;
  const metres = metresBetween(before, last);
  const mps = metres / ((last.at_ms - before.at_ms) / 1000);
  if (mps < MOVING_MPS || metres < (last.accuracy_m ?? 0) / 2) return m.standing();
  const direction = DIRECTIONS[Math.round(bearing_deg(before, last) / 45) % 8];
  const pace = mps < 2.5 ? m.pace_walking() : mps < 6 ? m.pace_running() : m.pace_vehicle({ n: Math.round(mps * 3.6) });
  return direction ? m.moving({ direction: direction(), pace }) : null;
}

/** What nobody knows yet: listed, not left blank. */
export function unknownFacts(incident: Incident, lost_since_ms: number | null): string[] {
  const unread = incident.trust === 'unreadable';
  return [
    ...(isUsable(incident.place) ? [] : [m.unknown_place()]),
    ...(unread ? [m.unknown_rule(), m.unknown_cancelled()] : []),
    m.unknown_company(),
    m.unknown_weapon(),
    m.unknown_injury(),
    ...(unread ? [] : [m.unknown_children(), m.unknown_address()]),
    ...(incident.battery_percent === null && !unread ? [m.unknown_battery()] : []),
    ...(lost_since_ms === null ? [] : [m.unknown_since({ time: timeOfDay(lost_since_ms) })]),
  ];
}
