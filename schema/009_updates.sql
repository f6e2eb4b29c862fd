-- The log of what was written into sections: an update makes version n of a section's text out of version n - 1. changes is
-- the ChangeSet JSON of CodeMirror, and undo the one that takes it back: the text of any version is found by going back from
-- the section's own. client names the open editor, or the one saved form, it came from, so that a push that is repeated after a
-- lost answer is recognised. revision_from is the version of the first update of its revision. id only grows: a stream goes on
-- behind the last one it has seen. A log may begin behind its section's first version, in an older file and for a text that came
-- out of another one; versions before it are known by their revisions alone.
CREATE TABLE section_update (
    id            INTEGER PRIMARY KEY,
    section_id    INTEGER NOT NULL REFERENCES section (id),
    version       INTEGER NOT NULL CHECK (version > 0),
    client        TEXT    NOT NULL CHECK (length(client) BETWEEN 1 AND 100),
    user_id       INTEGER REFERENCES user (id),
    at            INTEGER NOT NULL,
    revision_from INTEGER NOT NULL CHECK (revision_from BETWEEN 1 AND version),
    changes       TEXT    NOT NULL,
    undo          TEXT    NOT NULL,
    UNIQUE (section_id, version)
) STRICT;

-- From here on a row of revision is a readable point: the last text of neighbouring updates of the same people. It is written when the
-- next revision begins; until then the newest one is the section's own text.
