import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Alarm } from './alarm.svelte';

let raised: string[] = [];
let felt: (number | number[])[] = [];
let warmed = 0;
let finish: () => void = () => undefined;

function alarm(): Alarm {
  return new Alarm({
    holdMs: () => 2000,
    warm: () => (warmed += 1),
    raise: (trigger) => {
      raised.push(trigger);
      return new Promise((resolve) => (finish = resolve));
    },
    vibrate: (pattern) => felt.push(pattern),
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  [raised, felt, warmed] = [[], [], 0];
});
afterEach(() => vi.useRealTimers());

describe('the alarm button', () => {
  it('warms the connection at the first touch and raises once it was held', async () => {
    const button = alarm();
    button.press({ x: 0, y: 0 }, 'hold');
    expect([button.status, warmed, raised]).toEqual(['holding', 1, []]);
    vi.advanceTimersByTime(2000);
    expect([button.status, raised]).toEqual(['held', ['hold']]);
    finish();
    await vi.runAllTimersAsync();
    expect(button.status).toBe('rest');
  });

  it('ticks in the hand at every quarter and long at the commit', () => {
    alarm().press(null, 'keyboard');
    vi.advanceTimersByTime(2000);
    expect(felt).toEqual([20, 20, 20, 20, 400]);
  });

  it('is quiet again when she lets go', () => {
    const button = alarm();
    button.press(null, 'keyboard');
    vi.advanceTimersByTime(600);
    button.lift();
    vi.advanceTimersByTime(5000);
    expect([button.status, raised, felt]).toEqual(['rest', [], [20, 20]]);
  });

  it('asks no hold of a screen reader or a switch', () => {
    const button = alarm();
    button.activate();
    expect(raised).toEqual(['assistive']);
  });

  it('raises only once, however often it is touched meanwhile', () => {
    const button = alarm();
    button.activate();
    button.activate();
    button.press(null, 'keyboard');
    vi.advanceTimersByTime(5000);
    expect(raised).toEqual(['assistive']);
  });
});
