-- One row: one transport event of a delivery in trouble of a case, in the order of time; of the same deliveries that
-- ticket_deliveries.sql picks.
-- scan: deliveries carry no index on what a case may be about; domains and addresses are looked for by name.
WITH mail AS MATERIALIZED (
    SELECT
        d.id AS id,
        d.received_us AS received_us,
        d.trace_id AS trace_id,
        d.message_id AS message_id,
        r.text AS recipient
    FROM delivery d
    JOIN address r ON r.id = d.recipient_id
    WHERE d.outcome NOT IN (2, 10) -- the words of the index delivery_trouble
      AND d.outcome IN (3, 4, 5, 6, 7)
      AND d.absorbed = 0
    --:filters
),
placed AS (
    SELECT
        id,
        row_number() OVER (ORDER BY received_us, trace_id, message_id, recipient, id) AS place,
        count(*) OVER () AS of
    FROM mail
),
picked AS MATERIALIZED (
    SELECT id
    FROM placed
    WHERE of <= :most OR place * :most / of > (place - 1) * :most / of
),
told AS (
    SELECT x.id AS id, e.id AS event_id
    FROM picked x
    JOIN event e ON e.delivery_id = x.id
    UNION
    SELECT x.id, e.id
    FROM picked x
    JOIN hint h ON h.delivery_id = x.id
    JOIN event e ON e.hint_id = h.id
)
SELECT
    e.at_us AS at,
    nullif(d.trace_id, d.message_id) AS network_message_id,
    d.message_id AS message_id,
    r.text AS recipient,
    e.event AS event,
    e.source AS source,
    e.detail AS detail,
    (SELECT key FROM label WHERE kind = 'reason_class' AND number = n.class) AS reason_class,
    nullif(n.code, '') AS reason_code,
    e.remote_host AS remote_host,
    e.remote_ip AS remote_ip,
    e.server AS server,
    e.forest AS forest
FROM told x
JOIN event e ON e.id = x.event_id
JOIN delivery d ON d.id = x.id
JOIN address r ON r.id = d.recipient_id
LEFT JOIN reason n ON n.id = e.reason_id
ORDER BY e.at_us, r.text, d.trace_id, d.message_id, e.kind, e.key;
