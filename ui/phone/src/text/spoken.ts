// The few sentences that are spoken by themselves. Each is said once, when it becomes true.
import { m } from '../paraglide/messages.js';
import { isUrgent, newest } from '../state/ladder';
import type { Phone } from '../state/phone.svelte';
import { windowIsOpen } from '../state/screen';
import { plain } from './isolate';
import { provenWord } from './steps';
import { clockTime } from './time';

export interface Spoken {
  step: string | null;
  urgent: string | null;
  time: string | null;
}

export function spoken(phone: Phone): Spoken {
  const { view, screen } = phone;
  const alert = view?.alert ?? null;
  if (alert === null || (screen !== 'alert' && screen !== 'take_back')) {
    return { step: phone.note === null ? null : m.taken_back(), urgent: null, time: null };
  }
  if (windowIsOpen(alert, phone.now)) return { step: null, urgent: null, time: countdown(alert.window_ends_at_ms, phone.now) };
  const step = newest(alert);
  const urgent = view !== null && isUrgent(alert, view.configured);
  return {
    step: step === null ? null : plain(m.step_spoken({ step: provenWord(step), time: clockTime(step.at_ms) })),
    urgent: urgent ? plain(`${m.not_delivered()}: ${m.call_15_long({ n: 15 })}`) : null,
    time: null,
  };
}

/** Spoken at 10 and at 3 seconds only. */
function countdown(endsAt: number | null, now: number): string | null {
  const seconds = Math.ceil(((endsAt ?? now) - now) / 1000);
  const at = seconds > 3 ? 10 : 3;
  return plain(m.seconds_left({ count: at, n: at }));
}
