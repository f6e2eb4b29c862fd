-- Who did what, when: every change, sign-in and export. action is a word such as "section.save"; the table of actions stands in
-- include/kosshi/store/activity.h. detail is short and never holds text of the document nor a secret.
CREATE TABLE activity (
    id         INTEGER PRIMARY KEY,
    at         INTEGER NOT NULL,
    user_id    INTEGER REFERENCES user (id),
    action     TEXT    NOT NULL,
    section_id INTEGER REFERENCES section (id),
    detail     TEXT    NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX activity_at ON activity (at);
