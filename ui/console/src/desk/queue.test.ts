import { describe, expect, test } from 'vitest';
import { incident, NOW } from '../testing';
import { GAP_MS, oldestWaiting, Queue, tally, type Band } from './queue';

const a = incident('L-1', 12_000);
const b = incident('L-2', 6_000);
const labels = (band: Band | undefined) => band?.slots.map((slot) => slot.row?.label ?? '·');

function queueOf(...rows: Parameters<Queue['update']>[0][]) {
  const queue = new Queue();
  for (const each of rows) queue.update(each, NOW);
  return queue;
}

test('inside a band the order is the order of her taps, whatever the order of arrival', () => {
  const [accept] = queueOf([b, a]).bands(NOW);
  expect(labels(accept)).toEqual(['L-1', 'L-2']);
});

test('a new alert takes the first free slot and moves nothing', () => {
  const queue = queueOf([a, b]);
  queue.update([a, b, incident('L-3', 0)], NOW);
  expect(labels(queue.bands(NOW)[0])).toEqual(['L-1', 'L-2', 'L-3']);
});

test('duress, cancel and lateness never re-sort', () => {
  const late = incident('L-0', 40_000);
  const [accept] = queueOf([a, { ...b, duress: true, cancelled: true }, late]).bands(NOW);
  expect(labels(accept)).toEqual(['L-0', 'L-1', 'L-2']);
  expect(accept?.late).toBe(1);
});

describe('a row that leaves its band', () => {
  const moved = { ...a, state: 'accepted' as const, revision: 2 };

  test('leaves its slot empty in place, so nothing jumps under the hand', () => {
    const queue = queueOf([a, b], [moved, b]);
    queue.settle(NOW + 100, true);
    expect(labels(queue.bands(NOW)[0])).toEqual(['·', 'L-2']);
    expect(labels(queue.bands(NOW)[1])).toEqual(['L-1']);
  });

  test('closes the gap after two seconds', () => {
    const queue = queueOf([a, b], [moved, b]);
    expect(queue.settle(NOW + GAP_MS - 1, true)).toBe(false);
    expect(queue.settle(NOW + GAP_MS, true)).toBe(true);
    expect(labels(queue.bands(NOW)[0])).toEqual(['L-2']);
  });

  test('closes the gap at once when pointer and focus have left the queue', () => {
    const queue = queueOf([a, b], [moved, b]);
    queue.settle(NOW, false);
    expect(labels(queue.bands(NOW)[0])).toEqual(['L-2']);
  });
});

test('a closed incident is gone after its gap', () => {
  const arrived = incident('L-9', 1_000_000, { state: 'arrived' });
  const queue = queueOf([arrived], []);
  expect(labels(queue.bands(NOW)[3])).toEqual(['·']);
  queue.settle(NOW + GAP_MS, true);
  expect(labels(queue.bands(NOW)[3])).toEqual([]);
});

test('A takes the oldest that nobody has accepted', () => {
  expect(oldestWaiting([b, a, incident('L-0', 90_000, { state: 'accepted' })])?.label).toBe('L-1');
  expect(oldestWaiting([])).toBeNull();
});

test('the foot counts what waits, what is late and what cannot be read', () => {
  const rows = [a, incident('L-5', 41_000, { trust: 'unreadable' }), incident('L-6', 30_000, { state: 'accepted' })];
  expect(tally(rows, NOW)).toEqual({ open: 3, waiting: 2, unreadable: 1, late: 1, latest_ms: 26_000 });
});
