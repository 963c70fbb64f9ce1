import type { Backend } from './backend';

/** Sends one named command with its arguments to the core. */
export type Call = <Answer>(name: string, args?: Record<string, unknown>) => Promise<Answer>;

/** Every command of the contract, over either way to the core. */
export function commands(call: Call): Omit<Backend, 'subscribe' | 'onNoDialler'> {
  return {
    view: () => call('view'),
    raise: (trigger) => call('raise', { trigger }),
    holdStarted: () => call('hold_started'),
    takeBack: (pin) => call('take_back', { pin }),
    cancel: (alertId, pin) => call('cancel', { alert_id: alertId, pin }),
    endWindow: () => call('end_window'),
    drill: (trigger) => call('drill', { trigger }),
    endDrill: () => call('end_drill'),
    dismiss: () => call('dismiss'),
    setContactRule: (rule) => call('set_contact_rule', { rule }),
    setLanguage: (language) => call('set_language', { language }),
    setPins: (cancel, duress) => call('set_pins', { cancel, duress }),
    setupLater: (step) => call('setup_later', { step }),
    allowLocation: () => call('allow_location'),
    numbers: () => call('numbers'),
    repair: (what) => call('repair', { what }),
    chooseTrigger: (trigger, on) => call('choose_trigger', { trigger, on }),
    practise: (trigger) => call('practise', { trigger }),
    setLoud: (loud) => call('set_loud', { loud }),
    touchText: (alertId) => call('touch_text', { alert_id: alertId }),
    setReceiptsByText: (wanted) => call('set_receipts_by_text', { wanted }),
    chooseTextCard: (slot) => call('choose_text_card', { slot }),
    setClip: (wanted) => call('set_clip', { wanted }),
  };
}
