-- 意見: a note on a section. author is the name as it was shown then, and so is resolved_by; their ids are missing when the
-- comment came from another file.
CREATE TABLE comment (
    id             INTEGER PRIMARY KEY,
    section_id     INTEGER NOT NULL REFERENCES section (id),
    author_id      INTEGER REFERENCES user (id),
    author         TEXT    NOT NULL,
    at             INTEGER NOT NULL,
    state          TEXT    NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'resolved')),
    resolved_by_id INTEGER REFERENCES user (id),
    resolved_by    TEXT,
    resolved_at    INTEGER,
    body           TEXT    NOT NULL CHECK (length(body) BETWEEN 1 AND 10000), -- last, so that the rest of a row is read without it
    CHECK ((state = 'resolved') = (resolved_at IS NOT NULL)),
    CHECK ((state = 'resolved') = (resolved_by IS NOT NULL))
) STRICT;
CREATE INDEX comment_section ON comment (section_id, state);

-- A reply in a comment's thread, in the order of their ids.
CREATE TABLE reply (
    id         INTEGER PRIMARY KEY,
    comment_id INTEGER NOT NULL REFERENCES comment (id),
    author_id  INTEGER REFERENCES user (id),
    author     TEXT    NOT NULL,
    body       TEXT    NOT NULL CHECK (length(body) BETWEEN 1 AND 10000),
    at         INTEGER NOT NULL
) STRICT;
CREATE INDEX reply_comment ON reply (comment_id);
