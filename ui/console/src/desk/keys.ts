/**
 * Keys by position (KeyboardEvent.code), so that an Urdu layout gives the same. Single letters are silent while
 * somebody types and can be switched off (WCAG 2.1.4); function keys and Escape always work.
 */
export type KeyName =
  | 'accept' | 'assign' | 'arrive' | 'close' | 'up' | 'down' | 'top' | 'map' | 'mute' | 'facts' | 'all_keys'
  | 'back' | 'enter' | 'language' | 'light' | 'sound' | `digit_${number}`;

const LETTERS: Record<string, KeyName> = {
  KeyA: 'accept', KeyD: 'assign', KeyS: 'arrive', KeyC: 'close', KeyG: 'map', KeyN: 'mute', KeyI: 'facts',
};
const OTHERS: Record<string, KeyName> = {
  ArrowUp: 'up', ArrowDown: 'down', Home: 'top', Enter: 'enter', NumpadEnter: 'enter',
};
const ALWAYS: Record<string, KeyName> = { F2: 'language', F3: 'light', F4: 'sound', Escape: 'back' };

/** The pressed key's meaning, or null when it belongs to the page (typing, a shortcut of the browser, a button). */
export function keyName(event: KeyboardEvent, letters: boolean): KeyName | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return null;
  const always = ALWAYS[event.code];
  if (always) return always;
  if (isTyping(event.target)) return null;
  if (event.code === 'Slash' && event.shiftKey) return letters ? 'all_keys' : null;
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code);
  if (digit) return letters && !event.shiftKey ? `digit_${Number(digit[1])}` : null;
  if (event.shiftKey) return null;
  if (letters && LETTERS[event.code]) return LETTERS[event.code] ?? null;
  const other = OTHERS[event.code];
  return other === 'enter' && pressesItself(event.target) ? null : (other ?? null);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !['radio', 'checkbox', 'button', 'submit'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}

/** Enter on a button is the button's, in a form the form's. */
function pressesItself(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a[href], summary, dialog, form') !== null;
}
