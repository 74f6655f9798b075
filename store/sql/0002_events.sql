-- Schema step 2: what event exports tell (trace details, extended reports, tracking logs), and rejects that were read
-- after all.

DROP VIEW IF EXISTS v1_event; -- made again from views.sql
DROP TABLE event; -- step 1 had it, nothing ever wrote to it

-- One row: one text in which servers say why they put mail off or refuse it, normalised: the same trouble is one row.
-- class, permanence and actor are derived from the table of codes (store/codes.h). Empty text is "none".
CREATE TABLE reason (
    id INTEGER PRIMARY KEY,
    outer_reply INTEGER NOT NULL, -- 0: none
    outer_code TEXT NOT NULL,     -- of the wrapper around it, "5.4.300"
    reply INTEGER NOT NULL,
    code TEXT NOT NULL,
    text TEXT NOT NULL,
    expired INTEGER NOT NULL,
    housekeeping INTEGER NOT NULL,
    class INTEGER NOT NULL,
    permanence INTEGER NOT NULL,
    actor INTEGER NOT NULL,
    UNIQUE (text, code, reply, outer_code, outer_reply, expired, housekeeping)
);

-- One row: the user's own lines for the table of codes, in the form of store/codes.tsv.
CREATE TABLE code_rule (
    id INTEGER PRIMARY KEY,
    line TEXT NOT NULL UNIQUE
);

-- One row: what an event says about whose it is, when that is not enough to name one delivery. delivery_id is the only
-- delivery that fits, as long as there is exactly one; derived.
CREATE TABLE hint (
    id INTEGER PRIMARY KEY,
    trace_id BLOB,
    message_id TEXT,
    recipient_id INTEGER REFERENCES address (id),
    delivery_id INTEGER REFERENCES delivery (id)
);

CREATE INDEX hint_whose ON hint (message_id, recipient_id, trace_id);
CREATE INDEX hint_delivery ON hint (delivery_id) WHERE delivery_id IS NOT NULL;

-- One row: one event of one delivery. `key` is a hash of what the export says; the same event at the same moment is
-- kept once, whatever the number of exports that show it.
CREATE TABLE event (
    id INTEGER PRIMARY KEY,
    key INTEGER NOT NULL,
    delivery_id INTEGER REFERENCES delivery (id), -- NULL: of no message, or see hint_id
    hint_id INTEGER REFERENCES hint (id),
    at_us INTEGER NOT NULL,
    at_precision INTEGER NOT NULL, -- 0: to the minute, 1: to the second or finer
    kind INTEGER NOT NULL,
    event TEXT NOT NULL, -- the word as written
    source TEXT,
    detail TEXT,
    data TEXT,
    turn INTEGER NOT NULL,
    related TEXT,                                 -- the other address of an EXPAND or RESOLVE
    other_id INTEGER REFERENCES delivery (id),    -- its delivery
    reference TEXT,   -- of a TRANSFER the parent's internal id, of a DSN the Message-ID of the other message
    internal_id TEXT, -- the message's number on the server
    server TEXT,
    forest TEXT, -- of the server
    reason_id INTEGER REFERENCES reason (id),
    remote_host TEXT,
    remote_ip TEXT,
    export_id INTEGER NOT NULL REFERENCES export (id),
    line INTEGER NOT NULL
);
CREATE UNIQUE INDEX event_once ON event (at_us, key);
CREATE INDEX event_delivery ON event (delivery_id, turn, at_us) WHERE delivery_id IS NOT NULL;
CREATE INDEX event_other ON event (other_id) WHERE other_id IS NOT NULL;
CREATE INDEX event_internal ON event (internal_id) WHERE internal_id IS NOT NULL AND kind = 1; -- RECEIVE
CREATE INDEX event_hint ON event (hint_id) WHERE hint_id IS NOT NULL;

-- One row: what the events of one delivery say together. Derived from `event` (store/course.h).
CREATE TABLE course (
    delivery_id INTEGER PRIMARY KEY REFERENCES delivery (id),
    events INTEGER NOT NULL,
    status INTEGER NOT NULL, -- as far as events go
    status_us INTEGER,       -- when it came to that
    deferrals INTEGER NOT NULL, -- refusals that were put off; the same one in several exports counts once
    attempts INTEGER NOT NULL,  -- deferrals, and the last try when it was delivered or refused for good
    first_deferred_us INTEGER,
    last_deferred_us INTEGER,
    final_us INTEGER, -- delivered, handed over, failed for good
    last_us INTEGER NOT NULL, -- of the last event
    expired INTEGER NOT NULL, -- the service gave up: an expiry code
    reason_id INTEGER REFERENCES reason (id), -- why it failed, or why it was last put off
    remote_host TEXT,
    remote_ip TEXT
);
CREATE INDEX course_reason ON course (reason_id) WHERE reason_id IS NOT NULL;

-- The header line of a CSV export, so that its rejects can be exported in a form that can be read again.
ALTER TABLE export ADD COLUMN header TEXT;
-- Whose events it holds, where the export itself does not say it and the user or the file's name did.
ALTER TABLE export ADD COLUMN recipient TEXT;
-- The export by which a reject was read after all.
ALTER TABLE reject ADD COLUMN settled_by INTEGER REFERENCES export (id);
