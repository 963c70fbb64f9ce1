import { describe, expect, it } from 'vitest';
import en from '../../messages/en.json';
import ur from '../../messages/ur.json';
import { m } from '../paraglide/messages.js';

const keys = (texts: object) => Object.keys(texts).filter((key) => key !== '$schema').sort();
const placeholders = (text: unknown) => [...new Set(JSON.stringify(text).match(/\{[a-z_]+\}/g) ?? [])].sort();

describe('the texts', () => {
  it('are all there, in both languages', () => {
    expect(keys(ur)).toEqual(keys(en));
    // Without its format module Paraglide compiles nothing and calls it a success.
    expect(Object.keys(m).length).toBe(keys(en).length);
    expect(keys(en).length).toBeGreaterThan(150);
  });

  it('take the same values in both languages', () => {
    const texts: Record<string, unknown> = en;
    const urdu: Record<string, unknown> = ur;
    for (const key of keys(en)) expect([key, placeholders(urdu[key])]).toEqual([key, placeholders(texts[key])]);
  });

  it('are written in the script of their language', () => {
    for (const [key, text] of Object.entries(ur)) {
      if (key === '$schema') continue;
      const words = JSON.stringify(typeof text === 'string' ? text : text[0]?.match).replace(/\{[a-z_]+\}|p=\w+/g, '');
      expect([key, /[A-Za-z]/.test(words), /[\u0600-\u06FF]/.test(words)]).toEqual([key, false, true]);
    }
    for (const [key, text] of Object.entries(en)) expect([key, /[\u0600-\u06FF]/.test(JSON.stringify(text))]).toEqual([key, false]);
  });

  it('never carry digits of another script', () => {
    expect(JSON.stringify([ur, en])).not.toMatch(/[\u0660-\u0669\u06F0-\u06F9]/);
  });
});
