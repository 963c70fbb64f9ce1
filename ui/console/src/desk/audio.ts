import type { Tone } from './sound-plan';

type Note = { at_s: number; for_s: number; hz: number };

/** The three sounds of the room, made here: no file can be missing. Two notes, three low ones, one long low one. */
const NOTES: Record<Tone, Note[]> = {
  alert: [
    { at_s: 0, for_s: 0.2, hz: 784 },
    { at_s: 0.2, for_s: 0.22, hz: 1047 },
  ],
  overdue: [0, 0.26, 0.52].map((at_s) => ({ at_s, for_s: 0.2, hz: 294 })),
  lost: [{ at_s: 0, for_s: 1.2, hz: 196 }],
};
/** No slider goes below this, because there is none: an alarm nobody hears is not one. */
const LOUDNESS = 0.5;

/** The loudspeaker. A browser keeps it shut until the person has pressed something; `open` is called on every press. */
export class Loudspeaker {
  #context: AudioContext | null = null;

  /** True when a sound would be heard. */
  get ready(): boolean {
    return this.#context?.state === 'running';
  }

  async open(): Promise<boolean> {
    if (typeof AudioContext === 'undefined') return false;
    this.#context ??= new AudioContext();
    if (this.#context.state !== 'running') await this.#context.resume().catch(() => undefined);
    return this.ready;
  }

  play(tone: Tone): void {
    const context = this.#context;
    if (!context || context.state !== 'running') return;
    for (const note of NOTES[tone]) {
      const start = context.currentTime + 0.02 + note.at_s;
      const end = start + note.for_s;
      const source = new OscillatorNode(context, { type: 'triangle', frequency: note.hz });
      const loudness = new GainNode(context, { gain: 0 });
      loudness.gain.setValueAtTime(0, start);
      loudness.gain.linearRampToValueAtTime(LOUDNESS, start + 0.015);
      loudness.gain.setValueAtTime(LOUDNESS, end - 0.04);
      loudness.gain.linearRampToValueAtTime(0, end);
      source.connect(loudness).connect(context.destination);
      source.start(start);
      source.stop(end);
    }
  }
}
