import { Map as MapLibre, setWorkerUrl, type StyleSpecification } from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
// Without a worker of our own origin a built map stays blank, and without an error.
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import type { District } from './boundaries';
import type { View } from './mercator';

setWorkerUrl(workerUrl);

export type Ground = { show(view: View): void; own(district: District | null): void; paint(): void; remove(): void };

/** Draws the districts with WebGL under the marks. `lost` is called when the graphics give up; the plain map takes over. */
export function openGround(container: HTMLElement, districts: readonly District[], lost: () => void): Ground {
  const map = new MapLibre({
    container,
    style: styleOf(districts, -1),
    interactive: false,
    attributionControl: false,
    fadeDuration: 0,
    maplibreLogo: false,
    trackResize: true,
    canvasContextAttributes: { preserveDrawingBuffer: false },
  });
  map.getCanvas().setAttribute('aria-hidden', 'true');
  map.getCanvas().tabIndex = -1;
  map.on('webglcontextlost', lost);
  // The first finished picture: what a test, or a person who wonders about a grey map, can ask for.
  map.once('idle', () => (container.dataset['drawn'] = 'yes'));
  let own = -1;
  const repaint = () => map.setStyle(styleOf(districts, own));
  return {
    show: (view) => void map.jumpTo({ center: [view.lon, view.lat], zoom: view.zoom }),
    own: (district) => {
      const index = district ? districts.indexOf(district) : -1;
      if (index === own) return;
      own = index;
      repaint();
    },
    paint: repaint,
    remove: () => map.remove(),
  };
}

/** Colours are the tokens of the moment, read from the page. */
function styleOf(districts: readonly District[], own: number): StyleSpecification {
  const page = getComputedStyle(document.documentElement);
  const token = (name: string) => page.getPropertyValue(name).trim();
  const features = districts.map((district, index) => ({ type: 'Feature' as const, properties: { index }, geometry: district.shape }));
  return {
    version: 8,
    sources: { districts: { type: 'geojson', data: { type: 'FeatureCollection', features } } },
    layers: [
      { id: 'else', type: 'background', paint: { 'background-color': token(districts.length > 0 ? '--map-else' : '--map-own') } },
      { id: 'land', type: 'fill', source: 'districts', paint: { 'fill-color': token('--map-land') } },
      { id: 'own', type: 'fill', source: 'districts', filter: ['==', ['get', 'index'], own], paint: { 'fill-color': token('--map-own') } },
      { id: 'line', type: 'line', source: 'districts', paint: { 'line-color': token('--map-line'), 'line-width': 1.2 } },
    ],
  };
}
