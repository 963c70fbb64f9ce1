export type Place = { latitude_deg: number, longitude_deg: number, accuracy_m: number | null, at_ms: number, method: string, doubts: Array<string>, };
