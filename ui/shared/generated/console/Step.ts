export type Step = { stage: string, at_ms: number, fetched: boolean, };
