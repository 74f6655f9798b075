-- One row: one delivery that an id or address leads to, newest first; which ones is put at the mark (query/trace.c).
-- The last column is a number of the store's own, to look up the history with.
-- scan: deliveries carry no index on message ids and addresses; one message is looked up seldom, an index costs always.
SELECT
    r.text AS recipient,
    s.text AS sender,
    d.received_us AS received,
    (SELECT key FROM label WHERE kind = 'status' AND number = d.status) AS status,
    (SELECT key FROM label WHERE kind = 'outcome' AND number = d.outcome) AS outcome,
    d.observed_us AS observed,
    d.size_bytes AS size,
    d.subject AS subject,
    d.trace_id AS trace_id,
    d.message_id AS message_id,
    d.from_ip AS from_ip,
    d.to_ip AS to_ip,
    t.connector AS connector,
    t.forest AS forest,
    d.id AS delivery_id
FROM delivery d
JOIN address r ON r.id = d.recipient_id
JOIN route t ON t.id = d.route_id
LEFT JOIN address s ON s.id = d.sender_id
WHERE d.absorbed = 0
--:which
ORDER BY d.received_us DESC, r.text, d.trace_id IS NULL, d.trace_id, d.message_id IS NULL, d.message_id, s.text,
    d.subject, d.size_bytes, d.status, d.observed_us;
