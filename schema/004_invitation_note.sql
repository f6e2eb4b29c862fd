-- For whom an invitation was made, in the words of whoever made it, so that open ones can be told apart.
ALTER TABLE invitation ADD COLUMN note TEXT NOT NULL DEFAULT '' CHECK (length(note) <= 200);
