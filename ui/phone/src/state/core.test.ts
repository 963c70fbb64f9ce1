import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Refused } from '../backend/backend';
import { SCENES } from '../../tests/fixture/scenes';
import { Scripted } from '../../tests/fixture/scripted';
import { Core } from './core.svelte';

let script: Scripted;
let core: Core;
const views = () => script.calls.filter((call) => call === 'view').length;

beforeEach(() => {
  vi.useFakeTimers();
  script = new Scripted('ready', 'ur');
  core = new Core(script);
});
afterEach(() => {
  core.stop();
  vi.useRealTimers();
});

describe('the core behind the page', () => {
  it('is asked again when it says that something changed', async () => {
    core.start();
    await vi.advanceTimersByTimeAsync(0);
    script.show('on_the_way');
    await vi.advanceTimersByTimeAsync(0);
    expect(core.view?.alert?.steps.at(-1)?.stage).toBe('dispatched');
  });

  it('that is out of reach is looked for until it is back', async () => {
    script.down = true;
    core.start();
    await vi.advanceTimersByTimeAsync(3500);
    expect([core.reach, core.view]).toEqual(['lost', null]);
    script.down = false;
    await vi.advanceTimersByTimeAsync(1000);
    expect([core.reach, core.view !== null]).toEqual(['here', true]);
  });

  it('that refuses a command is not out of reach', async () => {
    await core.read();
    const through = await core.ask(() => Promise.reject(new Refused('bad_step', 'no such step')));
    expect([through, core.reach]).toEqual([false, 'here']);
  });

  it('never lets an old answer replace a newer one', async () => {
    await core.read();
    let late: (view: NonNullable<typeof core.view>) => void = () => undefined;
    const slow = core.ask(() => new Promise((resolve) => (late = resolve)));
    script.show('on_the_way');
    await core.read();
    const old = SCENES['ready'];
    if (old !== undefined) late(old);
    await slow;
    expect(core.view?.alert).not.toBeNull();
  });

  it('is asked at the end of the window and at 90 seconds, event or not', async () => {
    script.show('take_back');
    core.start();
    await vi.advanceTimersByTimeAsync(0);
    const before = views();
    await vi.advanceTimersByTimeAsync(7700);
    expect(views()).toBe(before);
    await vi.advanceTimersByTimeAsync(100);
    expect(views()).toBeGreaterThan(before);
  });

  it('answers many events with few questions', async () => {
    core.start();
    await vi.advanceTimersByTimeAsync(0);
    const before = views();
    for (let event = 0; event < 50; event += 1) script.changed();
    await vi.advanceTimersByTimeAsync(0);
    expect(views() - before).toBeLessThanOrEqual(2);
  });

  it('tells the time; the page only counts on from it', async () => {
    await core.read();
    const told = core.clock.now;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(Math.round((core.clock.now - told) / 1000)).toBe(30);
  });
});
