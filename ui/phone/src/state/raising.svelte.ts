// One raise, until the core has it. Raising is not safe to repeat blindly (each raise is a new alert), so after a failure
// the core is first asked whether the alarm arrived after all.
import type { PhoneView, Trigger } from '../../../shared/generated/phone';
import type { Core } from './core.svelte';

const RETRY_MS = 1_000;
/** Saving takes milliseconds. Whoever waits longer than this is shown the dialler. */
const SLOW_MS = 2_000;

export class Raising {
  /** The core has not answered yet. */
  busy = $state(false);
  /** It takes too long, or it failed: she must be told, and shown the dialler. */
  unsaved = $state(false);
  #wanted = false;

  constructor(private readonly core: Core) {}

  async raise(trigger: Trigger): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.#wanted = true;
    const before = this.#newest();
    const slow = setTimeout(() => (this.unsaved = true), SLOW_MS);
    while (this.#wanted && !(await this.#try(trigger, before))) {
      this.unsaved = true;
      await new Promise((resume) => setTimeout(resume, RETRY_MS));
      if (this.#wanted && (await this.#arrived(before))) break;
    }
    clearTimeout(slow);
    this.unsaved = false;
    this.busy = false;
  }

  /** She no longer wants it; an attempt that is under way may still arrive. */
  stopTrying(): void {
    this.#wanted = false;
    this.unsaved = false;
  }

  #try(trigger: Trigger, before: string | null): Promise<boolean> {
    return this.core.ask(async () => this.#newer(await this.core.backend.raise(trigger), before));
  }

  /** An answer without a new alert is no success. */
  #newer(view: PhoneView, before: string | null): PhoneView {
    if (view.alert === null || view.alert.alert_id === before) throw new Error('the core raised nothing');
    return view;
  }

  async #arrived(before: string | null): Promise<boolean> {
    const known = await this.core.ask(() => this.core.backend.view());
    return known && this.#newest() !== before && this.#newest() !== null;
  }

  #newest(): string | null {
    return this.core.view?.alert?.alert_id ?? null;
  }
}
