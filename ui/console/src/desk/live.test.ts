import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { incident, MemoryRoom, NOW } from '../testing';
import { Live, type LiveListener } from './live';

let room: MemoryRoom;
let told: string[];
let live: Live;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  room = new MemoryRoom();
  told = [];
  const listener: LiveListener = {
    snapshot: (desk) => told.push(`snapshot ${desk.revision}`),
    incident: (row) => told.push(row.label),
    drill: (row) => told.push(row.label),
    crowd: ({ left_out }) => told.push(`${left_out} left out`),
    heard: () => undefined,
    linkLost: () => told.push('lost'),
    linkBack: () => told.push('back'),
    signedOut: () => told.push('signed out'),
  };
  live = new Live(room, room.open, listener);
});
afterEach(() => {
  live.stop();
  vi.useRealTimers();
});

async function started(): Promise<void> {
  live.start();
  await vi.advanceTimersByTimeAsync(0);
  told.length = 0;
}
async function beating(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 2_000) {
    await vi.advanceTimersByTimeAsync(2_000);
    room.beat();
  }
}

test('the snapshot comes first, the stream continues after its revision', async () => {
  live.start();
  await vi.advanceTimersByTimeAsync(0);
  expect(told).toEqual(['snapshot 10']);
  expect(room.opened_after).toEqual([10]);
});

test('events in order are told without reading the desk again', async () => {
  await started();
  room.tell(incident('L-1', 0));
  room.tell(incident('L-2', 0));
  await beating(20_000);
  expect(told).toEqual(['L-1', 'L-2']);
  expect(room.desk_reads).toBe(1);
});

describe('whatever makes the cursor doubtful is answered with a fresh snapshot', () => {
  test('a jump in the revisions', async () => {
    await started();
    room.revision += 3;
    room.tell(incident('L-4', 0));
    await vi.advanceTimersByTimeAsync(0);
    expect(told).toEqual(['L-4', 'snapshot 14']);
    expect(room.opened_after).toEqual([10, 14]);
  });

  test('a reset', async () => {
    await started();
    room.listener?.reset();
    await vi.advanceTimersByTimeAsync(0);
    expect(told).toEqual(['snapshot 10']);
  });

  test('a beat that is ahead of us twice; once may be an event on its way', async () => {
    await started();
    room.revision = 12;
    room.beat();
    await vi.advanceTimersByTimeAsync(0);
    expect(told).toEqual([]);
    room.beat();
    await vi.advanceTimersByTimeAsync(0);
    expect(told).toEqual(['snapshot 12']);
  });

  test('a cursor that went backwards', async () => {
    await started();
    room.revision = 3;
    room.beat();
    await vi.advanceTimersByTimeAsync(0);
    expect(told).toEqual(['snapshot 3']);
  });
});

describe('the link', () => {
  test('is lost within five seconds of the last sign of life', async () => {
    await started();
    await beating(6_000);
    room.fails.desk = { code: 'unreachable' };
    await vi.advanceTimersByTimeAsync(4_499);
    expect(told).toEqual([]);
    await vi.advanceTimersByTimeAsync(2);
    expect(told).toEqual(['lost']);
  });

  test('is lost sooner when the connection ends and the room refuses', async () => {
    await started();
    room.fails.desk = { code: 'unreachable' };
    room.listener?.ended();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(told).toEqual(['lost']);
  });

  test('a blink is not a loss', async () => {
    await started();
    room.listener?.ended();
    await vi.advanceTimersByTimeAsync(300);
    room.beat();
    expect(told).toEqual(['snapshot 10']);
  });

  test('is asked for without end, and comes back with a fresh snapshot before anything else', async () => {
    await started();
    room.fails.desk = { code: 'unreachable' };
    room.listener?.ended();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(told).toEqual(['lost']);
    delete room.fails.desk;
    room.revision = 40;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(told).toEqual(['lost', 'snapshot 40']);
    room.beat();
    expect(told).toEqual(['lost', 'snapshot 40', 'back']);
  });

  test('that answers but does not speak stays lost, and the desk is read meanwhile', async () => {
    await started();
    await vi.advanceTimersByTimeAsync(15_000);
    expect(told.filter((what) => what === 'lost')).toHaveLength(1);
    expect(told).not.toContain('back');
    expect(told.filter((what) => what.startsWith('snapshot')).length).toBeGreaterThanOrEqual(3);
  });
});

test('a session that has ended is told and nothing is asked any more', async () => {
  await started();
  room.fails.desk = { code: 'signed_out' };
  room.listener?.ended();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told).toEqual(['signed out']);
  expect(room.desk_reads).toBe(2);
});
