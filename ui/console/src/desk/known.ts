import { m } from '../paraglide/messages.js';
import type { Incident, Place } from '../room/types';
import { accuracy, age, coordinates, listed, telephone, timeOfDay } from '../text/format';
import { isUsable } from './place';
import { districtWord, doubtWord, languageWord, methodWord, pathWord, triggerWord } from '../text/words';
import { bearing_deg, metresBetween } from './units';

export type Fact = { name: string; text: string };

/** Watched for so long without leaving the circle. */
const STANDING_MS = 60_000;
const DIRECTIONS = [m.dir_n, m.dir_ne, m.dir_e, m.dir_se, m.dir_s, m.dir_sw, m.dir_w, m.dir_nw];

/** What is known, in the order an operator asks for it. */
export function knownFacts(incident: Incident, now_ms: number): Fact[] {
  const facts: Fact[] = [];
  const add = (name: string, text: string | null) => text !== null && facts.push({ name, text });
  const { place } = incident;
  add(m.fact_place(), districtWord(incident));
  add(m.fact_point(), isUsable(place) ? coordinates(place.latitude_deg, place.longitude_deg) : null);
  add(m.fact_fix(), place ? fixFact(place, now_ms) : null);
  if (place && place.doubts.length > 0) add(m.fact_doubt(), listed(place.doubts.map(doubtWord)));
  add(m.fact_moving(), movement(incident.track));
  add(m.fact_unit(), incident.unit);
  add(m.fact_path(), incident.paths.length > 0 ? listed(incident.paths.map(pathWord)) : null);
  add(m.fact_texted_from(), incident.texted_from === null ? null : telephone(incident.texted_from));
  add(m.fact_phone(), phoneFact(incident));
  add(m.fact_speaks(), incident.language === null ? null : languageWord(incident.language));
  add(m.fact_raised_by(), incident.trigger === null ? null : triggerWord(incident.trigger));
  add(m.fact_came(), timeOfDay(incident.stored_at_ms));
  add(m.fact_device(), incident.device.slice(0, 8));
  return facts;
}

/** Charge, cable, and whether the phone has said that it expects to fall silent. */
function phoneFact({ battery_percent, charging, last_word }: Incident): string | null {
  const told = [
    ...(battery_percent === null ? [] : [m.battery({ n: battery_percent })]),
    ...(charging ? [m.charging()] : []),
    ...(last_word ? [m.last_word()] : []),
  ];
  return told.length === 0 ? null : listed(told);
}

function fixFact(place: Place, now_ms: number): string {
  const circle = place.accuracy_m === null ? m.accuracy_unknown() : accuracy(place.accuracy_m);
  return listed([circle, m.old({ age: age(now_ms - place.at_ms) }), methodWord(place.method)]);
}

/** Direction and pace from the newest earlier fix that is farther away than both circles; none of them: she stands. */
function movement(track: Place[]): string | null {
  const usable = track.filter(isUsable);
  const last = usable.at(-1);
  if (!last || usable.length < 2) return null;
  const before = usable.findLast((fix) => last.at_ms - fix.at_ms >= 5_000 && metresBetween(fix, last) > (fix.accuracy_m ?? 0) + (last.accuracy_m ?? 0));
  const watched_ms = last.at_ms - (usable[0]?.at_ms ?? last.at_ms);
  if (!before) return watched_ms >= STANDING_MS ? m.standing() : null;
  const mps = metresBetween(before, last) / ((last.at_ms - before.at_ms) / 1000);
  const direction = DIRECTIONS[Math.round(bearing_deg(before, last) / 45) % 8];
  const pace = mps < 2.5 ? m.pace_walking() : mps < 5 ? m.pace_running() : m.pace_vehicle({ n: Math.round(mps * 3.6) });
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
