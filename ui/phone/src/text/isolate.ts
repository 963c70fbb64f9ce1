// Numbers and names inside a sentence of the other direction are isolated, so that "12 · 7" never turns into "7 · 12".
// In texts that is done by the two characters made for it; on the page `Words.svelte` turns them into <bdi>, which also
// gets the Latin font with figures of equal width.

const OPEN = '\u2068';
const CLOSE = '\u2069';

export function isolate(value: string | number): string {
  return OPEN + String(value) + CLOSE;
}

/** A sentence in pieces; every second one was isolated. */
export function pieces(text: string): string[] {
  return text.split(/[\u2068\u2069]/);
}

/** For names that are spoken, not shown. */
export function plain(text: string): string {
  return text.replace(/[\u2068\u2069]/g, '');
}
