// The ladder of one alert, as rungs to draw. The order never changes, and no rung is done without a step of the view.
import type { AlertView, Step, StepStage, TextView } from '../../../shared/generated/phone';

export type ProvenStage = Exclude<StepStage, 'saved'>;

/** What stands in the present place on her side of the line while nothing has been received. */
export type Stuck = 'sending' | 'waiting' | 'not_delivered' | 'cannot_send' | 'broken';

export type Rung =
  | { kind: 'saved'; step: Step }
  /** The phone could not save it; it goes from memory. */
  | { kind: 'not_saved' }
  /** Its text was handed to the operator, or cannot be. Nothing is received by that: it stands on her side of the line. */
  | { kind: 'text'; text: TextView }
  | { kind: 'stuck'; stuck: Stuck }
  | { kind: 'line'; crossed: boolean }
  | { kind: 'done'; step: Step }
  | { kind: 'now'; step: Step }
  | { kind: 'todo'; stage: ProvenStage };

const POLICE: ProvenStage[] = ['stored', 'opened', 'seen', 'dispatched', 'arrived'];
const CONTROL_ROOM: ProvenStage[] = ['stored', 'opened'];

export function rungs(alert: AlertView, configured: boolean): Rung[] {
  const stages = alert.status === 'exercise' ? CONTROL_ROOM : POLICE;
  const proven = new Map(alert.steps.map((step) => [step.stage, step]));
  const top = newest(alert);
  // After a wrong answer that is what she must see, whatever was proven before it.
  const present = alert.broken ? null : top;
  return [
    mine(alert, proven.get('saved')),
    ...texted(alert, top),
    ...(present === null ? [{ kind: 'stuck', stuck: stuckAt(alert, configured) } as const] : []),
    { kind: 'line', crossed: top !== null },
    ...stages.flatMap((stage) => rung(stage, proven.get(stage), present)),
    ...end(proven.get('closed')),
  ];
}

/** The highest step that a receipt proves. */
export function newest(alert: AlertView): Step | null {
  const proven = alert.steps.filter((step) => step.stage !== 'saved');
  return proven.at(-1) ?? null;
}

/**
 * What she reads once it is taken back: that the police are told, if they have it, saved or not. With no receipt it may be on its way all
 * the same, and a cancel follows it.
 */
export function noteOfTakenBack(alert: AlertView): 'taken_back' | 'taken_back_told' {
  return newest(alert) === null ? 'taken_back' : 'taken_back_told';
}

/** Nothing was received, and only a call helps now. */
export function isUrgent(alert: AlertView, configured: boolean): boolean {
  if (alert.broken) return true;
  return newest(alert) === null && (alert.not_delivered || !alert.durable || !configured);
}

function mine(alert: AlertView, saved: Step | undefined): Rung {
  return alert.durable && saved !== undefined ? { kind: 'saved', step: saved } : { kind: 'not_saved' };
}

/** Her own touch is what the alert's text waits for, and nothing else has got through. */
export function waitsForTouch(alert: AlertView): boolean {
  return alert.text?.state === 'needs_touch' && newest(alert) === null;
}

/** A text that did not go is worth a word only while nothing else has got through. */
function texted({ text }: AlertView, top: Step | null): Rung[] {
  if (text === null || (text.state !== 'handed_over' && top !== null)) return [];
  return [{ kind: 'text', text }];
}

function stuckAt(alert: AlertView, configured: boolean): Stuck {
  if (alert.broken) return 'broken';
  if (!configured) return 'cannot_send';
  if (alert.not_delivered) return 'not_delivered';
  switch (alert.carrying) {
    case 'sending':
      return 'sending';
    case 'waiting_for_network':
      return 'waiting';
    // Nothing carries it and nothing proves it: only the dialler is honest.
    case 'idle':
      return 'not_delivered';
  }
}

/** Once the matter is closed, a step that never came will not come: it is not shown as one to wait for. */
function rung(stage: ProvenStage, step: Step | undefined, present: Step | null): Rung[] {
  if (step === undefined) return present?.stage === 'closed' ? [] : [{ kind: 'todo', stage }];
  return [{ kind: step === present ? 'now' : 'done', step }];
}

function end(closed: Step | undefined): Rung[] {
  return closed === undefined ? [] : [{ kind: 'now', step: closed }];
}
