import { m } from '../paraglide/messages.js';
import type { Change } from '../desk/changes';
import { clockDoubted, countedFrom, type Stage } from '../desk/clock';
import type { Problem } from '../room/problem';
import type { Act, Disposition, IncidentRow, Place } from '../room/types';
import { isUsable } from '../desk/place';
import { age, shortAccuracy, shortAge } from './format';
import { preferences } from './locale.svelte';

/** A code of the room in words; a code this console does not know yet is shown as it came, never hidden. */
function word(table: Record<string, () => string>, code: string): string {
  return table[code]?.() ?? code.replaceAll('_', ' ');
}

export const stageTitle = (stage: Stage): string =>
  word({ accept: m.band_accept, assign: m.band_assign, arrive: m.band_arrive, scene: m.band_scene }, stage);

export const stateWord = (state: IncidentRow['state']): string =>
  word(
    { new: m.state_new, accepted: m.state_accepted, dispatched: m.state_dispatched, arrived: m.state_arrived, closed: m.state_closed },
    state,
  );

export const receiptWord = (stage: string): string =>
  word(
    {
      saved: m.word_saved,
      stored: m.word_received,
      opened: m.word_opened,
      seen: m.word_seen,
      dispatched: m.word_on_the_way,
      arrived: m.word_arrived,
      closed: m.word_closed,
    },
    stage,
  );

export const ruleWord = (rule: IncidentRow['contact_rule']): string =>
  rule === null ? m.rule_unknown() : word({ silent: m.rule_silent, text: m.rule_text, call: m.rule_call }, rule);

/** The badge of a path; SMS is an unproven copy and drawn dashed. */
export const pathBadge = (path: string): string => word({ datagram: () => 'DGRAM' }, path).toUpperCase();
export const pathWord = (path: string): string =>
  word({ datagram: m.path_datagram, https: () => 'HTTPS', sms: () => 'SMS' }, path);

export const methodWord = (method: string): string =>
  word(
    { satellite: m.method_satellite, network: m.method_network, fused: m.method_fused, manual: m.method_manual, unknown: m.method_unknown },
    method,
  );

export const doubtWord = (doubt: string): string =>
  word(
    {
      not_a_number: m.doubt_not_a_number,
      out_of_range: m.doubt_out_of_range,
      null_island: m.doubt_null_island,
      mock: m.doubt_mock,
      no_accuracy: m.doubt_no_accuracy,
      accuracy_zero: m.doubt_accuracy_zero,
      accuracy_rough: m.doubt_accuracy_rough,
      from_future: m.doubt_from_future,
      stale: m.doubt_stale,
    },
    doubt,
  );

export const triggerWord = (trigger: string): string =>
  word(
    {
      hold: m.trigger_hold,
      keyboard: m.trigger_keyboard,
      assistive: m.trigger_assistive,
      command_line: m.trigger_command_line,
      button: m.trigger_button,
      widget: m.trigger_widget,
      tile: m.trigger_tile,
      lock_screen: m.trigger_lock_screen,
      assist: m.trigger_assist,
      shortcut: m.trigger_shortcut,
      volume_keys: m.trigger_volume_keys,
      shake: m.trigger_shake,
      headset: m.trigger_headset,
      siri: m.trigger_siri,
      action_button: m.trigger_action_button,
      other: m.trigger_other,
    },
    trigger,
  );

export const languageWord = (language: string): string =>
  word({ urdu: m.lang_urdu, english: m.lang_english, punjabi: m.lang_punjabi, saraiki: m.lang_saraiki }, language);

export const actWord = (act: Act['kind']): string =>
  word({ accept: m.act_accept, dispatch: m.act_assign, arrive: m.act_arrived, close: m.act_close }, act);

export const dispositionWord = (disposition: Disposition): string =>
  word(
    {
      arrived_safe: m.outcome_arrived_safe,
      offence_registered: m.outcome_offence_registered,
      referred: m.outcome_referred,
      no_contact_pending: m.outcome_no_contact_pending,
      false_accidental: m.outcome_false_accidental,
      false_test: m.outcome_false_test,
    },
    disposition,
  );

