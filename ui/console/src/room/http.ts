import { RoomError, type Problem } from './problem';
import type { Room } from './room';
import type { Act, Desk, Incident, IncidentRow, RoomMap, Session } from './types';

/** Longer than this without an answer is no link; the stream's silence says the same a moment later. */
const PATIENCE_MS = 4_000;
/** Signing in runs a slow password hash on purpose. */
const SIGN_IN_PATIENCE_MS = 15_000;
/** A clip is a hundred times as long as any other answer. */
const CLIP_PATIENCE_MS = 20_000;

/** The room over same-origin HTTP with a session cookie; the CSRF token lives only in this object. */
export class HttpRoom implements Room {
  #csrf = '';

  async session(): Promise<Session | null> {
    try {
      return this.#keep(await this.#call<Session>('GET', '/api/session'));
    } catch (thrown) {
      if (thrown instanceof RoomError && thrown.problem.code === 'signed_out') return null;
      throw thrown;
    }
  }

  async signIn(seat: string, password: string, newPassword?: string): Promise<Session> {
    const body = newPassword === undefined ? { seat, password } : { seat, password, new_password: newPassword };
    return this.#keep(await this.#call<Session>('POST', '/api/session', body, SIGN_IN_PATIENCE_MS));
  }

  async signOut(): Promise<void> {
    await this.#call('DELETE', '/api/session');
    this.#csrf = '';
  }

  desk(): Promise<Desk> {
    return this.#call('GET', '/api/desk');
  }

  lowTrust(before: number | null): Promise<IncidentRow[]> {
    return this.#call('GET', before === null ? '/api/low-trust' : `/api/low-trust?before=${before}`);
  }

  incident(id: string): Promise<Incident> {
    return this.#call('GET', `/api/incidents/${encodeURIComponent(id)}`);
  }

  act(id: string, revision: number, act: Act): Promise<Incident> {
    const { kind, ...entered } = act;
    return this.#call('POST', `/api/incidents/${encodeURIComponent(id)}/${kind}`, { revision, ...entered });
  }

  async clip(id: string, digest: string): Promise<Blob> {
    const path = `/api/incidents/${encodeURIComponent(id)}/clips/${encodeURIComponent(digest)}`;
    const response = await this.#send('GET', path, undefined, CLIP_PATIENCE_MS);
    if (response.ok) return response.blob().catch(() => Promise.reject(new RoomError({ code: 'unreachable' })));
    throw new RoomError(problemFrom(response, parsed(await response.text().catch(() => ''))));
  }

  map(): Promise<RoomMap> {
    return this.#call('GET', '/api/map');
  }

  #keep(session: Session): Session {
    this.#csrf = session.csrf;
    return session;
  }

  async #call<Answer>(method: string, path: string, body?: object, patience_ms = PATIENCE_MS): Promise<Answer> {
    const response = await this.#send(method, path, body, patience_ms);
    const text = await response.text().catch(() => Promise.reject(new RoomError({ code: 'unreachable' })));
    const answer = parsed(text);
    if (response.ok && (answer !== undefined || text === '')) return answer as Answer;
    throw new RoomError(problemFrom(response, answer));
  }

  async #send(method: string, path: string, body: object | undefined, patience_ms: number): Promise<Response> {
    const headers: Record<string, string> = { accept: 'application/json' };
    if (method !== 'GET') headers['x-hifazat-csrf'] = this.#csrf;
    if (body) headers['content-type'] = 'application/json';
    try {
      return await fetch(path, {
        method,
        headers,
        cache: 'no-store',
        credentials: 'same-origin',
        signal: AbortSignal.timeout(patience_ms),
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
    } catch {
      throw new RoomError({ code: 'unreachable' });
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type Document = { code?: string; title?: string; detail?: string; current?: Incident };

/** An RFC 9457 document as a problem. Anything in between that is not the room (a proxy's page) is "unreachable". */
function problemFrom(response: Response, answer: unknown): Problem {
  if (typeof answer !== 'object' || answer === null) {
    return response.status === 401 ? { code: 'signed_out' } : { code: 'unreachable' };
  }
  const document = answer as Document;
  switch (document.code) {
    case 'wrong_password':
      return { code: 'wrong_password' };
    case 'password_must_change':
      return { code: 'password_must_change' };
    case 'password_refused':
      return { code: 'password_refused', title: said(document) };
    case 'throttled':
      return { code: 'throttled', wait_s: Math.max(1, Number(response.headers.get('retry-after')) || 30) };
    case 'stale_revision':
      if (document.current) return { code: 'stale_revision', current: document.current };
      break;
    case 'wrong_state':
      return { code: 'wrong_state' };
    case 'under_duress':
    case 'not_assigned':
    case 'clip_not_here':
    case 'clip_broken':
      return { code: document.code };
  }
  if (response.status === 401) return { code: 'signed_out' };
  if (response.status >= 500) return { code: 'unreachable' };
  return { code: 'refused', title: said(document) };
}

/** The room's own sentence, for a refusal this console has no words for. */
function said(document: Document): string {
  return document.detail ?? document.title ?? document.code ?? '';
}
