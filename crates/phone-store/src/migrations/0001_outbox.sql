-- Frozen. Every later change is a migration of its own.
CREATE TABLE alerts (
    number       INTEGER PRIMARY KEY,   -- order of raising
    id           BLOB    NOT NULL UNIQUE,
    status       INTEGER NOT NULL,
    trigger      INTEGER NOT NULL,
    contact_rule INTEGER NOT NULL,
    tapped       BLOB    NOT NULL,      -- moment: wall, elapsed, boot
    hidden       BLOB    NOT NULL,      -- sealed: response key, duress
    window_ended INTEGER NOT NULL,
    pin_failures INTEGER NOT NULL,
    taken_back   BLOB,                  -- moment
    cancelled    INTEGER,               -- sequence of the cancel message
    cancelled_at BLOB,                  -- moment
    broken       INTEGER NOT NULL,
    dismissed    INTEGER NOT NULL,
    place_accuracy_m REAL,
    place_at     INTEGER,
    place_doubtful   INTEGER
) STRICT;

CREATE TABLE entries (
    alert       BLOB    NOT NULL,
    sequence    INTEGER NOT NULL,
    kind        INTEGER NOT NULL,
    envelope    BLOB    NOT NULL,       -- sealed to the control room; empty once settled
    sealed      BLOB    NOT NULL,       -- moment
    attempts    INTEGER NOT NULL,
    state       INTEGER NOT NULL,
    refusal     TEXT,
    lease_until INTEGER,
    lease_holder BLOB,
    PRIMARY KEY (alert, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE receipts (
    number  INTEGER PRIMARY KEY,        -- order of arrival
    alert   BLOB NOT NULL,
    raw     BLOB NOT NULL,
    path    TEXT NOT NULL,
    learned BLOB NOT NULL,              -- moment
    UNIQUE (alert, raw)
) STRICT;

CREATE TABLE vault (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL                 -- sealed
) STRICT, WITHOUT ROWID;
