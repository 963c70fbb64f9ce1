export type DrillRow = { id: string, label: string, status: "exercise" | "test", tapped_at_ms: number, stored_at_ms: number, device: string, paths: Array<string>, opened: boolean, };
