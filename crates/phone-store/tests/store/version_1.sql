-- A database as version 1 left it, tables and rows. Frozen: never change this file.
PRAGMA journal_mode = WAL;
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
PRAGMA user_version = 1;

INSERT INTO alerts (id, status, trigger, contact_rule, tapped, hidden, window_ended, pin_failures, taken_back, cancelled,
                    cancelled_at, broken, dismissed, place_accuracy_m, place_at, place_doubtful) VALUES
    (x'01010101010101010101010101010101', 0, 0, 0, x'000001a20c23c30100000000000000010000000000000005',
     x'0101010101010101010101017e4b801691e420cc2288bdec734820e44f46e45ec3fa7be024a5cb43fc3992f742b6b61ae542b0bc87eaa10434da347aaf',
     0, 0, NULL, NULL, NULL, 0, 0, 12.5, 1795500000000, 0),
    (x'02020202020202020202020202020202', 0, 0, 0, x'000001a20c23c30200000000000000020000000000000005',
     x'02020202020202020202020287109d55573302677bdbcf838612447c3a155ab74df457535f642f00931e021b04cf0fa3dcdda6cd97ccb0b85bb597a589',
     0, 0, NULL, 1, x'000001a20c23c36300000000000000630000000000000005', 0, 0, 12.5, 1795500000000, 0),
    (x'03030303030303030303030303030303', 1, 0, 0, x'000001a20c23c30300000000000000030000000000000005',
     x'030303030303030303030303e9a54e6495975bfa5a3892dec8ea6b32ff9718b0bf88a4ae1389d1c85bc92bad09ba97de2355899666bc6ca7bd5f4dfe89',
     0, 0, NULL, NULL, NULL, 0, 0, 12.5, 1795500000000, 0);

INSERT INTO entries (alert, sequence, kind, envelope, sealed, attempts, state, refusal, lease_until, lease_holder) VALUES
    (x'01010101010101010101010101010101', 0, 0, x'', x'000001a20c23c30000000000000000010000000000000005', 3, 2, NULL, NULL, NULL),
    (x'02020202020202020202020202020202', 0, 0, x'abababab', x'000001a20c23c30000000000000000010000000000000005', 12, 0, NULL, 1795500005000, x'0000000000000009'),
    (x'02020202020202020202020202020202', 1, 2, x'cdcdcdcd', x'000001a20c23c30000000000000000010000000000000005', 1, 1, 'unsupported_version', NULL, NULL),
    (x'03030303030303030303030303030303', 0, 0, x'efefefef', x'000001a20c23c30000000000000000010000000000000005', 0, 0, NULL, NULL, NULL);

INSERT INTO receipts (alert, raw, path, learned) VALUES
    (x'01010101010101010101010101010101', x'010203', 'https', x'000001a20c23c30000000000000000010000000000000005');

INSERT INTO vault (name, value) VALUES ('profile', x'00');
