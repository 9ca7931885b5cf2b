-- The index: what the shelf holds and the words to find it by. Open it in Datasette or with sqlite-utils.
-- Money is in yen, lines count from 1, dates are ISO, a fiscal year is the year that it starts in.

CREATE TABLE about (                 -- one row a fact about this file
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE documents (             -- a replaced document gets a new id, so that a reader notices
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    name         TEXT NOT NULL UNIQUE, -- minato-r4, the first half of every entry's id
    organisation TEXT,
    title        TEXT NOT NULL,
    fiscal_year  INTEGER,
    url          TEXT,
    licence      TEXT,
    page_date    TEXT,
    page_number  TEXT,
    stage        TEXT,
    edition      TEXT NOT NULL,        -- hash of the file's bytes
    pages        TEXT NOT NULL,        -- of a PDF, the first line of each page: 1,40,95
    corrections  TEXT,                 -- errata recorded beside the page, one a line
    office       TEXT,                 -- the contact block
    section      TEXT,
    address      TEXT,
    telephone    TEXT,
    fax          TEXT,
    years        TEXT,                 -- the fiscal years of its money: 2022,2023
    content_hash TEXT NOT NULL,        -- of the document's bytes, its facts and the program that read them
    built_at     TEXT NOT NULL
);

CREATE TABLE remarks (               -- notes above the plan
    id       INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    text     TEXT NOT NULL,
    date     TEXT,
    line     INTEGER NOT NULL
);

CREATE TABLE entries (
    id         INTEGER PRIMARY KEY,
    document   INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    key        TEXT NOT NULL UNIQUE,   -- minato-r4/2-1-1
    code       TEXT,
    level      TEXT NOT NULL,
    level_name TEXT,                   -- what the document itself calls the level, such as 事務事業
    title      TEXT NOT NULL,
    body       TEXT NOT NULL,
    parent     INTEGER REFERENCES entries(id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    first_line INTEGER NOT NULL,
    last_line  INTEGER NOT NULL,
    heading    TEXT NOT NULL,
    department TEXT                    -- who is in charge, where a table says so
);
CREATE INDEX entries_by_document ON entries(document, position);
CREATE INDEX entries_by_code ON entries(document, code);
CREATE INDEX entries_by_parent ON entries(parent);

CREATE TABLE amounts (
    id          INTEGER PRIMARY KEY,
    entry       INTEGER NOT NULL REFERENCES entries(id) ON DELETE CASCADE,
    yen         INTEGER NOT NULL,
    fiscal_year INTEGER,
    kind        TEXT NOT NULL,
    inferred    INTEGER NOT NULL,      -- 1: the page prints a bare amount
    raw         TEXT NOT NULL,
    line        INTEGER NOT NULL
);
CREATE INDEX amounts_by_entry ON amounts(entry);
CREATE INDEX amounts_by_yen ON amounts(yen);

CREATE TABLE facts (                 -- what an entry prints of how things stand and are to go: indicators, results, next steps
    id      INTEGER PRIMARY KEY,
    entry   INTEGER NOT NULL REFERENCES entries(id) ON DELETE CASCADE,
    kind    TEXT NOT NULL,             -- indicator, baseline, goal_figure, achievement, assessment, next_steps, challenge
    heading TEXT NOT NULL,             -- as printed
    text    TEXT NOT NULL,             -- the words below the heading, a line each
    lines   TEXT NOT NULL,             -- where each of them is printed: 40,41
    fiscal_year INTEGER                -- that the heading names
);
CREATE INDEX facts_by_entry ON facts(entry);

CREATE TABLE figures (               -- a number that a fact prints; never money to add up
    id          INTEGER PRIMARY KEY,
    fact        INTEGER NOT NULL REFERENCES facts(id) ON DELETE CASCADE,
    value       REAL NOT NULL,         -- 71.5 for 71.5%
    unit        TEXT NOT NULL,         -- as printed: %, 人
    raw         TEXT NOT NULL,
    line        INTEGER NOT NULL,
    fiscal_year INTEGER                -- where it is printed with it
);
CREATE INDEX figures_by_fact ON figures(fact);

CREATE TABLE findings (
    id       INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    code     TEXT NOT NULL,
    line     INTEGER,
    page     INTEGER,                  -- of a PDF
    message  TEXT NOT NULL
);
CREATE INDEX findings_by_document ON findings(document);

CREATE TABLE words (                 -- a document's vocabulary, also to find by a word the documents that use it; a compound of several words has their ids in units
    id       INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    word     TEXT NOT NULL,            -- dictionary form
    surface  TEXT NOT NULL,            -- as the plan prints it
    reading  TEXT NOT NULL,            -- folded, in Latin letters
    units    TEXT,                     -- ids of the words that a compound is made of, in order
    parts    TEXT NOT NULL,            -- shorter words inside
    synonyms TEXT NOT NULL,            -- synonym groups of the general dictionary
    df       INTEGER NOT NULL,         -- in how many entries of the document
    vector   BLOB,                     -- meaning, float16
    UNIQUE (document, word)
);
CREATE INDEX words_by_word ON words(word);

CREATE VIRTUAL TABLE postings USING fts5 ( -- rowid is the entry's; a text is its words' ids, 0 where a run of nouns ends
    title, body, tokenize = 'ascii'
);
