import { problemOf } from '../room/problem';
import type { Room } from '../room/room';
import type { OpenStream, StreamListener } from '../room/stream';
import type { Beat, Crowd, Desk, DrillRow, IncidentRow } from '../room/types';

/**
 * Keeps the desk true: snapshot first, then the stream after it. The room beats every 2 s; when nothing has been heard
 * for 4.5 s the link is lost, so the operator reads it within 5 s. Whatever makes us doubt the cursor (a gap, a reset,
 * a connection that ended) is answered in one way: close, read the desk again, continue after it.
 */
export const SILENCE_MS = 4_500;
/** Between readings that fail. The first repeats at once-ish, because most breaks are a blink. */
const PAUSES_MS = [500, 1_000, 2_000];
/** A room that answers and then hangs up must not be asked in a tight loop. */
const ENDED_PAUSE_MS = 250;

export interface LiveListener {
  snapshot(desk: Desk): void;
  incident(row: IncidentRow): void;
  drill(row: DrillRow): void;
  crowd(crowd: Crowd): void;
  /** A sign of life: the room's clock and its cursor, as of now. */
  heard(now_ms: number, revision: number): void;
  linkLost(): void;
  /** A fresh snapshot was given, and the stream behind it speaks. */
  linkBack(): void;
  signedOut(): void;
}

export class Live {
  #revision = 0;
  #closeStream: (() => void) | null = null;
  /** Answers to an older attempt are nobody's business. */
  #attempt = 0;
  #failures = 0;
  #lost = false;
  #behind: number | null = null;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #running = false;

  constructor(
    readonly room: Room,
    readonly open: OpenStream,
    readonly listener: LiveListener,
  ) {}

  get revision(): number {
    return this.#revision;
  }

  start(): void {
    this.#running = true;
    this.#heard();
    void this.#read();
  }

  refresh(): void {
    if (this.#running) void this.#read();
  }

  stop(): void {
    this.#running = false;
    this.#attempt += 1;
    this.#close();
    clearTimeout(this.#retry);
    clearTimeout(this.#silence);
  }

  #close(): void {
    this.#closeStream?.();
    this.#closeStream = null;
  }

  /** Reads the desk and opens the stream behind it; a failure is patient and endless. */
  async #read(): Promise<void> {
    clearTimeout(this.#retry);
    this.#close();
    const attempt = ++this.#attempt;
    try {
      const desk = await this.room.desk();
      if (attempt !== this.#attempt) return;
      this.#revision = desk.revision;
      this.#behind = null;
      this.#failures = 0;
      this.listener.heard(desk.now_ms, desk.revision);
      this.listener.snapshot(desk);
      this.#heard();
      this.#closeStream = this.open(desk.revision, this.#hear(attempt));
    } catch (thrown) {
      if (attempt !== this.#attempt) return;
      if (problemOf(thrown).code === 'signed_out') {
        this.stop();
        this.listener.signedOut();
        return;
      }
      this.#failed();
    }
  }

  #failed(): void {
    this.#failures += 1;
    if (this.#failures > 1) this.#lose();
    this.#again();
  }

  #again(pause = PAUSES_MS[Math.min(this.#failures, PAUSES_MS.length) - 1]): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.#read(), pause);
  }

  /** Any sign of life. The watch for silence starts anew. */
  #heard(): void {
    clearTimeout(this.#silence);
    if (!this.#running) return;
    this.#silence = setTimeout(() => {
      this.#lose();
      void this.#read();
    }, SILENCE_MS);
  }

  #lose(): void {
    if (this.#lost) return;
    this.#lost = true;
    this.listener.linkLost();
  }

  #hear(attempt: number): StreamListener {
    const fresh = <Args extends unknown[]>(act: (...args: Args) => void) => (...args: Args) => {
      if (attempt !== this.#attempt) return;
      this.#heard();
      if (this.#lost) {
        this.#lost = false;
        this.listener.linkBack();
      }
      act(...args);
    };
    return {
      incident: fresh((row: IncidentRow, revision: number) => {
        this.listener.incident(row);
        this.#advance(revision);
      }),
      drill: fresh((row: DrillRow, revision: number) => {
        this.listener.drill(row);
        this.#advance(revision);
      }),
      unseen: fresh((revision: number) => this.#advance(revision)),
      crowd: fresh((crowd: Crowd) => this.listener.crowd(crowd)),
      beat: fresh((beat: Beat) => this.#beat(beat)),
      reset: fresh(() => void this.#read()),
      ended: () => {
        if (attempt !== this.#attempt) return;
        this.#close();
        this.#again(ENDED_PAUSE_MS);
      },
    };
  }

  /** A jump means that something happened we were not told. */
  #advance(revision: number): void {
    const gap = revision > this.#revision + 1;
    this.#revision = Math.max(this.#revision, revision);
    if (gap) void this.#read();
  }

  /**
   * The beat carries the room's cursor. It may overtake an event that is on its way, so being behind counts only when
   * the next beat still finds us there. A cursor that went backwards is another room (a restored copy): read again.
   */
  #beat(beat: Beat): void {
    this.listener.heard(beat.now_ms, beat.revision);
    if (beat.revision < this.#revision || (this.#behind !== null && this.#revision < this.#behind)) {
      void this.#read();
      return;
    }
    this.#behind = beat.revision > this.#revision ? beat.revision : null;
  }
}
