import { MAX_ZOOM, MIN_ZOOM, toPixel, toPoint, type Pixel, type View } from './mercator';

const KEY_PX = 90;

export const panned = (view: View, by: Pixel): View => ({
  ...view,
  ...toPoint(view, { x: view.width / 2 - by.x, y: view.height / 2 - by.y }),
});

/** Zooms so that what stood under `at` stays there. */
export function zoomed(view: View, steps: number, at: Pixel = { x: view.width / 2, y: view.height / 2 }): View {
  const zoom = Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, view.zoom + steps));
  const fixed = toPoint(view, at);
  const next = { ...view, zoom };
  const moved = toPixel(next, fixed);
  return panned(next, { x: at.x - moved.x, y: at.y - moved.y });
}

/** The map's own keys: + and − zoom, arrows move. Null when the key is not the map's. `0` (fit) is the caller's. */
export function keyed(view: View, code: string): View | null {
  switch (code) {
    case 'Equal':
    case 'NumpadAdd':
      return zoomed(view, 0.5);
    case 'Minus':
    case 'NumpadSubtract':
      return zoomed(view, -0.5);
    case 'ArrowLeft':
      return panned(view, { x: KEY_PX, y: 0 });
    case 'ArrowRight':
      return panned(view, { x: -KEY_PX, y: 0 });
    case 'ArrowUp':
      return panned(view, { x: 0, y: KEY_PX });
    case 'ArrowDown':
      return panned(view, { x: 0, y: -KEY_PX });
    default:
      return null;
  }
}
