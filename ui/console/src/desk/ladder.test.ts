import { expect, test } from 'vitest';
import { incident } from '../testing';
import { ladderOf, onHerScreen } from './ladder';

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
