import type { Feature, FeatureCollection, MultiPolygon, Polygon, Position } from 'geojson';
import { boundsOf, toPixel, toPoint, type Bounds, type Pixel, type View } from './mercator';

/** A district as the operator's GeoJSON gives it: every ring, and its name in both languages where it has them. */
export type District = { name: string; name_ur: string; rings: Position[][]; bounds: Bounds; shape: Polygon | MultiPolygon };

/** Reads polygons from whatever the room was configured with; what is not a polygon is not a district. */
export function districtsOf(boundaries: unknown): District[] {
  const collection = boundaries as FeatureCollection | null;
  if (!collection || !Array.isArray(collection.features)) return [];
  return collection.features.flatMap((feature) => district(feature) ?? []);
}

function district(feature: Feature): District | null {
  const { geometry, properties } = feature;
  if (geometry?.type !== 'Polygon' && geometry?.type !== 'MultiPolygon') return null;
  const rings = geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();
  const bounds = boundsOf(rings.flat().map(([lon = 0, lat = 0]) => ({ lon, lat })));
  if (!bounds) return null;
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  const name = text(properties?.['name']) || text(properties?.['name_en']);
  return { name, name_ur: text(properties?.['name_ur']) || name, rings, bounds, shape: geometry };
}

/** Even-odd over all rings, so holes and parts need no telling apart. */
export function contains(district: District, lon: number, lat: number): boolean {
  const { west, east, south, north } = district.bounds;
  if (lon < west || lon > east || lat < south || lat > north) return false;
  let inside = false;
  for (const ring of district.rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [xi = 0, yi = 0] = ring[i] ?? [];
      const [xj = 0, yj = 0] = ring[j] ?? [];
      if (yi > lat !== yj > lat && lon < ((xj - xi) * (lat - yi)) / (yj - yi) + xi) inside = !inside;
    }
  }
  return inside;
}

const SAMPLES = { across: 12, down: 9 };

/** Where each visible district's name can stand: inside it and inside the view, the nearest to the middle of what is seen first. */
export function labelPlaces(districts: readonly District[], view: View): { district: District; at: Pixel[] }[] {
  const seen = new Map<District, Pixel[]>();
  for (let i = 0; i < SAMPLES.across; i++) {
    for (let j = 0; j < SAMPLES.down; j++) {
      const at = { x: ((i + 0.5) / SAMPLES.across) * view.width, y: ((j + 0.5) / SAMPLES.down) * view.height };
      const { lon, lat } = toPoint(view, at);
      const found = districts.find((candidate) => contains(candidate, lon, lat));
      if (found) seen.set(found, [...(seen.get(found) ?? []), at]);
    }
  }
  return [...seen].map(([district, samples]) => ({ district, at: fromMiddle(samples) }));
}

/** The samples, those nearest to the mean first: inside even when the shape is bent. */
function fromMiddle(samples: readonly Pixel[]): Pixel[] {
  const mean = { x: 0, y: 0 };
  for (const { x, y } of samples) [mean.x, mean.y] = [mean.x + x / samples.length, mean.y + y / samples.length];
  const far = (p: Pixel) => (p.x - mean.x) ** 2 + (p.y - mean.y) ** 2;
  return samples.toSorted((a, b) => far(a) - far(b));
}

/** Rings as one SVG path, without points that fall on the pixel of the one before. */
export function pathOf(rings: readonly Position[][], view: View, least_px = 0.6): string {
  let path = '';
  for (const ring of rings) {
    let last: Pixel | null = null;
    for (const [lon = 0, lat = 0] of ring) {
      const at = toPixel(view, { lon, lat });
      if (last && Math.hypot(at.x - last.x, at.y - last.y) < least_px) continue;
      path += `${last ? 'L' : 'M'}${at.x.toFixed(1)} ${at.y.toFixed(1)}`;
      last = at;
    }
    path += 'Z';
  }
  return path;
}
