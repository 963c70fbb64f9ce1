import { problemOf } from '../room/problem';
import type { Room } from '../room/room';
import { metresBetween } from '../desk/units';
import type { Headquarters, Place } from '../room/types';
import { districtsOf, type District } from './boundaries';
import { boundsOf, type Bounds } from './mercator';

/** What the map is drawn from: boundaries when the room has them, headquarters as points otherwise. */
export class Chart {
  districts = $state.raw<District[]>([]);
  headquarters = $state.raw<Headquarters[]>([]);
  attribution = $state<string | null>(null);
  approximate = $state(false);
  read = $state(false);

  constructor(readonly room: Room) {}

  /** Reads it once; without an answer the marks still stand on an empty ground, and the next snapshot asks again. */
  async load(): Promise<void> {
    if (this.read) return;
    try {
      const map = await this.room.map();
      this.districts = districtsOf(map.boundaries);
      this.headquarters = map.headquarters;
      this.attribution = map.attribution;
      this.approximate = map.approximate;
      this.read = true;
    } catch (thrown) {
      problemOf(thrown);
    }
  }

  /** The headquarters her district is told by, when there are no boundaries. */
  nearestTown(place: Place): Headquarters | null {
    const far = (hq: Headquarters) => metresBetween({ latitude_deg: hq.lat, longitude_deg: hq.lon }, place);
    return this.headquarters.reduce<Headquarters | null>((best, hq) => (best && far(best) <= far(hq) ? best : hq), null);
  }

  /** Everything there is, for the first view and the inset. */
  get extent(): Bounds | null {
    return boundsOf([
      ...this.districts.flatMap(({ bounds: b }) => [{ lon: b.west, lat: b.south }, { lon: b.east, lat: b.north }]),
      ...(this.districts.length > 0 ? [] : this.headquarters),
    ]);
  }
}
