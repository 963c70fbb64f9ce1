import { beforeEach, describe, expect, it } from 'vitest';
import type { Check, CheckId, CheckState, ChoiceView, Language, TriggerView, Why } from '../../../shared/generated/phone';
import { m } from '../paraglide/messages.js';
import { choiceTrouble, isOffered } from './choice';
import { plain } from './isolate';
import { setSpokenLanguage } from './language';
import { said, WHY } from './readiness';
import { canTry, shown, triggerWords, trouble } from './triggers';

const NOW = 1_000_000_000_000;
let language: Language = 'en';
beforeEach(() => {
  language = 'en';
  setSpokenLanguage(() => language);
});

function check(id: CheckId, state: CheckState, why: Why | null = null): Check {
  return { id, state, why, proven_at_ms: state === 'proven' ? NOW - 60_000 : null };
}
const line = (...given: Parameters<typeof check>) => plain(said(check(...given), true, NOW));

describe('a check', () => {
  it('says when it was proven', () => expect(line('texts', 'proven')).toBe('Proven 1 minute ago'));
  it('says its reason before its general fault', () => {
    expect([line('texts', 'repair', 'airplane'), line('texts', 'repair')]).toEqual(['Flight mode is on', 'Texts cannot go']);
  });
  it('that is not on this device says so, or whose fault it is', () => {
    expect(line('battery', 'not_here')).toBe('Not on this device');
    expect(line('battery', 'not_here', 'restricted')).toBe('Not on this device');
    expect(line('texts', 'not_here', 'no_number')).toBe('The police have no number for texts yet');
  });
  it('of which nobody has told is not known; the line is looked at by itself', () => {
    expect([line('key', 'unknown'), line('line', 'unknown')]).toEqual(['Not known', 'The phone checks by itself']);
  });
  it('names the maker and the screen, in both languages', () => {
    expect(line('battery', 'repair', 'vendor_transsion')).toMatch(/Infinix.*Phone Master/);
    language = 'ur';
    expect(line('battery', 'repair', 'vendor_transsion')).toMatch(/انفینکس.*فون ماسٹر/);
  });
  it('never shows a reason as a word of the machine', () => {
    for (const words of [...Object.values(WHY)]) expect(words()).toMatch(/^\p{Lu}[^_]+$/u);
  });
  it('that nobody set up says whom to ask', () => {
    expect(said(check('configuration', 'repair'), false, NOW)).toMatch(/^Missing/);
    expect(said(check('configuration', 'repair'), true, NOW)).toBe('Missing or out of date');
  });
});

function trigger(name: TriggerView['trigger'], changes: Partial<TriggerView> = {}): TriggerView {
  return { trigger: name, state: 'proven', why: null, on: null, tried_at_ms: null, ...changes };
}

describe('the triggers', () => {
  it('that a device lacks are not shown; those that she can switch on are', () => {
    const off = { state: 'not_here', why: 'off', on: false } as const;
    const given = [
      trigger('hold'),
      trigger('tile', { state: 'not_here' }),
      trigger('volume_keys', off),
      trigger('shake', { ...off, why: 'no_sensor' }),
      trigger('headset', { state: 'not_here', why: 'no_sensor', on: true }),
    ];
    expect(shown(given).map((each) => each.trigger)).toEqual(['hold', 'volume_keys', 'headset']);
  });
  it('can be tried when they are on and work, or may', () => {
    expect(canTry(trigger('widget', { why: 'needs_unlock' }))).toBe(true);
    expect(canTry(trigger('shake', { state: 'unknown', on: true }))).toBe(true);
    expect(canTry(trigger('shake', { on: false }))).toBe(false);
    expect(canTry(trigger('shortcut', { state: 'repair', why: 'off' }))).toBe(false);
  });
  it('say what is in the way, and nothing when nothing is', () => {
    expect(trouble(trigger('widget', { why: 'needs_unlock' }))).toBeNull();
    expect(trouble(trigger('shortcut', { state: 'repair', why: 'off' }))).toBe('Not on the home screen yet');
    expect(trouble(trigger('shake', { state: 'repair', why: 'needs_service', on: true }))).toBe('Not listening now');
    expect(trouble(trigger('headset', { state: 'not_here', why: 'no_sensor', on: true }))).toBe('No headset plugged in');
    expect(trouble(trigger('tile', { state: 'repair' }))).toBe('Look in the phone’s settings');
  });
  it('say how long the button is held', () => expect(plain(triggerWords('hold', 1500).how)).toBe('Hold it for 1.5 seconds'));
});

describe('what is off until she wants it', () => {
  const choice = (on: boolean, state: CheckState): ChoiceView => ({ on, state, why: state === 'repair' ? 'permission' : null });
  const trouble = (on: boolean, state: CheckState) => choiceTrouble(choice(on, state), m.clip_not_allowed);
  it('is offered where the phone can do it, and where it is on', () => {
    const offered = (on: boolean) => (['proven', 'repair', 'unknown', 'not_here'] as const).map((state) => isOffered(choice(on, state)));
    expect(offered(false)).toEqual([true, true, false, false]);
    expect(offered(true)).toEqual([true, true, true, true]);
  });
  it('says why nothing would come of it once she wants it, and nothing before', () => {
    expect([trouble(true, 'proven'), trouble(false, 'repair')]).toEqual([null, null]);
    expect(trouble(true, 'repair')).toBe('Not allowed yet. Nothing is recorded');
    expect(choiceTrouble(choice(true, 'repair'), m.receipts_not_allowed)).toBe('Not allowed yet. This app cannot read the answers');
    expect(trouble(true, 'not_here')).toBe('Not on this device');
    expect(trouble(true, 'unknown')).toBe('Not known');
  });
});
