import type { Act, Desk, Incident, IncidentRow, RoomMap, Session } from './types';

/** The one seam to the control room. Every call throws `RoomError`, nothing else. */
export interface Room {
  /** The session of this browser, or null when nobody has taken the seat. */
  session(): Promise<Session | null>;
  signIn(seat: string, password: string, newPassword?: string): Promise<Session>;
  signOut(): Promise<void>;
  /** The whole desk as it is now: what the stream continues from. */
  desk(): Promise<Desk>;
  /** A page of the low-trust incidents that nobody has taken, the last changed first, after a revision of the page before. */
  lowTrust(before: number | null): Promise<IncidentRow[]>;
  /** The facts of one incident. Each reading is recorded by the room. */
  incident(id: string): Promise<Incident>;
  /** One step, on the revision the operator was looking at. */
  act(id: string, revision: number, act: Act): Promise<Incident>;
  /** A clip, for the seat that holds the incident. Each fetching is recorded by the room as a hearing. */
  clip(id: string, digest: string): Promise<Blob>;
  map(): Promise<RoomMap>;
}
