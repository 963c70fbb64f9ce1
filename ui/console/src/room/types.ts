/** The wire types, generated from the room's Rust; nothing here is written by hand. */
export type { Beat } from '../../../shared/generated/console/Beat';
export type { Crowd } from '../../../shared/generated/console/Crowd';
export type { Desk } from '../../../shared/generated/console/Desk';
export type { DrillRow } from '../../../shared/generated/console/DrillRow';
export type { Headquarters } from '../../../shared/generated/console/Headquarters';
export type { Incident } from '../../../shared/generated/console/Incident';
export type { IncidentRow } from '../../../shared/generated/console/IncidentRow';
export type { Place } from '../../../shared/generated/console/Place';
export type { RoomMap } from '../../../shared/generated/console/RoomMap';
export type { Session } from '../../../shared/generated/console/Session';
export type { Unit } from '../../../shared/generated/console/Unit';

import type { Disposition } from '../../../shared/generated/console/Disposition';
export type { Disposition };

/** The four acts of an operator, each a step of the incident, an audit entry and a receipt to her phone. */
export type Act =
  | { kind: 'accept' }
  | { kind: 'dispatch'; unit: string; eta_min: number }
  | { kind: 'arrive' }
  | { kind: 'close'; disposition: Disposition; note: string };
