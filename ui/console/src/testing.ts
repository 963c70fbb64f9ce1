import type { OpenStream, StreamListener } from './room/stream';
import { RoomError, type Problem } from './room/problem';
import type { Room } from './room/room';
import type { Act, Desk, Incident, IncidentRow, RoomMap, Session } from './room/types';

/** Builders and a room in memory, for tests only. */
export const NOW = 1_800_000_000_000;

export function incident(label: string, ago_ms: number, more: Partial<Incident> = {}): Incident {
  const base = NOW - ago_ms;
  return {
    id: `id-${label}`, label, revision: 1, state: 'new', lane: 'live', trust: 'known', may_be_left_out: false, tapped_at_ms: base, stored_at_ms: base + 1_000,
    contact_rule: 'text', duress: false, cancelled: false, district: 'Lahore', district_ur: 'لاہور', district_approximate: false,
    place: { latitude_deg: 31.5, longitude_deg: 74.3, accuracy_m: 40, at_ms: base, method: 'satellite', doubts: [] },
    paths: ['https'], desk: null, operator: null, unit: null, eta_s: null, disposition: null, clips: [],
    accept_due_ms: base + 15_000, assign_due_ms: base + 60_000, arrive_due_ms: base + 900_000,
    track: [], battery_percent: null, charging: null, last_word: false, language: null, trigger: null, device: 'device', unreadable_reason: null, texted_from: null, steps: [], log: [], ...more,
  };
}

export const SESSION: Session = { seat: '4', role: 'operator', desk: 'Lahore desk', csrf: 'csrf', room_name: 'Lahore' };

/** Answers what a test put into it; a problem set for a call is thrown instead. */
export class MemoryRoom implements Room {
  revision = 10;
  incidents = new Map<string, Incident>();
  fails: Partial<Record<'desk' | 'incident' | 'act' | 'session' | 'clip', Problem>> = {};
  left_out = 0;
  /** What the desk leaves out, page by page. */
  older: IncidentRow[][] = [];
  desk_reads = 0;
  clips_heard = 0;
  acts: { id: string; revision: number; act: Act }[] = [];
  listener: StreamListener | null = null;
  opened_after: number[] = [];
  closed = 0;

  add(one: Incident): Incident {
    this.incidents.set(one.id, one);
    return one;
  }
  #answer<T>(call: keyof MemoryRoom['fails'], value: () => T): Promise<T> {
    const problem = this.fails[call];
    return problem ? Promise.reject(new RoomError(problem)) : Promise.resolve(value());
  }
  session = () => this.#answer('session', () => SESSION);
  signIn = () => this.#answer('session', () => SESSION);
  signOut = () => Promise.resolve();
  desk = () => {
    this.desk_reads += 1;
    return this.#answer('desk', (): Desk => ({ revision: this.revision, now_ms: Date.now(), room_name: 'Lahore', attribution: null, approximate: false, incidents: [...this.incidents.values()].filter(({ state }) => state !== 'closed'), drills: [], units: [], left_out: this.left_out }));
  };
  lowTrust = () => this.#answer('desk', () => this.older.shift() ?? []);
  incident = (id: string) => this.#answer('incident', () => this.incidents.get(id) ?? incident('none', 0));
  act = (id: string, revision: number, act: Act) => {
    this.acts.push({ id, revision, act });
    return this.#answer('act', () => {
      const before = this.incidents.get(id) ?? incident('none', 0);
      const state = ({ accept: 'accepted', dispatch: 'dispatched', arrive: 'arrived', close: 'closed' } as const)[act.kind];
      return this.add({ ...before, state, revision: ++this.revision, operator: SESSION.seat });
    });
  };
  clip = () => {
    this.clips_heard += 1;
    return this.#answer('clip', () => new Blob());
  };
  map = () => Promise.resolve<RoomMap>({ boundaries: null, headquarters: [], attribution: null, approximate: true });

  open: OpenStream = (after, listener) => {
    this.opened_after.push(after);
    this.listener = listener;
    return () => (this.closed += 1);
  };
  beat(): void {
    this.listener?.beat({ now_ms: Date.now(), revision: this.revision });
  }
  tell(row: IncidentRow): void {
    this.listener?.incident(row, ++this.revision);
  }
}
