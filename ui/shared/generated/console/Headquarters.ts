export type Headquarters = { name: string, name_ur: string, lat: number, lon: number, };
