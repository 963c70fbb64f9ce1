import type { Act, IncidentRow } from '../room/types';

/** Whether the room would take this act in this state, as far as the console can know. The room decides. */
export function mayAct(row: IncidentRow, act: Act['kind']): boolean {
  switch (act) {
    case 'accept':
      return row.state === 'new';
    case 'dispatch':
      return row.state === 'accepted' || row.state === 'dispatched';
    case 'arrive':
      return row.state === 'dispatched';
    case 'close':
      return row.state === 'arrived' || (!row.duress && (row.state === 'accepted' || row.state === 'dispatched'));
  }
}
