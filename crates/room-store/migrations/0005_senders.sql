-- Who raised what: the id on the wire and the device, by which an arrival finds its own file and no other.
ALTER TABLE incidents ADD COLUMN alert BLOB;
ALTER TABLE incidents ADD COLUMN device BLOB;
ALTER TABLE drills ADD COLUMN alert BLOB;
ALTER TABLE drills ADD COLUMN device BLOB;

UPDATE incidents SET
    alert = unhex(json_extract(body, '$.intake.alert'), '-'),
    device = unhex(json_extract(body, '$.intake.device'), '-')
WHERE json_valid(body);
UPDATE drills SET
    alert = unhex(json_extract(body, '$.intake.alert'), '-'),
    device = unhex(json_extract(body, '$.intake.device'), '-')
WHERE json_valid(body);

CREATE INDEX incidents_by_sender ON incidents (alert, device);
CREATE INDEX drills_by_sender ON drills (alert, device);
