// The phone's clock as the page knows it: the core's own time in the last view, plus what has passed since. The page
// never asks the browser for the date.

const CALM_MS = 15_000;
const BUSY_MS = 250;

export class PhoneClock {
  /** The phone's time, in milliseconds since 1970; moves on by itself. */
  now = $state(0);
  #base = 0;
  #at = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  #pace = 0;

  /** The core said what time it is. */
  set(nowMs: number): void {
    this.#base = nowMs;
    this.#at = performance.now();
    this.now = nowMs;
  }

  /** The time at this very moment, not at the last tick. */
  exact(): number {
    return this.#base + performance.now() - this.#at;
  }

  /** Seconds count while something on the screen is counting. */
  run(counting: boolean): void {
    const pace = counting ? BUSY_MS : CALM_MS;
    if (pace === this.#pace) return;
    this.stop();
    this.#pace = pace;
    this.#timer = setInterval(() => (this.now = this.exact()), pace);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#pace = 0;
  }
}
