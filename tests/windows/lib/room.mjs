// A real control room and a console in a real browser.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { eventually } from './patience.mjs';
import { ROOT, Running, ask, freePort, program } from './process.mjs';

const PASSWORD = 'a long evening by the river';

export class Room {
  /** Makes a room in a folder of its own and serves it. */
  static async open() {
    const home = await mkdtemp(join(tmpdir(), 'hifazat-window-'));
    const [phones, console] = [await freePort(), await freePort()];
    const room = new Room(home, phones, console);
    await room.ask('init', '--public-url', `https://127.0.0.1:${phones}`);
    await room.serve();
    return room;
  }

  constructor(home, phones, console) {
    Object.assign(this, { home, phones, console, browsers: [] });
  }

  /** Serves, and returns once it is ready. */
  async serve() {
    const addresses = ['--listen', `127.0.0.1:${this.phones}`, '--console', `127.0.0.1:${this.console}`];
    // From its folder: the page may be newer than the program.
    const page = ['--console-dir', join(ROOT, 'ui/console/dist')];
    this.serving = new Running(program('hifazat-room'), ['serve', '--data', this.folder, ...addresses, ...page]);
    await eventually('the room is ready', async () => {
      if (!this.serving.runs) throw new Error(this.serving.words);
      return (await fetch(`http://127.0.0.1:${this.console}/readyz`)).ok;
    });
  }

  /** Away for a while; its data stays. */
  pause() {
    return this.serving.stop();
  }

  get folder() {
    return join(this.home, 'room');
  }

  /** Any command of hifazat-room over this room's folder. */
  ask(...words) {
    return ask('hifazat-room', [...words, '--data', this.folder]);
  }

  async incidents() {
    const told = JSON.parse(await this.ask('incidents', '--json'));
    return told.incidents ?? told;
  }

  /** A phone in a folder of its own that knows this room. */
  async phone(name = 'phone') {
    const [data, bundle] = [join(this.home, name), join(this.home, 'bundle.json')];
    await writeFile(bundle, await this.ask('bundle', 'show'));
    await ask('hifazat-phone', ['--data', data, 'init', '--bundle', bundle]);
    return data;
  }

  /** The page of a console at which a new seat has signed in. */
  async seat(name, desk) {
    const told = JSON.parse(await this.ask('seat', 'add', '--name', name, '--role', 'operator', '--desk', desk));
    const browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox'],
    });
    this.browsers.push(browser);
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en' });
    await page.goto(`http://127.0.0.1:${this.console}/`);
    await page.locator('#seat').fill(name);
    await page.locator('#password').fill(told.one_time_password);
    await page.keyboard.press('Enter');
    await page.locator('#fresh').fill(PASSWORD);
    await page.locator('#again').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.locator('#fresh').waitFor({ state: 'detached' });
    return page;
  }

  async close() {
    await Promise.all(this.browsers.map((browser) => browser.close()));
    await this.serving.stop();
    await rm(this.home, { recursive: true, force: true });
  }
}
