// Which screen is on. One function, so that the order of what matters can be read in one place.
import type { AlertView, PhoneView } from '../../../shared/generated/phone';
import type { Reach } from './core.svelte';

/** What she opened herself. An alert or a drill goes before it. */
export type Page = 'start' | 'readiness' | 'practice' | 'numbers' | 'pins';

export type Screen =
  | 'boot'
  | 'unreachable'
  | 'take_back'
  | 'cancel'
  | 'alert'
  | 'drill'
  | 'first_run'
  | 'ready'
  | Exclude<Page, 'start'>;

interface What {
  view: PhoneView | null;
  now: number;
  core: { reach: Reach };
  raising: { unsaved: boolean };
  cancelling: boolean;
  page: Page;
}

export function screenOf({ view, now, core, raising, cancelling, page }: What): Screen {
  if (raising.unsaved) return 'unreachable';
  const alert = view?.alert ?? null;
  if (alert !== null && alert.cancel !== 'taken_back') {
    // Without the core no PIN can be checked; what it said last stays, with the dialler.
    if (core.reach === 'lost') return 'alert';
    if (windowIsOpen(alert, now)) return 'take_back';
    return cancelling && mayCancel(alert) ? 'cancel' : 'alert';
  }
  if (core.reach === 'lost') return 'unreachable';
  if (view === null) return 'boot';
  if (view.drill !== null) return 'drill';
  if (page !== 'start') return page;
  return view.setup.step === null ? 'ready' : 'first_run';
}

export function windowIsOpen(alert: AlertView, now: number): boolean {
  return alert.window_ends_at_ms !== null && now < alert.window_ends_at_ms;
}

/** Cancelling is offered until it is done, refused for good, or pointless. */
export function mayCancel(alert: AlertView): boolean {
  return alert.cancel === 'none' && alert.pin_tries_left > 0 && !isClosed(alert);
}

export function isClosed(alert: AlertView): boolean {
  return alert.steps.some((step) => step.stage === 'closed');
}
