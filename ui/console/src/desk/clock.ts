import type { IncidentRow } from '../room/types';

/** Where an incident stands, by the clock that runs on it. */
export type Stage = 'accept' | 'assign' | 'arrive' | 'scene';
export const STAGES: readonly Stage[] = ['accept', 'assign', 'arrive', 'scene'];

/** One row's clock at one moment. `left_ms` is negative once overdue; on scene no clock runs. */
export type ClockView = {
  stage: Stage;
  left_ms: number | null;
  /** Share of the time still left, 1 … 0. */
  fraction: number;
  phase: 'ok' | 'soon' | 'over' | 'still';
};

/** The accept limit; the room counts every due time from the same base, so this recovers the base exactly. */
const ACCEPT_MS = 15_000;

/** The stage of a state; a closed incident has none. */
export function stageOf(state: IncidentRow['state']): Stage | null {
  switch (state) {
    case 'new':
      return 'accept';
    case 'accepted':
      return 'assign';
    case 'dispatched':
      return 'arrive';
    case 'arrived':
      return 'scene';
    case 'closed':
      return null;
  }
}

/** Her tap as the room counts it: when her phone's clock is absurd this is the time the alert came. */
export function countedFrom(row: IncidentRow): number {
  return row.accept_due_ms - ACCEPT_MS;
}

/** True when the room did not use her phone's clock. */
export function clockDoubted(row: IncidentRow): boolean {
  return countedFrom(row) !== row.tapped_at_ms;
}

/** True when the clocks can only run from its arrival: it cannot be read, or her phone's clock is not believed. */
export function runsFromArrival(row: IncidentRow): boolean {
  return row.trust === 'unreadable' || clockDoubted(row);
}

/** When the clock of a stage runs out. */
export function dueAt(row: IncidentRow, stage: Stage): number | null {
  switch (stage) {
    case 'accept':
      return row.accept_due_ms;
    case 'assign':
      return row.assign_due_ms;
    case 'arrive':
      return row.arrive_due_ms;
    case 'scene':
      return null;
  }
}

/** The clock a row shows now. */
export function clockOf(row: IncidentRow, now_ms: number): ClockView {
  const stage = stageOf(row.state) ?? 'scene';
  const due = dueAt(row, stage);
  if (due === null) return { stage, left_ms: null, fraction: 1, phase: 'still' };
  const left_ms = due - now_ms;
  const fraction = Math.min(1, Math.max(0, left_ms / (due - countedFrom(row))));
  const phase = left_ms < 0 ? 'over' : fraction <= 1 / 3 ? 'soon' : 'ok';
  return { stage, left_ms, fraction, phase };
}

/** A row that is past the limit of its stage. */
export function isOverdue(row: IncidentRow, now_ms: number): boolean {
  return clockOf(row, now_ms).phase === 'over';
}

/** 48 s → "0:48", 31 min 5 s → "31:05", above an hour "2:04:10". Never negative. */
export function minutes(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (n: number) => String(n).padStart(2, '0');
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** What stands inside the shape: whole seconds, minutes, or how late with a plus. */
export function clockFigure(clock: ClockView): string {
  if (clock.left_ms === null) return '';
  if (clock.phase === 'over') return lateFigure(-clock.left_ms);
  if (clock.stage === 'arrive') return minutes(clock.left_ms + 999);
  return String(Math.ceil(clock.left_ms / 1000));
}

/** "+1:10"; beyond 99 minutes only hours fit the shape. */
export function lateFigure(late_ms: number): string {
  if (late_ms >= 48 * 3_600_000) return `+${Math.floor(late_ms / 86_400_000)}d`;
  return late_ms >= 6_000_000 ? `+${Math.floor(late_ms / 3_600_000)}h` : `+${minutes(late_ms)}`;
}
