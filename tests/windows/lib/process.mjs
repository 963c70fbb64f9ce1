// Processes of a test: their words are kept, and they are ended by their number, never by a name.
import { spawn, execFile } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

export const ROOT = resolve(import.meta.dirname, '../../..');
const run = promisify(execFile);

/** The program of this name, from cargo's debug folder or from the one that HIFAZAT_PROGRAMS names. */
export function program(name) {
  const folder = process.env.HIFAZAT_PROGRAMS ?? join(process.env.CARGO_TARGET_DIR ?? 'target', 'debug');
  const path = resolve(ROOT, folder, name);
  if (!existsSync(path)) throw new Error(`${path} is not built: ./x test --only build`);
  return path;
}

/** What a command writes to standard output. */
export async function ask(name, args) {
  const { stdout } = await run(program(name), args);
  return stdout;
}

/** A process that goes on. `stop` and `kill` return when it is gone. */
export class Running {
  words = '';

  constructor(path, args, env = {}) {
    this.child = spawn(path, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (this.words += text));
    }
    this.ended = new Promise((done) => {
      this.child.on('exit', (code, signal) => done({ code, signal }));
      this.child.on('error', (error) => ((this.words += String(error)), done({ code: null, signal: null })));
    });
  }

  get pid() {
    return this.child.pid;
  }

  get runs() {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  async stop() {
    if (this.runs) this.child.kill('SIGTERM');
    return this.ended;
  }

  async kill() {
    if (this.runs) this.child.kill('SIGKILL');
    return this.ended;
  }
}

/** The processes that a process started and that still run, by number; those of one program if it is named. */
export function childrenOf(parent, name) {
  const all = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry)).map(Number);
  return all.filter((pid) => {
    const found = stat(pid);
    return found?.parent === parent && found.state !== 'Z' && (name ?? found.name).startsWith(found.name);
  });
}

/** Whether a process is still there, and not only its entry. */
export function lives(pid) {
  const state = stat(pid)?.state;
  return state !== undefined && state !== 'Z';
}

function stat(pid) {
  try {
    // The name (cut to 15 letters) may hold spaces and brackets; what follows the last bracket does not.
    const [, name, rest] = /^\d+ \((.*)\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    const [state, parent] = rest.split(' ');
    return { name, state, parent: Number(parent) };
  } catch {
    return undefined;
  }
}

/** A port that nobody has at the moment. */
export async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}
