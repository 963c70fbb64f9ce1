import type { IncidentRow } from "./IncidentRow";
import type { LogLine } from "./LogLine";
import type { Place } from "./Place";
import type { Step } from "./Step";

export type Incident = { track: Array<Place>, battery_percent: number | null, language: string | null, trigger: string | null, device: string, unreadable_reason: string | null, steps: Array<Step>, log: Array<LogLine>, } & IncidentRow;
