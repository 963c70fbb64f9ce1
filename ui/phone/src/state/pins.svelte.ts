// Two PINs being chosen with the page's own keys: no keyboard learns them, no password keeper offers to keep them.
import type { PinsOutcome } from '../../../shared/generated/phone';
import { PIN_DIGITS } from './pin.svelte';

export type Which = 'cancel' | 'duress';

export class PinPair {
  cancel = $state('');
  duress = $state('');
  active = $state<Which>('cancel');
  /** Why the last two were not kept. */
  refusal = $state<Exclude<PinsOutcome, 'saved'> | 'failed' | null>(null);
  busy = $state(false);

  get complete(): boolean {
    return this.cancel.length === PIN_DIGITS && this.duress.length === PIN_DIGITS;
  }

  add(digit: string): void {
    this.refusal = null;
    if (this.busy) return;
    if (this[this.active].length < PIN_DIGITS) this[this.active] += digit;
    if (this.active === 'cancel' && this.cancel.length === PIN_DIGITS && this.duress === '') this.active = 'duress';
  }

  remove(): void {
    if (this.busy) return;
    if (this.active === 'duress' && this.duress === '') this.active = 'cancel';
    this[this.active] = this[this.active].slice(0, -1);
  }

  key(key: string): boolean {
    if (/^[0-9]$/.test(key)) this.add(key);
    else if (key === 'Backspace') this.remove();
    else return false;
    return true;
  }

  /** Both are sent as they are; what is too easy or equal is the core's to say. */
  async save(send: (cancel: string, duress: string) => Promise<PinsOutcome | 'failed'>): Promise<boolean> {
    if (this.busy) return false;
    if (!this.complete) {
      this.refusal = 'not_four_digits';
      return false;
    }
    this.busy = true;
    const outcome = await send(this.cancel, this.duress);
    this.busy = false;
    if (outcome === 'saved') return true;
    this.refusal = outcome;
    if (outcome !== 'failed') this.#again(outcome);
    return false;
  }

  /** Equal ones: only the second is asked for again. Too easy ones may be either. */
  #again(outcome: PinsOutcome): void {
    this.duress = '';
    this.active = 'duress';
    if (outcome === 'must_differ') return;
    this.cancel = '';
    this.active = 'cancel';
  }
}
