// What stands on the ready screen, and is spoken, once an alarm was taken back.
import { m } from '../paraglide/messages.js';
import type { Note } from '../state/phone.svelte';

export function noteWords(note: Note): string {
  return note === 'taken_back' ? m.taken_back() : m.taken_back_told();
}
