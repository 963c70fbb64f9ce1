import type { Incident } from '../room/types';

/** ● her phone holds the receipt, ◐ signed but not yet fetched, ○ not yet. */
export type Rung = { stage: string; at_ms: number | null; mark: 'shown' | 'signed' | 'none' };

const RECEIPTS = ['stored', 'opened', 'seen', 'dispatched', 'arrived', 'closed'];

/** The ladder of one incident. "Saved" is her phone's own word, known once her alert could be read. */
export function ladderOf(incident: Incident): Rung[] {
  const readable = incident.trust !== 'unreadable';
  return [
    { stage: 'saved', at_ms: readable ? incident.tapped_at_ms : null, mark: 'shown' },
    ...RECEIPTS.map((stage): Rung => {
      const step = incident.steps.find((candidate) => candidate.stage === stage);
      if (!step) return { stage, at_ms: null, mark: 'none' };
      return { stage, at_ms: step.at_ms, mark: step.fetched ? 'shown' : 'signed' };
    }),
  ];
}

/** The word that stands on her screen, and whether a later one is on its way to her. */
export function onHerScreen(rungs: Rung[]): { stage: string; later: boolean } {
  const shown = rungs.findLastIndex((rung) => rung.mark === 'shown');
  return { stage: rungs[shown]?.stage ?? 'saved', later: rungs.slice(shown + 1).some((rung) => rung.mark === 'signed') };
}
