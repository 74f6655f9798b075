-- Schema step 3: non-delivery reports, and what support tickets leave behind.

-- Whether all that is known of the course comes from non-delivery reports; derived.
ALTER TABLE course ADD COLUMN of_ndr INTEGER NOT NULL DEFAULT 0;

-- One row: one non-delivery report (or delay notice), with the texts that are its evidence: never the body of the mail
-- that it is about. What it says of deliveries is in `event`, source 'NDR'. The same report is kept once, whatever the
-- number of files it is in: `key` is a hash of its texts.
CREATE TABLE ndr (
    id INTEGER PRIMARY KEY,
    key INTEGER NOT NULL UNIQUE,
    made_us INTEGER,             -- when the report was written
    action TEXT NOT NULL,        -- 'failed' when anybody's mail failed, else 'delayed', 'delivered', …
    message_id TEXT,             -- of the report
    generating_server TEXT,
    attempts INTEGER,            -- as the report counts them
    trace_id BLOB,               -- of the mail that it is about: 16 bytes
    original_message_id TEXT,
    sender TEXT,
    subject TEXT,
    recipients TEXT NOT NULL,    -- addresses in ASCII lower case, a line each
    headers TEXT,                -- of the report
    told TEXT,                   -- what it tells people
    status_part TEXT,            -- what it tells programs
    original_headers TEXT,       -- of the mail that it is about
    export_id INTEGER NOT NULL REFERENCES export (id),
    line INTEGER NOT NULL
);
CREATE INDEX ndr_trace ON ndr (trace_id) WHERE trace_id IS NOT NULL;
CREATE INDEX ndr_message ON ndr (original_message_id) WHERE original_message_id IS NOT NULL;

-- One row: the key by which tickets hide people and hosts. Whoever has it can tell whether a token stands for a name
-- that he guesses: it never leaves this database.
CREATE TABLE redaction_key (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    key BLOB NOT NULL
);

-- One row: one token that a ticket was given instead of what it stands for.
CREATE TABLE redaction_token (
    token TEXT PRIMARY KEY,
    kind INTEGER NOT NULL,
    original TEXT NOT NULL
) WITHOUT ROWID;

-- One row: one ticket for which a bundle was made: what it is about, so that it can be followed up. `scope` is the
-- filter in words that read it again; the same ticket is one row.
CREATE TABLE ticket (
    id INTEGER PRIMARY KEY,
    scope TEXT NOT NULL,
    until_us INTEGER NOT NULL, -- how far the data went
    made_us INTEGER NOT NULL,  -- when the bundle was made, for the record only
    UNIQUE (scope, until_us)
);
