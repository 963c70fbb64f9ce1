import { isUsable } from '../desk/place';
import type { Console } from '../desk/console.svelte';
import type { Place } from '../room/types';
import { contains } from './boundaries';
import type { Chart } from './chart.svelte';
import { keyed } from './gestures';
import { boundsAround, boundsOf, fitted, metresPerPixel, toPixel, type View } from './mercator';

const NEAR_ZOOM = 11.6;
/** Beyond this share of the half view a moving person is brought back to the middle. */
const KEEP_IN = 0.84;
/** The insets in the corners cover so much of the edge. */
const CLEAR_OF_CHIPS_PX = 180;

/** What the map looks at. It follows the open incident until the operator moves it by hand. */
export class MapPane {
  width = $state(0);
  height = $state(0);
  #chosen = $state.raw<View | null>(null);
  #by_hand = false;
  view = $derived<View | null>(this.width > 0 && this.#chosen ? { ...this.#chosen, width: this.width, height: this.height } : null);
  place = $derived.by<Place | null>(() => {
    const place = this.seat.row?.place ?? null;
    return isUsable(place) ? place : null;
  });
  /** The district she is in, drawn brighter. */
  own = $derived.by(() => {
    const place = this.place;
    return place ? (this.chart.districts.find((district) => contains(district, place.longitude_deg, place.latitude_deg)) ?? null) : null;
  });

  constructor(
    readonly seat: Console,
    readonly chart: Chart,
  ) {}

  /** Another incident, or the first size or ground: to her, or to everything. */
  begin(): void {
    this.#by_hand = false;
    if (this.place) this.toHer();
    else if (this.#chosen === null || this.seat.selected === null) this.fit();
  }

  /** A new fix of the same incident. */
  follow(): void {
    const { view, place } = this;
    if (!view || !place || this.#by_hand) return;
    const at = toPixel(view, { lon: place.longitude_deg, lat: place.latitude_deg });
    const away = Math.max(Math.abs(at.x / view.width - 0.5), Math.abs(at.y / view.height - 0.5)) * 2;
    if (away > KEEP_IN) this.toHer();
  }

  /** All open incidents with a place; with fewer than two, the whole area. */
  fit(): void {
    if (this.width === 0) return;
    const points = [...this.seat.desk.rows.values()].flatMap(({ place }) => (isUsable(place) ? [{ lon: place.longitude_deg, lat: place.latitude_deg }] : []));
    const bounds = points.length > 1 ? boundsOf(points) : this.chart.extent;
    if (bounds) this.#chosen = fitted(bounds, { width: this.width, height: this.height }, 60);
    else this.toHer();
  }

  /** Close enough for the streets around her, far enough for the whole accuracy circle and, without boundaries, the town. */
  toHer(): void {
    const { place, width, height } = this;
    if (!place || width === 0) return;
    const at = { lon: place.longitude_deg, lat: place.latitude_deg };
    const radius_px = Math.min(width, height) * 0.3;
    const widest = Math.log2((metresPerPixel({ lat: at.lat, zoom: 0 }) * radius_px) / Math.max(1, place.accuracy_m ?? 0));
    const zoom = Math.max(4, Math.min(NEAR_ZOOM, widest));
    const town = this.chart.districts.length === 0 ? this.chart.nearestTown(place) : null;
    this.#chosen = { ...(town ? fitted(boundsAround(at, town), { width, height }, CLEAR_OF_CHIPS_PX, zoom) : { zoom, width, height }), ...at };
  }

  /** The operator's own movement. */
  move(next: View): void {
    this.#by_hand = true;
    this.#chosen = next;
  }

  /** True when the key was the map's. */
  key(code: string): boolean {
    const { view } = this;
    if (code === 'Digit0' || code === 'Numpad0') this.fit();
    else {
      const next = view && keyed(view, code);
      if (!next) return false;
      this.move(next);
    }
    return true;
  }
}
