// WebDriver over plain HTTP, as WebKitWebDriver speaks it: a client of one page is not worth a package.
import { eventually } from './patience.mjs';
import { Running, freePort } from './process.mjs';

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

/** One driver with its one session: WebKitWebDriver starts the program and takes no second session. */
export class Driver {
  static async open(binary, args, env) {
    const port = await freePort();
    const process = new Running('WebKitWebDriver', [`--port=${port}`, '--host=127.0.0.1'], {
      ...env,
      // Without this the request for a session is never answered.
      TAURI_WEBVIEW_AUTOMATION: 'true',
    });
    const driver = new Driver(process, `http://127.0.0.1:${port}`);
    try {
      await eventually('WebKitWebDriver answers', () => driver.#send('GET', '/status').then(() => true));
      const wanted = { alwaysMatch: { 'webkitgtk:browserOptions': { binary, args } } };
      const { sessionId } = await driver.#send('POST', '/session', { capabilities: wanted });
      driver.session = `/session/${sessionId}`;
      return driver;
    } catch (error) {
      await process.kill();
      throw new Error(`no session with ${binary}: ${process.words}`, { cause: error });
    }
  }

  constructor(process, address) {
    this.process = process;
    this.address = address;
  }

  async #send(method, path, body) {
    const response = await fetch(this.address + path, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(30_000),
    });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`);
    return value;
  }

  get(path) {
    return this.#send('GET', this.session + path);
  }

  post(path, body = {}) {
    return this.#send('POST', this.session + path, body);
  }

  /** The value of an expression in the page. */
  evaluate(expression) {
    return this.post('/execute/sync', { script: `return (${expression});`, args: [] });
  }

  /** The value that an asynchronous expression comes to. */
  async settle(expression) {
    const script = `const done = arguments[0]; (async () => (${expression}))()
      .then((value) => done({ value }), (error) => done({ error: error?.message ?? JSON.stringify(error) }));`;
    const { value, error } = await this.post('/execute/async', { script, args: [] });
    if (error !== undefined) throw new Error(error);
    return value;
  }

  async find(selector) {
    const found = await this.post('/element', { using: 'css selector', value: selector });
    return found[ELEMENT];
  }

  async click(selector) {
    await this.post(`/element/${await this.find(selector)}/click`);
  }

  /** Puts the pointer on an element, presses, waits, lets go. */
  async hold(selector, ms) {
    const origin = { [ELEMENT]: await this.find(selector) };
    await this.post('/actions', {
      actions: [
        {
          type: 'pointer',
          id: 'mouse',
          parameters: { pointerType: 'mouse' },
          actions: [
            { type: 'pointerMove', origin, x: 0, y: 0, duration: 0 },
            { type: 'pointerDown', button: 0 },
            { type: 'pause', duration: ms },
            { type: 'pointerUp', button: 0 },
          ],
        },
      ],
    });
  }

  /** What the window shows, as PNG. */
  async picture() {
    return Buffer.from(await this.get('/screenshot'), 'base64');
  }

  /** Ends the driver; the program it started is not its business any more. */
  async close() {
    await this.process.kill();
  }
}
