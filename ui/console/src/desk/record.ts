import type { Incident } from '../room/types';

type Line = Incident['log'][number];
export type RecordLine = Line & { times: number };

/** The record as it is read: the same thing by the same person again and again is one line, with how often and when last. */
export function recordLines(log: readonly Line[]): RecordLine[] {
  const lines: RecordLine[] = [];
  for (const line of log) {
    const last = lines.at(-1);
    if (last && last.who === line.who && last.what === line.what) lines[lines.length - 1] = { ...line, times: last.times + 1 };
    else lines.push({ ...line, times: 1 });
  }
  return lines;
}
