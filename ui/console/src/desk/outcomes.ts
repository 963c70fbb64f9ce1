import type { Disposition } from '../room/types';

/** The outcome codes in two digits, as operators say them. "Reconciled" is not one, here or in the room. */
export const OUTCOMES: readonly { code: string; disposition: Disposition }[] = [
  { code: '10', disposition: 'arrived_safe' },
  { code: '20', disposition: 'offence_registered' },
  { code: '30', disposition: 'referred' },
  { code: '40', disposition: 'no_contact_pending' },
  { code: '50', disposition: 'false_accidental' },
  { code: '51', disposition: 'false_test' },
];

const PAIR_MS = 1_500;

/** Turns digits as they are pressed into outcome codes; a first digit waits a moment for its second. */
export class CodeEntry {
  #first: { digit: number; at_ms: number } | null = null;

  press(digit: number, now_ms: number): Disposition | null {
    const first = this.#first && now_ms - this.#first.at_ms <= PAIR_MS ? this.#first.digit : null;
    const found = first === null ? undefined : OUTCOMES.find((outcome) => outcome.code === `${first}${digit}`);
    this.#first = found ? null : { digit, at_ms: now_ms };
    return found?.disposition ?? null;
  }
}
