export type Session = { seat: string, role: string, desk: string, csrf: string, room_name: string, };
