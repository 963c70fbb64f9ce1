// Four digits on their way to the core. The page keeps them only until they are sent.

export const PIN_DIGITS = 4;

export class PinEntry {
  digits = $state('');
  /** The core is looking at it; keys wait. */
  busy = $state(false);

  constructor(private readonly submit: (pin: string) => Promise<void>) {}

  add(digit: string): void {
    if (this.busy || this.digits.length >= PIN_DIGITS) return;
    this.digits += digit;
    if (this.digits.length === PIN_DIGITS) void this.#send();
  }

  remove(): void {
    if (!this.busy) this.digits = this.digits.slice(0, -1);
  }

  /** A digit or Backspace of a real keyboard. Says whether it was one. */
  key(key: string): boolean {
    if (/^[0-9]$/.test(key)) this.add(key);
    else if (key === 'Backspace') this.remove();
    else return false;
    return true;
  }

  async #send(): Promise<void> {
    this.busy = true;
    await this.submit(this.digits);
    this.digits = '';
    this.busy = false;
  }
}
