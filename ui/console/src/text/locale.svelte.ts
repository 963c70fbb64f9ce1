import { overwriteGetLocale, type Locale } from '../paraglide/runtime.js';

type Theme = 'dark' | 'light';

/** Language, light and single-letter keys of this seat. They stay on this computer. */
class Preferences {
  language = $state<Locale>(stored('language', ['en', 'ur']));
  theme = $state<Theme>(stored('theme', ['dark', 'light']));
  letters = $state(stored('letters', ['on', 'off']) === 'on');

  get dir(): 'ltr' | 'rtl' {
    return this.language === 'ur' ? 'rtl' : 'ltr';
  }

  otherLanguage(): void {
    this.language = this.language === 'ur' ? 'en' : 'ur';
    this.show();
  }

  otherTheme(): void {
    this.theme = this.theme === 'dark' ? 'light' : 'dark';
    this.show();
  }

  setLetters(on: boolean): void {
    this.letters = on;
    this.show();
  }

  /** Writes the choice on the page and keeps it. */
  show(): void {
    const page = document.documentElement;
    page.lang = this.language;
    page.dir = this.dir;
    page.dataset.theme = this.theme;
    keep('language', this.language);
    keep('theme', this.theme);
    keep('letters', this.letters ? 'on' : 'off');
  }
}

function stored<Choice extends string>(name: string, choices: readonly [Choice, ...Choice[]]): Choice {
  try {
    const found = localStorage.getItem(`hifazat.console.${name}`);
    return choices.find((choice) => choice === found) ?? choices[0];
  } catch {
    return choices[0];
  }
}

function keep(name: string, value: string): void {
  try {
    localStorage.setItem(`hifazat.console.${name}`, value);
  } catch {
    // A browser that keeps nothing still works; the choice lasts until the page is closed.
  }
}

export const preferences = new Preferences();
// Every text asks for the language through this state, so a change of language changes every text in place.
overwriteGetLocale(() => preferences.language);
