export type LogLine = { at_ms: number, who: string, what: string, };
