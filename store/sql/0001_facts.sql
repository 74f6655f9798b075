-- Schema step 1: the facts, and the derived tables that hang on them. Never edited after a release: write a new step.
--
-- Facts are what exports said (export, delivery, observation, event, reject and the dictionaries they point to).
-- Derived tables (seen, hourly, the provider and country of a domain, the outcome of a delivery) can be rebuilt from
-- them at any time. Times are microseconds UTC since 1970; NULL is unknown.

-- One row: one name for a number that the tables store. Filled from the lists in store/row.h at every writable open.
CREATE TABLE label (
    kind TEXT NOT NULL,
    number INTEGER NOT NULL,
    key TEXT NOT NULL,
    PRIMARY KEY (kind, number)
) WITHOUT ROWID;

-- One row: one export file that was imported. Counts are of deliveries: read = new + changed + known + rejected + routing.
CREATE TABLE export (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    sha256 BLOB NOT NULL UNIQUE,
    bytes INTEGER NOT NULL,
    flavour TEXT NOT NULL,
    encoding TEXT NOT NULL,
    delimiter TEXT,
    date_order TEXT,
    time_basis TEXT NOT NULL,
    observed_us INTEGER NOT NULL,
    observed_by TEXT NOT NULL,
    rows_read INTEGER NOT NULL DEFAULT 0,
    rows_new INTEGER NOT NULL DEFAULT 0,
    rows_changed INTEGER NOT NULL DEFAULT 0,
    rows_known INTEGER NOT NULL DEFAULT 0,
    rows_rejected INTEGER NOT NULL DEFAULT 0,
    rows_routing INTEGER NOT NULL DEFAULT 0,
    first_received_us INTEGER,
    last_received_us INTEGER,
    imported_us INTEGER NOT NULL
);

-- One row: one mailbox provider, and the patterns that lead to it ("yahoo.*" or a domain with all below it).
CREATE TABLE provider (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL
);
CREATE TABLE provider_rule (
    pattern TEXT PRIMARY KEY,
    provider_id INTEGER NOT NULL REFERENCES provider (id),
    source TEXT NOT NULL -- 'shipped' or 'user'; a user's rule wins
) WITHOUT ROWID;

-- One row: one domain. Everything behind the name is derived from it (store/place.h). Id 0 is "no domain".
CREATE TABLE domain (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    registrable TEXT,
    provider_id INTEGER REFERENCES provider (id),
    country TEXT
);
INSERT INTO domain (id, name) VALUES (0, '');

-- One row: one address, lower-cased. No index on the text: the loader keeps its dictionary in memory.
CREATE TABLE address (
    id INTEGER PRIMARY KEY,
    domain_id INTEGER NOT NULL REFERENCES domain (id),
    text TEXT NOT NULL
);

-- One row: one way mail takes out of or into the tenant, as far as the exports say. Id 0 is "nothing known".
CREATE TABLE route (
    id INTEGER PRIMARY KEY,
    direction INTEGER NOT NULL,
    connector TEXT,
    forest TEXT,
    region TEXT
);
INSERT INTO route (id, direction) VALUES (0, 0);

-- One row: one message to one recipient (or a routing step, which is not mail: outcome 'routing').
-- trace_id is a 16-byte blob for a GUID, text for anything else, NULL when no export had one. Each column holds the
-- best statement of all exports, chosen by an order that does not depend on the order of import (store/merge.h).
CREATE TABLE delivery (
    id INTEGER PRIMARY KEY,
    trace_id BLOB,
    recipient_id INTEGER NOT NULL REFERENCES address (id),
    domain_id INTEGER NOT NULL REFERENCES domain (id), -- of the recipient
    sender_id INTEGER REFERENCES address (id),
    received_us INTEGER NOT NULL,
    received_precision INTEGER NOT NULL,
    status INTEGER NOT NULL,
    observed_us INTEGER NOT NULL, -- the earliest export that showed this status
    outcome INTEGER NOT NULL,     -- derived
    evidence INTEGER NOT NULL,
    size_bytes INTEGER,
    route_id INTEGER NOT NULL REFERENCES route (id),
    from_ip TEXT,
    to_ip TEXT,
    message_id TEXT,
    subject TEXT,
    export_id INTEGER NOT NULL REFERENCES export (id), -- where it was first read, and the line there
    line INTEGER NOT NULL,
    -- 0: a delivery. 1: has no trace id and describes a delivery that is here with one. 2: what the exports with trace
    -- ids alone said of a delivery that took in descriptions (see joined). Only 0 is mail to be counted.
    absorbed INTEGER NOT NULL DEFAULT 0
);

