/** What may sound. Drills and duress never do: under duress her line may be open. */
export type Tone = 'alert' | 'overdue' | 'lost';

/** What the seat hears about, at one moment. `waiting` are unaccepted alerts without duress, of both lanes. */
export type Heard = { now_ms: number; waiting: ReadonlySet<string>; overdue: boolean; lost: boolean };

const REPEATS_MS = [0, 5_000, 10_000];
const BURST = 5;
const BURST_MS = 10_000;
const OVERDUE_MS = 20_000;
const LOST_MS = 30_000;
const APART_MS = 1_500;
export const MUTE_MS = 60_000;

/**
 * Decides which sound is due, one at a time. A new alert rings at 0, 5 and 10 s until accepted; from the fifth within
 * 10 s on, new ones join the running series and are only counted, because a bell without pause says nothing.
 */
export class SoundPlan {
  #known = new Set<string>();
  #arrivals: number[] = [];
  #series: { started_ms: number; rung: number } | null = null;
  #overdue_ms = -Infinity;
  #lost_ms = -Infinity;
  #last_ms = -Infinity;
  muted_until_ms = -Infinity;

  /** Silences this seat for a minute; pressing again begins a new minute. */
  mute(now_ms: number): void {
    this.muted_until_ms = now_ms + MUTE_MS;
  }

  muted(now_ms: number): boolean {
    return now_ms < this.muted_until_ms;
  }

  /** How many alerts came within the last 10 s. */
  burst(now_ms: number): number {
    return this.#arrivals.filter((at) => now_ms - at < BURST_MS).length;
  }

  due({ now_ms, waiting, overdue, lost }: Heard): Tone | null {
    this.#notice(now_ms, waiting);
    const tone = now_ms - this.#last_ms < APART_MS ? null : this.#choose(now_ms, waiting, overdue, lost);
    if (!overdue) this.#overdue_ms = -Infinity;
    if (!lost) this.#lost_ms = -Infinity;
    if (tone) this.#last_ms = now_ms;
    return this.muted(now_ms) ? null : tone;
  }

  #notice(now_ms: number, waiting: ReadonlySet<string>): void {
    for (const id of waiting) {
      if (this.#known.has(id)) continue;
      this.#arrivals = [...this.#arrivals.filter((at) => now_ms - at < BURST_MS), now_ms];
      if (this.#arrivals.length < BURST || !this.#series) this.#series = { started_ms: now_ms, rung: 0 };
    }
    this.#known = new Set(waiting);
    if (waiting.size === 0) this.#series = null;
  }

  #choose(now_ms: number, waiting: ReadonlySet<string>, overdue: boolean, lost: boolean): Tone | null {
    if (lost && now_ms - this.#lost_ms >= LOST_MS) {
      this.#lost_ms = now_ms;
      return 'lost';
    }
    const series = this.#series;
    const next = series && REPEATS_MS[series.rung];
    if (series && waiting.size > 0 && next !== undefined && next !== null && now_ms - series.started_ms >= next) {
      series.rung += 1;
      return 'alert';
    }
    if (overdue && now_ms - this.#overdue_ms >= OVERDUE_MS) {
      this.#overdue_ms = now_ms;
      return 'overdue';
    }
    return null;
  }
}
