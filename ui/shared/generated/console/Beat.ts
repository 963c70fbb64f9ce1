export type Beat = { now_ms: number, revision: number, };
