// The one seam between the page and the phone's core. Two implementations: the Tauri window, and a browser page over
// the loopback bridge. Events say that something changed; `view()` says what is true.
import type {
  ContactRule,
  Helpline,
  Language,
  Loud,
  PhoneView,
  PinAnswer,
  PinsAnswer,
  Repair,
  Trigger,
} from '../../../shared/generated/phone';

export interface Backend {
  view(): Promise<PhoneView>;
  raise(trigger: Trigger): Promise<PhoneView>;
  /** The finger is on the button: the core warms its connection up. */
  holdStarted(): Promise<void>;
  takeBack(pin: string): Promise<PinAnswer>;
  cancel(alertId: string, pin: string): Promise<PinAnswer>;
  endWindow(): Promise<PhoneView>;
  /** A drill, as if this trigger had been pulled. */
  drill(trigger: Trigger): Promise<PhoneView>;
  endDrill(): Promise<PhoneView>;
  dismiss(): Promise<PhoneView>;
  setContactRule(rule: ContactRule): Promise<PhoneView>;
  setLanguage(language: Language): Promise<PhoneView>;
  setPins(cancel: string, duress: string): Promise<PinsAnswer>;
  setupLater(step: number): Promise<PhoneView>;
  allowLocation(): Promise<PhoneView>;
  numbers(): Promise<Helpline[]>;
  /** What one touch can do for a check, a trigger or a choice; the system may ask her, or open a screen of its own. */
  repair(what: Repair): Promise<PhoneView>;
  /** She wants to send an alert's text herself: the telephone's messages app opens with it filled in. */
  touchText(alertId: string): Promise<PhoneView>;
  chooseTrigger(trigger: Trigger, on: boolean): Promise<PhoneView>;
  /** The next pull of this trigger is a drill; `null` ends that. */
  practise(trigger: Trigger | null): Promise<PhoneView>;
  setLoud(loud: Loud): Promise<PhoneView>;
  setReceiptsByText(wanted: boolean): Promise<PhoneView>;
  /** The slot of the card that texts go by first; `null`: whichever can. */
  chooseTextCard(slot: number | null): Promise<PhoneView>;
  setClip(wanted: boolean): Promise<PhoneView>;
  /** Calls `changed` whenever something changed or may have been missed. Returns the way to stop. */
  subscribe(changed: () => void): () => void;
  /** Where the shell opens `tel:` links: calls `told` when nothing on this machine takes one. Returns the way to stop. */
  onNoDialler?(told: () => void): () => void;
}

/** A command that the core answered with a refusal. Anything else that goes wrong means that the core is out of reach. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
