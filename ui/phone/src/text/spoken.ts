// The few sentences that are spoken by themselves. Each is said once, when it becomes true.
import { m } from '../paraglide/messages.js';
import { isUrgent, newest, waitsForTouch } from '../state/ladder';
import type { Phone } from '../state/phone.svelte';
import { windowIsOpen } from '../state/screen';
import type { AlertView } from '../../../shared/generated/phone';
import { plain } from './isolate';
import { noteWords } from './note';
import { provenWord } from './steps';
import { clockTime } from './time';

export interface Spoken {
  /** Said when the reader has a moment; the first one that is new. */
  polite: (string | null)[];
  /** Said at once. */
  urgent: string | null;
}

export function spoken(phone: Phone): Spoken {
  const alert = phone.view?.alert ?? null;
  if (alert === null || alert.cancel === 'taken_back') {
    return { polite: [phone.note === null ? null : noteWords(phone.note)], urgent: null };
  }
  const open = windowIsOpen(alert, phone.now);
  const urgent = !open && isUrgent(alert, phone.view?.configured ?? false);
  return {
    polite: [pinWords(phone, alert), open ? countdown(alert, phone.now) : stepWords(alert), open ? null : touchWords(alert)],
    urgent: urgent ? plain(`${m.not_delivered()}: ${m.call_15_long({ n: 15 })}`) : null,
  };
}

function pinWords(phone: Phone, alert: AlertView): string | null {
  const left = alert.pin_tries_left;
  if (alert.cancel === 'received') return m.cancelled_received();
  if (alert.cancel === 'pending') return m.cancelled_pending();
  if (left === 0) return m.alarm_goes_on();
  return phone.pinOutcome === 'wrong' ? `${m.wrong_pin()}. ${m.tries_left({ count: left, n: left })}` : null;
}

function stepWords(alert: AlertView): string | null {
  const step = newest(alert);
  if (step === null && alert.lost_at_ms !== null) return `${m.step_sending_again()}. ${m.sending_again_means()}`;
  return step === null ? null : plain(m.step_spoken({ step: provenWord(step), time: clockTime(step.at_ms) }));
}

function touchWords(alert: AlertView): string | null {
  return waitsForTouch(alert) ? `${m.text_needs_touch()}: ${m.send_by_text()}` : null;
}

/** Spoken at 10 and at 3 seconds only. */
function countdown(alert: AlertView, now: number): string | null {
  const seconds = Math.ceil(((alert.window_ends_at_ms ?? now) - now) / 1000);
  const at = seconds >= 10 ? 10 : seconds <= 3 ? 3 : null;
  return at === null ? null : m.seconds_left({ count: at, n: at });
}
