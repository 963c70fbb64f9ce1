import type { Beat, Crowd, DrillRow, IncidentRow } from './types';

/** What the room pushes. Events say that something changed; `Room.desk()` says what is true. */
export interface StreamListener {
  incident(row: IncidentRow, revision: number): void;
  drill(row: DrillRow, revision: number): void;
  /** A change of an incident that the desk leaves out, or may have to. */
  unseen(revision: number): void;
  /** Who stands on the desk of those who may be left out. */
  crowd(crowd: Crowd): void;
  beat(beat: Beat): void;
  /** The room cannot continue from where we were: read the desk again. */
  reset(): void;
  /** The connection ended; it is not retried here, because a fresh snapshot must come first. */
  ended(): void;
}

/** Opens the stream after a revision; the answer closes it, after which the listener hears nothing more. */
export type OpenStream = (after: number, listener: StreamListener) => () => void;

export const openEventStream: OpenStream = (after, listener) => {
  const source = new EventSource(`/api/stream?after=${after}`);
  const on = <Data>(name: string, tell: (data: Data, revision: number) => void) =>
    source.addEventListener(name, (event: MessageEvent<string>) => {
      tell(JSON.parse(event.data || 'null') as Data, Number(event.lastEventId));
    });
  on<IncidentRow>('incident', (row, revision) => listener.incident(row, revision));
  on<DrillRow>('drill', (row, revision) => listener.drill(row, revision));
  on<object>('unseen', (_, revision) => listener.unseen(revision));
  on<Crowd>('crowd', (crowd) => listener.crowd(crowd));
  on<Beat>('beat', (beat) => listener.beat(beat));
  on<null>('reset', () => listener.reset());
  source.onerror = () => {
    source.close();
    listener.ended();
  };
  return () => source.close();
};
