-- One file holds one document. Times are milliseconds since 1970 UTC. Migrations are numbered and append-only:
-- a file says in user_version which was the last one it has seen.

-- The document itself: exactly one row.
CREATE TABLE document (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    title      TEXT    NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    day_style  TEXT    NOT NULL DEFAULT 'wareki' CHECK (day_style IN ('wareki', 'seireki')),
    created_at INTEGER NOT NULL
) STRICT;

-- A node of the outline tree with its text as it is now. Chapters have no parent. Siblings are ordered by position, which only
-- has to grow. A deleted section keeps its row, its text and its place (deleted_at) and so do the sections below it, which
-- are reached through it alone. version counts the saves of its text: 0 is the empty text, and revision holds each one since.
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
CREATE INDEX section_children ON section (parent_id, position);

-- Every text a section had in this file, one row a version: from 1 on, or from the version it came with out of another file.
-- What was written is here for good, and the newest row is the section's own text.
CREATE TABLE revision (
    section_id INTEGER NOT NULL REFERENCES section (id),
    version    INTEGER NOT NULL CHECK (version > 0),
    user_id    INTEGER REFERENCES user (id),
    at         INTEGER NOT NULL,
    text       TEXT    NOT NULL,
    PRIMARY KEY (section_id, version)
) STRICT;

-- 参考: read-only source text shown beside the editor.
CREATE TABLE reference (
    id       INTEGER PRIMARY KEY,
    position INTEGER NOT NULL,
    title    TEXT    NOT NULL,
    text     TEXT    NOT NULL
) STRICT;

-- 念頭に置くべき事項: what the committee must bear in mind, in named groups.
CREATE TABLE consideration (
    id         INTEGER PRIMARY KEY,
    position   INTEGER NOT NULL,
    group_name TEXT    NOT NULL,
    title      TEXT    NOT NULL
) STRICT;

-- Persons with a role. Nobody is ever removed, since texts and comments carry their names; a person who left is disabled.
CREATE TABLE user (
    id            INTEGER PRIMARY KEY,
    name          TEXT    NOT NULL UNIQUE COLLATE NOCASE CHECK (length(name) BETWEEN 1 AND 200),
    display       TEXT    NOT NULL CHECK (length(display) BETWEEN 1 AND 200),
    role          TEXT    NOT NULL CHECK (role IN ('viewer', 'reviewer', 'member', 'secretariat')),
    password_hash TEXT    NOT NULL,
    created_at    INTEGER NOT NULL,
    disabled_at   INTEGER
) STRICT;

-- Who is signed in. Only a hash of the cookie's token is kept, so that the file does not let anybody in.
CREATE TABLE session (
    token_hash BLOB    PRIMARY KEY CHECK (length(token_hash) = 32),
    user_id    INTEGER NOT NULL REFERENCES user (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_user ON session (user_id);

-- Links that let one person in, once, until they expire. Kept as a hash for the same reason.
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

-- Failed tries to sign in, by name and by address, to slow down guessing. Old rows are deleted when new ones come.
CREATE TABLE sign_in_failure (
    at      INTEGER NOT NULL,
    name    TEXT    NOT NULL COLLATE NOCASE,
    address TEXT    NOT NULL
) STRICT;
CREATE INDEX sign_in_failure_name ON sign_in_failure (name, at);
CREATE INDEX sign_in_failure_address ON sign_in_failure (address, at);
