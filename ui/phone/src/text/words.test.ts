import { beforeEach, describe, expect, it } from 'vitest';
import type { Language, PlaceView, Step } from '../../../shared/generated/phone';
import { plain } from './isolate';
import { setSpokenLanguage } from './language';
import { placeWords } from './place';
import { provenWord, unitWords } from './steps';
import { ago, clockTime, elapsed } from './time';

const NOW = 1_000_000_000_000;
const MINUTE = 60_000;
let language: Language = 'en';
beforeEach(() => {
  language = 'en';
  setSpokenLanguage(() => language);
});

function place(accuracy_m: number | null, ageMs = MINUTE, doubtful = false): string {
  const view: PlaceView = { accuracy_m, at_ms: NOW - ageMs, doubtful };
  const { lead, rest } = placeWords(view, NOW);
  return plain(`${lead} · ${rest}`);
}

describe('the place', () => {
  it.each([
    [3, MINUTE, 'Within 5 metres · 1 minute ago'],
    [17, 30_000, 'Within 20 metres · just now'],
    [62, 2 * MINUTE, 'Within 70 metres · 2 minutes ago'],
    [410, MINUTE, 'Within 450 metres · 1 minute ago'],
    [1900, 14 * MINUTE, 'Roughly 2 km · 14 minutes old'],
    [20, 60 * MINUTE, 'Roughly 20 metres · 1 hour old'],
    [14_300, MINUTE, 'Roughly 15 km · 1 minute old'],
  ])('known to %d m, %d ms ago', (accuracy, age, words) => expect(place(accuracy, age)).toBe(words));

  it('in doubt says nothing more', () => expect(place(10, MINUTE, true)).toBe('Place in doubt · 1 minute ago'));
  it('without accuracy is in doubt', () => expect(place(null)).toContain('Place in doubt'));
  it('unknown says so', () => expect(placeWords(null, NOW)).toEqual({ lead: 'Place not known yet', rest: 'looking' }));
  it('from the future is not older than now', () => expect(place(20, -MINUTE)).toContain('just now'));
  it('is told in Urdu', () => {
    language = 'ur';
    expect(place(17)).toBe('20 میٹر کے اندر · 1 منٹ پہلے');
  });
});

function step(changes: Partial<Step>): Step {
  return { stage: 'dispatched', at_ms: NOW, desk: null, unit: null, eta_s: null, path: null, ...changes };
}
const unit = (changes: Partial<Step>, now = NOW) => {
  const words = unitWords(step(changes), now);
  return words === null ? null : plain(words);
};

describe('who comes', () => {
  it('is named with the minutes that are left', () => {
    expect(unit({ unit: 'Lahore 12', eta_s: 480 })).toBe('Unit Lahore 12 · about 8 min');
    expect(unit({ unit: 'Lahore 12', eta_s: 480 }, NOW + 65_000)).toBe('Unit Lahore 12 · about 7 min');
  });
  it('has no minutes once they are over', () => expect(unit({ unit: 'Lahore 12', eta_s: 60 }, NOW + 61_000)).toBe('Unit Lahore 12'));
  it('keeps the room’s own figure when her clock is years off', () => {
    expect(unit({ unit: 'L 1', eta_s: 420 }, NOW + 1e11)).toBe('Unit L 1 · about 7 min');
    expect(unit({ unit: 'L 1', eta_s: 420 }, NOW - 1e11)).toBe('Unit L 1 · about 7 min');
  });
  it('may be unknown', () => expect([unit({}), unit({ eta_s: 60 })]).toEqual([null, 'about 1 min']));
  it('is called by the Urdu name of its district', () => {
    language = 'ur';
    expect(unit({ unit: 'Lahore 12', eta_s: 420 })).toBe('گاڑی لاہور 12 · تقریباً 7 منٹ');
    expect(unit({ unit: 'Dera Ghazi Khan 3' })).toBe('گاڑی ڈیرہ غازی خان 3');
    expect(unit({ unit: 'Falcon 3' })).toBe('گاڑی Falcon 3');
  });
});

describe('the desk', () => {
  const seen = (desk: string | null) => plain(provenWord(step({ stage: 'seen', desk })));
  it('is named once', () => expect([seen('Lahore'), seen('Lahore desk')]).toEqual(['Seen by Lahore desk', 'Seen by Lahore desk']));
  it('may be without a name', () => expect(seen(null)).toBe('Seen by a desk'));
  it('is named in Urdu', () => {
    language = 'ur';
    expect(seen('Lahore')).toBe('لاہور ڈیسک نے دیکھ لیا');
  });
});

describe('times', () => {
  it('are told as people say them', () => {
    const at = (hours: number, minutes: number) => clockTime(new Date(2026, 10, 26, hours, minutes).getTime());
    expect([at(14, 14), at(0, 5), at(12, 0), at(9, 12)]).toEqual(['2:14', '12:05', '12:00', '9:12']);
  });
  it('that pass are counted', () => expect([elapsed(40_000), elapsed(725_000), elapsed(3_729_000), elapsed(-5)]).toEqual(['0:40', '12:05', '1:02:09', '0:00']));
  it('in days', () => expect(plain(ago(6 * 24 * 60 * MINUTE))).toBe('6 days ago'));
});
