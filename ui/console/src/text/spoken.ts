import { clockOf, stageOf } from '../desk/clock';
import { m } from '../paraglide/messages.js';
import type { IncidentRow } from '../room/types';
import { isUsable } from '../desk/place';
import { age, listed } from './format';
import { distrust, districtWord, holderWord, pathWord, ruleWord } from './words';

/** A row in words, as a screen reader says it: no signs, no abbreviations. */
export function rowName(row: IncidentRow, now_ms: number, seat: string): string {
  const parts = [row.label, districtWord(row) ?? m.no_place()];
  if (row.duress) parts.push(m.duress());
  else if (row.cancelled) parts.push(m.tag_cancelled());
  if (row.clips.length > 0) parts.push(row.clips.some((clip) => clip.here) ? m.tag_clip_here() : m.tag_clip_named());
  parts.push(m.spoken_rule({ rule: ruleWord(row.contact_rule) }), spokenClock(row, now_ms), holderWord(row, seat));
  if (isUsable(row.place)) {
    const accuracy = row.place.accuracy_m;
    parts.push(accuracy === null ? m.accuracy_unknown() : m.spoken_accuracy({ n: Math.round(accuracy) }));
    parts.push(m.spoken_age({ age: age(now_ms - row.place.at_ms) }));
  } else parts.push(m.no_fix());
  return listed(parts.concat(distrust(row), row.paths.map(pathWord)));
}

function spokenClock(row: IncidentRow, now_ms: number): string {
  const clock = clockOf(row, now_ms);
  if (clock.left_ms === null) return m.band_scene();
  if (clock.left_ms < 0) return m.spoken_late({ time: age(-clock.left_ms) });
  const time = age(clock.left_ms + 999);
  switch (stageOf(row.state)) {
    case 'accept':
      return m.spoken_to_accept({ time });
    case 'assign':
      return m.spoken_to_assign({ time });
    case 'arrive':
    case 'scene':
    case null:
      return m.spoken_to_arrive({ time });
  }
}

/** What the map shows, in words: its text twin in short. */
export function mapName(row: IncidentRow | null, now_ms: number): string {
  if (!row) return m.map_all();
  if (!isUsable(row.place)) return m.map_without_place({ label: row.label });
  const accuracy = row.place.accuracy_m;
  return listed([
    row.label,
    accuracy === null ? m.accuracy_unknown() : m.spoken_accuracy({ n: Math.round(accuracy) }),
    m.spoken_age({ age: age(now_ms - row.place.at_ms) }),
    ...row.paths.map(pathWord),
  ]);
}
