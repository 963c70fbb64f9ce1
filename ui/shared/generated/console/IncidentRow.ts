import type { ContactRule } from "./ContactRule";
import type { IncidentState } from "./IncidentState";
import type { Lane } from "./Lane";
import type { Place } from "./Place";
import type { Trust } from "./Trust";

export type IncidentRow = { id: string, label: string, revision: number, state: IncidentState, lane: Lane, trust: Trust, tapped_at_ms: number, stored_at_ms: number, contact_rule: ContactRule | null, duress: boolean, cancelled: boolean, district: string | null, district_ur: string | null, district_approximate: boolean, place: Place | null, paths: Array<string>, desk: string | null, operator: string | null, unit: string | null, eta_s: number | null, disposition: string | null, accept_due_ms: number, assign_due_ms: number, arrive_due_ms: number, };
