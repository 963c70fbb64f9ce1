import type { PlaceView } from '../../../shared/generated/phone';
import { m } from '../paraglide/messages.js';
import { isolate } from './isolate';
import { ago, old } from './time';

const ROUGH_M = 500;
const OLD_MS = 10 * 60_000;

export interface PlaceWords {
  /** How well it is known. */
  lead: string;
  /** How old it is, or that it is being looked for. */
  rest: string;
}

/** Accuracy and age, never a clean pin: a rough or old place says so, a doubtful one says nothing else. */
export function placeWords(place: PlaceView | null, now: number): PlaceWords {
  if (place === null) return { lead: m.place_unknown(), rest: m.looking() };
  const age = now - place.at_ms;
  if (place.doubtful || place.accuracy_m === null) return { lead: m.place_doubt(), rest: ago(age) };
  if (place.accuracy_m > ROUGH_M || age > OLD_MS) return { lead: roughly(place.accuracy_m), rest: old(age) };
  return { lead: m.within_m({ n: isolate(roundUp(place.accuracy_m)) }), rest: ago(age) };
}

function roughly(metres: number): string {
  if (metres < 1000) return m.roughly_m({ n: isolate(roundUp(metres)) });
  const km = metres / 1000;
  return m.roughly_km({ n: isolate(km < 10 ? Math.ceil(km * 2) / 2 : Math.ceil(km)) });
}

/** Never better than it is: 3 m is told as 5, 62 m as 70, 410 m as 450. */
function roundUp(metres: number): number {
  const step = metres <= 50 ? 5 : metres <= 100 ? 10 : 50;
  return Math.max(step, Math.ceil(metres / step) * step);
}
