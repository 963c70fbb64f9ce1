// Named incidents for tests and pictures. All of it is invented.
const SECOND = 1000;
export const MINUTE = 60_000;
let count = 0;

/** An alert `ago_ms` old. Anything may be overridden; the clocks follow her tap. */
export function incident(now_ms, label, ago_ms, more = {}) {
  const tapped_at_ms = now_ms - ago_ms;
  const base = more.base_ms ?? tapped_at_ms;
  count += 1;
  const { base_ms, ...rest } = more;
  const stored_at_ms = rest.stored_at_ms ?? base + 2 * SECOND;
  return {
    id: `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`,
    label,
    revision: 100,
    state: 'new',
    lane: 'live',
    trust: 'known',
    may_be_left_out: false,
    tapped_at_ms,
    stored_at_ms,
    contact_rule: 'text',
    duress: false,
    cancelled: false,
    district: 'Lahore',
    district_ur: 'لاہور',
    district_approximate: false,
    place: place(now_ms, 31.281, 74.305, 65, 6),
    paths: ['https'],
    desk: null,
    operator: null,
    unit: null,
    eta_s: null,
    disposition: null,
    clips: [],
    accept_due_ms: base + 15 * SECOND,
    assign_due_ms: base + 60 * SECOND,
    arrive_due_ms: base + 15 * MINUTE,
    track: [],
    battery_percent: 23,
    charging: false,
    last_word: false,
    language: 'punjabi',
    trigger: 'hold',
    device: '7c1fe0aa-0000-4000-8000-000000000001',
    unreadable_reason: null,
    texted_from: null,
    steps: [
      { stage: 'stored', at_ms: stored_at_ms, fetched: true },
      { stage: 'opened', at_ms: stored_at_ms, fetched: true },
    ],
    log: [{ at_ms: stored_at_ms, who: 'room', what: 'raised' }],
    ...rest,
  };
}

export function place(now_ms, latitude_deg, longitude_deg, accuracy_m, age_s, doubts = []) {
  return { latitude_deg, longitude_deg, accuracy_m, at_ms: now_ms - age_s * SECOND, method: 'satellite', doubts };
}

const accepted = (operator, base, more = {}) => ({
  state: 'accepted', operator, desk: 'Lahore desk', ...more,
  steps: [
    { stage: 'stored', at_ms: base + 2000, fetched: true },
    { stage: 'opened', at_ms: base + 2000, fetched: true },
    { stage: 'seen', at_ms: base + 9000, fetched: true },
    ...(more.steps ?? []),
  ],
  log: [
    { at_ms: base + 2000, who: 'room', what: 'raised' },
    { at_ms: base + 9000, who: operator, what: 'accepted' },
    ...(more.log ?? []),
  ],
});

const sent = (operator, base, unit, more = {}) =>
  accepted(operator, base, {
    state: 'dispatched', unit, eta_s: 420, ...more,
    steps: [{ stage: 'dispatched', at_ms: base + 54_000, fetched: more.fetched ?? true }, ...(more.steps ?? [])],
    log: [{ at_ms: base + 54_000, who: operator, what: 'dispatched' }, ...(more.log ?? [])],
  });

/** The night of the mock-ups: every band filled, one late, one under duress, a few of low trust. */
export function night(now_ms) {
  const of = (label, ago_s, more) => incident(now_ms, label, ago_s * SECOND, more);
  const at = (lat, lon, acc, age) => place(now_ms, lat, lon, acc, age);
  const base = (ago_s) => now_ms - ago_s * SECOND;
  return [
    of('L-0485', 12, { place: at(31.3415, 74.297, 40, 4) }),
    of('L-0486', 6, { contact_rule: 'silent', place: null, district: null, district_ur: null }),
    of('L-0482', 48, {
      ...accepted('4', base(48)),
      district_approximate: true,
      paths: ['datagram', 'sms'],
      texted_from: '+923001234567',
      track: [at(31.272, 74.2921, 1400, 240), at(31.2766, 74.2984, 420, 85), at(31.28043, 74.3041, 25, 67), at(31.28062, 74.3044, 30, 46), at(31.28081, 74.3047, 28, 26), at(31.281, 74.305, 65, 6)],
    }),
    of('L-0483', 33, { ...accepted('2', base(33)), contact_rule: 'call', paths: ['sms'], place: at(31.41, 74.24, 420, 31) }),
    of('L-0484', 24, { ...accepted('6', base(24)), contact_rule: 'silent', place: at(31.24, 74.22, 12, 3) }),
    of('L-0474', 970, { ...sent('2', base(970), 'V-3', { fetched: false }), contact_rule: 'silent', place: at(31.268, 74.2365, 30, 12), track: [at(31.2665, 74.2347, 60, 190), at(31.2672, 74.2355, 40, 90), at(31.268, 74.2365, 30, 12)], battery_percent: 61, trigger: 'button' }),
    of('L-0477', 700, { ...sent('4', base(700), 'M-09', { log: [{ at_ms: now_ms - 211_000, who: 'room', what: 'duress' }] }), duress: true, cancelled: true, place: at(31.319, 74.346, 25, 9), track: [at(31.3175, 74.3442, 40, 160), at(31.3185, 74.3452, 25, 70), at(31.319, 74.346, 25, 9)], battery_percent: 44 }),
    of('L-0479', 459, { ...sent('6', base(459), 'W-2'), place: at(31.42, 74.31, 80, 40) }),
    of('L-0480', 288, { ...sent('1', base(288), 'K-21'), contact_rule: 'call', paths: ['datagram', 'https'], district: 'Kasur', district_ur: 'قصور', place: at(31.2225, 74.28, 15, 5) }),
    of('L-0470', 1865, { ...sent('1', base(1865), 'M-02', { steps: [{ stage: 'arrived', at_ms: base(1000), fetched: true }] }), state: 'arrived', place: at(31.44, 74.33, 20, 60) }),
    of('L-0471', 1492, { ...sent('4', base(1492), 'V-3', { steps: [{ stage: 'arrived', at_ms: base(700), fetched: true }], log: [{ at_ms: base(700), who: '4', what: 'arrived' }] }), state: 'arrived', contact_rule: 'silent', district: 'Kasur', district_ur: 'قصور', place: at(31.212, 74.315, 35, 8), track: [at(31.211, 74.3135, 50, 180), at(31.2119, 74.3149, 40, 80), at(31.212, 74.315, 35, 8)] }),
    ...lowTrust(now_ms),
  ];
}

