import type { Pixel } from './mercator';

/** Words that would cover what matters more stand on another side of their mark, or are left out; the marks stay. */
export type Label = {
  key: string;
  text: string;
  second?: string;
  x: number;
  y: number;
  kind: 'strong' | 'mark' | 'name' | 'town' | 'older';
  anchor?: 'middle' | 'end';
  /** The mark it belongs to: the words may also stand on its other sides. */
  of?: Pixel;
  /** Where else it may stand. */
  or?: readonly Pixel[];
};
export type Box = { left: number; top: number; right: number; bottom: number };
/** What words keep off: the marks, the chips in the corners, the edges of the map; and names, if they can, her circles. */
export type Ground = { marks: readonly Pixel[]; circles?: readonly (Pixel & { r: number })[]; covered: readonly Box[]; width: number; height: number };

const CHAR_PX = { strong: 7.6, mark: 7.2, older: 7.2, town: 7.2, name: 9 };
const LINE_PX = 15;
const MARK_PX = 12;

function boxOf({ text, second, x, y, kind, anchor }: Label): Box {
  const width = Math.max(text.length, second?.length ?? 0) * CHAR_PX[kind];
  const left = anchor === 'middle' ? x - width / 2 : anchor === 'end' ? x - width : x;
  return { left, top: y - LINE_PX + 3, right: left + width, bottom: y + (second ? LINE_PX + 4 : 4) };
}

const around = ({ x, y }: Pixel, r = MARK_PX): Box => ({ left: x - r, right: x + r, top: y - r, bottom: y + r });
const overlap = (a: Box, b: Box) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
const holds = (box: Box, { x, y }: Pixel) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;

/** Where a label may stand, the best first: after its mark, before it, under it, over it. */
function sides(label: Label): Label[] {
  const { of, or = [], x, y } = label;
  if (!of) return [label, ...or.map((at) => ({ ...label, ...at }))];
  const away = x - of.x;
  return [
    label,
    { ...label, x: of.x - away, anchor: 'end' },
    { ...label, x: of.x, y: of.y + away + LINE_PX, anchor: 'middle' },
    { ...label, x: of.x, y: y - away - (label.second ? LINE_PX : 4), anchor: 'middle' },
  ];
}

/** The labels that fit, in order of importance. Hers always stands when she can be seen. */
export function placed(labels: readonly Label[], { marks, circles = [], covered, width, height }: Ground): Label[] {
  const map: Box = { left: 0, top: 0, right: width, bottom: height };
  const seen = (at: Pixel) => holds(map, at) && !covered.some((box) => holds(box, at));
  const taken: Box[] = [...covered];
  const drawn = circles.map((circle) => around(circle, circle.r));
  const clear = (side: Label) => !drawn.some((circle) => overlap(circle, boxOf(side)));
  return labels.flatMap((label) => {
    if (label.of && !seen(label.of)) return [];
    const others = marks.filter((mark) => mark.x !== label.of?.x || mark.y !== label.of.y).map((mark) => around(mark));
    const free = sides(label).filter((side) => {
      const box = boxOf(side);
      const inside = box.left >= 0 && box.right <= width && box.top >= 0 && box.bottom <= height;
      return inside && ![...taken, ...others].some((other) => overlap(other, box));
    });
    const found = (label.kind === 'name' ? free.find(clear) : undefined) ?? free[0] ?? (label.kind === 'strong' ? label : null);
    if (!found) return [];
    taken.push(boxOf(found));
    return [found];
  });
}
