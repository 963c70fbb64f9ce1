import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { incident, MemoryRoom, NOW, SESSION } from '../testing';
import { Console } from './console.svelte';

const invented = (label: string, more = {}) => incident(label, 9_000, { lane: 'low_trust', trust: 'unreadable', may_be_left_out: true, ...more });
let room: MemoryRoom;
let seat: Console;

beforeEach(async () => {
  vi.useFakeTimers({ now: NOW });
  room = new MemoryRoom();
  room.left_out = 100_441;
  room.add(incident('L-1', 12_000));
  room.add(invented('L-2'));
  room.add(invented('L-3', { state: 'accepted', may_be_left_out: false }));
  seat = new Console(SESSION, room, room.open, () => undefined);
  seat.desk.start();
  await vi.advanceTimersByTimeAsync(0);
});
afterEach(() => {
  seat.desk.stop();
  vi.useRealTimers();
});
const shown = () => [...seat.desk.rows.values()].map(({ label }) => label).sort();

test('the choice of the room takes invented ones off the desk, and nothing else', () => {
  room.listener?.unseen(11);
  room.listener?.crowd({ revision: 12, incidents: [invented('L-4', { revision: 12 })], left_out: 100_442 });
  expect(shown()).toEqual(['L-1', 'L-3', 'L-4']);
  expect(seat.desk.left_out).toBe(100_442);
  expect(room.desk_reads).toBe(1);
});

test('an older choice than the desk changes nothing, and a row younger than the choice stays', () => {
  room.listener?.crowd({ revision: 9, incidents: [], left_out: 0 });
  expect(shown()).toEqual(['L-1', 'L-2', 'L-3']);
  expect(seat.desk.left_out).toBe(100_441);
  room.listener?.incident(invented('L-5', { revision: 11 }), 11);
  room.listener?.crowd({ revision: 10, incidents: [], left_out: 100_443 });
  expect(shown()).toEqual(['L-1', 'L-3', 'L-5']);
});

test('those left out are turned over page by page', async () => {
  const asked = vi.spyOn(room, 'lowTrust');
  room.older = [[invented('L-9', { revision: 9 }), invented('L-8', { revision: 7 })], [invented('L-7', { revision: 5 })]];
  await seat.older.next();
  expect(seat.older.rows?.map(({ label }) => label)).toEqual(['L-9', 'L-8']);
  await seat.older.next();
  expect(seat.older.rows?.map(({ label }) => label)).toEqual(['L-7']);
  expect(asked.mock.calls).toEqual([[null], [7]]);
  room.fails.desk = { code: 'unreachable' };
  await seat.older.next();
  expect([seat.older.failed, seat.older.rows?.length]).toEqual([true, 1]);
  seat.go('low_trust');
  expect(seat.older.rows).toBeNull();
});
