/** Words on the map that would cover earlier ones are left out; their marks stay. Earlier is more important. */
export type Label = { key: string; text: string; second?: string; x: number; y: number; kind: 'strong' | 'mark' | 'name' | 'town' };

const CHAR_PX = 7.2;
const LINE_PX = 15;
const MARK_PX = 13;

type Box = { left: number; top: number; right: number; bottom: number };

function boxOf(label: Label): Box {
  const width = Math.max(label.text.length, label.second?.length ?? 0) * CHAR_PX;
  const left = label.kind === 'name' ? label.x - width / 2 : label.x;
  return { left, top: label.y - LINE_PX, right: left + width, bottom: label.y + (label.second ? LINE_PX : 4) };
}

const overlap = (a: Box, b: Box) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** The labels that fit, in order of importance. Names on the ground also keep off the marks. */
export function placed(labels: readonly Label[], marks: readonly { x: number; y: number }[] = []): Label[] {
  const boxes: Box[] = [];
  const taken = marks.map(({ x, y }): Box => ({ left: x - MARK_PX, right: x + MARK_PX, top: y - MARK_PX, bottom: y + MARK_PX }));
  return labels.filter((label) => {
    const box = boxOf(label);
    const ground = label.kind === 'name' || label.kind === 'town';
    const free = ![...boxes, ...(ground ? taken : [])].some((other) => overlap(other, box));
    if (free) boxes.push(box);
    return free;
  });
}
