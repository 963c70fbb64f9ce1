export type IncidentState = "new" | "accepted" | "dispatched" | "arrived" | "closed";
