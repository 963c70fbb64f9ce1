import { expect, test } from 'vitest';
import { CodeEntry, OUTCOMES } from './outcomes';
import { parsedMinutes, ranked } from './units';
import { incident } from '../testing';

test('two digits choose an outcome, a lone one waits for its second', () => {
  const entry = new CodeEntry();
  expect(entry.press(2, 0)).toBeNull();
  expect(entry.press(0, 400)).toBe('offence_registered');
  expect(entry.press(5, 1_000)).toBeNull();
  expect(entry.press(1, 5_000)).toBeNull();
  expect(entry.press(0, 5_100)).toBe('arrived_safe');
});

test('"reconciled" is not an outcome', () => {
  expect(OUTCOMES.map(({ disposition }) => disposition).filter((name) => /reconcil/.test(name))).toEqual([]);
  expect(OUTCOMES).toHaveLength(6);
});

test('units are ranked free first, then by distance, unknown places last', () => {
  const unit = (call_sign: string, latitude_deg: number | null, busy_with: string | null = null) => ({ call_sign, crew: 2, woman_officer: null, district: null, latitude_deg, longitude_deg: latitude_deg === null ? null : 74.3, busy_with });
  const order = ranked([unit('far', 32), unit('busy', 31.5, 'L-7'), unit('nowhere', null), unit('near', 31.51)], incident('L-1', 0).place);
  expect(order.map(({ call_sign }) => call_sign)).toEqual(['near', 'far', 'nowhere', 'busy']);
  expect(order[0]?.eta_min).toBe(4);
});

test('minutes are whole and sensible', () => {
  expect(['9', ' 12 ', '0', '601', '7.5', '', 'soon'].map(parsedMinutes)).toEqual([9, 12, null, null, null, null, null]);
});
