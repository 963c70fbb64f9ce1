// A control room for tests only: the console's contract over HTTP and SSE, in memory, with the faults a test asks for.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));
/** The policy of the real server, to the letter. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; " +
  "worker-src 'self' blob:; media-src 'self' blob:; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };

export class TestRoom {
  revision = 100;
  /** Fixes the clock; tests that let time run leave it null. */
  now_ms = null;
  signed_in = true;
  password = 'correct horse battery';
  one_time = false;
  throttled_s = 0;
  beating = true;
  incidents = new Map();
  drills = [];
  units = [];
  left_out = 0;
  /** What the desk leaves out, newest first. */
  older = [];
  /** Files of the page that do not come. */
  missing = null;
  map = { boundaries: null, headquarters: [], attribution: null, approximate: true };
  /** What was asked, for tests to look at. */
  asked = [];
  session = { seat: '4', role: 'operator', desk: 'Lahore desk', csrf: 'csrf-of-this-session', room_name: 'Lahore control room' };
  #streams = new Set();
  #sockets = new Set();

  now() {
    return this.now_ms ?? Date.now();
  }

  async start() {
    this.server = createServer((request, response) => this.#answer(request, response).catch((error) => response.destroy(error)));
    this.server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    await new Promise((done) => this.server.listen(this.port ?? 0, '127.0.0.1', done));
    this.port = this.server.address().port;
    this.url = `http://127.0.0.1:${this.port}/`;
    this.timer = setInterval(() => this.beat(), 1000);
    return this;
  }

  /** The room goes away: connections break and new ones are refused, until `start` is called again. */
  async stop() {
    clearInterval(this.timer);
    for (const socket of this.#sockets) socket.destroy();
    this.#streams.clear();
    await new Promise((done) => this.server.close(done));
  }

  add(incident) {
    this.incidents.set(incident.id, incident);
    return incident;
  }

  /** Something happens in the room: the row changes, the revision counts, every console is told. */
  change(id, fields, { tell = true } = {}) {
    this.revision += 1;
    const incident = { ...this.incidents.get(id), ...fields, revision: this.revision };
    this.incidents.set(id, incident);
    if (tell) this.send('incident', rowOf(incident), this.revision);
    return incident;
  }

  raise(incident) {
    this.add(incident);
    return this.change(incident.id, {});
  }

  send(event, data, id) {
    const text = `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
    for (const stream of this.#streams) stream.write(text);
  }

  beat() {
    if (this.beating) this.send('beat', { now_ms: this.now(), revision: this.revision });
  }

  async #answer(request, response) {
    const { pathname, searchParams } = new URL(request.url, 'http://room');
    response.setHeader('content-security-policy', POLICY);
    response.setHeader('cache-control', 'no-store');
    if (!pathname.startsWith('/api/')) return this.#page(pathname, response);
    const body = request.method === 'GET' ? null : JSON.parse((await text(request)) || '{}');
    this.asked.push({ method: request.method, path: pathname, body, csrf: request.headers['x-hifazat-csrf'] });
    if (pathname === '/api/session') return this.#session(request, body, response);
    if (!this.signed_in) return problem(response, 401, 'signed_out');
    if (pathname === '/api/stream') return this.#stream(Number(searchParams.get('after')), request, response);
    if (pathname === '/api/desk') return json(response, this.desk());
    if (pathname === '/api/low-trust') return json(response, this.older.filter(({ revision }) => revision < Number(searchParams.get('before') ?? Infinity)).slice(0, 2).map(rowOf));
    if (pathname === '/api/map') return json(response, this.map);
    const [, id, act] = /^\/api\/incidents\/([^/]+)(?:\/(\w+))?$/.exec(pathname) ?? [];
    const incident = this.incidents.get(id);
    if (!incident) return problem(response, 404, 'not_found');
    if (!act) return json(response, incident);
    if (request.headers['x-hifazat-csrf'] !== this.session.csrf) return problem(response, 403, 'csrf');
    if (this.before_act) await this.before_act(act, incident, response);
    if (!response.destroyed && !response.writableEnded) this.#act(act, this.incidents.get(id), body, response);
  }

  #act(act, incident, body, response) {
    if (body.revision !== incident.revision) return problem(response, 409, 'stale_revision', { current: incident });
    const step = {
      accept: [['new'], { state: 'accepted', operator: this.session.seat, desk: this.session.desk }, 'seen'],
      dispatch: [['accepted', 'dispatched'], { state: 'dispatched', unit: body.unit, eta_s: body.eta_min * 60 }, 'dispatched'],
      arrive: [['dispatched'], { state: 'arrived' }, 'arrived'],
      close: [['accepted', 'dispatched', 'arrived'], { state: 'closed', disposition: body.disposition }, 'closed'],
    }[act];
    if (!step[0].includes(incident.state)) return problem(response, 409, 'wrong_state');
    const at_ms = this.now();
    const changed = this.change(incident.id, {
      ...step[1],
      steps: [...incident.steps, { stage: step[2], at_ms, fetched: false }],
      log: [...incident.log, { at_ms, who: this.session.seat, what: step[1].state }],
    });
    json(response, changed);
  }

  #session(request, body, response) {
    if (request.method === 'GET') return this.signed_in ? json(response, this.session) : problem(response, 401, 'signed_out');
    if (request.method === 'DELETE') {
      this.signed_in = false;
      response.writeHead(204).end();
      return;
    }
    if (this.throttled_s > 0) {
      response.setHeader('retry-after', String(this.throttled_s));
      return problem(response, 429, 'throttled');
    }
    if (body.seat !== this.session.seat || body.password !== this.password) return problem(response, 401, 'wrong_password');
    if (this.one_time && !body.new_password) return problem(response, 403, 'password_must_change');
    if (this.one_time) [this.password, this.one_time] = [body.new_password, false];
    this.signed_in = true;
    json(response, this.session);
  }

  #stream(after, request, response) {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(': open\n\n');
    this.#streams.add(response);
    request.on('close', () => this.#streams.delete(response));
    if (after !== this.revision) response.write('event: reset\ndata: null\n\n');
    if (this.beating) response.write(`event: beat\ndata: ${JSON.stringify({ now_ms: this.now(), revision: this.revision })}\n\n`);
  }

  async #page(pathname, response) {
    const name = extname(pathname) === '' ? 'index.html' : normalize(pathname);
    try {
      if (this.missing?.test(name)) throw new Error('missing');
      const bytes = await readFile(join(DIST, name));
      response.writeHead(200, { 'content-type': TYPES[extname(name)] ?? 'application/octet-stream' }).end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  }

  desk() {
    return {
      revision: this.revision,
      now_ms: this.now(),
      room_name: this.session.room_name,
      attribution: this.map.attribution,
      approximate: this.map.approximate,
      left_out: this.left_out,
      incidents: [...this.incidents.values()].filter(({ state }) => state !== 'closed').map(rowOf),
      drills: this.drills,
      units: this.units,
    };
  }
}

const FACTS = ['track', 'battery_percent', 'charging', 'last_word', 'language', 'trigger', 'device', 'unreadable_reason', 'steps', 'log'];
export function rowOf(incident) {
  return Object.fromEntries(Object.entries(incident).filter(([name]) => !FACTS.includes(name)));
}

async function text(request) {
  let all = '';
  for await (const part of request) all += part;
  return all;
}

function json(response, value) {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

function problem(response, status, code, more = {}) {
  const document = { type: `urn:hifazat:${code}`, title: code.replaceAll('_', ' '), status, code, detail: code, ...more };
  response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(document));
}
