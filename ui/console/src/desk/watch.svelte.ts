import { m } from '../paraglide/messages.js';
import { age } from '../text/format';
import { rowName } from '../text/spoken';
import { Announcer } from './announcer';
import type { Loudspeaker } from './audio';
import { countedFrom, isOverdue } from './clock';
import type { Console } from './console.svelte';
import { oldestWaiting } from './queue';
import { SoundPlan } from './sound-plan';

/** Hears and speaks for one seat: decides on each tick what sounds, and what a screen reader is told. */
export class Watch {
  polite = $state('');
  /** The last few interruptions: two within one second are both read, the later does not wipe out the earlier. */
  assertive = $state.raw<{ key: number; sentence: string }[]>([]);
  #spoken = 0;
  muted_until_ms = $state(-Infinity);
  /** False while the browser keeps the loudspeaker shut. */
  audible = $state(true);
  #plan = new SoundPlan();
  #announcer = new Announcer();
  #overdue = new Set<string>();

  constructor(
    readonly seat: Console,
    readonly speaker: Loudspeaker,
  ) {
    this.audible = speaker.ready;
    seat.desk.tell({
      arrived: (row) => {
        if (seat.selected === null && row.state === 'new' && seat.desk.ready) this.#say(m.say_new({ name: rowName(row, this.#now(), seat.session.seat) }));
      },
      changed: (before, row) => {
        if (!before.duress && row.duress) this.#say(m.say_duress({ label: row.label }));
      },
      linkLost: () => this.#say(m.say_link_lost()),
      linkBack: () => this.#say(m.say_link_back()),
    });
  }

  /** Once in a while, and at every press: a loudspeaker that may speak is opened. */
  async listen(): Promise<void> {
    this.audible = await this.speaker.open();
  }

  mute(): void {
    this.#plan.mute(this.#now());
    this.muted_until_ms = this.#plan.muted_until_ms;
  }

  tick(): void {
    const now_ms = this.#now();
    const rows = [...this.seat.desk.rows.values()].filter((row) => row.state !== 'closed');
    const waiting = rows.filter((row) => row.state === 'new' && !row.duress);
    const overdue = rows.filter((row) => isOverdue(row, now_ms) && (row.operator === null || row.operator === this.seat.session.seat));
    const tone = this.#plan.due({
      now_ms,
      waiting: new Set(waiting.map((row) => row.id)),
      overdue: overdue.some((row) => !row.duress),
      lost: this.seat.lost,
    });
    if (tone) this.speaker.play(tone);
    for (const row of overdue) if (!this.#overdue.has(row.id)) this.#say(m.say_overdue({ label: row.label }));
    this.#overdue = new Set(overdue.map((row) => row.id));
    this.#sumUp(now_ms, waiting.length, overdue.length);
  }

  #sumUp(now_ms: number, waiting: number, late: number): void {
    const oldest = oldestWaiting(this.seat.desk.rows.values());
    const parts = oldest ? [m.say_waiting({ n: waiting, age: age(now_ms - countedFrom(oldest)) })] : [];
    const burst = this.#plan.burst(now_ms);
    if (burst >= 5) parts.push(m.say_burst({ n: burst }));
    if (late > 0) parts.push(m.say_late({ n: late }));
    const said = this.#announcer.polite(now_ms, `${waiting}/${late}/${burst >= 5}`, parts.join(' ') || m.say_none_waiting());
    if (said !== null && (parts.length > 0 || this.polite !== '')) this.polite = said;
  }

  #say(sentence: string): void {
    const said = this.#announcer.assertive(this.#now(), sentence);
    if (said !== null) this.assertive = [...this.assertive.slice(-2), { key: (this.#spoken += 1), sentence: said }];
  }

  #now(): number {
    return this.seat.desk.time.exact();
  }
}
