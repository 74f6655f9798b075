-- The public views: what other programs may rely on. Names, order and meaning of the columns never change within v1;
-- new columns may be added at the end. Times are ISO 8601 UTC text unless the name ends in _us. Unknown is NULL.
-- Dropped and made again at every writable open, so that they always match the program that wrote last.

DROP VIEW IF EXISTS v1_delivery;
DROP VIEW IF EXISTS v1_event;
DROP VIEW IF EXISTS v1_link;
DROP VIEW IF EXISTS v1_hourly;
DROP VIEW IF EXISTS v1_import;
DROP VIEW IF EXISTS v1_reject;

-- One row: one message to one recipient. Routing steps are here too (outcome 'routing'); leave them out when counting
-- mail. The columns from reason_class to delay_s that only event exports or NDRs can fill are NULL without them.
CREATE VIEW v1_delivery AS
SELECT
    CASE
        WHEN typeof(d.trace_id) = 'blob' THEN lower(substr(hex(d.trace_id), 1, 8) || '-' || substr(hex(d.trace_id), 9, 4) || '-' ||
                               substr(hex(d.trace_id), 13, 4) || '-' || substr(hex(d.trace_id), 17, 4) || '-' ||
                               substr(hex(d.trace_id), 21, 12))
        -- A Message-ID that stands for it: logs of Exchange 2010 have none. Asked of texts alone: some builds of SQLite
        -- read a blob as text here, and a GUID may begin with the byte of '<'.
        WHEN d.trace_id LIKE '<%' THEN NULL
        ELSE d.trace_id
    END AS trace_id,
    d.message_id AS message_id,
    strftime('%Y-%m-%dT%H:%M:%SZ', d.received_us / 1000000, 'unixepoch') AS received_utc,
    d.received_us AS received_us,
    s.text AS sender,
    r.text AS recipient,
    nullif(m.name, '') AS recipient_domain,
    p.name AS provider,
    m.country AS recipient_country,
    d.subject AS subject,
    (SELECT key FROM label WHERE kind = 'status' AND number = d.status) AS status,
    (SELECT key FROM label WHERE kind = 'outcome' AND number = d.outcome) AS outcome,
    (SELECT key FROM label WHERE kind = 'evidence' AND number = d.evidence) AS evidence,
    (SELECT key FROM label WHERE kind = 'reason_class' AND number = n.class) AS reason_class,
    nullif(n.code, '') AS reason_code, -- of the innermost reply
    nullif(n.text, '') AS reason,
    d.size_bytes AS size_bytes,
    d.from_ip AS from_ip,
    d.to_ip AS to_ip,
    c.remote_host AS remote_host,
    t.forest AS forest,
    t.region AS region,
    (SELECT key FROM label WHERE kind = 'direction' AND number = t.direction AND number <> 0) AS direction,
    t.connector AS connector,
    c.attempts AS attempts,
    -- From events to the second; else no later than this: when an export first showed it Pending.
    strftime('%Y-%m-%dT%H:%M:%SZ',
        CASE
            WHEN c.first_deferred_us IS NOT NULL THEN c.first_deferred_us
            WHEN d.outcome IN (3, 4, 7) THEN
                (SELECT o.first_us FROM observation o WHERE o.delivery_id = d.id AND o.status = 1)
        END / 1000000, 'unixepoch') AS first_deferred_utc,
    strftime('%Y-%m-%dT%H:%M:%SZ', c.final_us / 1000000, 'unixepoch') AS final_utc,
    CASE WHEN d.received_precision >= 0 THEN max(c.final_us - d.received_us, 0) / 1000000
    END AS delay_s, -- until delivered, handed over or failed for good
    strftime('%Y-%m-%dT%H:%M:%SZ', d.observed_us / 1000000, 'unixepoch') AS observed_utc
FROM delivery d
JOIN address r ON r.id = d.recipient_id
JOIN domain m ON m.id = d.domain_id
JOIN route t ON t.id = d.route_id
LEFT JOIN address s ON s.id = d.sender_id
LEFT JOIN provider p ON p.id = m.provider_id
LEFT JOIN course c ON c.delivery_id = d.id
LEFT JOIN reason n ON n.id = c.reason_id
WHERE d.absorbed = 0;

-- One row: one transport event of one recipient as one kind of export prints it: the same event in a trace detail and
-- in an extended report is here twice, and counts once where attempts are counted. turn: 'left' for the address that an
-- expand or resolve replaced, 'came' for who took over. trace_id and recipient are NULL for events of which no export
-- says whose they are, and for those about no message.
CREATE VIEW v1_event AS
SELECT
    CASE
        WHEN typeof(d.trace_id) = 'blob' THEN lower(substr(hex(d.trace_id), 1, 8) || '-' || substr(hex(d.trace_id), 9, 4) || '-' ||
                               substr(hex(d.trace_id), 13, 4) || '-' || substr(hex(d.trace_id), 17, 4) || '-' ||
                               substr(hex(d.trace_id), 21, 12))
        WHEN d.trace_id LIKE '<%' THEN NULL
        ELSE d.trace_id
    END AS trace_id,
    r.text AS recipient,
    strftime('%Y-%m-%dT%H:%M:%SZ', e.at_us / 1000000, 'unixepoch') AS at_utc,
    e.event AS event,
    e.source AS source,
    e.detail AS detail,
    (SELECT key FROM label WHERE kind = 'reason_class' AND number = n.class) AS reason_class,
    nullif(n.code, '') AS reason_code,
    e.remote_host AS remote_host,
    e.remote_ip AS remote_ip,
    e.server AS server,
    e.forest AS forest,
    (SELECT key FROM label WHERE kind = 'event' AND number = e.kind) AS kind,
    nullif(n.text, '') AS reason,
    e.related AS related_recipient,
    e.reference AS reference,
    e.data AS data,
    e.internal_id AS internal_id,
    (SELECT key FROM label WHERE kind = 'turn' AND number = e.turn) AS turn
