import type { Failure } from '../../../shared/generated/phone';
import { Refused, type Backend } from './backend';
import { commands, type Call } from './commands';

/** The core answers within milliseconds; a repair may wait for a person, or for the room. */
const PATIENCE_MS = 8_000;
const PATIENCE_WITH_OTHERS_MS = 120_000;
const WAITS_FOR_OTHERS = new Set(['allow_location', 'repair']);
const RECONNECT_MS = 1_000;

const call: Call = async (name, args = {}) => {
  const patience = WAITS_FOR_OTHERS.has(name) ? PATIENCE_WITH_OTHERS_MS : PATIENCE_MS;
  const response = await fetch(`/bridge/${name}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(args),
    cache: 'no-store',
    signal: AbortSignal.timeout(patience),
  });
  const answer: unknown = await response.json();
  if (response.ok) return answer as never;
  if (isFailure(answer)) throw new Refused(answer.code, answer.message);
  throw new Error(`${name}: the bridge answered ${response.status}`);
};

function isFailure(answer: unknown): answer is Failure {
  return typeof answer === 'object' && answer !== null && 'code' in answer && typeof answer.code === 'string';
}

/** An `EventSource` stops for ever after some failures, so a closed one is replaced. */
function subscribe(changed: () => void): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const connect = () => {
    source = new EventSource('/bridge/events');
    source.addEventListener('changed', changed);
    source.addEventListener('open', changed);
    source.addEventListener('error', () => {
      changed();
      if (source?.readyState === EventSource.CLOSED) timer = setTimeout(connect, RECONNECT_MS);
    });
  };
  connect();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}

/** The phone's core behind the loopback bridge that served this page. */
export const bridge: Backend = { ...commands(call), subscribe };
