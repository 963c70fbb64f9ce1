import type { IncidentRow } from '../room/types';

/** One thing that is no longer as the operator saw it. Words are made where it is shown. */
export type Change =
  | { what: 'state'; to: IncidentRow['state']; by: string | null }
  | { what: 'operator'; to: string | null }
  | { what: 'unit'; to: string | null }
  | { what: 'contact_rule'; to: IncidentRow['contact_rule'] }
  | { what: 'duress' }
  | { what: 'cancelled' }
  | { what: 'place' };

/** What changed between the row the operator acted on and the row the room holds. */
export function whatChanged(before: IncidentRow, after: IncidentRow): Change[] {
  const changes: Change[] = [];
  if (before.state !== after.state) changes.push({ what: 'state', to: after.state, by: after.operator });
  else if (before.operator !== after.operator) changes.push({ what: 'operator', to: after.operator });
  if (before.unit !== after.unit) changes.push({ what: 'unit', to: after.unit });
  if (before.contact_rule !== after.contact_rule) changes.push({ what: 'contact_rule', to: after.contact_rule });
  if (!before.duress && after.duress) changes.push({ what: 'duress' });
  if (!before.cancelled && after.cancelled && !after.duress) changes.push({ what: 'cancelled' });
  if (JSON.stringify(before.place) !== JSON.stringify(after.place)) changes.push({ what: 'place' });
  return changes;
}
