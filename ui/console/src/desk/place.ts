import type { Place } from '../room/types';

/** Doubts with which a place is no place at all. */
const UNUSABLE = ['not_a_number', 'out_of_range', 'null_island'];

/** Whether a place may be drawn and said to a unit. */
export function isUsable(place: Place | null): place is Place {
  return place !== null && !place.doubts.some((doubt) => UNUSABLE.includes(doubt));
}
