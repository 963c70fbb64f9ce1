import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { incident, MemoryRoom, NOW, SESSION } from '../testing';
import { Console } from './console.svelte';

let room: MemoryRoom;
let seat: Console;
let signed_out: number;

beforeEach(async () => {
  vi.useFakeTimers({ now: NOW });
  room = new MemoryRoom();
  signed_out = 0;
  room.add(incident('L-1', 12_000));
  room.add(incident('L-2', 6_000));
  room.add(incident('L-3', 30_000, { state: 'accepted', operator: '4' }));
  seat = new Console(SESSION, room, room.open, () => (signed_out += 1));
  seat.desk.start();
  await vi.advanceTimersByTimeAsync(0);
});
afterEach(() => {
  seat.desk.stop();
  vi.useRealTimers();
});
const rest = () => vi.advanceTimersByTimeAsync(250);

test('A accepts the oldest, and it becomes the open incident', async () => {
  await seat.acceptOldest();
  expect(room.acts).toEqual([{ id: 'id-L-1', revision: 1, act: { kind: 'accept' } }]);
  expect(seat.row?.label).toBe('L-1');
  expect(seat.row?.state).toBe('accepted');
});

test('the facts of a row are read only when one rests on it', async () => {
  const read = vi.spyOn(room, 'incident');
  seat.select('id-L-1');
  await vi.advanceTimersByTimeAsync(50);
  seat.select('id-L-2');
  await rest();
  expect(read.mock.calls).toEqual([['id-L-2']]);
});

test('news that overtakes an answer is read, not lost with it', async () => {
  seat.select('id-L-3');
  await rest();
  const read = vi.spyOn(room, 'incident');
  seat.facts.follow('id-L-3', 8);
  seat.facts.take(incident('L-3', 30_000, { revision: 7 }));
  room.add(incident('L-3', 30_000, { revision: 8 }));
  await vi.advanceTimersByTimeAsync(2_000);
  expect(read).toHaveBeenCalledTimes(1);
  expect(seat.facts.incident?.revision).toBe(8);
});

describe('a refusal by 409', () => {
  beforeEach(async () => {
    seat.select('id-L-3');
    await rest();
    seat.chooseUnit();
    if (seat.draft) [seat.draft.unit, seat.draft.eta_min] = ['M-14', '9'];
    const current = { ...incident('L-3', 30_000), state: 'dispatched' as const, operator: '2', unit: 'K-21', revision: 30 };
    room.fails.act = { code: 'stale_revision', current };
    await seat.dispatch('M-14', 9);
  });

  test('says what changed', () => {
    expect(seat.acts.notices.get('id-L-3')).toEqual({
      kind: 'conflict',
      act: 'dispatch',
      changes: [{ what: 'state', to: 'dispatched', by: '2' }, { what: 'unit', to: 'K-21' }],
    });
    expect(seat.row?.unit).toBe('K-21');
  });

  test('keeps what was entered, and the form', () => {
    expect(seat.draft?.unit).toBe('M-14');
    expect(seat.draft?.eta_min).toBe('9');
    expect(seat.mode).toBe('dispatch');
  });

  test('lets the operator do it again on what he now sees', async () => {
    delete room.fails.act;
    await seat.dispatch('M-14', 9);
    expect(room.acts.at(-1)?.revision).toBe(30);
    expect(seat.draft?.unit).toBe('');
    expect(seat.mode).toBe('facts');
  });
});

test('a repeated request that finds its own deed done is no conflict', async () => {
  room.fails.act = { code: 'stale_revision', current: incident('L-1', 12_000, { state: 'accepted', operator: '4', revision: 30 }) };
  await seat.acceptOldest();
  expect(seat.acts.notices.get('id-L-1')?.kind).toBe('confirmed');
  room.fails.act = { code: 'stale_revision', current: incident('L-2', 6_000, { state: 'accepted', operator: '2', revision: 31 }) };
  await seat.acceptOldest();
  expect(seat.acts.notices.get('id-L-2')?.kind).toBe('conflict');
});

describe('an act without an answer', () => {
  test('is not confirmed, then known from the next snapshot to have been done', async () => {
    room.fails.act = { code: 'unreachable' };
    room.fails.desk = { code: 'unreachable' };
    await seat.acceptOldest();
    expect(seat.acts.notices.get('id-L-1')?.kind).toBe('unconfirmed');
    room.add(incident('L-1', 12_000, { state: 'accepted', operator: '4', revision: 11 }));
    delete room.fails.desk;
    await vi.advanceTimersByTimeAsync(3_000);
    expect(seat.acts.notices.get('id-L-1')?.kind).toBe('confirmed');
  });

  test('or not to have been done', async () => {
    room.fails.act = { code: 'unreachable' };
    await seat.acceptOldest();
    await vi.advanceTimersByTimeAsync(0);
    expect(seat.acts.notices.get('id-L-1')?.kind).toBe('not_done');
  });
});

test('without a link nothing is sent and nothing entered is lost', async () => {
  seat.select('id-L-3');
  await rest();
  seat.chooseUnit();
  if (seat.draft) seat.draft.unit = 'M-14';
  room.fails.desk = { code: 'unreachable' };
  await vi.advanceTimersByTimeAsync(6_000);
  expect(seat.lost).toBe(true);
  await seat.dispatch('M-14', 9);
  expect(room.acts).toEqual([]);
  expect(seat.draft?.unit).toBe('M-14');
});

test('older news than what is shown is dropped', () => {
  seat.desk.take(incident('L-3', 30_000, { state: 'dispatched', revision: 50 }));
  seat.desk.take(incident('L-3', 30_000, { state: 'accepted', revision: 40 }));
  expect(seat.desk.rows.get('id-L-3')?.state).toBe('dispatched');
});

test('an incident closed elsewhere stays in the panel until the operator turns away', async () => {
  seat.select('id-L-3');
  await rest();
  room.add(incident('L-3', 30_000, { state: 'closed', revision: 60 }));
  room.tell(incident('L-3', 30_000, { state: 'closed', revision: 60 }));
  await vi.advanceTimersByTimeAsync(2_000);
  expect(seat.desk.rows.has('id-L-3')).toBe(false);
  expect(seat.row?.state).toBe('closed');
  seat.back();
  expect(seat.row).toBeNull();
});

test('under duress closing is locked until a unit is there', () => {
  seat.desk.take(incident('L-3', 30_000, { state: 'dispatched', duress: true, revision: 20 }));
  seat.select('id-L-3');
  seat.chooseOutcome();
  expect(seat.mode).toBe('facts');
  seat.desk.take(incident('L-3', 30_000, { state: 'arrived', duress: true, revision: 21 }));
  seat.chooseOutcome();
  expect(seat.mode).toBe('close');
});

test('entries outlive the session of the same seat', () => {
  seat.select('id-L-3');
  if (seat.draft) seat.draft.note = 'she is at the gate';
  const again = new Console(SESSION, room, room.open, () => undefined, seat.drafts);
  again.select('id-L-3');
  expect(again.draft?.note).toBe('she is at the gate');
});
