-- From here on `envelopes` holds texts and their standings too, which no older program can read: it must refuse the file.

-- 1: a receipt is owed by text. 0 says for certain that none is.
ALTER TABLE incidents ADD COLUMN owes_text INTEGER NOT NULL DEFAULT 0;
ALTER TABLE drills ADD COLUMN owes_text INTEGER NOT NULL DEFAULT 0;
CREATE INDEX incidents_owing ON incidents (owes_text) WHERE owes_text = 1;
CREATE INDEX drills_owing ON drills (owes_text) WHERE owes_text = 1;

-- Files of version 2 may hold texts already. The rows that may owe one; whoever reads them sees whether they do.
UPDATE incidents SET owes_text = 1 WHERE body LIKE '%"wish":{%';
UPDATE drills SET owes_text = 1 WHERE body LIKE '%"wish":{%';
