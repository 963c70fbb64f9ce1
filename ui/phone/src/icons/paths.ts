// The drawings of the design, on a 24 × 24 grid, 2.2 wide strokes.
export const PATHS = {
  phone: '<rect x="7" y="2.5" width="10" height="19" rx="2"/><path d="M11 18.5h2"/>',
  inbox: '<path d="M12 3v10M8 9.5l4 4 4-4M4 15v5.5h16V15"/>',
  send: '<path d="M12 13V3M8 6.5l4-4 4 4M4 15v5.5h16V15"/>',
  opened: '<path d="M3 10l9-6.5L21 10v10.5H3zM3 10l9 6 9-6"/>',
  eye: '<path d="M2 12s4-6.5 10-6.5S22 12 22 12s-4 6.5-10 6.5S2 12 2 12z"/><circle cx="12" cy="12" r="3"/>',
  car: '<path d="M5 17H2.5v-4.5L5 7h9l4.5 5.5H21a1 1 0 0 1 1 1V17h-2M9.5 17h5.5M2.5 12.5h16M8 4h3"/><circle cx="7" cy="17.5" r="2.2"/><circle cx="17.5" cy="17.5" r="2.2"/>',
  arrived: '<path d="M12 21.5s7.5-6.5 7.5-12a7.5 7.5 0 0 0-15 0c0 5.5 7.5 12 7.5 12z"/><path d="M8.5 9.5l2.5 2.5 4.5-4.5"/>',
  pin: '<path d="M12 21.5s7.5-6.5 7.5-12a7.5 7.5 0 0 0-15 0c0 5.5 7.5 12 7.5 12z"/><circle cx="12" cy="9.5" r="2.5"/>',
  check: '<path d="M4 12.5l5 5L20 6.5"/>',
  mute: '<path d="M4 9v6h4l5 4V5L8 9zM17 9.5l5 5M22 9.5l-5 5"/>',
  message: '<path d="M4 4.5h16v11.5H10.5l-5 4v-4H4z"/>',
  call: '<path d="M6 3h3.2l1.6 5-2.2 1.7a12 12 0 0 0 5.7 5.7l1.7-2.2 5 1.6V18a3 3 0 0 1-3 3C10 21 3 14 3 6a3 3 0 0 1 3-3z"/>',
  press: '<path d="M9.5 14V8.5a1.9 1.9 0 0 1 3.8 0v4.5l4.2 1a2.4 2.4 0 0 1 1.8 2.8l-.5 2.7a2.8 2.8 0 0 1-2.7 2.2h-3.6a4 4 0 0 1-3-1.4l-3.8-4.3a1.6 1.6 0 0 1 2.3-2.2z"/><path d="M6.5 11a5.5 5.5 0 1 1 9.8 0"/>',
  warn: '<path d="M12 3.5L22 20.5H2zM12 10v5M12 17.9v.1"/>',
  nonet: '<path d="M4 20.5v-3M9 20.5v-7M14.5 20.5v-5M20 20.5V4M3 4l17 15.5"/>',
  clock: '<circle cx="12" cy="12" r="9"/><path d="M12 7v5.5l3.5 2"/>',
  lock: '<rect x="5" y="11" width="14" height="10" rx="2"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>',
  chevron: '<path d="M9 5l7 7-7 7"/>',
  back: '<path d="M20 12H4M10 5.5L3.5 12l6.5 6.5"/>',
  people: '<circle cx="9" cy="8" r="3.5"/><path d="M2.5 20a6.5 6.5 0 0 1 13 0M16 4.7a3.5 3.5 0 0 1 0 6.6M18.5 14.5a6.5 6.5 0 0 1 3 5.5"/>',
  list: '<path d="M4 6h1M4 12h1M4 18h1M9 6h11M9 12h11M9 18h11"/>',
  del: '<path d="M8 5h13v14H8l-6-7zM12 9.5l5 5M17 9.5l-5 5"/>',
  cross: '<path d="M9 3.5h6V9h5.5v6H15v5.5H9V15H3.5V9H9z"/>',
  child: '<circle cx="12" cy="6" r="3"/><path d="M6 21c0-5 2-8.5 6-8.5s6 3.5 6 8.5"/>',
  guard: '<path d="M12 2.5l8 3v6c0 5-3.5 8.3-8 10-4.5-1.7-8-5-8-10v-6z"/>',
  globe: '<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c4.5 5 4.5 13 0 18-4.5-5-4.5-13 0-18"/>',
  again: '<path d="M4 12a8 8 0 0 1 14-5l2 2M20 4v5h-5M20 12a8 8 0 0 1-14 5l-2-2M4 20v-5h5"/>',
  close: '<path d="M5.5 5.5l13 13M18.5 5.5l-13 13"/>',
} as const;

export type IconName = keyof typeof PATHS;

/** These point somewhere, so they turn with the direction of the words. */
export const POINTING: ReadonlySet<IconName> = new Set(['chevron', 'back']);
