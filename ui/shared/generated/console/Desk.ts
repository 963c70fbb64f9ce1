import type { DrillRow } from "./DrillRow";
import type { IncidentRow } from "./IncidentRow";
import type { Unit } from "./Unit";

export type Desk = { revision: number, now_ms: number, room_name: string, attribution: string | null, approximate: boolean, incidents: Array<IncidentRow>, drills: Array<DrillRow>, units: Array<Unit>, };
