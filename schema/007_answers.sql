-- That a section answers a consideration: ticked by those who write it.
CREATE TABLE consideration_answer (
    consideration_id INTEGER NOT NULL REFERENCES consideration (id),
    section_id       INTEGER NOT NULL REFERENCES section (id),
    PRIMARY KEY (consideration_id, section_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX consideration_answer_section ON consideration_answer (section_id);
