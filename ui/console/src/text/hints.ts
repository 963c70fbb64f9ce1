import type { Lane, PanelMode } from '../desk/console.svelte';
import { m } from '../paraglide/messages.js';
import type { KeyHint } from '../ui/frame/KeyLine.svelte';

/** The keys that do something here and now; a key that does nothing is not shown. */
export function hintsFor(lane: Lane, mode: PanelMode, lost: boolean): KeyHint[] {
  const hint = (keys: string, does: string): KeyHint => ({ keys, does });
  const all = hint('?', m.key_all());
  if (lane === 'drills') return [hint('1', m.lane_live()), hint('2', m.lane_low_trust()), all];
  if (mode === 'dispatch') return [hint('1–9', m.key_mark()), hint('⏎', m.key_send()), hint('Esc', m.key_back_nothing()), all];
  if (mode === 'close') return [hint('1 0 … 5 1', m.key_code()), hint('⏎', m.close_incident()), hint('Esc', m.key_back()), all];
  const moving = [hint('↑ ↓', m.key_rows()), hint('Home', m.key_top()), hint('G', m.key_map())];
  const acting = lost ? [] : [hint('A', m.key_accept())];
  return [...acting, ...moving, hint('N', m.key_mute()), hint('F2', m.key_language()), hint('F3', m.key_light()), all];
}
