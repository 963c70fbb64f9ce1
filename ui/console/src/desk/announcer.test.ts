import { expect, test } from 'vitest';
import { Announcer } from './announcer';

test('the polite voice speaks at most every five seconds, and only when the numbers changed', () => {
  const announcer = new Announcer();
  expect(announcer.polite(0, '1', '1 to accept')).toBe('1 to accept');
  expect(announcer.polite(1_000, '2', '2 to accept')).toBeNull();
  expect(announcer.polite(5_000, '2', '2 to accept')).toBe('2 to accept');
  expect(announcer.polite(11_000, '2', '2 to accept, older')).toBeNull();
});

test('the same sentence is not repeated within twenty seconds', () => {
  const announcer = new Announcer();
  expect(announcer.assertive(0, 'no link')).toBe('no link');
  expect(announcer.assertive(19_999, 'no link')).toBeNull();
  expect(announcer.assertive(20_000, 'no link')).toBe('no link');
});
