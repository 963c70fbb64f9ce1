import { m } from '../paraglide/messages.js';
import { preferences } from '../text/locale.svelte';
import { labelPlaces } from './boundaries';
import type { Chart } from './chart.svelte';
import type { Label } from './labels';
import { toPixel, type Pixel, type View } from './mercator';

type Named = { name: string; name_ur: string };
const nameOf = (named: Named): string => (preferences.language === 'ur' ? named.name_ur : named.name);

/** The names on the ground: districts where there are boundaries, headquarters otherwise. */
export function namesOf(chart: Chart, view: View): { labels: Label[]; towns: Pixel[] } {
  if (chart.districts.length > 0) {
    const labels = labelPlaces(chart.districts, view).map(({ district, at: [at = { x: 0, y: 0 }, ...or] }, index): Label => {
      return { key: `district ${index}`, text: m.district({ name: nameOf(district) }), ...at, or: or.slice(0, 8), kind: 'name', anchor: 'middle' };
    });
    return { labels, towns: [] };
  }
  const seen = chart.headquarters
    .map((hq) => ({ hq, at: toPixel(view, hq) }))
    .filter(({ at }) => at.x > -20 && at.x < view.width && at.y > 0 && at.y < view.height);
  return {
    labels: seen.map(({ hq, at }): Label => ({ key: `town ${hq.name}`, text: nameOf(hq), x: at.x + 7, y: at.y + 4, kind: 'town', of: at })),
    towns: seen.map(({ at }) => at),
  };
}
