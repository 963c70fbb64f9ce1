// The phone's real window, driven as a thumb would.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { closeWindows } from './display.mjs';
import { eventually } from './patience.mjs';
import { ROOT, childrenOf, lives, program } from './process.mjs';
import { Driver } from './webdriver.mjs';

const WORDS = Object.fromEntries(
  ['ur', 'en'].map((language) => [
    language,
    JSON.parse(readFileSync(join(ROOT, `ui/phone/messages/${language}.json`), 'utf8')),
  ]),
);
/** A moment longer than the button asks for. */
const HOLD_MS = 2_300;

export class PhoneWindow {
  /** Opens the window of the phone in `data` on a display. */
  static async open({ data, display, env = {} }) {
    const driver = await Driver.open(program('hifazat-app'), ['--data', data], {
      DISPLAY: display,
      // Nothing of a test appears on the desktop of whoever runs it.
      DBUS_SESSION_BUS_ADDRESS: 'disabled:',
      ...env,
    });
    const [pid] = childrenOf(driver.process.pid);
    const window = new PhoneWindow(driver, pid, display);
    await eventually('the page is drawn', () => driver.evaluate("document.querySelector('main') !== null"));
    return window;
  }

  constructor(driver, pid, display) {
    Object.assign(this, { driver, pid, display });
  }

  /** A text of the page in the language it is in; parts in braces are filled in. */
  async word(key, parts = {}) {
    const text = WORDS[await this.driver.evaluate('document.documentElement.lang')][key];
    return text.replace(/\{(\w+)\}/g, (_, name) => parts[name]);
  }

  text() {
    return this.driver.evaluate('document.body.innerText');
  }

  /** Waits until the page says something. Marks of direction and breaks of lines are no words. */
  async says(key, parts) {
    const wanted = plain(await this.word(key, parts));
    let last = '';
    return eventually(`the phone says "${wanted}"`, async () => {
      last = plain(await this.text());
      if (!last.includes(wanted)) throw new Error(`it says: ${last}`);
      return true;
    });
  }

  /** Holds the alarm button. Where the screen changes under the thumb, the thumb comes again. */
  async hold(ms = HOLD_MS) {
    await eventually('the button stays for a hold', async () => {
      await this.driver.hold('[data-alarm]', ms);
      return true;
    });
  }

  /** Presses the button that shows a text. */
  async press(key) {
    const wanted = JSON.stringify(await this.word(key));
    await eventually(`a button says ${wanted}`, () =>
      this.driver.evaluate(`(() => {
        const button = [...document.querySelectorAll('button')].find((each) => each.innerText.trim() === ${wanted});
        button?.click();
        return button !== undefined;
      })()`),
    );
  }

  /** A command of the page, past its buttons. */
  call(name, args = {}) {
    return this.driver.settle(`window.__TAURI_INTERNALS__.invoke('${name}', ${JSON.stringify(args)})`);
  }

  /** What the window shows once letters and short movements have come to rest; as PNG. */
  async picture() {
    await this.driver.settle(`(async () => {
      await document.fonts.ready;
      await new Promise((done) => setTimeout(done, 400));
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    })()`);
    return this.driver.picture();
  }

  /** Closes the window as its frame's button does; the program may have something left to do. */
  async shut() {
    assert.equal(await closeWindows(this.display), 1);
    await this.driver.close();
  }

  hasEnded() {
    return !lives(this.pid);
  }

  /** kill -9. */
  async kill() {
    process.kill(this.pid, 'SIGKILL');
    await this.#gone();
  }

  /** Ends the program as a closing session does. */
  async close() {
    if (lives(this.pid)) process.kill(this.pid, 'SIGTERM');
    await this.#gone();
  }

  async #gone() {
    await eventually('the window is gone', () => !lives(this.pid));
    await this.driver.close();
  }
}

function plain(text) {
  return text.replace(/[\u200e\u200f\u2066-\u2069]/g, '').replace(/\s+/g, ' ');
}
