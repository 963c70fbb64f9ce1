// The clip in her words: whether it is offered, and what is in its way.
import type { ClipView } from '../../../shared/generated/phone';
import { m } from '../paraglide/messages.js';

/** Where the phone can record, or could with her leave. What is on can be switched off anywhere. */
export function isOffered({ on, state }: ClipView): boolean {
  return on || state === 'proven' || state === 'repair';
}

/** Why nothing would be recorded although she wants it. */
export function clipTrouble({ on, state }: ClipView): string | null {
  if (!on) return null;
  switch (state) {
    case 'proven':
      return null;
    case 'repair':
      return m.clip_not_allowed();
    case 'unknown':
      return m.not_known();
    case 'not_here':
      return m.not_here();
  }
}
