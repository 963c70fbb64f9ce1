import type { Step, StepStage } from '../../../shared/generated/phone';
import { m } from '../paraglide/messages.js';
import { getLocale } from '../paraglide/runtime.js';
import { inUrdu } from './districts';
import { isolate } from './isolate';

/** The word of a step that a receipt has proven. */
export function provenWord(step: Step): string {
  if (step.stage === 'seen' && step.desk !== null) return seenBy(step.desk);
  return stageWord(step.stage);
}

/** The word of a step, whoever takes it. */
export function stageWord(stage: StepStage): string {
  const words: Record<StepStage, () => string> = {
    saved: m.step_saved,
    stored: m.step_stored,
    opened: m.step_opened,
    seen: m.step_seen,
    dispatched: m.step_dispatched,
    arrived: m.step_arrived,
    closed: m.step_closed,
  };
  return words[stage]();
}

/** "Seen by Lahore desk", whether the room calls it "Lahore" or "Lahore desk". */
function seenBy(desk: string): string {
  const name = desk.replace(/\s*(desk|ڈیسک)\s*$/i, '');
  return m.step_seen_by({ desk: called(name) });
}

/** Who comes, and when, counted from the time in the receipt. */
export function unitWords(step: Step, now: number): string | null {
  const minutes = minutesLeft(step, now);
  const n = minutes === null ? null : isolate(minutes);
  if (step.unit === null) return n === null ? null : m.eta({ n });
  const unit = called(step.unit.replace(/^\s*(unit|گاڑی)\s+/i, ''));
  return n === null ? m.unit({ unit }) : m.unit_eta({ unit, n });
}

function called(name: string): string {
  return getLocale() === 'ur' ? withFigures(inUrdu(name)) : isolate(name);
}

/** An Urdu name keeps the letters of the sentence around it; only what is written in Latin letters is set apart. */
function withFigures(name: string): string {
  return name.replace(/[\dA-Za-z][\w .-]*/g, (latin) => isolate(latin));
}

const HOUR_S = 3600;
const SKEW_S = 120;

/**
 * Minutes until the unit expects to be there. The receipt's time is the room's clock; when her phone's clock plainly
 * disagrees with it, the room's own figure is shown as it came. Nothing once that time is over.
 */
function minutesLeft(step: Step, now: number): number | null {
  if (step.eta_s === null) return null;
  const passedS = (now - step.at_ms) / 1000;
  const plausible = passedS > -SKEW_S && passedS < step.eta_s + HOUR_S;
  const left = plausible ? step.eta_s - Math.max(0, passedS) : step.eta_s;
  return left <= 0 ? null : Math.ceil(left / 60);
}
