import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MemoryRoom } from '../testing';
import { Hearing } from './hearing.svelte';

beforeEach(() => {
  vi.stubGlobal('URL', { createObjectURL: () => 'blob:one', revokeObjectURL: vi.fn() });
});
afterEach(() => vi.unstubAllGlobals());

test('a hearing is one fetching of the clip, and its sound is forgotten when it stops', async () => {
  const room = new MemoryRoom();
  const hearing = new Hearing(room, () => {});
  await hearing.hear('id', 'digest');
  expect([hearing.url, hearing.failed, room.clips_heard]).toEqual(['blob:one', null, 1]);
  hearing.stop();
  expect([hearing.url, hearing.digest]).toEqual([null, null]);
  expect(URL.revokeObjectURL).toHaveBeenCalledWith('blob:one');
});

test('a clip that is not what was announced is said to be so and never played', async () => {
  const room = new MemoryRoom();
  room.fails.clip = { code: 'clip_broken' };
  const hearing = new Hearing(room, () => {});
  await hearing.hear('id', 'digest');
  expect([hearing.url, hearing.failed]).toEqual([null, 'clip_broken']);
});

test('what comes after she turned to another incident is not played there', async () => {
  const room = new MemoryRoom();
  const hearing = new Hearing(room, () => {});
  const coming = hearing.hear('id', 'digest');
  hearing.stop();
  await coming;
  expect(hearing.url).toBeNull();
});

test('a session that is over leads to the sign-in', async () => {
  const room = new MemoryRoom();
  room.fails.clip = { code: 'signed_out' };
  const signedOut = vi.fn();
  await new Hearing(room, signedOut).hear('id', 'digest');
  expect(signedOut).toHaveBeenCalledOnce();
});
