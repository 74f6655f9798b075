-- The public views: what other programs may rely on. Names, order and meaning of the columns never change within v1;
-- new columns may be added at the end. Times are ISO 8601 UTC text unless the name ends in _us. Unknown is NULL.
-- Dropped and made again at every writable open, so that they always match the program that wrote last.

DROP VIEW IF EXISTS v1_delivery;
DROP VIEW IF EXISTS v1_event;
DROP VIEW IF EXISTS v1_hourly;
DROP VIEW IF EXISTS v1_import;
DROP VIEW IF EXISTS v1_reject;

-- One row: one message to one recipient. Routing steps are here too (outcome 'routing'); leave them out when counting
-- mail. The columns from reason_class to delay_s that only event exports or NDRs can fill are NULL without them.
CREATE VIEW v1_delivery AS
SELECT
    CASE typeof(d.trace_id)
        WHEN 'blob' THEN lower(substr(hex(d.trace_id), 1, 8) || '-' || substr(hex(d.trace_id), 9, 4) || '-' ||
                               substr(hex(d.trace_id), 13, 4) || '-' || substr(hex(d.trace_id), 17, 4) || '-' ||
                               substr(hex(d.trace_id), 21, 12))
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
    CAST(NULL AS TEXT) AS reason_class,
    CAST(NULL AS TEXT) AS reason_code,
    CAST(NULL AS TEXT) AS reason,
    d.size_bytes AS size_bytes,
    d.from_ip AS from_ip,
    d.to_ip AS to_ip,
    CAST(NULL AS TEXT) AS remote_host,
    t.forest AS forest,
    t.region AS region,
    (SELECT key FROM label WHERE kind = 'direction' AND number = t.direction AND number <> 0) AS direction,
    t.connector AS connector,
    CAST(NULL AS INTEGER) AS attempts,
    CASE WHEN d.outcome IN (3, 4, 7) THEN
        (SELECT strftime('%Y-%m-%dT%H:%M:%SZ', o.first_us / 1000000, 'unixepoch')
         FROM observation o
         WHERE o.delivery_id = d.id AND o.status = 1)
    END AS first_deferred_utc, -- no later than this: when an export first showed it Pending
    CAST(NULL AS TEXT) AS final_utc,
    CAST(NULL AS INTEGER) AS delay_s,
    strftime('%Y-%m-%dT%H:%M:%SZ', d.observed_us / 1000000, 'unixepoch') AS observed_utc
FROM delivery d
JOIN address r ON r.id = d.recipient_id
JOIN domain m ON m.id = d.domain_id
JOIN route t ON t.id = d.route_id
LEFT JOIN address s ON s.id = d.sender_id
LEFT JOIN provider p ON p.id = m.provider_id
WHERE d.absorbed = 0;

-- One row: one transport event of one delivery.
CREATE VIEW v1_event AS
SELECT
    CASE typeof(d.trace_id)
        WHEN 'blob' THEN lower(substr(hex(d.trace_id), 1, 8) || '-' || substr(hex(d.trace_id), 9, 4) || '-' ||
                               substr(hex(d.trace_id), 13, 4) || '-' || substr(hex(d.trace_id), 17, 4) || '-' ||
                               substr(hex(d.trace_id), 21, 12))
        ELSE d.trace_id
    END AS trace_id,
    r.text AS recipient,
    strftime('%Y-%m-%dT%H:%M:%SZ', e.at_us / 1000000, 'unixepoch') AS at_utc,
    e.event AS event,
    e.source AS source,
    e.detail AS detail,
    (SELECT key FROM label WHERE kind = 'reason_class' AND number = e.reason_class) AS reason_class,
    e.reason_code AS reason_code,
    e.remote_host AS remote_host,
    e.remote_ip AS remote_ip,
    e.server AS server,
    e.forest AS forest
FROM event e
JOIN delivery d ON d.id = e.delivery_id
JOIN address r ON r.id = d.recipient_id;

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
    j.raw AS raw
FROM reject j
JOIN export e ON e.id = j.export_id;
