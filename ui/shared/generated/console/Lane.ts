export type Lane = "live" | "low_trust";
