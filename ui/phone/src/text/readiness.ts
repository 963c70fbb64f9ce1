// What stands in the way of being ready, in one plain sentence.
import type { Check, CheckId, Why } from '../../../shared/generated/phone';
import { m } from '../paraglide/messages.js';
import { ago } from './time';

export const WHY: Record<Why, () => string> = {
  permission: m.why_permission,
  no_sim: m.why_no_sim,
  airplane: m.why_airplane,
  battery_saver: m.why_battery_saver,
  restricted: m.why_restricted,
  unused: m.why_unused,
  vendor_xiaomi: m.why_vendor_xiaomi,
  vendor_huawei: m.why_vendor_huawei,
  vendor_oppo: m.why_vendor_oppo,
  vendor_vivo: m.why_vendor_vivo,
  vendor_samsung: m.why_vendor_samsung,
  vendor_transsion: m.why_vendor_transsion,
  vendor_other: m.why_vendor_other,
  not_wrapped: m.why_not_wrapped,
  safe_shut: m.why_safe_shut,
  off: m.why_off,
  no_sensor: m.why_no_sensor,
  needs_service: m.why_needs_service,
  needs_unlock: m.why_needs_unlock,
  no_number: m.why_no_number,
  other: m.why_other,
};

/** Where no reason is known. */
const FAULTS: Record<CheckId, () => string> = {
  place: m.place_repair,
  line: m.line_repair,
  texts: m.texts_repair,
  notices: m.notices_repair,
  battery: m.battery_repair,
  key: m.key_repair,
  drill: m.drill_repair,
  pins: m.pins_repair,
  configuration: m.configuration_repair,
};

export const NAMES: Record<CheckId, () => string> = {
  place: m.check_place,
  line: m.check_line,
  texts: m.check_texts,
  notices: m.check_notices,
  battery: m.check_battery,
  key: m.check_key,
  drill: m.check_drill,
  pins: m.check_pins,
  configuration: m.check_configuration,
};

/** The line under a check's name. */
export function said(check: Check, configured: boolean, now: number): string {
  const why = check.why === null ? null : WHY[check.why]();
  switch (check.state) {
    case 'proven':
      return check.proven_at_ms === null ? m.proven() : m.proven_when({ when: ago(now - check.proven_at_ms) });
    case 'unknown':
      return check.id === 'line' ? m.by_itself() : m.not_known();
    case 'not_here':
      return check.why === 'no_number' ? m.why_no_number() : m.not_here();
    case 'repair':
      if (check.id === 'configuration' && !configured) return m.configuration_missing();
      return why ?? FAULTS[check.id]();
  }
}
