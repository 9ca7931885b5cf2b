-- What must survive a restart. A person stands here as a keyed hash only; the key is kept apart from this.
-- Times are seconds since 1970; ts is Slack's name of a message in its channel.
--
-- The tables grow by migrations, in this order, each of them once and whole; "of sqlite" or "of postgres" where only that
-- engine needs it. One that has been released is not changed any more: what comes new is another migration at the end.
-- It is written as SQLite reads it; bot.store.postgres says there what PostgreSQL calls otherwise.

-- migration of postgres: clock
CREATE FUNCTION clock() RETURNS DOUBLE PRECISION LANGUAGE SQL VOLATILE
    AS 'SELECT extract(epoch FROM clock_timestamp())::DOUBLE PRECISION';

-- migration of sqlite: no names
DROP TABLE IF EXISTS subject;            -- the first version kept names in it; they are forgotten
PRAGMA user_version = 1;                 -- so that an older program does not drop it again

-- migration: first tables
CREATE TABLE IF NOT EXISTS seen (        -- posts that were taken, so that none is answered twice
    key TEXT PRIMARY KEY,                -- event:… or post:channel:ts
    at  REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS seen_at ON seen (at);

CREATE TABLE IF NOT EXISTS pending (     -- posts that were taken and not yet answered; a row lives for seconds
    key  TEXT PRIMARY KEY,               -- channel:ts
    post TEXT NOT NULL,                  -- bot.posts.Post as JSON
    at   REAL NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS subject (     -- what a conversation is about
    channel TEXT NOT NULL,
    thread  TEXT NOT NULL,               -- ts of the thread's first post; empty outside threads
    person  TEXT NOT NULL,
    value   TEXT NOT NULL,               -- knowledge.Subject as JSON
    at      REAL NOT NULL,
    PRIMARY KEY (channel, thread, person)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS subject_at ON subject (at);

CREATE TABLE IF NOT EXISTS answers (     -- what was asked and what came back
    id       TEXT PRIMARY KEY,
    at       REAL NOT NULL,
    person   TEXT NOT NULL,
    channel  TEXT NOT NULL,
    thread   TEXT NOT NULL,
    ts       TEXT,                       -- the message with the answer; NULL until it stands there
    question TEXT NOT NULL,
    subject  TEXT,                       -- what the conversation was about before
    step     TEXT,                       -- knowledge.Step as JSON, where a button led to the answer
    kind     TEXT NOT NULL,
    score    INTEGER NOT NULL,
    language TEXT NOT NULL,
    document TEXT NOT NULL,
    edition  TEXT NOT NULL,              -- of the document
    entries  TEXT NOT NULL,              -- ids of what was shown, as JSON
    settled  INTEGER NOT NULL DEFAULT 0  -- 1: the asker's choice has taken the message's place
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS answers_at ON answers (at);
CREATE INDEX IF NOT EXISTS answers_person ON answers (person, at);
CREATE INDEX IF NOT EXISTS answers_thread ON answers (channel, thread);

CREATE TABLE IF NOT EXISTS feedback (    -- the last word of each person on each answer
    answer  TEXT NOT NULL REFERENCES answers (id) ON DELETE CASCADE,
    person  TEXT NOT NULL,
    at      REAL NOT NULL,
    helpful INTEGER NOT NULL,
    entry   TEXT,                        -- the entry that was looked for
    missing INTEGER NOT NULL DEFAULT 0,  -- 1: the plan does not hold it
    words   TEXT,
    PRIMARY KEY (answer, person)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS people (      -- what people set in Home
    person    TEXT PRIMARY KEY,
    language  TEXT NOT NULL,             -- auto, ja or en
    followups INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS greeted (     -- channels that have heard the greeting
    channel TEXT PRIMARY KEY
) WITHOUT ROWID;

-- migration: tries
ALTER TABLE pending ADD COLUMN tries INTEGER NOT NULL DEFAULT 1;  -- how often answering it was begun

-- migration: begun
ALTER TABLE pending ADD COLUMN begun INTEGER NOT NULL DEFAULT 1;  -- 1: it may have been sent, nobody knows

-- migration: answers in threads
DROP INDEX IF EXISTS answers_thread;
DROP INDEX IF EXISTS answers_place;
CREATE INDEX answers_in_thread ON answers (channel, thread, ts);

-- migration: alone
ALTER TABLE answers ADD COLUMN alone INTEGER NOT NULL DEFAULT 0;  -- 1: only the asker sees it

-- migration: clock and keys
CREATE TABLE notes (                     -- what the program knows of this file itself
    name  TEXT PRIMARY KEY,              -- clock, doubt or probe; see bot.tidying and bot.store
    value REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE keys (                      -- the keys that people's hashes were made with
    fingerprint TEXT PRIMARY KEY,
    since       REAL NOT NULL            -- rows before this were made with another one
) WITHOUT ROWID;

-- migration: workspaces
-- Whose a row is: the workspace's, or that of the organisation which installed the app for all of its workspaces. '' is
-- what was kept before: it becomes the workspace's whose token the bot starts with, see bot.archive. What is known by a
-- key (seen, pending) has the workspace in it.
ALTER TABLE pending ADD COLUMN workspace TEXT NOT NULL DEFAULT '';
ALTER TABLE answers ADD COLUMN workspace TEXT NOT NULL DEFAULT '';
DROP INDEX answers_in_thread;
CREATE INDEX answers_in_thread ON answers (workspace, channel, thread, ts);
DROP INDEX answers_person;
CREATE INDEX answers_of_person ON answers (workspace, person, at);
ALTER TABLE subject RENAME TO subject_before;
CREATE TABLE subject (                   -- what a conversation is about
    workspace TEXT NOT NULL,
    channel   TEXT NOT NULL,
    thread    TEXT NOT NULL,             -- ts of the thread's first post; empty outside threads
    person    TEXT NOT NULL,
    value     TEXT NOT NULL,             -- knowledge.Subject as JSON
    at        REAL NOT NULL,
    PRIMARY KEY (workspace, channel, thread, person)
) WITHOUT ROWID;
INSERT INTO subject SELECT '', channel, thread, person, value, at FROM subject_before;
DROP TABLE subject_before;
CREATE INDEX subject_at ON subject (at);
ALTER TABLE people RENAME TO people_before;
CREATE TABLE people (                    -- what people set in Home
    workspace TEXT NOT NULL,
    person    TEXT NOT NULL,
    language  TEXT NOT NULL,             -- auto, ja or en
    followups INTEGER NOT NULL,
    PRIMARY KEY (workspace, person)
) WITHOUT ROWID;
INSERT INTO people SELECT '', person, language, followups FROM people_before;
DROP TABLE people_before;
ALTER TABLE greeted RENAME TO greeted_before;
CREATE TABLE greeted (                   -- channels that have heard the greeting
    workspace TEXT NOT NULL,
    channel   TEXT NOT NULL,
    PRIMARY KEY (workspace, channel)
) WITHOUT ROWID;
INSERT INTO greeted SELECT '', channel FROM greeted_before;
DROP TABLE greeted_before;

-- migration: replicas
CREATE TABLE replicas (                  -- programs that answer out of this journal
    id      TEXT PRIMARY KEY,            -- of one life of a program; see bot.replica
    expires REAL NOT NULL,               -- by the engine's clock: from then on its work is taken over
    edition TEXT NOT NULL                -- of all documents that it answers from
) WITHOUT ROWID;
CREATE TABLE editions (                  -- of all documents together
    edition TEXT PRIMARY KEY,
    since   REAL NOT NULL                -- by the engine's clock: when the first replica came with it
) WITHOUT ROWID;
ALTER TABLE pending ADD COLUMN holder TEXT NOT NULL DEFAULT '';  -- the replica that answers it; empty: none yet
ALTER TABLE pending ADD COLUMN turn TEXT NOT NULL DEFAULT '';    -- within which answers keep the order of questions
CREATE INDEX pending_turn ON pending (workspace, turn, at);

-- migration: installations
CREATE TABLE installations (             -- where the app is installed, if in several workspaces
    workspace TEXT PRIMARY KEY,          -- or the organisation that installed it for all of its workspaces
    sealed    TEXT NOT NULL              -- bot.installations.Ticket as JSON, encrypted (Fernet)
) WITHOUT ROWID;
