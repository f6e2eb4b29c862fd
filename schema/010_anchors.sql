-- Where in its section's text, as it is now, the words stand that a comment is about: between two UTF-16 units. Every update of the
-- text moves them in its transaction. When nothing is left of the words it is detached, and they are the ends of the gap.
CREATE TABLE anchor (
    comment_id INTEGER PRIMARY KEY REFERENCES comment (id),
    section_id INTEGER NOT NULL REFERENCES section (id), -- the comment's
    from_unit  INTEGER NOT NULL CHECK (from_unit >= 0),
    to_unit    INTEGER NOT NULL,
    detached   INTEGER NOT NULL DEFAULT 0 CHECK (detached IN (0, 1)),
    CHECK (from_unit < to_unit OR (detached AND from_unit = to_unit))
) STRICT;
CREATE INDEX anchor_section ON anchor (section_id);

-- The words themselves, beside the places so that those are quick to move: those a comment was made about, with the version they
-- were read in; and how they last stood before they were lost, by which they are known again when they come back: with a few
-- characters on either side, and how many units behind the beginning of what took them away (-1: not known).
CREATE TABLE anchor_quote (
    comment_id  INTEGER PRIMARY KEY REFERENCES anchor (comment_id),
    version     INTEGER NOT NULL CHECK (version > 0),
    words       TEXT    NOT NULL CHECK (length(words) > 0),
    lost_words  TEXT,
    lost_before TEXT,
    lost_behind TEXT,
    lost_into   INTEGER NOT NULL DEFAULT -1 CHECK (lost_into >= -1),
    CHECK ((lost_words IS NULL) = (lost_before IS NULL) AND (lost_words IS NULL) = (lost_behind IS NULL))
) STRICT;

-- 修正案: a change of a section's text that waits for a decision. made is ChangeSet JSON as its author made it, for the text of
-- made_version; changes is the same for the text as it is now, moved by every update, or, once it is decided, for that of
-- decided_version. overlaps: a later update changed the same words. Nothing is ever taken away.
CREATE TABLE suggestion (
    id              INTEGER PRIMARY KEY,
    section_id      INTEGER NOT NULL REFERENCES section (id),
    author_id       INTEGER REFERENCES user (id),
    author          TEXT    NOT NULL, -- shown name then, and so is decided_by
    at              INTEGER NOT NULL,
    reason          TEXT    NOT NULL CHECK (length(reason) <= 10000),
    state           TEXT    NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'accepted', 'rejected', 'withdrawn')),
    overlaps        INTEGER NOT NULL DEFAULT 0 CHECK (overlaps IN (0, 1)),
    decided_by_id   INTEGER REFERENCES user (id),
    decided_by      TEXT,
    decided_at      INTEGER,
    decided_version INTEGER,
    decision        TEXT    CHECK (length(decision) <= 10000), -- why
    made_version    INTEGER NOT NULL CHECK (made_version >= 0),
    made            TEXT    NOT NULL,
    changes         TEXT    NOT NULL,
    CHECK ((state = 'waiting') = (decided_at IS NULL)),
    CHECK ((state = 'waiting') = (decided_by IS NULL)),
    CHECK ((state = 'waiting') = (decided_version IS NULL)),
    CHECK (state <> 'rejected' OR length(decision) > 0)
) STRICT;
CREATE INDEX suggestion_section ON suggestion (section_id, state);
