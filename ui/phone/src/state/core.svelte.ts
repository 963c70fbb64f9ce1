// What is true, as the core last said it, and whether the core can be reached at all.
import type { Backend } from '../backend/backend';
import { Refused } from '../backend/backend';
import type { AlertView, PhoneView } from '../../../shared/generated/phone';
import { PhoneClock } from './clock.svelte';

const RETRY_MS = 1_000;
const NOT_DELIVERED_MS = 90_000;
/** Beyond every edge that is known, the core is asked now and then while an alert is on: an event may have been lost. */
const ALERT_READ_MS = 10_000;
const LATE_MS = 60;

export type Reach = 'looking' | 'here' | 'lost';

export class Core {
  view = $state.raw<PhoneView | null>(null);
  reach = $state<Reach>('looking');
  readonly clock = new PhoneClock();

  #tickets = 0;
  #newest = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #edge: ReturnType<typeof setTimeout> | undefined;
  #stop: () => void = () => undefined;
  #reading = false;
  #readAgain = false;

  constructor(readonly backend: Backend) {}

  start(): void {
    this.#stop = this.backend.subscribe(() => void this.read());
    void this.read();
  }

  stop(): void {
    this.#stop();
    this.clock.stop();
    clearTimeout(this.#retry);
    clearTimeout(this.#edge);
  }

  /** Asks what is true. Many events in a row are one question. */
  async read(): Promise<void> {
    this.#readAgain = true;
    if (this.#reading) return;
    this.#reading = true;
    while (this.#readAgain) {
      this.#readAgain = false;
      await this.ask(() => this.backend.view());
    }
    this.#reading = false;
  }

  /** Sends a command that is answered with the view. Says whether it went through. */
  async ask(command: () => Promise<PhoneView>): Promise<boolean> {
    return (await this.tell(command, (view) => view)) !== null;
  }

  /** Sends any command whose answer holds a view. `null`: the core refused it or could not be reached. */
  async tell<Answer>(command: () => Promise<Answer>, viewOf: (answer: Answer) => PhoneView): Promise<Answer | null> {
    const ticket = ++this.#tickets;
    try {
      const answer = await command();
      this.#take(viewOf(answer), ticket);
      return answer;
    } catch (error) {
      if (error instanceof Refused) void this.read();
      else this.lose();
      return null;
    }
  }

  /** The core could not be reached: keeps looking for it. */
  lose(): void {
    this.reach = 'lost';
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.read(), RETRY_MS);
  }

  /** An answer that was asked for earlier never replaces one that was asked for later. */
  #take(view: PhoneView, ticket: number): void {
    clearTimeout(this.#retry);
    this.reach = 'here';
    if (ticket < this.#newest) return;
    this.#newest = ticket;
    this.clock.set(view.now_ms);
    this.clock.run(view.alert !== null || view.drill !== null || view.practise !== null);
    this.view = view;
    this.#awaitEdge(view);
  }

  /** The core's words change with time alone at two moments; the page asks again just after each. */
  #awaitEdge(view: PhoneView): void {
    clearTimeout(this.#edge);
    const alert = view.alert ?? view.drill;
    if (alert === null) return;
    const edges = edgesOf(alert).filter((at) => at > view.now_ms);
    const wait = Math.min(ALERT_READ_MS, ...edges.map((at) => at - view.now_ms + LATE_MS));
    this.#edge = setTimeout(() => void this.read(), wait);
  }
}

function edgesOf(alert: AlertView): number[] {
  const window = alert.window_ends_at_ms === null ? [] : [alert.window_ends_at_ms];
  return [...window, alert.tapped_at_ms + NOT_DELIVERED_MS];
}
