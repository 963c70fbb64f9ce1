import { clockOf, type ClockView } from '../desk/clock';
import type { RankedUnit } from '../desk/draft.svelte';
import { isUsable } from '../desk/place';
import { metresBetween } from '../desk/units';
import type { IncidentRow, Place, Unit } from '../room/types';
import { shortAccuracy, shortAge, shortDistance } from '../text/format';
import { pathBadge } from '../text/words';
import type { Label } from './labels';
import { metresPerPixel, toPixel, type Pixel, type View } from './mercator';

/** The circle keeps a ring that can be seen when the fix is better than a few pixels. */
const LEAST_RING_PX = 16;
const OLD_FIXES = 8;
/** A circle of an older fix is told in words from this size on. */
const LARGE_PX = 40;

export type Circle = Pixel & { r: number; true_to_scale: boolean };
export type OldFix = Circle & { words: string };
export type Marks = {
  her: { at: Circle; doubtful: boolean; old: OldFix[]; track: string } | null;
  others: { id: string; at: Pixel; clock: ClockView }[];
  units: { call_sign: string; at: Pixel; busy: boolean; chosen: boolean }[];
  way: { from: Pixel; to: Pixel } | null;
  labels: Label[];
};

type Scene = { row: IncidentRow | null; track: Place[]; rows: IncidentRow[]; units: (Unit | RankedUnit)[]; chosen: string | null; now_ms: number };

const pixel = (view: View, place: { latitude_deg: number; longitude_deg: number }): Pixel =>
  toPixel(view, { lat: place.latitude_deg, lon: place.longitude_deg });

export function circle(view: View, place: Place): Circle {
  const r = (place.accuracy_m ?? 0) / metresPerPixel({ lat: place.latitude_deg, zoom: view.zoom });
  return { ...pixel(view, place), r: Math.max(LEAST_RING_PX, r), true_to_scale: r >= LEAST_RING_PX };
}

/** Everything that stands on the map besides the ground. Places that cannot be believed are not drawn. */
export function marksOf(view: View, scene: Scene): Marks {
  const { row, now_ms } = scene;
  const place = row && isUsable(row.place) ? row.place : null;
  const others = scene.rows.flatMap((other) =>
    other.id !== row?.id && isUsable(other.place) ? [{ row: other, id: other.id, at: pixel(view, other.place), clock: clockOf(other, now_ms) }] : [],
  );
  const units = scene.units.flatMap((unit) => {
    if (unit.latitude_deg === null || unit.longitude_deg === null) return [];
    const where = { latitude_deg: unit.latitude_deg, longitude_deg: unit.longitude_deg };
    return [{ call_sign: unit.call_sign, at: pixel(view, where), busy: unit.busy_with !== null, chosen: unit.call_sign === scene.chosen, metres: place ? metresBetween(where, place) : null }];
  });
  const her = place ? herMarks(view, place, scene.track, now_ms) : null;
  const way = units.find((unit) => unit.chosen);
  const labels: Label[] = [];
  if (row && place && her) {
    const circle = place.accuracy_m === null ? '± ?' : shortAccuracy(place.accuracy_m);
    const words = [row.label, circle, shortAge(now_ms - place.at_ms)].join(' · ');
    const beside = Math.min(her.at.r, 120) + 8;
    labels.push({ key: row.id, text: words, second: row.paths.map(pathBadge).join(', '), x: her.at.x + beside, y: her.at.y - 3, kind: 'strong', of: her.at });
  }
  for (const { row: other, at } of others) labels.push({ key: other.id, text: other.label, x: at.x + 17, y: at.y + 4, kind: 'mark', of: at });
  for (const unit of units) {
    const text = unit.metres === null || unit.busy ? unit.call_sign : `${unit.call_sign} · ${shortDistance(unit.metres)}`;
    labels.push({ key: unit.call_sign, text, x: unit.at.x + 13, y: unit.at.y + 4, kind: 'mark', of: unit.at });
  }
  const wide = her?.old.filter((fix) => fix.r >= LARGE_PX).sort((a, b) => b.r - a.r)[0];
  if (wide) labels.push({ key: 'older fix', text: wide.words, x: wide.x, y: wide.y + wide.r + 15, kind: 'older', anchor: 'middle' });
  return { her, others, units, way: way && her ? { from: way.at, to: her.at } : null, labels };
}

function herMarks(view: View, place: Place, track: Place[], now_ms: number): NonNullable<Marks['her']> {
  const before = track.filter((fix) => isUsable(fix) && fix.at_ms < place.at_ms);
  const points = [...before, place].map((fix) => pixel(view, fix));
  return {
    at: circle(view, place),
    doubtful: place.doubts.length > 0,
    old: before.slice(-OLD_FIXES).map((fix) => ({ ...circle(view, fix), words: `${shortAccuracy(fix.accuracy_m ?? 0)} · ${shortAge(now_ms - fix.at_ms)}` })),
    track: points.length > 1 ? points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('') : '',
  };
}