/** The line of the record as the room wrote it, in words where we have them. */
export const logWord = (what: string): string =>
  word(
    {
      raised: m.log_raised,
      unreadable: m.log_unreadable,
      conflict: m.log_conflict,
      unproven_text: m.log_unproven_text,
      text_repeats: m.log_text_repeats,
      https_repeats: m.log_https_repeats,
      datagram_repeats: m.log_datagram_repeats,
      updated: m.log_updated,
      cancelled: m.log_cancelled,
      duress: m.log_duress,
      became_actual: m.log_became_actual,
      became_drill: m.log_became_drill,
      reopened: m.log_reopened,
      file_opened: m.log_file_opened,
      accepted: m.log_accepted,
      dispatched: m.log_dispatched,
      arrived: m.log_arrived,
      closed: m.log_closed,
      clip_named: m.log_clip_named,
      clip_piece: m.log_clip_piece,
      clip_heard: m.log_clip_heard,
    },
    what,
  );

/** Why a clip is not heard. */
export function hearingWord(code: Problem['code']): string {
  if (code === 'clip_broken') return m.clip_broken();
  if (code === 'not_assigned') return m.clip_not_yours();
  return code === 'clip_not_here' ? m.clip_on_its_way() : m.clip_failed();
}

/** Who wrote a line of the record: the room, her phone, or a seat. */
export function whoWord(who: string): string {
  if (who === 'room') return m.who_room();
  return who === 'phone' ? m.who_phone() : m.seat_name({ seat: who });
}

/** The district in the language of the seat, marked when it is only the nearest. */
export function districtWord(row: IncidentRow): string | null {
  const name = (preferences.language === 'ur' && row.district_ur) || row.district;
  if (!name) return null;
  return row.district_approximate ? m.near({ place: name }) : name;
}

/** Who holds the incident, seen from this seat. */
export function holderWord(row: IncidentRow, seat: string): string {
  if (!row.operator) return m.unclaimed();
  return row.operator === seat ? m.you() : m.seat_name({ seat: row.operator });
}

/** The reasons why a row stands in the low-trust lane or carries a dotted tag; the most telling one first. */
export function distrust(row: IncidentRow): string[] {
  if (row.trust === 'unreadable') return [m.trust_unreadable()];
  const reasons: string[] = row.trust === 'unproven' ? [m.trust_unproven()] : [];
  reasons.push(...(row.place?.doubts ?? []).map(doubtWord));
  if (clockDoubted(row)) reasons.push(m.clock_off({ age: age(Math.abs(countedFrom(row) - row.tapped_at_ms)) }));
  if (row.trust === 'low') reasons.push(m.trust_low());
  return reasons;
}

/** "±40 m 4 s", or that there is no place to speak of. */
export function fixWord(place: Place | null, now_ms: number): string {
  if (!isUsable(place)) return m.no_fix();
  const old = shortAge(now_ms - place.at_ms);
  return place.accuracy_m === null ? `± ? ${old}` : `${shortAccuracy(place.accuracy_m)} ${old}`;
}

/** What changed, for the operator whose act was refused. */
export function changeWord(change: Change): string {
  switch (change.what) {
    case 'state':
      return change.by ? m.change_state_by({ state: stateWord(change.to), who: m.seat_name({ seat: change.by }) }) : m.change_state({ state: stateWord(change.to) });
    case 'operator':
      return change.to ? m.change_operator({ who: m.seat_name({ seat: change.to }) }) : m.change_no_operator();
    case 'unit':
      return change.to ? m.change_unit({ unit: change.to }) : m.change_no_unit();
    case 'contact_rule':
      return m.change_rule({ rule: ruleWord(change.to) });
    case 'duress':
      return m.change_duress();
    case 'cancelled':
      return m.change_cancelled();
    case 'place':
      return m.change_place();
  }
}
