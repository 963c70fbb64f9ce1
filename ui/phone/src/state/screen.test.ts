import { describe, expect, it } from 'vitest';
import { NOW, SCENES } from '../../tests/fixture/scenes';
import type { Reach } from './core.svelte';
import { screenOf, type Page, type Screen } from './screen';

interface Beside {
  reach?: Reach;
  unsaved?: boolean;
  cancelling?: boolean;
  page?: Page;
  now?: number;
}
function on(scene: string | null, beside: Beside = {}): Screen {
  const view = scene === null ? null : (SCENES[scene] ?? null);
  return screenOf({
    view,
    now: beside.now ?? NOW,
    core: { reach: beside.reach ?? 'here' },
    raising: { unsaved: beside.unsaved ?? false },
    cancelling: beside.cancelling ?? false,
    page: beside.page ?? 'start',
  });
}

describe('the screen', () => {
  it('has the alarm before the core has answered', () => expect(on(null, { reach: 'looking' })).toBe('boot'));
  it('is the ladder once the window is over, also before the core says so', () => {
    expect(on('take_back')).toBe('take_back');
    expect(on('take_back', { now: NOW + 7700 })).toBe('alert');
  });
  it('is the alert whatever list was open', () => expect(on('stored', { page: 'numbers' })).toBe('alert'));
  it('is the alert before a drill', () => expect(on('drill_done')).toBe('drill'));
  it('keeps the ladder when the core is lost, without a PIN pad', () => {
    expect(on('on_the_way', { reach: 'lost' })).toBe('alert');
    expect(on('take_back', { reach: 'lost' })).toBe('alert');
    expect(on('on_the_way', { reach: 'lost', cancelling: true })).toBe('alert');
  });
  it('says that the alarm cannot work when the core is lost', () => {
    expect(on('ready', { reach: 'lost' })).toBe('unreachable');
    expect(on(null, { reach: 'lost' })).toBe('unreachable');
    expect(on('first_run_1', { reach: 'lost' })).toBe('unreachable');
  });
  it('says that her alarm is not saved before anything else', () => expect(on('drill_done', { unsaved: true })).toBe('unreachable'));
  it('offers cancelling only while it can be done', () => {
    expect(on('stored', { cancelling: true })).toBe('cancel');
    for (const scene of ['cancel_pending', 'cancel_received', 'closed', 'no_tries']) {
      expect(on(scene, { cancelling: true })).toBe('alert');
    }
  });
  it('shows set-up only when nothing else is on', () => {
    expect(on('first_run_2')).toBe('first_run');
    expect(on('first_run_2', { page: 'readiness' })).toBe('readiness');
  });
});
