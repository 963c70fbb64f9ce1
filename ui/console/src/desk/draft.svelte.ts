import type { Disposition, Unit } from '../room/types';

/** What the operator has entered for one incident and the room has not yet taken. It outlives refusals and breaks. */
export class Draft {
  unit = $state('');
  eta_min = $state('');
  disposition = $state<Disposition | null>(null);
  note = $state('');
  /** The units as ranked when the list was opened; frozen, so that no row changes under the hand. */
  ranked = $state.raw<RankedUnit[]>([]);
}

export type RankedUnit = Unit & { distance_m: number | null; eta_min: number | null };
