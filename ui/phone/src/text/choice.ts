// What is off until she wants it, in her words: whether it is offered, and what is in its way.
import type { ChoiceView } from '../../../shared/generated/phone';
import { m } from '../paraglide/messages.js';

/** Where the phone can do it, or could with her leave. What is on can be switched off anywhere. */
export function isOffered({ on, state }: ChoiceView): boolean {
  return on || state === 'proven' || state === 'repair';
}

/** Why nothing would come of it although she wants it; `notAllowed` are the words for a missing leave. */
export function choiceTrouble({ on, state }: ChoiceView, notAllowed: () => string): string | null {
  if (!on) return null;
  switch (state) {
    case 'proven':
      return null;
    case 'repair':
      return notAllowed();
    case 'unknown':
      return m.not_known();
    case 'not_here':
      return m.not_here();
  }
}
