import type { Headquarters } from "./Headquarters";

export type RoomMap = { boundaries: unknown, headquarters: Array<Headquarters>, attribution: string | null, approximate: boolean, };
