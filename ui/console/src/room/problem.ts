import type { Incident } from './types';

/**
 * What went wrong between this console and the room, as a value the caller switches on.
 * `unreachable` says nothing about whether the room did the act: the answer may have been lost on its way.
 */
export type Problem =
  | { code: 'unreachable' }
  | { code: 'signed_out' }
  | { code: 'wrong_password' }
  | { code: 'password_must_change' }
  | { code: 'password_refused'; title: string }
  | { code: 'throttled'; wait_s: number }
  | { code: 'stale_revision'; current: Incident }
  | { code: 'wrong_state' }
  | { code: 'under_duress' }
  | { code: 'not_assigned' }
  | { code: 'clip_not_here' }
  | { code: 'clip_broken' }
  | { code: 'refused'; title: string };

/** The room's refusal or silence. Thrown by every call of `Room`. */
export class RoomError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.code);
    this.problem = problem;
  }
}

/** Whatever was thrown, as a problem; a fault of our own is not disguised as the room's. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof RoomError) return thrown.problem;
  throw thrown;
}