FROM event e
LEFT JOIN hint h ON h.id = e.hint_id
LEFT JOIN delivery d ON d.id = coalesce(e.delivery_id, h.delivery_id)
LEFT JOIN address r ON r.id = d.recipient_id
LEFT JOIN reason n ON n.id = e.reason_id;

-- One row: one link between two deliveries or messages, as an event tells it: from a group or alias to who took over
-- (expand, resolve), from a message to what was split off from it (transfer), from a message to the notice about it
-- (dsn). What no export shows is NULL.
CREATE VIEW v1_link AS
SELECT
    (SELECT key FROM label WHERE kind = 'event' AND number = e.kind) AS kind,
    strftime('%Y-%m-%dT%H:%M:%SZ', e.at_us / 1000000, 'unixepoch') AS at_utc,
    o.message_id AS from_message_id,
    e.related AS from_recipient,
    d.message_id AS to_message_id,
    r.text AS to_recipient
FROM event e
JOIN delivery d ON d.id = e.delivery_id
JOIN address r ON r.id = d.recipient_id
LEFT JOIN delivery o ON o.id = e.other_id
WHERE e.turn = 2 -- of a pair of events, that of the one that came
UNION ALL
SELECT
    'transfer',
    strftime('%Y-%m-%dT%H:%M:%SZ', e.at_us / 1000000, 'unixepoch'),
    (SELECT o.message_id
     FROM event p
     JOIN delivery o ON o.id = p.delivery_id
     WHERE p.kind = 1 AND p.internal_id = e.reference AND p.server IS e.server -- ids are numbers of one server
     ORDER BY o.message_id
     LIMIT 1),
    NULL,
    d.message_id,
    r.text
FROM event e
JOIN delivery d ON d.id = e.delivery_id
JOIN address r ON r.id = d.recipient_id
WHERE e.kind = 10
UNION ALL
-- The event stands at the message or at the notice about it, which is known by its sender.
SELECT
    'dsn',
    strftime('%Y-%m-%dT%H:%M:%SZ', e.at_us / 1000000, 'unixepoch'),
    CASE s.text WHEN '<>' THEN e.reference ELSE d.message_id END,
    CASE s.text WHEN '<>' THEN NULL ELSE r.text END,
    CASE s.text WHEN '<>' THEN d.message_id ELSE e.reference END,
    CASE s.text WHEN '<>' THEN r.text END
FROM event e
JOIN delivery d ON d.id = e.delivery_id
JOIN address r ON r.id = d.recipient_id
LEFT JOIN address s ON s.id = d.sender_id
WHERE e.kind = 12 AND e.reference IS NOT NULL;

-- One row: the mail of one hour to one domain in one size band from one forest (and by one route) with one outcome.
-- Routing steps are not in it: the sum of deliveries is the amount of mail.
CREATE VIEW v1_hourly AS
SELECT
    strftime('%Y-%m-%dT%H:%M:%SZ', h.hour * 3600, 'unixepoch') AS hour_utc,
    nullif(m.name, '') AS recipient_domain,
    p.name AS provider,
    (SELECT key FROM label WHERE kind = 'size_band' AND number = h.size_band) AS size_band,
    t.forest AS forest,
    (SELECT key FROM label WHERE kind = 'outcome' AND number = h.outcome) AS outcome,
    (SELECT key FROM label WHERE kind = 'reason_class' AND number = h.reason_class) AS reason_class,
    h.deliveries AS deliveries,
    h.bytes AS bytes,
    m.country AS recipient_country,
    t.region AS region,
    (SELECT key FROM label WHERE kind = 'direction' AND number = t.direction AND number <> 0) AS direction,
    t.connector AS connector
FROM hourly h
JOIN domain m ON m.id = h.domain_id
JOIN route t ON t.id = h.route_id
LEFT JOIN provider p ON p.id = m.provider_id;

-- One row: one imported export file. rows_read = rows_new + rows_changed + rows_known + rows_rejected + rows_routing.
CREATE VIEW v1_import AS
SELECT
    name AS file,
    lower(hex(sha256)) AS sha256,
    flavour,
    encoding,
    time_basis,
    rows_read,
    rows_new,
    rows_changed,
    rows_known,
    rows_rejected,
    strftime('%Y-%m-%dT%H:%M:%SZ', first_received_us / 1000000, 'unixepoch') AS first_received_utc,
    strftime('%Y-%m-%dT%H:%M:%SZ', last_received_us / 1000000, 'unixepoch') AS last_received_utc,
    strftime('%Y-%m-%dT%H:%M:%SZ', imported_us / 1000000, 'unixepoch') AS imported_utc,
    rows_routing,
    bytes,
    delimiter,
    date_order,
    strftime('%Y-%m-%dT%H:%M:%SZ', observed_us / 1000000, 'unixepoch') AS observed_utc,
    observed_by
FROM export;

-- One row: one record that was kept aside because it could not be read.
CREATE VIEW v1_reject AS
SELECT
    e.name AS file,
    j.line AS line,
    j.reason AS reason,
    j.raw AS raw,
    s.name AS settled_by -- the export by which it was read after all
FROM reject j
JOIN export e ON e.id = j.export_id
LEFT JOIN export s ON s.id = j.settled_by;
