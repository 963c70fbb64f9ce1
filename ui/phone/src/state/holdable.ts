// From the browser's events to the alarm: fingers, mouse, Enter and Space, screen readers and switches.
import type { Action } from 'svelte/action';
import type { Alarm } from './alarm.svelte';

/**
 * A press made by a screen reader: of no size (VoiceOver, NVDA), or on Android (TalkBack) a mouse of one pixel without
 * pressure. Each rule counts only where it was seen: a real finger taken for one of these would raise without a hold.
 */
function isVirtual(event: PointerEvent): boolean {
  if (!/Android/.test(navigator.userAgent)) return event.width === 0 && event.height === 0;
  return event.width === 1 && event.height === 1 && event.pressure === 0 && event.pointerType === 'mouse';
}

function isHoldKey(event: KeyboardEvent): boolean {
  return event.key === 'Enter' || event.key === ' ';
}

export const holdable: Action<HTMLButtonElement, Alarm> = (button, alarm) => {
  let virtual = false;
  let pointer: number | null = null;
  let byKey = false;

  const down = (event: PointerEvent) => {
    virtual = isVirtual(event);
    if (virtual || event.button !== 0) return;
    pointer = event.pointerId;
    if (button.hasPointerCapture?.(event.pointerId) === false) button.setPointerCapture(event.pointerId);
    alarm.press({ x: event.clientX, y: event.clientY }, 'hold');
  };
  const move = (event: PointerEvent) => {
    if (event.pointerId === pointer) alarm.slide({ x: event.clientX, y: event.clientY });
  };
  const up = (event: PointerEvent) => {
    if (event.pointerId !== pointer) return;
    pointer = null;
    alarm.lift();
  };
  const keydown = (event: KeyboardEvent) => {
    if (!isHoldKey(event)) return;
    event.preventDefault();
    // A key that is still down from the hold before starts no new one.
    if (event.repeat && alarm.status !== 'holding') return;
    byKey = true;
    alarm.press(null, 'keyboard');
  };
  const keyup = (event: KeyboardEvent) => {
    if (!isHoldKey(event)) return;
    event.preventDefault();
    byKey = false;
    alarm.lift();
  };
  const click = (event: MouseEvent) => {
    // A finger's or a mouse's click has been counted (1); one that was never pressed comes from an assistive device.
    if (virtual || event.detail === 0) alarm.activate();
    virtual = false;
  };
  const blur = () => {
    if (byKey) alarm.abandon();
    byKey = false;
  };
  const hidden = () => {
    if (document.hidden) alarm.abandon();
  };
  const stay = (event: Event) => event.preventDefault();

  button.addEventListener('pointerdown', down);
  button.addEventListener('keydown', keydown);
  button.addEventListener('keyup', keyup);
  button.addEventListener('click', click);
  button.addEventListener('blur', blur);
  // A long press must not open the menu for copying.
  button.addEventListener('contextmenu', stay);
  button.addEventListener('dragstart', stay);
  // On the window: the finger may leave the button, and the screen under it may change.
  window.addEventListener('pointermove', move);
  window.addEventListener('pointerup', up);
  window.addEventListener('pointercancel', up);
  document.addEventListener('visibilitychange', hidden);
  return {
    destroy() {
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', up);
      window.removeEventListener('pointercancel', up);
      document.removeEventListener('visibilitychange', hidden);
    },
  };
};
