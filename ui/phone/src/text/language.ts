import type { Language } from '../../../shared/generated/phone';
import { overwriteGetLocale } from '../paraglide/runtime.js';

/** The texts follow the language in the core's view; a component that shows one follows it too. */
export function setSpokenLanguage(language: () => Language): void {
  overwriteGetLocale(language);
}

export const DIRECTION: Record<Language, 'rtl' | 'ltr'> = { ur: 'rtl', en: 'ltr' };
