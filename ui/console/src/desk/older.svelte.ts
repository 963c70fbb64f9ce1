import { problemOf } from '../room/problem';
import type { Room } from '../room/room';
import type { IncidentRow } from '../room/types';

/** The low-trust incidents that the desk leaves out, one page at a time. */
export class Older {
  /** The page that is open; null while none is. */
  rows = $state.raw<IncidentRow[] | null>(null);
  asking = $state(false);
  failed = $state(false);

  constructor(
    readonly room: Room,
    readonly signedOut: () => void,
  ) {}

  /** Opens the first page, then the one after it; the last page is an empty one. */
  async next(): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    this.failed = false;
    try {
      this.rows = await this.room.lowTrust(this.rows?.at(-1)?.revision ?? null);
    } catch (thrown) {
      if (problemOf(thrown).code === 'signed_out') this.signedOut();
      else this.failed = true;
    } finally {
      this.asking = false;
    }
  }

  close(): void {
    this.rows = null;
    this.failed = false;
  }
}
