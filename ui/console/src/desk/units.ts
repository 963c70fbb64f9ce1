import type { Place, Unit } from '../room/types';
import type { RankedUnit } from './draft.svelte';

/** Roads are longer than the straight line; the factor and the speed are printed beside every estimate. */
export const DETOUR = 1.4;
export const SPEED_KMH = 30;
const EARTH_M = 6_371_008.8;

/** Great-circle distance in metres. */
export function metresBetween(a: { latitude_deg: number; longitude_deg: number }, b: { latitude_deg: number; longitude_deg: number }): number {
  const rad = Math.PI / 180;
  const [p, q] = [a.latitude_deg * rad, b.latitude_deg * rad];
  const h = Math.sin((q - p) / 2) ** 2 + Math.cos(p) * Math.cos(q) * Math.sin(((b.longitude_deg - a.longitude_deg) * rad) / 2) ** 2;
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Course from a to b in degrees clockwise from north. */
export function bearing_deg(a: { latitude_deg: number; longitude_deg: number }, b: { latitude_deg: number; longitude_deg: number }): number {
  const rad = Math.PI / 180;
  const dl = (b.longitude_deg - a.longitude_deg) * rad;
  const [p, q] = [a.latitude_deg * rad, b.latitude_deg * rad];
  const course = Math.atan2(Math.sin(dl) * Math.cos(q), Math.cos(p) * Math.sin(q) - Math.sin(p) * Math.cos(q) * Math.cos(dl));
  return (course / rad + 360) % 360;
}

/** Free units first, the nearest on top; a unit whose place is unknown is after those whose place is known. */
export function ranked(units: readonly Unit[], place: Place | null): RankedUnit[] {
  return units
    .map((unit): RankedUnit => {
      const at = unit.latitude_deg !== null && unit.longitude_deg !== null ? { latitude_deg: unit.latitude_deg, longitude_deg: unit.longitude_deg } : null;
      const distance_m = at && place ? metresBetween(at, place) : null;
      const eta_min = distance_m === null ? null : Math.max(1, Math.ceil((distance_m * DETOUR) / ((SPEED_KMH * 1000) / 60)));
      return { ...unit, distance_m, eta_min };
    })
    .sort(
      (a, b) =>
        Number(a.busy_with !== null) - Number(b.busy_with !== null) ||
        compare(a.distance_m ?? Infinity, b.distance_m ?? Infinity) ||
        a.call_sign.localeCompare(b.call_sign),
    );
}

/** Whole minutes an operator may promise. */
export function parsedMinutes(entered: string): number | null {
  const n = Number(entered.trim());
  return /^\d{1,3}$/.test(entered.trim()) && n >= 1 && n <= 600 ? n : null;
}

/** Numbers in order; two infinities are equal, which subtraction does not say. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
