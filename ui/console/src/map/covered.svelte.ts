import type { Box } from './labels';

const boxOf = ({ offsetLeft: left, offsetTop: top, offsetWidth, offsetHeight }: HTMLElement): Box => ({ left, top, right: left + offsetWidth, bottom: top + offsetHeight });

/** What the chips in the corners of the map cover, measured whenever one of them or the map changes its size. */
export class Covered {
  boxes = $state.raw<Box[]>([]);
  readonly #chips = new Set<HTMLElement>();
  readonly #watch = new ResizeObserver(() => this.#measure());

  #measure(): void {
    this.boxes = [...this.#chips].map(boxOf);
  }

  /** An attachment for each chip. */
  readonly chip = (element: HTMLElement): (() => void) => {
    this.#chips.add(element);
    this.#watch.observe(element);
    if (element.parentElement) this.#watch.observe(element.parentElement);
    return () => {
      this.#watch.unobserve(element);
      this.#chips.delete(element);
      this.#measure();
    };
  };
}
