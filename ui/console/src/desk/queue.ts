import type { IncidentRow } from '../room/types';
import { countedFrom, isOverdue, STAGES, stageOf, type Stage } from './clock';

/** One place in a band: a row, or the gap a row left behind so that nothing jumps under the hand. */
export type Slot = { key: string; counted_from: number; row: IncidentRow | null };
export type Band = { stage: Stage; slots: Slot[]; rows: IncidentRow[]; late: number };

/** A gap closes after this, or at once when neither pointer nor focus is in the queue. */
export const GAP_MS = 2_000;

type Gap = { id: string; counted_from: number; stage: Stage; left_at: number };

/** Order inside a band: by her tap. The id breaks ties so that the order is total and never changes. */
function byTap(a: { counted_from: number; key: string }, b: { counted_from: number; key: string }): number {
  return a.counted_from - b.counted_from || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}

/** The bands of one lane, with the gaps of rows that have just left their place. */
export class Queue {
  #gaps: Gap[] = [];
  #before = new Map<string, IncidentRow>();

  /** Takes the rows as they are now and remembers who left which place, and when. */
  update(rows: Iterable<IncidentRow>, now_ms: number): void {
    const after = new Map([...rows].map((row) => [row.id, row]));
    for (const [id, row] of this.#before) {
      const stage = stageOf(row.state);
      const next = after.get(id);
      if (stage && (!next || stageOf(next.state) !== stage)) {
        this.#gaps.push({ id, stage, counted_from: countedFrom(row), left_at: now_ms });
      }
    }
    this.#before = after;
  }

  /** Closes gaps that are old enough, or all of them when nobody is about to press on the queue. */
  settle(now_ms: number, attended: boolean): boolean {
    const kept = this.#gaps.filter((gap) => attended && now_ms - gap.left_at < GAP_MS);
    const changed = kept.length !== this.#gaps.length;
    this.#gaps = kept;
    return changed;
  }

  bands(now_ms: number): Band[] {
    return STAGES.map((stage) => {
      const rows = [...this.#before.values()].filter((row) => stageOf(row.state) === stage);
      const slots: Slot[] = [
        ...rows.map((row) => ({ key: row.id, counted_from: countedFrom(row), row })),
        ...this.#gaps
          .filter((gap) => gap.stage === stage && !rows.some((row) => row.id === gap.id))
          .map((gap) => ({ key: gap.id, counted_from: gap.counted_from, row: null })),
      ].sort(byTap);
      return {
        stage,
        slots,
        rows: slots.flatMap((slot) => slot.row ?? []),
        late: rows.filter((row) => isOverdue(row, now_ms)).length,
      };
    });
  }
}

/** The oldest that nobody has accepted: what the key A takes. */
export function oldestWaiting(rows: Iterable<IncidentRow>): IncidentRow | null {
  const waiting = [...rows].filter((row) => row.state === 'new');
  waiting.sort((a, b) => byTap({ counted_from: countedFrom(a), key: a.id }, { counted_from: countedFrom(b), key: b.id }));
  return waiting[0] ?? null;
}

/** The figures under a queue. */
export function tally(rows: Iterable<IncidentRow>, now_ms: number) {
  const all = [...rows];
  const late = all.filter((row) => isOverdue(row, now_ms));
  return {
    open: all.length,
    waiting: all.filter((row) => row.state === 'new').length,
    unreadable: all.filter((row) => row.trust === 'unreadable').length,
    late: late.length,
    latest_ms: Math.max(0, ...late.map((row) => now_ms - (dueOf(row) ?? now_ms))),
  };
}

function dueOf(row: IncidentRow): number | null {
  const stage = stageOf(row.state);
  if (stage === 'accept') return row.accept_due_ms;
  if (stage === 'assign') return row.assign_due_ms;
  return stage === 'arrive' ? row.arrive_due_ms : null;
}
