import { afterEach, beforeEach, expect, test } from 'vitest';
import en from '../../messages/en.json';
import ur from '../../messages/ur.json';
import { m } from '../paraglide/messages.js';
import { incident, NOW } from '../testing';
import { coordinates, telephone, timeOfDay } from './format';
import { preferences } from './locale.svelte';
import { rowName } from './spoken';
import { distrust, logWord } from './words';

beforeEach(() => void (preferences.language = 'en'));
afterEach(() => void (preferences.language = 'en'));

const keys = (texts: object) => Object.keys(texts).filter((key) => key !== '$schema').sort();
const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

test('every text exists in both languages, and the compiler has seen them all', () => {
  expect(keys(ur)).toEqual(keys(en));
  expect(keys(en).length).toBeGreaterThan(350);
  expect(Object.keys(m).length).toBeGreaterThanOrEqual(keys(en).length);
});

test('a translation fills the same holes', () => {
  for (const key of keys(en)) {
    const [english, urdu] = [(en as Record<string, string>)[key] ?? '', (ur as Record<string, string>)[key] ?? ''];
    expect([key, holes(urdu)]).toEqual([key, holes(english)]);
    expect([key, urdu.trim() !== '']).toEqual([key, true]);
  }
});

test('the language changes in place', () => {
  expect(m.lane_live()).toBe('Live desk');
  preferences.language = 'ur';
  expect(m.lane_live()).toBe('لائیو ڈیسک');
});

test('a row is told in words', () => {
  const row = incident('L-485', 12_000, { place: { latitude_deg: 31.5, longitude_deg: 74.3, accuracy_m: 40, at_ms: NOW - 4_000, method: 'satellite', doubts: [] }, district_approximate: true, paths: ['datagram'] });
  expect(rowName(row, NOW, '4')).toBe('L-485, near Lahore, text, 3 s to accept, unclaimed, plus or minus 40 metres, 4 s old, datagram');
});

test('times are those of the room, whatever the computer thinks', () => {
  expect(timeOfDay(Date.UTC(2026, 10, 22, 21, 14, 36))).toBe('02:14:36');
});

test('coordinates and numbers keep their order inside Urdu', () => {
  preferences.language = 'ur';
  expect(coordinates(31.281, 74.305)).toBe('\u206631.2810\u00a0N 74.3050\u00a0E\u2069');
  expect(telephone('+923001234567')).toBe('\u2066+923001234567\u2069');
});

test('the most telling reason for distrust comes first', () => {
  const row = incident('L-1', 0, { trust: 'low', place: { latitude_deg: 0, longitude_deg: 0, accuracy_m: 1, at_ms: NOW, method: 'fused', doubts: ['null_island'] } });
  expect(distrust(row)).toEqual(['place 0/0', 'unknown device']);
});

test('what nobody has proven is said before all else', () => {
  const row = incident('L-1', 0, { trust: 'unproven', place: { latitude_deg: 0, longitude_deg: 0, accuracy_m: 1, at_ms: NOW, method: 'fused', doubts: ['null_island'] } });
  expect(distrust(row)).toEqual(['unproven text', 'place 0/0']);
});

test('a code this console does not know is shown as it came', () => {
  expect(logWord('brand_new_thing')).toBe('brand new thing');
});
