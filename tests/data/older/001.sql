-- A document as the first migration left it: user_version 1, with a row in every table. Loaded by tests/unit/db_test.c with sqlite3_exec.
-- Never change it: files like this one are out there.
PRAGMA application_id = 1802466163;
PRAGMA user_version = 1;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE document (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    title      TEXT    NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    day_style  TEXT    NOT NULL DEFAULT 'wareki' CHECK (day_style IN ('wareki', 'seireki')),
    created_at INTEGER NOT NULL
) STRICT;
INSERT INTO document VALUES(1,'産業ビジョン','seireki',1700000000000);
CREATE TABLE section (
    id         INTEGER PRIMARY KEY,
    parent_id  INTEGER REFERENCES section (id),
    position   INTEGER NOT NULL,
    kind       TEXT    NOT NULL CHECK (kind IN ('chapter', 'section', 'policy', 'goal', 'strategies', 'indicators', 'appendix')),
    number     TEXT    NOT NULL DEFAULT '' CHECK (length(number) <= 20),
    title      TEXT    NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    version    INTEGER NOT NULL DEFAULT 0 CHECK (version >= 0),
    state      TEXT    NOT NULL DEFAULT 'outline' CHECK (state IN ('outline', 'drafting', 'review', 'final')),
    changed_at INTEGER NOT NULL DEFAULT 0,
    changed_by INTEGER REFERENCES user (id),
    deleted_at INTEGER,
    text       TEXT    NOT NULL DEFAULT '', -- last, so that the rest of a row is read without it
    CHECK (parent_id IS NULL OR parent_id <> id),
    CHECK (version > 0 OR text = '')
) STRICT;
INSERT INTO section VALUES(1,NULL,1,'chapter','Ⅰ','はじめに',2,'drafting',1700000500000,2,NULL,'区民の生活を支える');
INSERT INTO section VALUES(2,1,1,'section','1','背景',0,'outline',0,NULL,NULL,'');
INSERT INTO section VALUES(3,1,2,'section','2','目的',1,'drafting',1700000300000,1,1700000600000,'消した節');
INSERT INTO section VALUES(4,NULL,2,'chapter','Ⅲ','方針',0,'final',0,NULL,NULL,'');
CREATE TABLE revision (
    section_id INTEGER NOT NULL REFERENCES section (id),
    version    INTEGER NOT NULL CHECK (version > 0),
    user_id    INTEGER REFERENCES user (id),
    at         INTEGER NOT NULL,
    text       TEXT    NOT NULL,
    PRIMARY KEY (section_id, version)
) STRICT;
INSERT INTO revision VALUES(1,1,2,1700000400000,'区民');
INSERT INTO revision VALUES(1,2,2,1700000500000,'区民の生活を支える');
INSERT INTO revision VALUES(3,1,1,1700000300000,'消した節');
CREATE TABLE reference (
    id       INTEGER PRIMARY KEY,
    position INTEGER NOT NULL,
    title    TEXT    NOT NULL,
    text     TEXT    NOT NULL
) STRICT;
INSERT INTO reference VALUES(1,1,'参考資料','| 年 | 数 |');
CREATE TABLE consideration (
    id         INTEGER PRIMARY KEY,
    position   INTEGER NOT NULL,
    group_name TEXT    NOT NULL,
    title      TEXT    NOT NULL
) STRICT;
INSERT INTO consideration VALUES(1,1,'社会の変化','人口の減少');
CREATE TABLE user (
    id            INTEGER PRIMARY KEY,
    name          TEXT    NOT NULL UNIQUE COLLATE NOCASE CHECK (length(name) BETWEEN 1 AND 200),
    display       TEXT    NOT NULL CHECK (length(display) BETWEEN 1 AND 200),
    role          TEXT    NOT NULL CHECK (role IN ('viewer', 'reviewer', 'member', 'secretariat')),
    password_hash TEXT    NOT NULL,
    created_at    INTEGER NOT NULL,
    disabled_at   INTEGER
) STRICT;
INSERT INTO user VALUES(1,'jimukyoku','事務局','secretariat','no password',1700000000000,NULL);
INSERT INTO user VALUES(2,'tanaka','田中','member','no password',1700000001000,NULL);
INSERT INTO user VALUES(3,'sato','佐藤','reviewer','no password',1700000002000,1700000900000);
CREATE TABLE session (
    token_hash BLOB    PRIMARY KEY CHECK (length(token_hash) = 32),
    user_id    INTEGER NOT NULL REFERENCES user (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO session VALUES(X'0000000000000000000000000000000000000000000000000000000000000000',2,1700000001000,4000000000000);
CREATE TABLE invitation (
    id         INTEGER PRIMARY KEY,
    token_hash BLOB    NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    role       TEXT    NOT NULL CHECK (role IN ('viewer', 'reviewer', 'member', 'secretariat')),
    created_by INTEGER REFERENCES user (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at    INTEGER,
    used_by    INTEGER REFERENCES user (id)
) STRICT;
INSERT INTO invitation VALUES(1,X'67d5666629d3906e53b89e4d41809142a549e28298b8a9a3734ba01afb0a3dad','member',1,1700000000000,1700000100000,1700000001000,2);
CREATE TABLE sign_in_failure (
    at      INTEGER NOT NULL,
    name    TEXT    NOT NULL COLLATE NOCASE,
    address TEXT    NOT NULL
) STRICT;
INSERT INTO sign_in_failure VALUES(1700000001500,'tanaka','192.0.2.1');
CREATE INDEX section_children ON section (parent_id, position);
CREATE INDEX session_user ON session (user_id);
CREATE INDEX sign_in_failure_name ON sign_in_failure (name, at);
CREATE INDEX sign_in_failure_address ON sign_in_failure (address, at);
COMMIT;
