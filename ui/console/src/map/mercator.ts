/** Web Mercator as MapLibre counts it: 512 px for the whole Earth at zoom 0. No rotation, no tilt, anywhere. */
export type Point = { lon: number; lat: number };
export type Pixel = { x: number; y: number };
export type Bounds = { west: number; south: number; east: number; north: number };
/** What a map shows: its middle, its zoom and its size on the screen. */
export type View = { lon: number; lat: number; zoom: number; width: number; height: number };

const TILE = 512;
const EQUATOR_M = 40_075_016.686;
export const MIN_ZOOM = 3;
export const MAX_ZOOM = 17;

const worldX = (lon: number, size: number) => ((lon + 180) / 360) * size;
function worldY(lat: number, size: number): number {
  const clamped = Math.min(85.05, Math.max(-85.05, lat)) * (Math.PI / 180);
  return ((1 - Math.log(Math.tan(clamped) + 1 / Math.cos(clamped)) / Math.PI) / 2) * size;
}

/** Where a point stands on the screen. */
export function toPixel(view: View, point: Point): Pixel {
  const size = TILE * 2 ** view.zoom;
  return {
    x: worldX(point.lon, size) - worldX(view.lon, size) + view.width / 2,
    y: worldY(point.lat, size) - worldY(view.lat, size) + view.height / 2,
  };
}

/** The point under a pixel. */
export function toPoint(view: View, pixel: Pixel): Point {
  const size = TILE * 2 ** view.zoom;
  const x = worldX(view.lon, size) + pixel.x - view.width / 2;
  const y = worldY(view.lat, size) + pixel.y - view.height / 2;
  const lat = (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / size))) * 180) / Math.PI;
  return { lon: (x / size) * 360 - 180, lat };
}

/** Metres of one pixel at the middle of the view: what makes an accuracy circle true to scale. */
export function metresPerPixel(view: Pick<View, 'lat' | 'zoom'>): number {
  return (EQUATOR_M * Math.cos((view.lat * Math.PI) / 180)) / (TILE * 2 ** view.zoom);
}

/** The view that shows bounds whole, with a margin in pixels. */
export function fitted(bounds: Bounds, size: { width: number; height: number }, margin: number, max_zoom = 13): View {
  const lon = (bounds.west + bounds.east) / 2;
  const wide = Math.max(1e-9, worldX(bounds.east, 1) - worldX(bounds.west, 1));
  const high = Math.max(1e-9, worldY(bounds.south, 1) - worldY(bounds.north, 1));
  const room = { x: Math.max(40, size.width - 2 * margin), y: Math.max(40, size.height - 2 * margin) };
  const zoom = Math.log2(Math.min(room.x / wide, room.y / high) / TILE);
  const middle = (worldY(bounds.north, 1) + worldY(bounds.south, 1)) / 2;
  const lat = (Math.atan(Math.sinh(Math.PI * (1 - 2 * middle))) * 180) / Math.PI;
  return { lon, lat, zoom: Math.min(max_zoom, Math.max(MIN_ZOOM, zoom)), ...size };
}

/** The smallest bounds around points. */
export function boundsOf(points: readonly Point[]): Bounds | null {
  if (points.length === 0) return null;
  const bounds = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
  for (const { lon, lat } of points) {
    bounds.west = Math.min(bounds.west, lon);
    bounds.east = Math.max(bounds.east, lon);
    bounds.south = Math.min(bounds.south, lat);
    bounds.north = Math.max(bounds.north, lat);
  }
  return bounds;
}

/** Bounds with `middle` in the middle that still hold another point. */
export function boundsAround(middle: Point, other: Point): Bounds {
  const [dx, dy] = [Math.abs(other.lon - middle.lon), Math.abs(other.lat - middle.lat)];
  return { west: middle.lon - dx, east: middle.lon + dx, south: middle.lat - dy, north: middle.lat + dy };
}

/** A round length of at most `max_px` pixels: 1, 2 or 5 times a power of ten metres. */
export function roundLength(metres_per_pixel: number, max_px: number): number {
  const most = metres_per_pixel * max_px;
  const power = 10 ** Math.floor(Math.log10(most));
  return [5, 2, 1].map((n) => n * power).find((n) => n <= most) ?? power;
}
