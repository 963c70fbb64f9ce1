import { SvelteMap } from 'svelte/reactivity';
import type { Room } from '../room/room';
import type { OpenStream } from '../room/stream';
import type { Crowd, Desk, DrillRow, IncidentRow, Unit } from '../room/types';
import { Live, type LiveListener } from './live';
import { RoomTime } from './time.svelte';

/** What a change on the desk may mean to somebody: sounds, spoken words, the open incident. */
export interface DeskEvents {
  arrived?(row: IncidentRow): void;
  changed?(before: IncidentRow, after: IncidentRow): void;
  snapshot?(): void;
  linkLost?(): void;
  linkBack?(): void;
  signedOut?(): void;
}

/** The desk as this screen knows it: the rows by id, the room's time, and whether the room is still there. */
export class DeskState implements LiveListener {
  readonly rows = new SvelteMap<string, IncidentRow>();
  readonly drills = new SvelteMap<string, DrillRow>();
  readonly time = new RoomTime();
  units = $state.raw<Unit[]>([]);
  /** How many of low trust the room keeps off the desk, because there are too many. */
  left_out = $state(0);
  room_name = $state('');
  attribution = $state<string | null>(null);
  approximate = $state(false);
  ready = $state(false);
  /** Since when the room has not been heard, by its own clock; null while it is there. */
  lost_since_ms = $state<number | null>(null);
  /** What is shown was true then; while the link is lost a reading may still succeed and make it younger. */
  as_of_ms = $state(0);
  revision = $state(0);
  /** When the newest event came, by the room's clock. */
  event_ms = $state<number | null>(null);
  #heard_ms = 0;
  /** Up to where the choice of those who may be left out is known. */
  #chosen_at = 0;
  #live: Live;
  #told: DeskEvents[] = [];

  constructor(room: Room, open: OpenStream) {
    this.#live = new Live(room, open, this);
  }

  /** Whoever wants to know subscribes before looking. */
  tell(events: DeskEvents): void {
    this.#told.push(events);
  }

  start(): void {
    this.time.start();
    this.#live.start();
  }

  stop(): void {
    this.#live.stop();
    this.time.stop();
  }

  /** Reads the desk again: what it says is true, whatever we believed. */
  refresh(): void {
    this.#live.refresh();
  }

  lane(lane: IncidentRow['lane']): IncidentRow[] {
    return [...this.rows.values()].filter((row) => row.lane === lane && row.state !== 'closed');
  }

  /** A row from anywhere (stream, act, refusal). Older news than what we hold is dropped. */
  take(row: IncidentRow): void {
    const before = this.rows.get(row.id);
    if (before && row.revision < before.revision) return;
    if (row.state === 'closed') this.rows.delete(row.id);
    else this.rows.set(row.id, row);
    for (const events of this.#told) {
      if (before) events.changed?.(before, row);
      else if (row.state !== 'closed') events.arrived?.(row);
    }
  }

  snapshot(desk: Desk): void {
    this.room_name = desk.room_name;
    this.attribution = desk.attribution;
    this.approximate = desk.approximate;
    this.units = desk.units;
    const present = new Set(desk.incidents.map((row) => row.id));
    for (const id of [...this.rows.keys()]) if (!present.has(id)) this.rows.delete(id);
    for (const row of desk.incidents) this.take(row);
    this.left_out = desk.left_out;
    this.#chosen_at = desk.revision;
    this.drills.clear();
    for (const drill of desk.drills) this.drills.set(drill.id, drill);
    this.ready = true;
    this.#moved();
    for (const events of this.#told) events.snapshot?.();
  }

  incident(row: IncidentRow): void {
    this.take(row);
    this.#moved();
  }

  /** The room's choice: whoever may be left out and is not in it leaves the desk, unless the row is younger. */
  crowd(crowd: Crowd): void {
    if (crowd.revision < this.#chosen_at) return;
    const present = new Set(crowd.incidents.map((row) => row.id));
    for (const row of [...this.rows.values()]) {
      if (row.may_be_left_out && row.revision <= crowd.revision && !present.has(row.id)) this.rows.delete(row.id);
    }
    for (const row of crowd.incidents) this.take(row);
    this.left_out = crowd.left_out;
    this.#chosen_at = crowd.revision;
    this.#moved();
  }

  drill(row: DrillRow): void {
    this.drills.set(row.id, row);
    this.#moved();
  }

  #moved(): void {
    this.event_ms = this.#heard_ms = this.time.exact();
  }

  heard(now_ms: number, revision: number): void {
    this.time.tell(now_ms);
    this.#heard_ms = now_ms;
    this.as_of_ms = now_ms;
    this.revision = revision;
  }

  linkLost(): void {
    this.lost_since_ms = this.#heard_ms;
    for (const events of this.#told) events.linkLost?.();
  }

  linkBack(): void {
    this.lost_since_ms = null;
    for (const events of this.#told) events.linkBack?.();
  }

  signedOut(): void {
    for (const events of this.#told) events.signedOut?.();
  }
}
