-- What kind of opinion it is. source is empty for what was written here; for an opinion from outside (a letter, a form, a public
-- comment period) it says where it came from, author who sent it ('' for nobody named), and people how many said it together.
-- An opinion that says the same as another one is merged into that, which is not merged itself. deleted_at: its author took it
-- back; its row stays.
ALTER TABLE comment ADD COLUMN kind TEXT NOT NULL DEFAULT 'opinion' CHECK (kind IN ('opinion', 'question', 'typo'));
ALTER TABLE comment ADD COLUMN source TEXT NOT NULL DEFAULT '' CHECK (length(source) <= 200);
ALTER TABLE comment ADD COLUMN people INTEGER NOT NULL DEFAULT 1 CHECK (people BETWEEN 1 AND 1000000);
ALTER TABLE comment ADD COLUMN merged_into INTEGER REFERENCES comment (id) CHECK (merged_into <> id);
ALTER TABLE comment ADD COLUMN edited_at INTEGER;
ALTER TABLE comment ADD COLUMN deleted_at INTEGER;
DROP INDEX comment_section;
CREATE INDEX comment_section ON comment (section_id, state) WHERE deleted_at IS NULL;
-- by what an opinion from outside is found again, when its table is brought twice; bodies are long
CREATE INDEX comment_outside ON comment (section_id, source, author, length(body)) WHERE source <> '';
CREATE INDEX comment_merged ON comment (merged_into) WHERE merged_into IS NOT NULL;

-- 区の考え方: what the secretariat answers to an opinion. disposition is its 区分, NULL until one is chosen; summary 意見の概要,
-- '' where the opinion's own words are to be published. The answer is seen in the text of reflected_section_id since reflected_version.
CREATE TABLE response (
    comment_id           INTEGER PRIMARY KEY REFERENCES comment (id),
    disposition          TEXT CHECK (disposition IN ('reflected', 'covered', 'noted', 'declined', 'other')),
    reflected_section_id INTEGER REFERENCES section (id),
    reflected_version    INTEGER CHECK (reflected_version > 0),
    by_id                INTEGER REFERENCES user (id),
    by                   TEXT    NOT NULL, -- shown name then
    at                   INTEGER NOT NULL,
    summary              TEXT    NOT NULL DEFAULT '' CHECK (length(summary) <= 10000),
    body                 TEXT    NOT NULL DEFAULT '' CHECK (length(body) <= 10000),
    CHECK ((reflected_section_id IS NULL) = (reflected_version IS NULL))
) STRICT;

-- Replies are in the thread of a comment or of a suggestion.
CREATE TABLE reply_anew (
    id            INTEGER PRIMARY KEY,
    comment_id    INTEGER REFERENCES comment (id),
    suggestion_id INTEGER REFERENCES suggestion (id),
    author_id     INTEGER REFERENCES user (id),
    author        TEXT    NOT NULL,
    at            INTEGER NOT NULL,
    edited_at     INTEGER,
    deleted_at    INTEGER, -- its author took it back
    body          TEXT    NOT NULL CHECK (length(body) BETWEEN 1 AND 10000),
    CHECK ((comment_id IS NULL) <> (suggestion_id IS NULL))
) STRICT;
INSERT INTO reply_anew (id, comment_id, author_id, author, at, body)
    SELECT id, comment_id, author_id, author, at, body FROM reply;
DROP TABLE reply;
ALTER TABLE reply_anew RENAME TO reply;
CREATE INDEX reply_comment ON reply (comment_id) WHERE comment_id IS NOT NULL;
CREATE INDEX reply_suggestion ON reply (suggestion_id) WHERE suggestion_id IS NOT NULL;

-- Who is called by name (@) in the thread of a comment or of a suggestion; reply_id is missing where its first words do.
CREATE TABLE mention (
    id            INTEGER PRIMARY KEY,
    user_id       INTEGER NOT NULL REFERENCES user (id),
    comment_id    INTEGER REFERENCES comment (id),
    suggestion_id INTEGER REFERENCES suggestion (id),
    reply_id      INTEGER REFERENCES reply (id),
    CHECK ((comment_id IS NULL) <> (suggestion_id IS NULL))
) STRICT;
CREATE INDEX mention_user ON mention (user_id);
CREATE INDEX mention_comment ON mention (comment_id) WHERE comment_id IS NOT NULL;
CREATE INDEX mention_suggestion ON mention (suggestion_id) WHERE suggestion_id IS NOT NULL;

-- How far somebody has read a thread: to the reply of that id, 0 for its first words. What somebody writes counts as read by them.
CREATE TABLE seen (
    user_id       INTEGER NOT NULL REFERENCES user (id),
    comment_id    INTEGER REFERENCES comment (id),
    suggestion_id INTEGER REFERENCES suggestion (id),
    reply_id      INTEGER NOT NULL DEFAULT 0,
    CHECK ((comment_id IS NULL) <> (suggestion_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX seen_comment ON seen (user_id, comment_id) WHERE comment_id IS NOT NULL;
CREATE UNIQUE INDEX seen_suggestion ON seen (user_id, suggestion_id) WHERE suggestion_id IS NOT NULL;

-- A part of a suggestion that was decided by itself was taken out of that one.
ALTER TABLE suggestion ADD COLUMN part_of INTEGER REFERENCES suggestion (id) CHECK (part_of <> id);
