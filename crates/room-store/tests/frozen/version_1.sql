-- A database as version 1 wrote it. Frozen: never make it anew.
PRAGMA application_id = 0x48494652;
PRAGMA user_version = 1;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
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
INSERT INTO meta VALUES(1,3,2,1,1,4,X'25effe40f956f9f57c3a00c525629e27ced028a4767da623eb6915e81b92d92d',X'c0a7aebe65194de8bfd4b460e0113b92beafa93bd901548eae1cc7e54c05504add8c5589744da99d14a4af3034260517ec7f1c24d2bab3c8464310dde5f48100');
CREATE TABLE incidents (
    file     INTEGER PRIMARY KEY,
    id       BLOB    NOT NULL UNIQUE,
    revision INTEGER NOT NULL,
    is_open  INTEGER NOT NULL,
    body     TEXT    NOT NULL
) STRICT;
INSERT INTO incidents VALUES(2,X'84acc16af38f59d2ddeb004751e48c2d',3,1,'{"intake":{"id":"84acc16a-f38f-59d2-ddeb-004751e48c2d","alert":"84acc16a-f38f-59d2-ddeb-004751e48c2d","device":"a9da4723-4759-8561-fde8-f51135363993","label":1,"revision":3,"stored_at":1770000002000,"tapped_at":1770000000000,"tally":{"upto":0,"beyond":[]},"paths":["https"],"response_key":"a8d48df12c62297d6aff7e73d42d6c8f1e9c5758342be2dfd0889c731f830816","flags":[]},"state":{"name":"accepted","taken":{"desk":"Lahore 1","operator":"ayesha","at":1770000002000}},"decisive":3,"trust":"known","contact_rule":"text","duress":false,"cancelled":false,"latest":{"place":{"latitude_deg":31.5497,"longitude_deg":74.3436,"accuracy_m":12.0,"speed_mps":null,"heading_deg":null,"at":1770000000000,"method":"satellite","doubts":[]},"sequence":0},"district":{"name":"Lahore","name_ur":"لاہور","approximate":true},"battery":[0,41],"language":"urdu","trigger":"hold","unreadable":null}');
CREATE TABLE drills (
    file     INTEGER PRIMARY KEY,
    id       BLOB    NOT NULL UNIQUE,
    revision INTEGER NOT NULL,
    body     TEXT    NOT NULL
) STRICT;
INSERT INTO drills VALUES(1,X'8c7654ecfd7b0b623b803e2f4e02ad1c',1,'{"intake":{"id":"8c7654ec-fd7b-0b62-3b80-3e2f4e02ad1c","alert":"8c7654ec-fd7b-0b62-3b80-3e2f4e02ad1c","device":"a9da4723-4759-8561-fde8-f51135363993","label":1,"revision":1,"stored_at":1770000000000,"tapped_at":1770000000000,"tally":{"upto":0,"beyond":[]},"paths":["https"],"response_key":"82e69cb6e92487407bfb5334c345af4b68ad2e13d872b779951e346f5ac06cdd","flags":[]},"status":"exercise"}');
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
INSERT INTO envelopes VALUES(1,0,0,1770000000000,'["https"]',X'b24142a5423e1ad68dfc38c53c8a322ea27e6bfb58199ab79e4fbb349265784b',0,'[{"latitude_deg":31.5497,"longitude_deg":74.3436,"accuracy_m":12.0,"speed_mps":null,"heading_deg":null,"at":1770000000000,"method":"satellite","doubts":[]}]',X'01010001a9da472347598561fde8f511353639938c7654ecfd7b0b623b803e2f4e02ad1c000000007f79ed4d8a73d6d9b90f518880353cfdb1eae61e5aa25c634009225a5cdfeb1605ded8f404b549c71ba4baa58f24d27bf3f48bfd5700a658e2b1f046beeb2ba2e115b8344a9268f4c61a6d4aefa25df336fbafef7e49dd260ae041f83ab9bbaf38e2ff2bc84793f27240955bb6c679c94eca8b04b8a24aeeeeb7502930adeded88bc31d097d9d98c6686dc6cdb0f531bfb8cbd58aa7b9c5946c03fa85d0d1defb66fe53e1c5004795ce8b8ce723b13e37573acc6e841f720a59ea739a0e2a476dbe79276bf5b466fb85960542fc93b963f262bd7bd1f8ec7a4f52400fdde08adff75469ac3cb1ebd24c55cabf019ea310b5f455c8e5fdd28b1298dcf245739cbcc3d459cd7e96f94');
INSERT INTO envelopes VALUES(2,0,0,1770000002000,'["https"]',X'913f23de02626386960a10ae950848eb7fd01b2e4d5d65555930ec4956d12abb',0,'[{"latitude_deg":31.5497,"longitude_deg":74.3436,"accuracy_m":12.0,"speed_mps":null,"heading_deg":null,"at":1770000000000,"method":"satellite","doubts":[]}]',X'01010001a9da472347598561fde8f5113536399384acc16af38f59d2ddeb004751e48c2d00000000dab19d71d65b3fb367adc37bba52bfcac9df761f458ad90c3c0e82e1cdc060d8b538410d035e6e3a9e6c06fe7c21740378b6083971dfa6cd67c264beef53e30d8cd336699e8d9cc35222fab0e5f7ac3a60fe71dc2fa1aa4d24118cfd78e883172abef39cf0f60aff3c855664a0232a224e5216f188c1caea4600b099e1fdf71375505b70f497cf35bb9936c9519cc793a18653ad5c4c88052ec8c9c2c9e3c40646469c356904ea2e691de723b9d91bf918c08d5759ad9ec377e2337d82057069cbbb094f65cfbab038e5bb315ecdcf6e6636f546792b48147a20a1399cc41d18328b60577562d5a551e46a6f432f01da3977734b199e1d587f3a4565d9d57654911ce8659f4a8e02');
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
INSERT INTO receipts VALUES(1,0,0,0,1770000000000,0,NULL,X'78f05ad23c3ad9096f79cadc0696245ae5c3e6838ca5c725da62ff0ad90dd068',X'010200018c7654ecfd7b0b623b803e2f4e02ad1ca300010100021b0000019c1c38a400ed6d9c50fb839e42bfe27738e92786dd10ddaffa4cd441e2aec097797879c882f0b4dda34a5b640d8c83390a7b3df36deb3620c534dfe60aef3a3bfcadccb907');
INSERT INTO receipts VALUES(1,1,1,0,1770000000000,0,NULL,X'a110cde2da261a290b84e6a3823468e8e8f3ee93b8c01a3eb5169884f462e4b3',X'010300018c7654ecfd7b0b623b803e2f4e02ad1c94a09743fe5e61c01b18ff4743608c4ad7fd264204e4c6a1f5b94d6ea585ee806963a32a9c5952b9a30cd6aeda2195ce7a815cc57278d1148022a8677ba06e8336eb4e423e93d920f2a3ce83ebf5d371b2fdccbb7b98caee244a997c81da4f4357b9de5a545c54d0e50afc8f771649af30db4c1faa7b2b6c8bf0d19f421a1a4492a1df5b42ca470b366f00284ca847a1');
INSERT INTO receipts VALUES(2,0,0,0,1770000002000,0,NULL,X'bcf1ecc346bcce1ef3244e13c569511812616d8235ded9eae150fbd82bcbef16',X'0102000184acc16af38f59d2ddeb004751e48c2da300010100021b0000019c1c38abd0bee0862baeb42392d143888b60a4abf72563bf03c3debd0c0d351ed73e561bf35139f52610b6859504e37db10abfdaddb4fc1e253f915d428522844d680e530a');
INSERT INTO receipts VALUES(2,1,1,0,1770000002000,0,NULL,X'ddc19c58c50c64d11c82caad97b97809c28c60ef81203df84f89ac9dca08d7f8',X'0103000184acc16af38f59d2ddeb004751e48c2d03f5533043ab8cc41c4defba5743da1ce293dbcbcf045c6cf69c313e121572ac450f0e505f581d8f5ec3b4e5beb03a9b2ffa7c4cef54a404f5bd35165ab8e552f5a5059e61c156c37bdd2f797556e56f07fbf45bcbc6b70017794cf309805bb81bdd2fc49a12cb8a1f3b5073f8e9f3d4f2bd51bd5d721433fc31e80d908b4468d8cc3307bde0d2503ff082bfc3949c3c');
INSERT INTO receipts VALUES(2,2,2,0,1770000002000,0,NULL,X'56c44786f76f3031f8a096e97c60156a091016193261e114b6986f9cfba8b835',X'0103000184acc16af38f59d2ddeb004751e48c2d92fddb0161dcc0ccef431c82c77872da837a135551da9bd1a6c9df27d6ce51401722bc6787470a440d4cd4139624024373e5232e8bcbe7561c88e537642f9d530d1cfc31209e025e40fb30e142b1bdfe83c5d45598ff371d00b6e34dd2cb5012f1b512422acd08587efd720137a6e1e92bcdacf2df8a4840a4cfb1b5e33d9527ce81939687e7e17ce337287a5e6ee30f1e59e5436d8711a29d3e');
CREATE TABLE devices (
    id          BLOB PRIMARY KEY,
    public_key  BLOB NOT NULL,
    path_key    BLOB NOT NULL,
    enrolled_at INTEGER
) STRICT, WITHOUT ROWID;
INSERT INTO devices VALUES(X'a9da472347598561fde8f51135363993',X'069d8d6980eaf1bca2e4118bc612a13f23791bf2c60ceef2692b581d27b0a159',X'532deabf88729cb43995ab5a9cd49bf9b90a079904dc0645ecda9e47ce7345a9',1770000000000);
CREATE TABLE audit (
    number INTEGER PRIMARY KEY,
    at     INTEGER NOT NULL,
    who    TEXT    NOT NULL,
    what   TEXT    NOT NULL,
    detail TEXT    NOT NULL,
    file   INTEGER,
    hash   BLOB    NOT NULL
) STRICT;
INSERT INTO audit VALUES(1,1770000000000,'room','drilled','message 0 by https, sha256 b24142a5423e1ad68dfc38c53c8a322ea27e6bfb58199ab79e4fbb349265784b',1,X'd31ca14d3aabc087f865ddd71201d452703fa4bc0eddeb00598e518301d01732');
INSERT INTO audit VALUES(2,1770000002000,'room','raised','message 0 by https, sha256 913f23de02626386960a10ae950848eb7fd01b2e4d5d65555930ec4956d12abb',2,X'feaf49622a424ccded9afb1e9327dbd4f3aecba2e7c2bb64fa5543ba3ddf4699');
INSERT INTO audit VALUES(3,1770000002000,'ayesha','accepted','Lahore 1',2,X'59a5fc61d8dc7036376fa58114d09c33fc31a16bed37c9cfb4cab82ec3f3b7cb');
INSERT INTO audit VALUES(4,1770000002000,'room','seat_added','ayesha',NULL,X'25effe40f956f9f57c3a00c525629e27ced028a4767da623eb6915e81b92d92d');
CREATE TABLE seats (
    name          TEXT PRIMARY KEY COLLATE NOCASE,
    role          TEXT    NOT NULL,
    desk          TEXT    NOT NULL,
    password_hash TEXT    NOT NULL,
    must_change   INTEGER NOT NULL,
    created_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO seats VALUES('ayesha','operator','Lahore 1','',0,1770000000000);
CREATE INDEX incidents_by_revision ON incidents (revision);
CREATE INDEX incidents_open ON incidents (is_open) WHERE is_open = 1;
CREATE INDEX drills_by_revision ON drills (revision);
CREATE INDEX audit_by_file ON audit (file) WHERE file IS NOT NULL;
COMMIT;
