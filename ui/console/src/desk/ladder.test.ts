import { expect, test } from 'vitest';
import { incident } from '../testing';
import { ladderOf, onHerScreen } from './ladder';
import { recordLines } from './record';

const steps = (...all: [string, boolean][]) => all.map(([stage, fetched], index) => ({ stage, fetched, at_ms: index }));

test('a word her phone has fetched is full, a signed one half, the rest empty', () => {
  const rungs = ladderOf(incident('L-1', 0, { steps: steps(['stored', true], ['opened', true], ['seen', false]) }));
  expect(rungs.map(({ mark }) => mark)).toEqual(['shown', 'shown', 'shown', 'signed', 'none', 'none', 'none']);
  expect(onHerScreen(rungs)).toEqual({ stage: 'opened', later: true });
});

test('of an alert that nobody could read not even the time of the tap is known', () => {
  const [saved] = ladderOf(incident('L-1', 0, { trust: 'unreadable' }));
  expect(saved).toEqual({ stage: 'saved', at_ms: null, mark: 'shown' });
});

test('the same line of the record again and again is one, with how often and when last', () => {
  const line = (at_ms: number, who: string, what: string) => ({ at_ms, who, what });
  expect(recordLines([line(1, 'room', 'raised'), line(2, '4', 'file_opened'), line(3, '4', 'file_opened'), line(4, '2', 'file_opened')])).toEqual([
    { at_ms: 1, who: 'room', what: 'raised', times: 1 },
    { at_ms: 3, who: '4', what: 'file_opened', times: 2 },
    { at_ms: 4, who: '2', what: 'file_opened', times: 1 },
  ]);
});
