-- Who did what, when: every change, sign-in and export. action is a word such as "save"; the table of actions stands in
-- include/kosshi/store/activity.h. detail is short and never holds text of the document nor a secret.
CREATE TABLE activity (
    id         INTEGER PRIMARY KEY,
    at         INTEGER NOT NULL,
    user_id    INTEGER REFERENCES user (id),
    action     TEXT    NOT NULL,
    section_id INTEGER REFERENCES section (id),
    detail     TEXT    NOT NULL DEFAULT ''
) STRICT;
-- Of the many, the few exports: the page of papers asks for the last one of each format, whose detail is "<format> <bytes>".
CREATE INDEX activity_export ON activity (id) WHERE action = 'export';
