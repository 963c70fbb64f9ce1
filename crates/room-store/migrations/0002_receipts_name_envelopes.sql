-- What a `stored` receipt names: SHA-256 of the envelope.
ALTER TABLE receipts ADD COLUMN envelope BLOB;
