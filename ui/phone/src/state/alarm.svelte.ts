// The state of the alarm button, wherever it stands: at rest, being held, held. It outlives the screen it was pressed on.
import type { Trigger } from '../../../shared/generated/phone';
import { HoldGesture, realTimers, type HoldTimers, type Point } from './hold';

export type AlarmStatus = 'rest' | 'holding' | 'held';

/** What an alarm needs of the world. */
export interface AlarmActs {
  holdMs(): number;
  warm(): void;
  raise(trigger: Trigger): Promise<void>;
  vibrate(pattern: number | number[]): void;
}

const TICK_MS = 20;
const COMMIT_MS = 400;

export class Alarm {
  status = $state<AlarmStatus>('rest');
  #gesture: HoldGesture | null = null;
  #stopTicks: () => void = () => undefined;

  constructor(
    private readonly acts: AlarmActs,
    private readonly timers: HoldTimers = realTimers,
  ) {}

  press(at: Point | null, trigger: Trigger): void {
    if (this.#gesture !== null) return this.#gesture.press(at);
    if (this.status !== 'rest') return;
    const holdMs = this.acts.holdMs();
    this.status = 'holding';
    this.acts.warm();
    this.#tick(holdMs);
    this.#gesture = new HoldGesture(holdMs, at, this.timers, (how) => {
      this.#gesture = null;
      this.#stopTicks();
      if (how === 'held') void this.#raise(trigger);
      else this.status = 'rest';
    });
  }

  slide(at: Point): void {
    this.#gesture?.slide(at);
  }

  lift(): void {
    this.#gesture?.lift();
  }

  abandon(): void {
    this.#gesture?.abandon();
  }

  /** One activation by a screen reader or a switch: holding is not asked of her, the take-back window is her guard. */
  activate(): void {
    this.#gesture?.abandon();
    if (this.status === 'rest') void this.#raise('assistive');
  }

  async #raise(trigger: Trigger): Promise<void> {
    this.status = 'held';
    this.acts.vibrate(COMMIT_MS);
    await this.acts.raise(trigger);
    this.status = 'rest';
  }

  /** A tick in the hand at each quarter, so that she knows without looking. */
  #tick(holdMs: number): void {
    this.acts.vibrate(TICK_MS);
    const quarters = [1, 2, 3].map((quarter) =>
      this.timers.after((holdMs * quarter) / 4, () => this.acts.vibrate(TICK_MS)),
    );
    this.#stopTicks = () => quarters.forEach((stop) => stop());
  }
}
