-- Frozen: change nothing here, add 0002.

-- Where the counters and the end of the log stand. One row.
CREATE TABLE meta (
    id              INTEGER PRIMARY KEY CHECK (id = 1),
    revision        INTEGER NOT NULL,
    files           INTEGER NOT NULL,
    incident_labels INTEGER NOT NULL,
    drill_labels    INTEGER NOT NULL,
    audit_number    INTEGER NOT NULL,
    audit_hash      BLOB    NOT NULL,
    audit_signature BLOB
) STRICT;

INSERT INTO meta VALUES (1, 0, 0, 0, 0, 0, zeroblob(32), NULL);

-- `file` numbers incidents and drills together; the tables below hang on it, so that they grow at their ends.
CREATE TABLE incidents (
    file     INTEGER PRIMARY KEY,
    id       BLOB    NOT NULL UNIQUE,
    revision INTEGER NOT NULL,
    is_open  INTEGER NOT NULL,
    body     TEXT    NOT NULL
) STRICT;
CREATE INDEX incidents_by_revision ON incidents (revision);
CREATE INDEX incidents_open ON incidents (is_open) WHERE is_open = 1;

CREATE TABLE drills (
    file     INTEGER PRIMARY KEY,
    id       BLOB    NOT NULL UNIQUE,
    revision INTEGER NOT NULL,
    body     TEXT    NOT NULL
) STRICT;
CREATE INDEX drills_by_revision ON drills (revision);

CREATE TABLE envelopes (
    file        INTEGER NOT NULL,
    sequence    INTEGER NOT NULL,
    copy        INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    paths       TEXT    NOT NULL,
    digest      BLOB    NOT NULL,
    standing    INTEGER NOT NULL,
    places      TEXT,
    bytes       BLOB    NOT NULL,
    PRIMARY KEY (file, sequence, copy)
) STRICT, WITHOUT ROWID;

CREATE TABLE receipts (
    file       INTEGER NOT NULL,
    ordinal    INTEGER NOT NULL,
    stage      INTEGER NOT NULL,
    sequence   INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    held       INTEGER NOT NULL,
    fetched_at INTEGER,
    hash       BLOB    NOT NULL,
    bytes      BLOB    NOT NULL,
    PRIMARY KEY (file, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE devices (
    id          BLOB PRIMARY KEY,
    public_key  BLOB NOT NULL,
    path_key    BLOB NOT NULL,
    enrolled_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
    number INTEGER PRIMARY KEY,
    at     INTEGER NOT NULL,
    who    TEXT    NOT NULL,
    what   TEXT    NOT NULL,
    detail TEXT    NOT NULL,
    file   INTEGER,
    hash   BLOB    NOT NULL
) STRICT;
CREATE INDEX audit_by_file ON audit (file) WHERE file IS NOT NULL;

CREATE TABLE seats (
    name          TEXT PRIMARY KEY COLLATE NOCASE,
    role          TEXT    NOT NULL,
    desk          TEXT    NOT NULL,
    password_hash TEXT    NOT NULL,
    must_change   INTEGER NOT NULL,
    created_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
