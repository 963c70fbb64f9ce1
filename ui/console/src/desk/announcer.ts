const POLITE_EVERY_MS = 5_000;
const SAME_WITHIN_MS = 20_000;

/**
 * Decides what a screen reader is told. Two voices: a polite one that sums up at most every 5 s, and an assertive one
 * for the few things that may interrupt. Neither repeats the same sentence within 20 s.
 */
export class Announcer {
  #politeAt = -Infinity;
  #politeKey = '';
  #said = new Map<string, number>();

  /** The summary when it is due and says something new. `key` is what counts as new (numbers, not seconds). */
  polite(now_ms: number, key: string, sentence: string): string | null {
    if (key === this.#politeKey || now_ms - this.#politeAt < POLITE_EVERY_MS) return null;
    if (!this.#fresh(now_ms, sentence)) return null;
    this.#politeKey = key;
    this.#politeAt = now_ms;
    return sentence;
  }

  assertive(now_ms: number, sentence: string): string | null {
    return this.#fresh(now_ms, sentence) ? sentence : null;
  }

  #fresh(now_ms: number, sentence: string): boolean {
    for (const [said, at] of this.#said) if (now_ms - at >= SAME_WITHIN_MS) this.#said.delete(said);
    if (this.#said.has(sentence)) return false;
    this.#said.set(sentence, now_ms);
    return true;
  }
}
