import { expect, test } from 'vitest';
import { incident, NOW } from '../testing';
import { clockDoubted, clockFigure, clockOf, countedFrom, lateFigure, minutes } from './clock';

const figure = (ago_ms: number, state: 'new' | 'accepted' | 'dispatched' | 'arrived') => {
  const clock = clockOf(incident('L-1', ago_ms, { state }), NOW);
  return [clock.phase, clockFigure(clock)];
};

test('fifteen seconds to accept, sixty to assign, fifteen minutes to the scene, counted from her tap', () => {
  expect(figure(0, 'new')).toEqual(['ok', '15']);
  expect(figure(12_000, 'new')).toEqual(['soon', '3']);
  expect(figure(15_000, 'new')).toEqual(['soon', '0']);
  expect(figure(15_001, 'new')).toEqual(['over', '+0:00']);
  expect(figure(41_000, 'new')).toEqual(['over', '+0:26']);
  expect(figure(48_000, 'accepted')).toEqual(['soon', '12']);
  expect(figure(61_000, 'accepted')).toEqual(['over', '+0:01']);
  expect(figure(700_000, 'dispatched')).toEqual(['soon', '3:20']);
  expect(figure(970_000, 'dispatched')).toEqual(['over', '+1:10']);
});

test('on scene no clock runs', () => {
  expect(figure(2_000_000, 'arrived')).toEqual(['still', '']);
});

test('the last third of a clock is drawn thick', () => {
  expect(clockOf(incident('L-1', 9_999), NOW).phase).toBe('ok');
  expect(clockOf(incident('L-1', 10_000), NOW).phase).toBe('soon');
});

test('an absurd clock of her phone is not counted from, and it is told', () => {
  const row = incident('L-1', 5_000, { tapped_at_ms: NOW - 3 * 86_400_000 });
  expect(countedFrom(row)).toBe(NOW - 5_000);
  expect(clockDoubted(row)).toBe(true);
  expect(clockDoubted(incident('L-2', 5_000))).toBe(false);
});

test('figures stay short enough for the shape', () => {
  expect(lateFigure(5_999_000)).toBe('+1:39:59');
  expect(lateFigure(6_000_000)).toBe('+1h');
  expect(lateFigure(49 * 3_600_000)).toBe('+2d');
  expect(minutes(7_450_000)).toBe('2:04:10');
});
