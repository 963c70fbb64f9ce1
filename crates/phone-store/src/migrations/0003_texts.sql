-- The text that is short for an entry. A row of its own: most entries have none, and it outlives the envelope.
CREATE TABLE texts (
    alert        BLOB    NOT NULL,
    sequence     INTEGER NOT NULL,
    content      BLOB    NOT NULL,      -- sealed: the key of its receipts, the text
    tries        INTEGER NOT NULL,
    sent         BLOB,                  -- moment
    lease_until  INTEGER,
    lease_holder BLOB,
    PRIMARY KEY (alert, sequence)
) STRICT, WITHOUT ROWID;
