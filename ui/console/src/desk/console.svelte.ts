import { getContext, setContext } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type { Room } from '../room/room';
import type { OpenStream } from '../room/stream';
import type { Act, IncidentRow, Session } from '../room/types';
import { Acts, type Outcome } from './acts.svelte';
import { DeskState } from './desk.svelte';
import { Draft } from './draft.svelte';
import { Facts } from './facts.svelte';
import { mayAct } from './may-act';
import { Older } from './older.svelte';
import { oldestWaiting } from './queue';
import { ranked } from './units';

export type Lane = 'live' | 'low_trust' | 'drills';
export type PanelMode = 'facts' | 'dispatch' | 'close';

/** One seat at work: the desk, the incident it looks at, what it has entered, and the acts it performs. */
export class Console {
  readonly desk: DeskState;
  readonly acts: Acts;
  readonly facts: Facts;
  readonly older: Older;
  lane = $state<Lane>('live');
  selected = $state<string | null>(null);
  mode = $state<PanelMode>('facts');
  all_facts = $state(false);
  keys_shown = $state(false);

  constructor(
    readonly session: Session,
    room: Room,
    open: OpenStream,
    readonly signedOut: () => void,
    /** What this seat has entered; it outlives the session, so that a lost session loses no word. */
    readonly drafts: SvelteMap<string, Draft> = new SvelteMap(),
  ) {
    this.desk = new DeskState(room, open);
    this.facts = new Facts(room, signedOut);
    this.older = new Older(room, signedOut);
    this.acts = new Acts(room, this.desk, session.seat, (incident) => this.facts.take(incident));
    this.desk.tell({
      changed: (_, row) => this.facts.follow(row.id, row.revision),
      linkBack: () => this.facts.again(),
      signedOut,
    });
  }

  get lost(): boolean {
    return this.desk.lost_since_ms !== null;
  }

  /** The incident the panel shows: also after it was closed elsewhere, until the operator turns away. */
  get row(): IncidentRow | null {
    if (this.selected === null) return null;
    const facts = this.facts.incident;
    return this.desk.rows.get(this.selected) ?? (facts?.id === this.selected ? facts : null);
  }

  get draft(): Draft | null {
    return this.selected === null ? null : (this.drafts.get(this.selected) ?? null);
  }

  /** The lane whose rows the queue shows; the drill page has none. */
  get queue_lane(): IncidentRow['lane'] {
    return this.lane === 'low_trust' ? 'low_trust' : 'live';
  }

  select(id: string | null): void {
    if (id === this.selected) return;
    if (this.selected !== null) this.acts.notices.delete(this.selected);
    this.selected = id;
    this.mode = 'facts';
    if (id !== null && !this.drafts.has(id)) this.drafts.set(id, new Draft());
    this.facts.open(id);
  }

  go(lane: Lane): void {
    if (lane === this.lane) return;
    this.lane = lane;
    this.older.close();
    this.select(null);
  }

  back(): void {
    if (this.mode !== 'facts') this.mode = 'facts';
    else this.select(null);
  }

  async acceptOldest(): Promise<void> {
    const row = oldestWaiting(this.desk.lane(this.queue_lane));
    if (row && this.lane !== 'drills') await this.accept(row);
  }

  async accept(row: IncidentRow): Promise<void> {
    this.select(row.id);
    await this.#perform(row, { kind: 'accept' });
  }

  /** Opens the list of units, ranked once for where she is now. Nothing is marked. */
  chooseUnit(): void {
    const { row, draft } = this;
    if (!row || !draft || !mayAct(row, 'dispatch')) return;
    draft.ranked = ranked(this.desk.units, row.place);
    this.mode = 'dispatch';
  }

  async dispatch(unit: string, eta_min: number): Promise<void> {
    const { row, draft } = this;
    if (!row || !draft) return;
    if ((await this.#perform(row, { kind: 'dispatch', unit, eta_min })) === 'done') {
      [draft.unit, draft.eta_min] = ['', ''];
      if (this.selected === row.id) this.mode = 'facts';
    }
  }

  async arrive(): Promise<void> {
    if (this.row && mayAct(this.row, 'arrive')) await this.#perform(this.row, { kind: 'arrive' });
  }

  chooseOutcome(): void {
    if (this.row && mayAct(this.row, 'close')) this.mode = 'close';
  }

  async close(): Promise<void> {
    const { row, draft } = this;
    if (!row || !draft?.disposition) return;
    const act: Act = { kind: 'close', disposition: draft.disposition, note: draft.note.trim() };
    if ((await this.#perform(row, act)) === 'done') {
      this.drafts.delete(row.id);
      if (this.selected === row.id) this.select(null);
    }
  }

  #perform(row: IncidentRow, act: Act): Promise<Outcome> {
    return this.acts.perform(row, act);
  }
}

const KEY = Symbol('console');
export const provideConsole = (console: Console): Console => setContext(KEY, console);
export const useConsole = (): Console => getContext(KEY);
