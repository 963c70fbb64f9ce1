// Everything the screens ask for and do: one object over the core, the alarm button and the few things that only the page
// knows (which list is open, what was just taken back).
import type { Backend } from '../backend/backend';
import type {
  AlertView,
  ContactRule,
  Language,
  Loud,
  PhoneView,
  PinOutcome,
  PinsOutcome,
  Repair,
  Trigger,
} from '../../../shared/generated/phone';
import { setSpokenLanguage } from '../text/language';
import { Alarm } from './alarm.svelte';
import { Core } from './core.svelte';
import { noteOfTakenBack } from './ladder';
import { Raising } from './raising.svelte';
import { screenOf, type Page } from './screen';

const DEFAULT_HOLD_MS = 2_000;

/** What just happened to an alarm that is no longer on the screen. */
export type Note = 'taken_back' | 'taken_back_told';

export class Phone {
  readonly core: Core;
  readonly raising: Raising;
  readonly alarm: Alarm;
  /** The button of the practice page: as the alarm, but what it raises is a drill. */
  readonly practice: Alarm;
  page = $state<Page>('start');
  cancelling = $state(false);
  note = $state<Note | null>(null);
  /** How her last PIN was answered; forgotten with the alert it was for. */
  pinOutcome = $state<PinOutcome | 'failed' | null>(null);
  /** The taken-back alert that was left behind last. */
  #left: string | null = null;

  constructor(backend: Backend) {
    this.core = new Core(backend);
    setSpokenLanguage(() => this.language);
    this.raising = new Raising(this.core);
    const acts = {
      holdMs: () => this.holdMs,
      warm: () => void backend.holdStarted().catch(() => this.core.read()),
      vibrate: (pattern: number | number[]) => void navigator.vibrate?.(pattern),
    };
    this.alarm = new Alarm({ ...acts, raise: (trigger) => this.#raise(() => this.raising.raise(trigger)) });
    this.practice = new Alarm({ ...acts, raise: (trigger) => this.#pull(trigger) });
  }

  get view(): PhoneView | null {
    return this.core.view;
  }

  get language(): Language {
    return this.view?.language ?? 'ur';
  }

  get holdMs(): number {
    return this.view?.hold_ms ?? DEFAULT_HOLD_MS;
  }

  /** Without PINs nothing can be taken back: the pad would be a trap. */
  get hasPins(): boolean {
    return this.view?.readiness.checks.some((check) => check.id === 'pins' && check.state === 'proven') ?? false;
  }

  get now(): number {
    return this.core.clock.now;
  }

  get screen() {
    return screenOf(this);
  }

  start(): void {
    this.core.start();
  }

  stop(): void {
    this.core.stop();
  }

  open(page: Page): void {
    this.page = page;
    this.note = null;
  }

  async takeBack(pin: string): Promise<void> {
    await this.#enter(() => this.core.backend.takeBack(pin));
  }

  async cancel(alert: AlertView, pin: string): Promise<void> {
    await this.#enter(() => this.core.backend.cancel(alert.alert_id, pin));
    if (this.pinOutcome === 'done' || this.pinOutcome === 'stands') this.cancelling = false;
  }

  startCancel(): void {
    this.pinOutcome = null;
    this.cancelling = true;
  }

  endWindow = () => this.core.ask(() => this.core.backend.endWindow());
  drill = () => this.#pull('hold').then(() => this.open('start'));
  endDrill = () => this.core.ask(() => this.core.backend.endDrill());
  dismiss = () => this.core.ask(() => this.core.backend.dismiss());
  allowLocation = () => this.core.ask(() => this.core.backend.allowLocation());
  later = (step: number) => this.core.ask(() => this.core.backend.setupLater(step));
  setRule = (rule: ContactRule) => this.core.ask(() => this.core.backend.setContactRule(rule));
  setLanguage = (language: Language) => this.core.ask(() => this.core.backend.setLanguage(language));
  numbers = () => this.core.backend.numbers();
  repair = (what: Repair) => this.core.ask(() => this.core.backend.repair(what));
  chooseTrigger = (trigger: Trigger, on: boolean) => this.core.ask(() => this.core.backend.chooseTrigger(trigger, on));
  practise = (trigger: Trigger | null) => this.core.ask(() => this.core.backend.practise(trigger));
  setLoud = (loud: Loud) => this.core.ask(() => this.core.backend.setLoud(loud));
  touchText = (alert: AlertView) => this.core.ask(() => this.core.backend.touchText(alert.alert_id));
  chooseTextCard = (slot: number | null) => this.core.ask(() => this.core.backend.chooseTextCard(slot));
  setReceiptsByText = (wanted: boolean) => this.core.ask(() => this.core.backend.setReceiptsByText(wanted));
  setClip = (wanted: boolean) => this.core.ask(() => this.core.backend.setClip(wanted));

  async setPins(cancel: string, duress: string): Promise<PinsOutcome | 'failed'> {
    const answer = await this.core.tell(
      () => this.core.backend.setPins(cancel, duress),
      (answer) => answer.view,
    );
    return answer?.outcome ?? 'failed';
  }

  /** A taken-back alarm leaves the screen, and its traces the phone, by itself; a note stays. Called on every view. */
  settle(view: PhoneView): void {
    if (view.alert === null) {
      this.pinOutcome = null;
      this.cancelling = false;
    } else if (view.alert.cancel === 'taken_back') {
      void this.#leave(view.alert);
    } else {
      this.page = 'start';
    }
  }

  async #leave(alert: AlertView): Promise<void> {
    if (this.#left === alert.alert_id) return;
    this.#left = alert.alert_id;
    this.note = noteOfTakenBack(alert);
    if (!(await this.dismiss())) this.#left = null;
  }

  async #pull(trigger: Trigger): Promise<void> {
    await this.core.ask(() => this.core.backend.drill(trigger));
  }

  async #raise(raise: () => Promise<void>): Promise<void> {
    this.note = null;
    this.pinOutcome = null;
    this.cancelling = false;
    await raise();
  }

  async #enter(command: () => ReturnType<Backend['takeBack']>): Promise<void> {
    const answer = await this.core.tell(command, (answer) => answer.view);
    this.pinOutcome = answer?.outcome ?? 'failed';
  }
}
