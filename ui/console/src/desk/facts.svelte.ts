import { problemOf } from '../room/problem';
import type { Room } from '../room/room';
import type { Incident } from '../room/types';

/** Arrow keys pass over rows; only the row one rests on is read, because every reading is recorded. */
const REST_MS = 200;
/** A moving phone changes its row every few seconds; the open file follows no faster than this. */
const FOLLOW_MS = 1_500;

/** The facts of the one open incident. "Could not read" is its own state, never "nothing there". */
export class Facts {
  incident = $state.raw<Incident | null>(null);
  unread = $state(false);
  #id: string | null = null;
  #newest = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly room: Room,
    readonly signedOut: () => void,
  ) {}

  open(id: string | null): void {
    if (id === this.#id) return;
    this.#still();
    this.#id = id;
    this.#newest = 0;
    this.incident = null;
    this.unread = false;
    if (id !== null) this.#timer = setTimeout(() => void this.#read(id), REST_MS);
  }

  /** The open incident changed in the room. */
  follow(id: string, revision: number): void {
    if (id !== this.#id) return;
    this.#newest = Math.max(this.#newest, revision);
    this.#catchUp(id);
  }

  /** The stream may be ahead of an answer that is still on its way; what is shown then is read again. */
  #catchUp(id: string): void {
    if (this.incident && this.#newest <= this.incident.revision) return;
    this.#timer ??= setTimeout(() => void this.#read(id), this.incident ? FOLLOW_MS : REST_MS);
  }

  /** An act's answer carries the facts: no second reading. */
  take(incident: Incident): void {
    if (incident.id !== this.#id) return;
    this.#still();
    if (!this.incident || incident.revision >= this.incident.revision) this.incident = incident;
    this.unread = false;
    this.#catchUp(incident.id);
  }

  /** After a break, or when the reading failed. */
  again(): void {
    const id = this.#id;
    if (id !== null) void this.#read(id);
  }

  #still(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #read(id: string): Promise<void> {
    this.#still();
    try {
      const incident = await this.room.incident(id);
      if (id === this.#id) this.take(incident);
    } catch (thrown) {
      if (problemOf(thrown).code === 'signed_out') this.signedOut();
      else if (id === this.#id) this.unread = true;
    }
  }
}
