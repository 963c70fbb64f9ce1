import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HoldGesture, realTimers, type HoldEnd } from './hold';

const START = { x: 100, y: 100 };
let ends: HoldEnd[] = [];

function hold(ms = 2000): HoldGesture {
  return new HoldGesture(ms, START, realTimers, (how) => ends.push(how));
}

beforeEach(() => {
  vi.useFakeTimers();
  ends = [];
});
afterEach(() => vi.useRealTimers());

describe('one hold of the alarm', () => {
  it('raises when it was held long enough, and not a moment sooner', () => {
    hold();
    vi.advanceTimersByTime(1999);
    expect(ends).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(ends).toEqual(['held']);
  });

  it('raises nothing when she lets go', () => {
    const gesture = hold();
    vi.advanceTimersByTime(1000);
    gesture.lift();
    vi.advanceTimersByTime(150);
    expect(ends).toEqual(['let_go']);
    vi.advanceTimersByTime(5000);
    expect(ends).toEqual(['let_go']);
  });

  it('survives a finger that leaves for less than 150 ms', () => {
    const gesture = hold();
    vi.advanceTimersByTime(1000);
    gesture.lift();
    vi.advanceTimersByTime(149);
    gesture.press(START);
    vi.advanceTimersByTime(851);
    expect(ends).toEqual(['held']);
  });

  it('survives a slide of 40 px in any direction', () => {
    const gesture = hold();
    gesture.slide({ x: 100, y: 140 });
    gesture.slide({ x: 60, y: 100 });
    gesture.slide({ x: 128, y: 128 });
    vi.advanceTimersByTime(2000);
    expect(ends).toEqual(['held']);
  });

  it('is lost when the finger stays further away than 40 px', () => {
    const gesture = hold();
    gesture.slide({ x: 141, y: 100 });
    vi.advanceTimersByTime(150);
    expect(ends).toEqual(['let_go']);
  });

  it('survives a slip beyond 40 px that comes straight back', () => {
    const gesture = hold();
    gesture.slide({ x: 180, y: 100 });
    vi.advanceTimersByTime(100);
    gesture.slide({ x: 110, y: 100 });
    vi.advanceTimersByTime(1900);
    expect(ends).toEqual(['held']);
  });

  it('goes on at the place where the finger came back', () => {
    const gesture = hold();
    gesture.lift();
    gesture.press({ x: 160, y: 100 });
    gesture.slide({ x: 190, y: 100 });
    vi.advanceTimersByTime(2000);
    expect(ends).toEqual(['held']);
  });

  it('that is complete while the finger is away waits for it to come back', () => {
    const gesture = hold();
    vi.advanceTimersByTime(1900);
    gesture.lift();
    vi.advanceTimersByTime(120);
    expect(ends).toEqual([]);
    gesture.press(START);
    expect(ends).toEqual(['held']);
  });

  it('that is complete while the finger stays away raises nothing', () => {
    const gesture = hold();
    vi.advanceTimersByTime(1900);
    gesture.lift();
    vi.advanceTimersByTime(150);
    expect(ends).toEqual(['let_go']);
  });

  it('is abandoned at once when the page goes away', () => {
    const gesture = hold();
    gesture.abandon();
    expect(ends).toEqual(['let_go']);
    vi.advanceTimersByTime(3000);
    expect(ends).toEqual(['let_go']);
  });

  it('ends only once', () => {
    const gesture = hold();
    vi.advanceTimersByTime(2000);
    gesture.lift();
    gesture.abandon();
    vi.advanceTimersByTime(1000);
    expect(ends).toEqual(['held']);
  });
});
