// What a rung of the ladder looks like and says. Words of the police's side come from steps of the view only.
import type { IconName } from '../icons/paths';
import { m } from '../paraglide/messages.js';
import type { Stuck } from '../state/ladder';
import { isolate } from '../text/isolate';
import { elapsed } from '../text/time';
import type { AlertView, StepStage } from '../../../shared/generated/phone';

export const STAGE_ICONS: Record<StepStage, IconName> = {
  saved: 'phone',
  stored: 'inbox',
  opened: 'opened',
  seen: 'eye',
  dispatched: 'car',
  arrived: 'arrived',
  closed: 'check',
};

export const STUCK_ICONS: Record<Stuck, IconName> = {
  sending: 'send',
  waiting: 'nonet',
  not_delivered: 'warn',
  cannot_send: 'warn',
  broken: 'warn',
};

export interface StuckWords {
  title: string;
  second: string | null;
}

export function stuckWords(stuck: Stuck, alert: AlertView, now: number): StuckWords {
  const n = isolate(15);
  const isDrill = alert.status === 'exercise';
  switch (stuck) {
    case 'sending':
      if (alert.lost_at_ms !== null) return { title: m.step_sending_again(), second: m.sending_again_means() };
      return { title: m.step_sending(), second: alert.durable || isDrill ? null : m.call_now({ n }) };
    case 'waiting':
      return { title: m.waiting(), second: alert.durable || isDrill ? trying(alert, now) : m.call_now({ n }) };
    case 'not_delivered':
      return { title: m.not_delivered(), second: isDrill ? m.keeps_trying() : m.not_delivered_means({ n }) };
    case 'cannot_send':
      return { title: m.cannot_send(), second: isDrill ? m.police_unknown() : m.cannot_send_means({ n }) };
    case 'broken':
      return isDrill
        ? { title: m.drill_broken(), second: m.drill_broken_means({ n }) }
        : { title: m.broken_alarm(), second: m.broken_alarm_means({ n }) };
  }
}

function trying({ waiting_since_ms: since }: AlertView, now: number): string {
  return since === null ? m.keeps_trying() : m.keeps_trying_since({ time: isolate(elapsed(now - since)) });
}

/** The words of a drill are others than those of an alarm, on every step. */
export function drillWord(stage: StepStage): string {
  const words: Partial<Record<StepStage, () => string>> = {
    saved: m.drill_saved,
    stored: m.drill_stored,
    opened: m.drill_opened,
  };
  return words[stage]?.() ?? '';
}

