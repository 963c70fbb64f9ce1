import { problemOf, type Problem } from '../room/problem';
import type { Room } from '../room/room';

/** The clip that is being heard. It is fetched once for each hearing, because each fetching is recorded as one. */
export class Hearing {
  digest = $state<string | null>(null);
  /** Where the page has the sound, once it has come. */
  url = $state<string | null>(null);
  asking = $state(false);
  failed = $state<Problem['code'] | null>(null);

  constructor(
    readonly room: Room,
    readonly signedOut: () => void,
  ) {}

  async hear(id: string, digest: string): Promise<void> {
    this.stop();
    this.digest = digest;
    this.asking = true;
    try {
      const sound = await this.room.clip(id, digest);
      // Stopped meanwhile: she looks at another incident.
      if (this.digest === digest) this.url = URL.createObjectURL(sound);
    } catch (thrown) {
      const { code } = problemOf(thrown);
      if (code === 'signed_out') this.signedOut();
      else if (this.digest === digest) this.failed = code;
    } finally {
      this.asking = false;
    }
  }

  stop(): void {
    if (this.url !== null) URL.revokeObjectURL(this.url);
    this.digest = null;
    this.url = null;
    this.failed = null;
  }
}
