import { m } from '../paraglide/messages.js';
import type { Act, IncidentRow } from '../room/types';
import { holderWord } from '../text/words';
import { age } from '../text/format';
import { clockOf } from './clock';
import { mayAct } from './may-act';

/** One key of the panel's toolbar. The four keep their places whatever the state. */
export type Action = { act: Act['kind']; key: string; label: string; hint: string; enabled: boolean; next: boolean };

type Circumstance = { lost: boolean; busy: boolean; seat: string; now_ms: number; oldest: boolean };

export function actionsFor(row: IncidentRow, at: Circumstance): Action[] {
  const clock = clockOf(row, at.now_ms);
  const left = clock.left_ms === null ? '' : clock.left_ms < 0 ? m.hint_late({ age: age(-clock.left_ms) }) : m.hint_left({ age: age(clock.left_ms + 999) });
  const one = (act: Act['kind'], key: string, label: string, hint: string, next: boolean): Action => {
    const enabled = mayAct(row, act) && !at.lost && !at.busy;
    return { act, key, label, hint: at.lost ? m.hint_needs_link() : at.busy ? m.hint_asking() : hint, enabled, next: next && enabled };
  };
  return [
    one('accept', at.oldest || row.state !== 'new' ? 'A' : '⏎', m.act_accept(), row.state === 'new' ? left : m.hint_held_by({ who: holderWord(row, at.seat) }), row.state === 'new'),
    one('dispatch', 'D', row.unit ? m.act_second_unit() : m.act_assign(), assignHint(row, left), row.state === 'accepted'),
    one('arrive', 'S', m.act_arrived(), arriveHint(row, left), row.state === 'dispatched'),
    one('close', 'C', m.act_close(), closeHint(row), row.state === 'arrived'),
  ];
}

function assignHint(row: IncidentRow, left: string): string {
  if (row.state === 'new') return m.hint_accept_first();
  return row.state === 'accepted' ? left : (row.unit ?? '');
}

function arriveHint(row: IncidentRow, left: string): string {
  if (row.state === 'dispatched') return left;
  return row.state === 'arrived' ? m.hint_there() : m.hint_unit_first();
}

function closeHint(row: IncidentRow): string {
  if (row.state === 'new') return m.hint_accept_first();
  return row.duress && row.state !== 'arrived' ? m.hint_duress_locked() : m.hint_needs_outcome();
}
