-- One row: one delivery of a case, in the order of time: those in trouble (affected) and those that are not, each evenly
-- picked over time when there are more than asked for. answer is what the last server said, word for word.
-- scan: deliveries carry no index on what a case may be about; domains and addresses are looked for by name.
WITH mail AS MATERIALIZED (
    SELECT
        d.id AS id,
        d.received_us AS received_us,
        d.trace_id AS trace_id,
        d.message_id AS message_id,
        r.text AS recipient,
        d.outcome IN (3, 4, 5, 6, 7) AS affected
    FROM delivery d
    JOIN address r ON r.id = d.recipient_id
    WHERE d.outcome <> 10
      AND d.absorbed = 0
    --:filters
),
placed AS (
    SELECT
        id,
        CASE affected WHEN 1 THEN :most ELSE :most_well END AS most,
        row_number() OVER (PARTITION BY affected ORDER BY received_us, trace_id, message_id, recipient, id) AS place,
        count(*) OVER (PARTITION BY affected) AS of
    FROM mail
),
picked AS MATERIALIZED (
    SELECT id, of
    FROM placed
    WHERE of <= most OR place * most / of > (place - 1) * most / of
)
SELECT
    CASE WHEN d.outcome IN (3, 4, 5, 6, 7) THEN 'yes' ELSE 'no' END AS affected,
    d.received_us AS received,
    nullif(d.trace_id, d.message_id) AS network_message_id,
    d.message_id AS message_id,
    s.text AS sender,
    r.text AS recipient,
    m.name AS recipient_domain,
    p.name AS provider,
    d.subject AS subject,
    d.size_bytes AS size,
    (SELECT key FROM label WHERE kind = 'status' AND number = d.status) AS status,
    (SELECT key FROM label WHERE kind = 'outcome' AND number = d.outcome) AS outcome,
    (SELECT key FROM label WHERE kind = 'evidence' AND number = d.evidence) AS evidence,
    (SELECT key FROM label WHERE kind = 'reason_class' AND number = n.class) AS reason_class,
    nullif(n.code, '') AS reason_code,
    (SELECT e.detail
     FROM event e
     WHERE e.kind IN (6, 7)
       AND e.detail IS NOT NULL
       AND (e.delivery_id = d.id OR e.hint_id IN (SELECT h.id FROM hint h WHERE h.delivery_id = d.id))
     ORDER BY e.at_us DESC, e.kind DESC, e.key
     LIMIT 1) AS answer,
    k.attempts AS attempts,
    k.first_deferred_us AS first_deferred,
    k.final_us AS ended,
    k.remote_host AS remote_host,
    k.remote_ip AS remote_ip,
    d.from_ip AS from_ip,
    t.connector AS connector,
    t.forest AS forest
FROM picked x
JOIN delivery d ON d.id = x.id
JOIN address r ON r.id = d.recipient_id
JOIN domain m ON m.id = d.domain_id
JOIN route t ON t.id = d.route_id
LEFT JOIN provider p ON p.id = m.provider_id
LEFT JOIN address s ON s.id = d.sender_id
LEFT JOIN course k ON k.delivery_id = d.id
LEFT JOIN reason n ON n.id = k.reason_id
ORDER BY d.received_us, d.trace_id, d.message_id, r.text;
