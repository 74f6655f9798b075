-- One row: one delivery that an id or address leads to, newest first; which ones is put at the mark (query/trace.c).
-- The last two columns are for trace.c: whether there are events (2: and received is only known to be no later than
-- them), and a number of the store's own, to look up the history with.
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
    nullif(d.trace_id, d.message_id) AS trace_id, -- a Message-ID stands in where logs have no trace ids
    d.message_id AS message_id,
    d.from_ip AS from_ip,
    d.to_ip AS to_ip,
    t.connector AS connector,
    t.forest AS forest,
    k.final_us AS final,
    max(k.final_us - d.received_us, 0) / 1000000 AS delay,
    k.attempts AS attempts,
    (SELECT key FROM label WHERE kind = 'reason_class' AND number = n.class) AS reason_class,
    coalesce(nullif(n.code, ''), nullif(n.reply, 0)) AS reason_code,
    nullif(n.text, '') AS reason,
    k.remote_host AS remote_host,
    CASE WHEN k.delivery_id IS NULL THEN 0 WHEN d.received_precision < 0 THEN 2 ELSE 1 END AS has_events,
    d.id AS delivery_id
FROM delivery d
JOIN address r ON r.id = d.recipient_id
JOIN route t ON t.id = d.route_id
LEFT JOIN address s ON s.id = d.sender_id
LEFT JOIN course k ON k.delivery_id = d.id
LEFT JOIN reason n ON n.id = k.reason_id
WHERE d.absorbed = 0
--:which
ORDER BY d.received_us DESC, r.text, d.trace_id IS NULL, d.trace_id, d.message_id IS NULL, d.message_id, s.text,
    d.subject, d.size_bytes, d.status, d.observed_us;
