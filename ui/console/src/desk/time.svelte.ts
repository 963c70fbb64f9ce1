/**
 * The room's clock on this screen. The computer's own clock may be wrong or jump, so the time since the room last told
 * it is taken from the monotonic clock. The figure moves in whole seconds: nothing on the desk is finer.
 */
export class RoomTime {
  #told_ms = $state(0);
  #offset_ms = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** Now, to the second, as state: whoever shows it is shown anew. */
  get now_ms(): number {
    return this.#told_ms;
  }

  /** Now, to the millisecond, for arithmetic that nobody sees. */
  exact(): number {
    return performance.now() + this.#offset_ms;
  }

  tell(now_ms: number): void {
    this.#offset_ms = now_ms - performance.now();
    this.#tick();
  }

  start(): void {
    if (this.#offset_ms === 0) this.#offset_ms = Date.now() - performance.now();
    this.#timer ??= setInterval(() => this.#tick(), 200);
    this.#tick();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #tick(): void {
    const second = Math.floor(this.exact() / 1000) * 1000;
    if (second !== this.#told_ms) this.#told_ms = second;
  }
}
