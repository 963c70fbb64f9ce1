// A window from outside, where WebDriver does not reach: what is painted on the screen, and the button of a window's frame
// that closes it. (WebDriver's own "close window" only takes the page out of the window, and it loses the page for good
// when the page's process dies.) The X protocol over the display's socket; no window manager runs on the hidden screen.
import { once } from 'node:events';
import { connect } from 'node:net';

const GET_WINDOW_ATTRIBUTES = 3;
const INTERN_ATOM = 16;
const QUERY_TREE = 15;
const GET_PROPERTY = 20;
const SEND_EVENT = 25;
const SET_INPUT_FOCUS = 42;
const GET_IMAGE = 73;
const Z_PIXMAP = 2;
const CLIENT_MESSAGE = 33;
const ATOM = 4;
const VIEWABLE = 2;

/** How many pixels of the screen have a colour (0xRRGGBB). */
export async function pixelsOf(display, colour) {
  const screen = await Display.open(display);
  try {
    const image = await screen.image();
    let count = 0;
    for (let at = 0; at < image.length; at += 4) count += (image.readUInt32LE(at) & 0xffffff) === colour ? 1 : 0;
    return count;
  } finally {
    screen.socket.destroy();
  }
}

/** No window of a display has the keyboard any more: she looks elsewhere. */
export async function lookAway(display) {
  const screen = await Display.open(display);
  try {
    screen.focusNothing();
    // An answer says that all before it was taken.
    await screen.atom('WM_PROTOCOLS');
  } finally {
    screen.socket.destroy();
  }
}

/** Asks every visible window of a display to close (WM_DELETE_WINDOW, ICCCM 4.2.8.1). Returns how many there were. */
export async function closeWindows(display) {
  const screen = await Display.open(display);
  try {
    const [protocols, close] = [await screen.atom('WM_PROTOCOLS'), await screen.atom('WM_DELETE_WINDOW')];
    let asked = 0;
    for (const window of await screen.topWindows()) {
      if (!(await screen.isVisible(window)) || !(await screen.atomsOf(window, protocols)).includes(close)) continue;
      screen.tell(window, protocols, close);
      asked += 1;
    }
    // An answer says that all before it was taken.
    await screen.atom('WM_PROTOCOLS');
    return asked;
  } finally {
    screen.socket.destroy();
  }
}

class Display {
  #kept = Buffer.alloc(0);

  static async open(display) {
    const screen = new Display();
    screen.socket = connect(`/tmp/.X11-unix/X${display.replace(':', '')}`);
    await once(screen.socket, 'connect');
    screen.socket.write(Buffer.from([0x6c, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
    const head = await screen.#take(8);
    if (head[0] !== 1) throw new Error('the display refuses');
    const body = await screen.#take(head.readUInt16LE(6) * 4);
    const vendor = Math.ceil(body.readUInt16LE(16) / 4) * 4;
    const first = 32 + vendor + body[21] * 8;
    screen.root = body.readUInt32LE(first);
    screen.size = body.readUInt32LE(first + 20);
    return screen;
  }

  async #take(bytes) {
    while (this.#kept.length < bytes) {
      const [more] = await once(this.socket, 'data');
      this.#kept = Buffer.concat([this.#kept, more]);
    }
    const taken = this.#kept.subarray(0, bytes);
    this.#kept = this.#kept.subarray(bytes);
    return taken;
  }

  #send(opcode, detail, ...words) {
    const request = Buffer.alloc(4 + words.length * 4);
    request[0] = opcode;
    request[1] = detail;
    request.writeUInt16LE(1 + words.length, 2);
    words.forEach((word, index) => request.writeUInt32LE(word, 4 + index * 4));
    this.socket.write(request);
  }

  async #answer() {
    const head = await this.#take(32);
    if (head[0] === 0) throw new Error(`the display answers with error ${head[1]}`);
    if (head[0] !== 1) return this.#answer();
    return Buffer.concat([head, await this.#take(head.readUInt32LE(4) * 4)]);
  }

  async atom(name) {
    const padded = Buffer.alloc(Math.ceil(name.length / 4) * 4);
    padded.write(name, 'latin1');
    const words = Array.from({ length: padded.length / 4 }, (_, index) => padded.readUInt32LE(index * 4));
    this.#send(INTERN_ATOM, 0, name.length, ...words);
    return (await this.#answer()).readUInt32LE(8);
  }

  async topWindows() {
    this.#send(QUERY_TREE, 0, this.root);
    const answer = await this.#answer();
    return Array.from({ length: answer.readUInt16LE(16) }, (_, index) => answer.readUInt32LE(32 + index * 4));
  }

  async isVisible(window) {
    this.#send(GET_WINDOW_ATTRIBUTES, 0, window);
    return (await this.#answer())[26] === VIEWABLE;
  }

  async atomsOf(window, property) {
    this.#send(GET_PROPERTY, 0, window, property, ATOM, 0, 32);
    const answer = await this.#answer();
    return Array.from({ length: answer.readUInt32LE(16) }, (_, index) => answer.readUInt32LE(32 + index * 4));
  }

  async image() {
    this.#send(GET_IMAGE, Z_PIXMAP, this.root, 0, this.size, 0xffffffff);
    return (await this.#answer()).subarray(32);
  }

  focusNothing() {
    this.#send(SET_INPUT_FOCUS, 0, 0, 0);
  }

  tell(window, type, what) {
    const event = Buffer.alloc(32);
    event[0] = CLIENT_MESSAGE;
    event[1] = 32;
    [window, type, what].forEach((word, index) => event.writeUInt32LE(word, 4 + index * 4));
    const words = Array.from({ length: 8 }, (_, index) => event.readUInt32LE(index * 4));
    this.#send(SEND_EVENT, 0, window, 0, ...words);
  }
}