-- For drill-down into what went wrong: small, because nearly all mail is delivered at once.
CREATE INDEX delivery_trouble ON delivery (received_us, domain_id) WHERE outcome NOT IN (2, 10);

-- For finding what a row without a trace id describes, and the other way round. Deliveries whose trace id carries the
-- time of receipt (precision 9) are found by the time in their key (seen), so both indexes are empty in most stores.
CREATE INDEX delivery_weak ON delivery (recipient_id, received_us) WHERE trace_id IS NULL;
CREATE INDEX delivery_untimed ON delivery (recipient_id, received_us)
WHERE received_precision < 9 AND trace_id IS NOT NULL;

-- One row: one delivery that took in descriptions (deliveries without a trace id), and the row that holds what was
-- known of it without them: which descriptions fit is asked of that row, never of the joined one (store/join.h).
CREATE TABLE joined (
    delivery_id INTEGER PRIMARY KEY REFERENCES delivery (id),
    own_id INTEGER NOT NULL REFERENCES delivery (id)
);

-- One row: one status in which a delivery was seen. Kept for every status that is not final, and for all of them once
-- there is more than one. `last_us` is kept for statuses that are not final.
CREATE TABLE observation (
    delivery_id INTEGER NOT NULL REFERENCES delivery (id),
    status INTEGER NOT NULL,
    first_us INTEGER NOT NULL,
    last_us INTEGER,
    PRIMARY KEY (delivery_id, status)
) WITHOUT ROWID;

-- One row: the key of one delivery (store/key.h), so that every delivery is kept once. Time comes first in the key,
-- which makes the newest export land at one edge of the tree.
CREATE TABLE seen (
    key INTEGER PRIMARY KEY,
    delivery_id INTEGER NOT NULL
);

-- One row: one transport event of a delivery, from event exports.
CREATE TABLE event (
    id INTEGER PRIMARY KEY,
    delivery_id INTEGER NOT NULL REFERENCES delivery (id),
    at_us INTEGER NOT NULL,
    event TEXT NOT NULL,
    source TEXT,
    detail TEXT,
    reason_class INTEGER,
    reason_code TEXT,
    remote_host TEXT,
    remote_ip TEXT,
    server TEXT,
    forest TEXT,
    export_id INTEGER NOT NULL REFERENCES export (id),
    line INTEGER NOT NULL
);
CREATE INDEX event_delivery ON event (delivery_id, at_us);

-- One row: one record of an export that could not be read, as it stood there.
CREATE TABLE reject (
    id INTEGER PRIMARY KEY,
    export_id INTEGER NOT NULL REFERENCES export (id),
    line INTEGER NOT NULL,
    reason TEXT NOT NULL,
    raw TEXT NOT NULL,
    raw_is_cut INTEGER NOT NULL DEFAULT 0
);

-- One row: the mail of one hour to one domain in one size band on one route with one outcome. `hour` counts hours
-- since 1970 UTC. Routing rows and absorbed deliveries are not in it. Every report reads this table.
CREATE TABLE hourly (
    hour INTEGER NOT NULL,
    domain_id INTEGER NOT NULL REFERENCES domain (id),
    size_band INTEGER NOT NULL,
    route_id INTEGER NOT NULL REFERENCES route (id),
    outcome INTEGER NOT NULL,
    reason_class INTEGER NOT NULL, -- 0: not known
    deliveries INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    PRIMARY KEY (hour, domain_id, size_band, route_id, outcome, reason_class)
) WITHOUT ROWID;
