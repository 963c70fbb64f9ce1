// The ways to raise an alarm, in her words: what each is called, what it takes, when it works and when not.
import type { Trigger, TriggerView } from '../../../shared/generated/phone';
import type { IconName } from '../icons/paths';
import { m } from '../paraglide/messages.js';
import { isolate } from './isolate';
import { WHY } from './readiness';

interface Words {
  icon: IconName;
  name: () => string;
  how: (seconds: number) => string;
  when: () => string;
}

const OTHER: Words = { icon: 'press', name: m.trigger_other, how: m.trigger_other_how, when: m.trigger_other_when };

const WORDS: Record<Trigger, Words> = {
  hold: { icon: 'press', name: m.trigger_hold, how: (seconds) => m.trigger_hold_how({ n: isolate(seconds) }), when: m.trigger_hold_when },
  keyboard: { icon: 'keyboard', name: m.trigger_keyboard, how: m.trigger_keyboard_how, when: m.trigger_keyboard_when },
  assistive: { icon: 'eye', name: m.trigger_assistive, how: m.trigger_assistive_how, when: m.trigger_assistive_when },
  widget: { icon: 'grid', name: m.trigger_widget, how: m.trigger_widget_how, when: m.trigger_widget_when },
  tile: { icon: 'tile', name: m.trigger_tile, how: m.trigger_tile_how, when: m.trigger_tile_when },
  lock_screen: { icon: 'lock', name: m.trigger_lock_screen, how: m.trigger_lock_screen_how, when: m.trigger_lock_screen_when },
  assist: { icon: 'phone', name: m.trigger_assist, how: m.trigger_assist_how, when: m.trigger_assist_when },
  shortcut: { icon: 'list', name: m.trigger_shortcut, how: m.trigger_shortcut_how, when: m.trigger_shortcut_when },
  volume_keys: { icon: 'volume', name: m.trigger_volume_keys, how: m.trigger_volume_keys_how, when: m.trigger_volume_keys_when },
  shake: { icon: 'shake', name: m.trigger_shake, how: m.trigger_shake_how, when: m.trigger_shake_when },
  headset: { icon: 'headset', name: m.trigger_headset, how: m.trigger_headset_how, when: m.trigger_headset_when },
  siri: { icon: 'speak', name: m.trigger_siri, how: m.trigger_siri_how, when: m.trigger_siri_when },
  action_button: { icon: 'phone', name: m.trigger_action_button, how: m.trigger_action_button_how, when: m.trigger_action_button_when },
  command_line: OTHER,
  button: OTHER,
  other: OTHER,
};

export function triggerWords(trigger: Trigger, holdMs: number): { icon: IconName; name: string; how: string; when: string } {
  const { icon, name, how, when } = WORDS[trigger];
  return { icon, name: name(), how: how(holdMs / 1000), when: when() };
}

/** Those of this device, and those that she can switch on. What it lacks is not shown. */
export function shown(triggers: TriggerView[]): TriggerView[] {
  return triggers.filter((each) => each.state !== 'not_here' || each.on === true || (each.on === false && each.why !== 'no_sensor'));
}

/** Can it be tried now? One that is off, has no place yet or lacks its part cannot. */
export function canTry(view: TriggerView): boolean {
  return view.on !== false && (view.state === 'proven' || view.state === 'unknown');
}

/** What is in the way of one that she wants. One that works says when it works anyhow. */
export function trouble({ trigger, state, why, on }: TriggerView): string | null {
  if (on === false || state === 'proven' || state === 'unknown') return null;
  if (on === null && why === 'off') return m.not_placed();
  if (on === true && why === 'needs_service') return m.not_listening();
  if (trigger === 'headset' && why === 'no_sensor') return m.no_headset();
  return WHY[why ?? 'other']();
}
