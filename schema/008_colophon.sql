-- 奥付: who publishes the document and whom to ask.
ALTER TABLE document ADD COLUMN publisher TEXT NOT NULL DEFAULT '' CHECK (length(publisher) <= 200);
ALTER TABLE document ADD COLUMN contact TEXT NOT NULL DEFAULT '' CHECK (length(contact) <= 500);
-- Which section shows the 体系図; none: it is not shown.
ALTER TABLE document ADD COLUMN diagram_section_id INTEGER REFERENCES section (id);
UPDATE document SET diagram_section_id =
    (SELECT id FROM section WHERE deleted_at IS NULL AND (title LIKE '%体系%' OR title LIKE '%全体像%') ORDER BY title NOT LIKE '%体系%', id LIMIT 1);
-- A sample to look at: whoever opens it may sign in as anybody, and every page says that its content is invented.
ALTER TABLE document ADD COLUMN is_sample INTEGER NOT NULL DEFAULT 0 CHECK (is_sample IN (0, 1));
