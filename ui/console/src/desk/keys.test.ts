// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { keyName } from './keys';

function pressed(code: string, target: HTMLElement = document.body, init: KeyboardEventInit = {}, letters = true) {
  let name: ReturnType<typeof keyName> = null;
  document.body.append(target === document.body ? '' : target);
  target.addEventListener('keydown', (event) => (name = keyName(event, letters)), { once: true });
  target.dispatchEvent(new KeyboardEvent('keydown', { code, bubbles: true, ...init }));
  return name;
}

test('keys are known by position, so an Urdu layout gives the same', () => {
  expect(pressed('KeyA', document.body, { key: 'ا' })).toBe('accept');
  expect(pressed('Digit2', document.body, { key: '۲' })).toBe('digit_2');
});

test('letters are silent while somebody types; Escape and the function keys are not', () => {
  const field = document.createElement('input');
  expect(pressed('KeyA', field)).toBeNull();
  expect(pressed('Escape', field)).toBe('back');
  expect(pressed('F2', field)).toBe('language');
});

test('a radio button is not typing', () => {
  const radio = document.createElement('input');
  radio.type = 'radio';
  expect(pressed('KeyN', radio)).toBe('mute');
});

test('the browser keeps its own shortcuts, and Enter on a button is the button’s', () => {
  expect(pressed('KeyA', document.body, { ctrlKey: true })).toBeNull();
  expect(pressed('Enter', document.createElement('button'))).toBeNull();
  expect(pressed('Enter')).toBe('enter');
});

test('single letters can be switched off', () => {
  expect(pressed('KeyA', document.body, {}, false)).toBeNull();
  expect(pressed('ArrowDown', document.body, {}, false)).toBe('down');
  expect(pressed('F3', document.body, {}, false)).toBe('light');
});
