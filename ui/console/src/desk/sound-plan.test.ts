import { expect, test } from 'vitest';
import { NOW } from '../testing';
import { SoundPlan, type Tone } from './sound-plan';

type Step = { waiting?: string[]; overdue?: boolean; lost?: boolean };

/** Runs a plan for some seconds, asking four times a second; answers at which second what sounded. */
function heard(seconds: number, at: (second: number) => Step, plan = new SoundPlan()): [number, Tone][] {
  const sounds: [number, Tone][] = [];
  for (let ms = 0; ms < seconds * 1000; ms += 250) {
    const { waiting = [], overdue = false, lost = false } = at(ms / 1000);
    const tone = plan.due({ now_ms: NOW + ms, waiting: new Set(waiting), overdue, lost });
    if (tone) sounds.push([ms / 1000, tone]);
  }
  return sounds;
}

test('a new alert rings at 0, 5 and 10 seconds and then no more', () => {
  expect(heard(40, () => ({ waiting: ['a'] }))).toEqual([[0, 'alert'], [5, 'alert'], [10, 'alert']]);
});

test('it stops when it has been accepted', () => {
  expect(heard(40, (s) => ({ waiting: s < 4 ? ['a'] : [] }))).toEqual([[0, 'alert']]);
});

test('five alerts in ten seconds make one sound and a number', () => {
  const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  const plan = new SoundPlan();
  const sounds = heard(6, () => ({ waiting: ids }), plan);
  expect(sounds).toEqual([[0, 'alert'], [5, 'alert']]);
  expect(plan.burst(NOW + 5_000)).toBe(8);
});

test('overdue sounds every 20 seconds, a lost link every 30', () => {
  expect(heard(45, () => ({ overdue: true }))).toEqual([[0, 'overdue'], [20, 'overdue'], [40, 'overdue']]);
  expect(heard(65, () => ({ lost: true }))).toEqual([[0, 'lost'], [30, 'lost'], [60, 'lost']]);
});

test('one sound at a time: the loss first, then the alert', () => {
  expect(heard(3, () => ({ waiting: ['a'], lost: true }))).toEqual([[0, 'lost'], [1.5, 'alert']]);
});

test('N silences the seat for a minute, and what rings on is heard afterwards', () => {
  const plan = new SoundPlan();
  plan.mute(NOW);
  const sounds = heard(70, () => ({ overdue: true }), plan);
  expect(sounds).toEqual([[60, 'overdue']]);
});
