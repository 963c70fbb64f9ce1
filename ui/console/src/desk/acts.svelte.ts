import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { problemOf } from '../room/problem';
import type { Room } from '../room/room';
import type { Act, Incident, IncidentRow } from '../room/types';
import { whatChanged, type Change } from './changes';
import type { DeskState } from './desk.svelte';

/** What the operator must know about the last act on an incident, until the next one. */
export type Notice =
  | { kind: 'conflict'; act: Act['kind']; changes: Change[] }
  | { kind: 'wrong_state'; act: Act['kind'] }
  | { kind: 'under_duress'; act: Act['kind'] }
  | { kind: 'unconfirmed'; act: Act['kind'] }
  | { kind: 'confirmed'; act: Act['kind'] }
  | { kind: 'not_done'; act: Act['kind'] }
  | { kind: 'refused'; act: Act['kind']; title: string };

export type Outcome = 'done' | 'not_done' | 'signed_out';

/** The state an act leads to; how far along a state is. */
const LEADS_TO = { accept: 'accepted', dispatch: 'dispatched', arrive: 'arrived', close: 'closed' } as const;
const ORDER = ['new', 'accepted', 'dispatched', 'arrived', 'closed'] as const;

/** Performs acts, one at a time for each incident, and remembers how each ended. */
export class Acts {
  readonly notices = new SvelteMap<string, Notice>();
  readonly busy = new SvelteSet<string>();
  #unconfirmed = new Map<string, Act['kind']>();

  constructor(
    readonly room: Room,
    readonly desk: DeskState,
    readonly seat: string,
    readonly heard: (incident: Incident) => void,
  ) {
    desk.tell({ snapshot: () => this.#settle() });
  }

  async perform(row: IncidentRow, act: Act): Promise<Outcome> {
    if (this.busy.has(row.id) || this.desk.lost_since_ms !== null) return 'not_done';
    this.busy.add(row.id);
    this.notices.delete(row.id);
    try {
      const incident = await this.room.act(row.id, row.revision, act);
      this.desk.take(incident);
      this.heard(incident);
      return 'done';
    } catch (thrown) {
      return this.#failed(row, act, problemOf(thrown));
    } finally {
      this.busy.delete(row.id);
    }
  }

  #failed(row: IncidentRow, act: Act, problem: ReturnType<typeof problemOf>): Outcome {
    const say = (notice: Notice) => this.notices.set(row.id, notice);
    switch (problem.code) {
      case 'stale_revision': {
        this.desk.take(problem.current);
        this.heard(problem.current);
        if (isDone(act, problem.current, this.seat)) {
          say({ kind: 'confirmed', act: act.kind });
          return 'done';
        }
        say({ kind: 'conflict', act: act.kind, changes: whatChanged(row, problem.current) });
        return 'not_done';
      }
      case 'wrong_state':
      case 'under_duress':
        say({ kind: problem.code, act: act.kind });
        this.desk.refresh();
        return 'not_done';
      case 'unreachable':
        this.#unconfirmed.set(row.id, act.kind);
        say({ kind: 'unconfirmed', act: act.kind });
        this.desk.refresh();
        return 'not_done';
      case 'signed_out':
        this.desk.signedOut();
        return 'signed_out';
      case 'refused':
        say({ kind: 'refused', act: act.kind, title: problem.title });
        return 'not_done';
      case 'not_assigned':
      case 'clip_not_here':
      case 'clip_broken':
      case 'throttled':
      case 'wrong_password':
      case 'password_must_change':
      case 'password_refused':
        say({ kind: 'refused', act: act.kind, title: problem.code });
        return 'not_done';
    }
  }

  /** The snapshot is fresh: each act without an answer is now known to have been done, or not. */
  #settle(): void {
    for (const [id, kind] of this.#unconfirmed) {
      const row = this.desk.rows.get(id);
      const reached = row ? ORDER.indexOf(row.state) >= ORDER.indexOf(LEADS_TO[kind]) : true;
      this.notices.set(id, { kind: reached ? 'confirmed' : 'not_done', act: kind });
    }
    this.#unconfirmed.clear();
  }
}

/**
 * Whether the incident already is what the act would make of it, by this seat. Browsers repeat a request whose
 * connection broke, and then the repetition is refused although the act was done.
 */
function isDone(act: Act, current: IncidentRow, seat: string): boolean {
  if (current.state !== LEADS_TO[act.kind] || current.operator !== seat) return false;
  return act.kind !== 'dispatch' || current.unit === act.unit;
}
