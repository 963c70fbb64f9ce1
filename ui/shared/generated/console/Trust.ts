export type Trust = "known" | "low" | "unreadable";
