import { describe, expect, test } from 'vitest';
import { incident, NOW } from '../testing';
import { districtsOf, contains, labelPlaces } from './boundaries';
import { zoomed } from './gestures';
import { placed } from './labels';
import { circle, marksOf } from './marks';
import { fitted, metresPerPixel, roundLength, toPixel, toPoint, type View } from './mercator';

const view: View = { lon: 74.3, lat: 31.5, zoom: 11.6, width: 640, height: 800 };
const square = (name: string, west: number, south: number, side: number) => ({
  type: 'Feature', properties: { name },
  geometry: { type: 'Polygon', coordinates: [[[west, south], [west + side, south], [west + side, south + side], [west, south + side], [west, south]]] },
});
const collection = { type: 'FeatureCollection', features: [square('Lahore', 74, 31.2, 1), { type: 'Feature', geometry: { type: 'Point', coordinates: [0, 0] }, properties: {} }] };

test('a pixel and its point are one', () => {
  const back = toPixel(view, toPoint(view, { x: 100, y: 700 }));
  expect(back.x).toBeCloseTo(100, 6);
  expect(back.y).toBeCloseTo(700, 6);
});

test('the accuracy circle is true to scale', () => {
  const place = { latitude_deg: 31.5, longitude_deg: 74.3, accuracy_m: 1_400, at_ms: NOW, method: 'network', doubts: [] };
  const drawn = circle(view, place);
  expect(drawn.true_to_scale).toBe(true);
  expect(drawn.r * metresPerPixel(view)).toBeCloseTo(1_400, 6);
});

test('a good fix keeps a ring of 16 px, which says that it is not to scale', () => {
  const place = { latitude_deg: 31.5, longitude_deg: 74.3, accuracy_m: 5, at_ms: NOW, method: 'satellite', doubts: [] };
  expect(circle(view, place)).toMatchObject({ r: 16, true_to_scale: false });
});

describe('places that cannot be believed', () => {
  const at = (doubts: string[]) => incident('L-1', 0, { place: { latitude_deg: 0, longitude_deg: 0, accuracy_m: 3, at_ms: NOW, method: 'fused', doubts } });
  const scene = { track: [], rows: [], units: [], chosen: null, now_ms: NOW };

  test('0/0 is never a pin', () => expect(marksOf(view, { ...scene, row: at(['null_island']) }).her).toBeNull());
  test('a doubtful one is drawn as doubtful', () => expect(marksOf(view, { ...scene, row: at(['mock']) }).her?.doubtful).toBe(true));
});

test('boundaries are read from any GeoJSON; what is not a polygon is no district', () => {
  const districts = districtsOf(collection);
  expect(districts.map(({ name, name_ur }) => [name, name_ur])).toEqual([['Lahore', 'Lahore']]);
  expect(districts[0] && contains(districts[0], 74.5, 31.5)).toBe(true);
  expect(districts[0] && contains(districts[0], 73.9, 31.5)).toBe(false);
  expect(districtsOf(null)).toEqual([]);
  expect(districtsOf({ type: 'nonsense' })).toEqual([]);
});

test('a district is named inside what is seen of it', () => {
  const [label] = labelPlaces(districtsOf(collection), { ...view, lon: 74.02 });
  expect(label?.at[0]?.x).toBeGreaterThan(300);
});

describe('words on the map', () => {
  const ground = { marks: [], covered: [], width: 640, height: 800 };
  const word = (key: string, x: number, y = 100) => ({ key, text: 'L-0482', x, y, kind: 'mark' as const });
  const beside = (key: string, x: number, y = 100) => ({ ...word(key, x + 17, y + 4), of: { x, y } });

  test('one that would cover a more important one is left out', () => {
    expect(placed([word('a', 0), word('b', 20), word('c', 200)], ground).map(({ key }) => key)).toEqual(['a', 'c']);
  });
  test('beside a mark it takes the other side when something stands there', () => {
    const marks = [{ x: 100, y: 100 }, { x: 130, y: 100 }];
    expect(placed([beside('a', 100)], { ...ground, marks })).toMatchObject([{ x: 83, anchor: 'end' }]);
  });
  test('none is cut by the edge', () => {
    expect(placed([beside('a', 630)], ground)).toMatchObject([{ anchor: 'end' }]);
    expect(placed([word('b', 620)], ground)).toEqual([]);
  });
  test('a name keeps off her circle as long as there is room for it', () => {
    const name = { ...word('district', 300, 300), kind: 'name' as const, anchor: 'middle' as const, or: [{ x: 300, y: 600 }] };
    expect(placed([name], { ...ground, circles: [{ x: 300, y: 300, r: 60 }] })).toMatchObject([{ y: 600 }]);
    expect(placed([name], { ...ground, circles: [{ x: 300, y: 300, r: 500 }] })).toMatchObject([{ y: 300 }]);
  });
  test('none lies under a chip, or tells of a mark that does', () => {
    const covered = [{ left: 200, top: 0, right: 300, bottom: 200 }];
    expect(placed([beside('a', 180)], { ...ground, covered })).toMatchObject([{ anchor: 'end' }]);
    expect(placed([beside('b', 250)], { ...ground, covered })).toEqual([]);
  });
});

test('zooming keeps what is under the pointer', () => {
  const at = { x: 50, y: 60 };
  const point = toPoint(view, at);
  const after = toPixel(zoomed(view, 1, at), point);
  expect(after.x).toBeCloseTo(50, 3);
  expect(after.y).toBeCloseTo(60, 3);
});

test('the scale bar is a round length', () => {
  expect(roundLength(20.8, 90)).toBe(1_000);
  expect(fitted({ west: 70, east: 75, south: 28, north: 34 }, { width: 640, height: 800 }, 60).zoom).toBeLessThan(8);
});
