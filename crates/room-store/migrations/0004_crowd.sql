-- What an open incident's place on the desk stands on: 0 firm, then 1 to 4, of which the desk shows the newest.
ALTER TABLE incidents ADD COLUMN footing INTEGER NOT NULL DEFAULT 0;

-- Those of earlier versions as far as a query can tell; the next change of each says it exactly.
UPDATE incidents SET footing = CASE
    WHEN json_extract(body, '$.trust') = 'unreadable' THEN 4
    WHEN json_extract(body, '$.latest') IS NULL THEN 3
    ELSE 2 END
WHERE is_open = 1 AND json_extract(body, '$.trust') <> 'known' AND json_extract(body, '$.state.name') = 'new';

CREATE INDEX incidents_crowd ON incidents (footing, revision) WHERE is_open = 1;
-- The new one serves its only query.
DROP INDEX incidents_open;
