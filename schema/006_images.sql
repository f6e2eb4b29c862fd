-- Images of the text, which refers to one as ![words](/images/ID). A row never changes: another picture is another row. data is the
-- file without what it told of place and camera; width and height are of the picture as it is shown.
CREATE TABLE image (
    id         INTEGER PRIMARY KEY,
    type       TEXT    NOT NULL CHECK (type IN ('image/png', 'image/jpeg', 'image/webp')),
    name       TEXT    NOT NULL CHECK (length(name) <= 200), -- of the file it came from
    width      INTEGER NOT NULL CHECK (width > 0),
    height     INTEGER NOT NULL CHECK (height > 0),
    created_at INTEGER NOT NULL,
    created_by INTEGER REFERENCES user (id),
    data       BLOB    NOT NULL CHECK (length(data) BETWEEN 1 AND 5242880)
) STRICT;
