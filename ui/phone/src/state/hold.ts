// One hold of the alarm button: from the first touch to "held long enough" or "let go". Pure logic over a given time, so
// that a test can hold for two seconds in no time.
//
// A hand that shakes must not lose the alarm: the finger may slide 40 px and may leave for 150 ms. What is beyond 40 px
// counts as having left, so a slip that comes straight back is forgiven too. A hold that is complete while the finger is
// away waits for the end of those 150 ms: coming back raises, staying away does not.

const SLIDE_PX = 40;
const LIFT_MS = 150;

export type HoldEnd = 'held' | 'let_go';

export interface HoldTimers {
  after(ms: number, act: () => void): () => void;
}

export interface Point {
  x: number;
  y: number;
}

export const realTimers: HoldTimers = {
  after(ms, act) {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
};

export class HoldGesture {
  #at: Point | null;
  #away = false;
  #full = false;
  #ended = false;
  #cancelFull: () => void;
  #cancelLift: () => void = () => undefined;

  constructor(
    holdMs: number,
    at: Point | null,
    private readonly timers: HoldTimers,
    private readonly end: (how: HoldEnd) => void,
  ) {
    this.#at = at;
    this.#cancelFull = timers.after(holdMs, () => this.#complete());
  }

  /** The finger, or another one, is on the button again. */
  press(at: Point | null): void {
    if (this.#ended) return;
    this.#at = at;
    this.#return();
  }

  slide(at: Point): void {
    if (this.#ended || this.#at === null) return;
    if (Math.hypot(at.x - this.#at.x, at.y - this.#at.y) > SLIDE_PX) this.#leave();
    else this.#return();
  }

  lift(): void {
    if (!this.#ended) this.#leave();
  }

  /** Something took the button away: the page was hidden, the window lost its keyboard. */
  abandon(): void {
    this.#finish('let_go');
  }

  #leave(): void {
    if (this.#away) return;
    this.#away = true;
    this.#cancelLift = this.timers.after(LIFT_MS, () => this.#finish('let_go'));
  }

  #return(): void {
    this.#away = false;
    this.#cancelLift();
    if (this.#full) this.#finish('held');
  }

  #complete(): void {
    this.#full = true;
    if (!this.#away) this.#finish('held');
  }

  #finish(how: HoldEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#cancelFull();
    this.#cancelLift();
    this.end(how);
  }
}