export function lowTrust(now_ms) {
  const of = (label, ago_s, more) => incident(now_ms, label, ago_s * SECOND, { lane: 'low_trust', trust: 'low', ...more });
  return [
    of('L-0465', 41, {
      trust: 'unreadable', contact_rule: null, place: null, district: null, district_ur: null, stored_at_ms: now_ms - 41_000, paths: ['datagram'],
      unreadable_reason: 'sealed to key 7, which this room does not hold', battery_percent: null, language: null, trigger: null,
      steps: [{ stage: 'stored', at_ms: now_ms - 41_000, fetched: true }], log: [{ at_ms: now_ms - 41_000, who: 'room', what: 'unreadable' }],
    }),
    of('L-0487', 9, { place: place(now_ms, 31.52, 74.35, 900, 7) }),
    of('L-0478', 3 * 86_400 + 3_600, { base_ms: now_ms - 42_000, state: 'accepted', operator: '5', paths: ['sms'], district: 'Kasur', district_ur: 'قصور', place: place(now_ms, 31.05, 74.5, 2000, 44) }),
    of('L-0481', 30, { state: 'accepted', operator: '1', place: place(now_ms, 0, 0, 20, 12, ['null_island', 'mock']), district: null, district_ur: null }),
  ];
}

export function units() {
  const unit = (call_sign, crew, woman_officer, latitude_deg, longitude_deg, busy_with = null) => ({ call_sign, crew, woman_officer, district: 'Lahore', latitude_deg, longitude_deg, busy_with });
  return [
    unit('M-14', 2, true, 31.3007, 74.2843),
    unit('V-3', 4, false, 31.2615, 74.2535, 'L-0474'),
    unit('W-2', 2, true, 31.326, 74.2605),
    unit('M-09', 2, true, 31.35, 74.3257, 'L-0477'),
    unit('K-21', 2, null, 31.23, 74.32),
    unit('M-21', 3, null, null, null),
  ];
}

export function drills(now_ms) {
  const drill = (label, ago_s, took_ms, more = {}) => ({
    id: `00000000-0000-4000-9000-${label.slice(2).padStart(12, '0')}`, label, status: 'exercise', tapped_at_ms: now_ms - ago_s * SECOND - took_ms,
    stored_at_ms: now_ms - ago_s * SECOND, device: `${label.slice(2)}e0aa-0000-4000-8000-000000000001`, paths: ['https'], opened: true, ...more,
  });
  return [
    drill('D-2207', 16, 1600, { paths: ['datagram', 'https'] }),
    drill('D-2206', 55, 1200, { paths: ['datagram'] }),
    drill('D-2205', 208, 3100),
    drill('D-2204', 281, 14_000, { paths: ['sms'], status: 'test' }),
    drill('D-2203', 619, 1400, { opened: false }),
    drill('D-2202', 966, 1100),
    drill('D-2201', 1654, 2200),
    drill('D-2200', 2032, 9e9),
  ];
}

const square = (name, name_ur, west, south, east, north, bend = 0) => ({
  type: 'Feature',
  properties: { name, name_ur },
  geometry: { type: 'Polygon', coordinates: [[[west, south], [(west + east) / 2, south + bend], [east, south], [east, north], [(west + east) / 2, north + bend], [west, north], [west, south]]] },
});

/** Invented boundaries: simple shapes, nobody's data. */
export const BOUNDARIES = {
  type: 'FeatureCollection',
  features: [
    square('Lahore', 'لاہور', 74.0, 31.25, 74.65, 31.7, -0.03),
    square('Kasur', 'قصور', 73.8, 30.8, 74.65, 31.25, -0.03),
    square('Sheikhupura', 'شیخوپورہ', 73.5, 31.5, 74.0, 32.0),
    square('Nankana Sahib', 'ننکانہ صاحب', 73.3, 31.0, 73.8, 31.5),
  ],
};

export const HEADQUARTERS = [
  { name: 'Lahore', name_ur: 'لاہور', lat: 31.55, lon: 74.34 },
  { name: 'Kasur', name_ur: 'قصور', lat: 31.12, lon: 74.45 },
  { name: 'Sheikhupura', name_ur: 'شیخوپورہ', lat: 31.71, lon: 73.98 },
  { name: 'Nankana Sahib', name_ur: 'ننکانہ صاحب', lat: 31.45, lon: 73.71 },
  { name: 'Multan', name_ur: 'ملتان', lat: 30.2, lon: 71.47 },
  { name: 'Rawalpindi', name_ur: 'راولپنڈی', lat: 33.6, lon: 73.05 },
];
