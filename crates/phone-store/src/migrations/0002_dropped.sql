-- Receipts that were not believed, by reason.
CREATE TABLE dropped (
    reason TEXT PRIMARY KEY,
    count  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
