-- The policies as data: strategies with their tactics, and indicators with what was reached. A row that was deleted keeps its
-- place (deleted_at); version counts the saves of a row. Years are fiscal years (2024 is 令和6年度), 0 for none.

-- 戦略: a line of a section of kind strategies, in the order of position.
CREATE TABLE strategy (
    id         INTEGER PRIMARY KEY,
    section_id INTEGER NOT NULL REFERENCES section (id),
    position   INTEGER NOT NULL,
    title      TEXT    NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    version    INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
    deleted_at INTEGER
) STRICT;
CREATE INDEX strategy_section ON strategy (section_id, position);

-- 戦術(取組): what is done for a strategy, by whom and when.
CREATE TABLE tactic (
    id          INTEGER PRIMARY KEY,
    strategy_id INTEGER NOT NULL REFERENCES strategy (id),
    position    INTEGER NOT NULL,
    title       TEXT    NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    content     TEXT    NOT NULL DEFAULT '' CHECK (length(content) <= 2000),
    owner       TEXT    NOT NULL DEFAULT '' CHECK (length(owner) <= 200),
    period      TEXT    NOT NULL DEFAULT '' CHECK (length(period) <= 200),
    status      TEXT    NOT NULL DEFAULT '' CHECK (status IN ('', 'new', 'continued')),
    version     INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
    deleted_at  INTEGER
) STRICT;
CREATE INDEX tactic_strategy ON tactic (strategy_id, position);

-- 指標: a line of a section of kind indicators. Values are decimal numbers as text ('12.50', '-3'), so that they stay as precise as
-- they were given; '' where there is none.
CREATE TABLE indicator (
    id            INTEGER PRIMARY KEY,
    section_id    INTEGER NOT NULL REFERENCES section (id),
    position      INTEGER NOT NULL,
    name          TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    unit          TEXT    NOT NULL DEFAULT '' CHECK (length(unit) <= 20),
    direction     TEXT    NOT NULL DEFAULT 'up' CHECK (direction IN ('up', 'down')), -- which way is good
    baseline      TEXT    NOT NULL DEFAULT '' CHECK (baseline = '' OR (baseline GLOB '*[0-9]' AND baseline NOT GLOB '*[^0-9.-]*' AND baseline NOT GLOB '?*-*'
                                                      AND baseline NOT GLOB '*.*.*' AND baseline NOT GLOB '.*' AND baseline NOT GLOB '-.*')),
    baseline_year INTEGER NOT NULL DEFAULT 0 CHECK (baseline_year = 0 OR baseline_year BETWEEN 1900 AND 2200),
    target        TEXT    NOT NULL DEFAULT '' CHECK (target = '' OR (target GLOB '*[0-9]' AND target NOT GLOB '*[^0-9.-]*' AND target NOT GLOB '?*-*'
                                                      AND target NOT GLOB '*.*.*' AND target NOT GLOB '.*' AND target NOT GLOB '-.*')),
    target_year   INTEGER NOT NULL DEFAULT 0 CHECK (target_year = 0 OR target_year BETWEEN 1900 AND 2200),
    source        TEXT    NOT NULL DEFAULT '' CHECK (length(source) <= 500),
    owner         TEXT    NOT NULL DEFAULT '' CHECK (length(owner) <= 200),
    version       INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
    deleted_at    INTEGER
) STRICT;
CREATE INDEX indicator_section ON indicator (section_id, position);

-- What an indicator reached in a year.
CREATE TABLE indicator_actual (
    indicator_id INTEGER NOT NULL REFERENCES indicator (id),
    year         INTEGER NOT NULL CHECK (year BETWEEN 1900 AND 2200),
    value        TEXT    NOT NULL CHECK (value GLOB '*[0-9]' AND value NOT GLOB '*[^0-9.-]*' AND value NOT GLOB '?*-*'
                                                      AND value NOT GLOB '*.*.*' AND value NOT GLOB '.*' AND value NOT GLOB '-.*'),
    PRIMARY KEY (indicator_id, year)
) STRICT, WITHOUT ROWID;

-- Which strategies an indicator measures.
CREATE TABLE indicator_strategy (
    indicator_id INTEGER NOT NULL REFERENCES indicator (id),
    strategy_id  INTEGER NOT NULL REFERENCES strategy (id),
    PRIMARY KEY (indicator_id, strategy_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX indicator_strategy_strategy ON indicator_strategy (strategy_id);

-- Every state a strategy, tactic or indicator was saved in, as a JSON object of its fields: for merging what two people changed, and
-- so that nothing that was written is lost.
CREATE TABLE record_version (
    kind      TEXT    NOT NULL CHECK (kind IN ('strategy', 'tactic', 'indicator')),
    record_id INTEGER NOT NULL,
    version   INTEGER NOT NULL CHECK (version > 0),
    user_id   INTEGER REFERENCES user (id),
    at        INTEGER NOT NULL,
    fields    TEXT    NOT NULL,
    PRIMARY KEY (kind, record_id, version)
) STRICT, WITHOUT ROWID;
