export type ContactRule = "silent" | "text" | "call";
