import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Scripted } from '../../tests/fixture/scripted';
import { Core } from './core.svelte';
import { Raising } from './raising.svelte';

let script: Scripted;
let core: Core;
let raising: Raising;
const raises = () => script.calls.filter((call) => call.startsWith('raise'));

beforeEach(async () => {
  vi.useFakeTimers();
  script = new Scripted('ready', 'ur');
  core = new Core(script);
  raising = new Raising(core);
  await core.read();
});
afterEach(() => {
  core.stop();
  vi.useRealTimers();
});

describe('raising', () => {
  it('is done when the core has the alert', async () => {
    const done = raising.raise('hold');
    await vi.advanceTimersByTimeAsync(0);
    await done;
    expect([core.view?.alert?.steps.length, raising.busy, raising.unsaved]).toEqual([1, false, false]);
  });

  it('says after two seconds that it is not saved yet, and goes on waiting', async () => {
    script.raiseTakesMs = 3000;
    const done = raising.raise('hold');
    await vi.advanceTimersByTimeAsync(1999);
    expect(raising.unsaved).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(raising.unsaved).toBe(true);
    await vi.advanceTimersByTimeAsync(1000);
    await done;
    expect([raising.unsaved, core.view?.alert !== null, raises().length]).toEqual([false, true, 1]);
  });

  it('keeps trying while the core is away, and raises when it is back', async () => {
    script.down = true;
    const done = raising.raise('keyboard');
    await vi.advanceTimersByTimeAsync(5000);
    expect(raising.unsaved).toBe(true);
    script.down = false;
    await vi.advanceTimersByTimeAsync(1100);
    await done;
    expect(core.view?.alert?.alert_id).toBeDefined();
  });

  it('does not raise twice when only the answer was lost', async () => {
    const { raise } = script;
    let lost = 0;
    script.raise = async (trigger) => {
      const view = await raise.call(script, trigger);
      lost += 1;
      if (lost === 1) throw new Error('the answer was lost');
      return view;
    };
    const done = raising.raise('hold');
    await vi.advanceTimersByTimeAsync(1100);
    await done;
    expect([raises().length, core.view?.alert !== null]).toEqual([1, true]);
  });

  it('stops when she says so', async () => {
    script.down = true;
    const done = raising.raise('hold');
    await vi.advanceTimersByTimeAsync(100);
    raising.stopTrying();
    await vi.advanceTimersByTimeAsync(1100);
    await done;
    script.down = false;
    await vi.advanceTimersByTimeAsync(5000);
    expect([raising.busy, raises().length]).toEqual([false, 1]);
  });
});
