-- A database as version 4 wrote it, from that of version 3. Frozen: never make it anew.
PRAGMA application_id = 0x48494652;
PRAGMA user_version = 4;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
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
INSERT INTO audit VALUES(2,1770000002000,'room','raised','message 0 by sms, sha256 2d89d6329095af2d27e1b1298c0810da8a2e1ebac9a0eb61578d97c48dc1f2bd',2,X'604b84bc8340f6fb243b169ff3f0eeadff1e563f058a2461df60c2bfcaa92e6d');
INSERT INTO audit VALUES(3,1770000002000,'room','raised','message 0 by https, sha256 d89bb4e40d29b6f6f0509930e2a4b085b499014603a8244e3567a372a717f26f',2,X'ba577afc7b5cd8efb9d7201bff85d7d24353df50e0f83ec4529971698cd10a55');
INSERT INTO audit VALUES(4,1770000002000,'ayesha','accepted','Lahore 1',2,X'd6c4411b8ef1e585fd2bb049c7246b17edac22291395b596ab8a167f1fd7833b');
INSERT INTO audit VALUES(5,1770000002000,'room','raised','message 0 by sms, sha256 ded500acb11998b7e251456eaeb9f9b640a44acf5a76902fade129e6fdcb22a7',3,X'0c3d1487e8edf727b50da78d7f15a3f816e0963551a9dce17246a4bf7bfad828');
INSERT INTO audit VALUES(6,1770000002000,'ayesha','accepted','Lahore 1',3,X'413b8c57744e63d68bcbc2da8806364f9b152eec613359b92b61df43c7f32687');
INSERT INTO audit VALUES(7,1770000002000,'ayesha','closed','arrived_safe',3,X'b0bdf5005d1bbfd92020fe25063bfbcbfe0ff60f344e6c9ddffada3b30b74a7b');
INSERT INTO audit VALUES(8,1770000002000,'room','seat_added','ayesha',NULL,X'ac888d3bed2cf0086c6df746c400eda5aea78a142c1a3a956deada425c49456a');
CREATE TABLE devices (
    id          BLOB PRIMARY KEY,
    public_key  BLOB NOT NULL,
    path_key    BLOB NOT NULL,
    enrolled_at INTEGER
) STRICT, WITHOUT ROWID;
INSERT INTO devices VALUES(X'a9da472347598561fde8f51135363993',X'069d8d6980eaf1bca2e4118bc612a13f23791bf2c60ceef2692b581d27b0a159',X'532deabf88729cb43995ab5a9cd49bf9b90a079904dc0645ecda9e47ce7345a9',1770000000000);
CREATE TABLE drills (
    file     INTEGER PRIMARY KEY,
    id       BLOB    NOT NULL UNIQUE,
    revision INTEGER NOT NULL,
    body     TEXT    NOT NULL
, owes_text INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO drills VALUES(1,X'8c7654ecfd7b0b623b803e2f4e02ad1c',1,'{"intake":{"id":"8c7654ec-fd7b-0b62-3b80-3e2f4e02ad1c","alert":"8c7654ec-fd7b-0b62-3b80-3e2f4e02ad1c","device":"a9da4723-4759-8561-fde8-f51135363993","label":1,"revision":1,"stored_at":1770000000000,"tapped_at":1770000000000,"tally":{"upto":0,"beyond":[]},"paths":["https"],"response_key":"82e69cb6e92487407bfb5334c345af4b68ad2e13d872b779951e346f5ac06cdd","flags":[],"texter":null},"status":"exercise"}',0);
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
INSERT INTO envelopes VALUES(2,0,0,1770000002000,'["sms"]',X'2d89d6329095af2d27e1b1298c0810da8a2e1ebac9a0eb61578d97c48dc1f2bd',3,'[{"latitude_deg":31.5497,"longitude_deg":74.3436,"accuracy_m":12.0,"speed_mps":null,"heading_deg":null,"at":1770000002000,"method":"satellite","doubts":[]}]',X'01060001a9da472347598561fde8f5113536399384acc16af38f59d2ddeb004751e48c2d00000000c9df761f458ad90c3c0e82e1cdc060d8b538410d035e6e3a9e6c06fe7c217403d9c4c94e59546063928628432f988549a094e6a540f2e606ff4e5fb0c58ee835b0834138c2dcf0b55dce');
INSERT INTO envelopes VALUES(2,0,1,1770000002000,'["https"]',X'd89bb4e40d29b6f6f0509930e2a4b085b499014603a8244e3567a372a717f26f',0,'[{"latitude_deg":31.5497,"longitude_deg":74.3436,"accuracy_m":12.0,"speed_mps":null,"heading_deg":null,"at":1770000002000,"method":"satellite","doubts":[]}]',X'01010001a9da472347598561fde8f5113536399384acc16af38f59d2ddeb004751e48c2d000000006f7efe0f7322e87df1a3a324670739e8fad6a331c0dbafa7a8dd16f2f305123e1f09d4c5e46a01d575b36dd6783f3328b60976ff4a375365a9edf4c9a3a9ee62606c196a20bbfa829dbd80c44babd0d1f6cf74160b6f09063c8c1a1560d69112ff1b0c6dd5ca1f1e0c5b27fd88d9d74400b59e1246958a7e0674215e7eb2543a44ffd969bce3195d76105d14eed1377c3a23f58a376cb3ab4f8b4210885e3706d95fc656f188718d3d332bd1088296b73c2a405c60d5e2eba549ae729cf54df20c9813c8de6f6c0be86a62b2d62cc12d05525aa006f21625fefa53e28596217e94c903e571cb3855b2b8ef23c661fa0e3a2aebcc3c79db3419adbb4eaabeb0a446a08577ffa819f6');
INSERT INTO envelopes VALUES(3,0,0,1770000002000,'["sms"]',X'ded500acb11998b7e251456eaeb9f9b640a44acf5a76902fade129e6fdcb22a7',3,'[{"latitude_deg":31.5497,"longitude_deg":74.3436,"accuracy_m":12.0,"speed_mps":null,"heading_deg":null,"at":1770000002000,"method":"satellite","doubts":[]}]',X'01060001a9da472347598561fde8f51135363993460e144feb894b153ea4f5a10f520ae500000000a902779ca1f07491b03234f8c635cb19401e87659e415662442518e03b4c0f33a106d96d8c9ae83f2b521347e33f4d127fc2ff8c8117c6a4d1e43c056dfff84c27e0d2fafb7fb6e6d3c3');
CREATE TABLE incidents (
    file     INTEGER PRIMARY KEY,
    id       BLOB    NOT NULL UNIQUE,
    revision INTEGER NOT NULL,
    is_open  INTEGER NOT NULL,
    body     TEXT    NOT NULL
, owes_text INTEGER NOT NULL DEFAULT 0, footing INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO incidents VALUES(2,X'84acc16af38f59d2ddeb004751e48c2d',4,1,'{"intake":{"id":"84acc16a-f38f-59d2-ddeb-004751e48c2d","alert":"84acc16a-f38f-59d2-ddeb-004751e48c2d","device":"a9da4723-4759-8561-fde8-f51135363993","label":1,"revision":4,"stored_at":1770000002000,"tapped_at":1770000002000,"tally":{"upto":0,"beyond":[]},"paths":["sms","https"],"response_key":"fcd8ec8e79a73918b13728c6ba089966a498e44037a394f29ec83a8d7e8dd631","flags":[],"texter":{"number":"+923001234567","weight":"proven","sequence":0,"wish":{"digest":"2d89d6329095af2d27e1b1298c0810da8a2e1ebac9a0eb61578d97c48dc1f2bd","key":"65636ffd60121615b1433e7c74d5d7abb56788102836a162ca028dfc623fb1a8","told":null}}},"state":{"name":"accepted","taken":{"desk":"Lahore 1","operator":"ayesha","at":1770000002000}},"decisive":4,"trust":"known","contact_rule":"text","duress":false,"cancelled":false,"latest":{"place":{"latitude_deg":31.5497,"longitude_deg":74.3436,"accuracy_m":12.0,"speed_mps":null,"heading_deg":null,"at":1770000002000,"method":"satellite","doubts":[]},"sequence":0},"district":{"name":"Lahore","name_ur":"لاہور","approximate":true},"battery":[0,41],"charging":null,"last_word":null,"language":"urdu","trigger":"hold","unreadable":null}',1,0);
INSERT INTO incidents VALUES(3,X'460e144feb894b153ea4f5a10f520ae5',8,0,'{"intake":{"id":"460e144f-eb89-4b15-3ea4-f5a10f520ae5","alert":"460e144f-eb89-4b15-3ea4-f5a10f520ae5","device":"a9da4723-4759-8561-fde8-f51135363993","label":2,"revision":8,"stored_at":1770000002000,"tapped_at":1770000002000,"tally":{"upto":null,"beyond":[]},"paths":["sms"],"response_key":null,"flags":[],"texter":{"number":"+923001234567","weight":"proven","sequence":0,"wish":{"digest":"ded500acb11998b7e251456eaeb9f9b640a44acf5a76902fade129e6fdcb22a7","key":"ed08b583f7991854e9f6aab444c8dc7f3a2fc3e911d40fe1fa7513b3ae147ff9","told":"stored"}}},"state":{"name":"closed","taken":{"desk":"Lahore 1","operator":"ayesha","at":1770000002000},"sent":null,"arrived_at":null,"outcome":{"disposition":"arrived_safe","note":"","at":1770000002000}},"decisive":8,"trust":"known","contact_rule":"text","duress":false,"cancelled":false,"latest":{"place":{"latitude_deg":31.5497,"longitude_deg":74.3436,"accuracy_m":12.0,"speed_mps":null,"heading_deg":null,"at":1770000002000,"method":"satellite","doubts":[]},"sequence":0},"district":{"name":"Lahore","name_ur":"لاہور","approximate":true},"battery":[0,41],"charging":null,"last_word":null,"language":"urdu","trigger":"hold","unreadable":null}',1,0);
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
INSERT INTO meta VALUES(1,8,3,2,1,8,X'ac888d3bed2cf0086c6df746c400eda5aea78a142c1a3a956deada425c49456a',X'5ef8853e5e4e269df750440dabccd6e5a4f3f41abe08be7964ba02c8401a999affe881c9f5e91b87a52a5d4aae62fb15f74a411d9c84bf6f6ad5fd6f0c27a60d');
CREATE TABLE receipts (
    file       INTEGER NOT NULL,
    ordinal    INTEGER NOT NULL,
    stage      INTEGER NOT NULL,
    sequence   INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    held       INTEGER NOT NULL,
    fetched_at INTEGER,
    hash       BLOB    NOT NULL,
    bytes      BLOB    NOT NULL, envelope BLOB,
    PRIMARY KEY (file, ordinal)
) STRICT, WITHOUT ROWID;
INSERT INTO receipts VALUES(1,0,0,0,1770000000000,0,NULL,X'151de469c38b6a1c5172587a430db8dd8aa845420f74ebd5d278a3ae72fde0d9',X'010200018c7654ecfd7b0b623b803e2f4e02ad1ca400010100021b0000019c1c38a400085820b24142a5423e1ad68dfc38c53c8a322ea27e6bfb58199ab79e4fbb349265784bc78b2669bb5041c99939295d396bf2a8fa6971a54ea7b238b6a73ea7cb703f85d82cfa8a7f7c87e2e5a61f4bfad6e069bbfc6490e19e6c04b6a81d64d525b103',X'b24142a5423e1ad68dfc38c53c8a322ea27e6bfb58199ab79e4fbb349265784b');
INSERT INTO receipts VALUES(1,1,1,0,1770000000000,0,NULL,X'b18d1384121187dfe841805a35808ca8f70e9f747ac67d2171d3fa5b41fe7def',X'010300018c7654ecfd7b0b623b803e2f4e02ad1c94a09743fe5e61c01b18ff4743608c4ad7fd264204e4c6a1f5b94d6ea585ee80048e1d9163e8e1ac9d0744089fba094915eaff04f1a9fde48838f4c3d0505e32443bfd3db9f759896bb989551bd187a5ea87388196151d8118d682580c9ef85ccf6245b06e571ff72b1e345acb631fbe4fcd69c625b6586a24fade47430939471ef684b7ba58eb93fd157e9ce338c0a3',NULL);
INSERT INTO receipts VALUES(2,0,0,0,1770000002000,0,NULL,X'd6c7712a7ff6ba4300088b39f8e563749e2ab716102908a8426e66c71f18a085',X'0102000184acc16af38f59d2ddeb004751e48c2da400010100021b0000019c1c38abd0085820d89bb4e40d29b6f6f0509930e2a4b085b499014603a8244e3567a372a717f26f3853118b627c3436a1df8dbe31f70d0eb03f12abcac964149238b6022e7542f6412f977e50310ea45e19503e285a28369ccb33c335f1447e1d7da15cac69900a',X'd89bb4e40d29b6f6f0509930e2a4b085b499014603a8244e3567a372a717f26f');
INSERT INTO receipts VALUES(2,1,1,0,1770000002000,0,NULL,X'7276c8bb44d0e935fe170924b3376a4d455387daa9a13fcf57584337b9f76f93',X'0103000184acc16af38f59d2ddeb004751e48c2dc43e5a057bd5c68223a18bf710856bbfd2e26719daf3b1fa79fd061264fd7f683b3b497c571905b5fed4027d8c2ad506cf652d0bb4a35c48817d038aeb970be7017770106e717ad277977c338a58542df585303271d6f892c1a96512c6c565e0dd1eae90d048293d850239699bac3791e548d0d2691f9e1202c2737494b36429567f67a3723ba58b30897a22f4147986',NULL);
INSERT INTO receipts VALUES(2,2,2,0,1770000002000,0,NULL,X'd156c2870465795d37e2cd4f20dad4a066657b73c7f2765b1afddea2865e4b23',X'0103000184acc16af38f59d2ddeb004751e48c2d46cded455254c6ba06fa11aebd89ade9aed00c67e5689a0dc767e0aa1f3a39f1bee38d6675853f47add6149d3c9b7b31a74ab5b99cbfc7d3f1ab3cfb2b84395ad15676d81cf31dbe184667ae21ef9eea36e00ce28d6414c8e8415ecdecc0300b1f2be8a6dc90b78b2ba4aa45b025ab9a2ba89c942dead5e5299771bc9426c1d726e31bb222bdc2f71013ab9eb6d821f016295141aee6b3c8371a',NULL);
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
CREATE INDEX drills_by_revision ON drills (revision);
CREATE INDEX audit_by_file ON audit (file) WHERE file IS NOT NULL;
CREATE INDEX incidents_owing ON incidents (owes_text) WHERE owes_text = 1;
CREATE INDEX drills_owing ON drills (owes_text) WHERE owes_text = 1;
CREATE INDEX incidents_crowd ON incidents (footing, revision) WHERE is_open = 1;
COMMIT;
