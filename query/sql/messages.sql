-- One row: one delivery in trouble, newest first: deferred or failed, or with the outcome that was asked for.
-- scan: domains and addresses are looked for by name in tables that have no index on it.
SELECT
    d.received_us AS received,
    r.text AS recipient,
    s.text AS sender,
    d.subject AS subject,
    d.size_bytes AS size,
    (SELECT key FROM label WHERE kind = 'status' AND number = d.status) AS status,
    (SELECT key FROM label WHERE kind = 'outcome' AND number = d.outcome) AS outcome,
    d.observed_us AS observed,
    nullif(d.trace_id, d.message_id) AS trace_id, -- a Message-ID stands in where logs have no trace ids
    d.message_id AS message_id
FROM delivery d
JOIN address r ON r.id = d.recipient_id
LEFT JOIN address s ON s.id = d.sender_id
WHERE d.outcome NOT IN (2, 10) -- the words of the index delivery_trouble
  AND (:outcome IS NOT NULL OR d.outcome IN (3, 4, 5, 6, 7))
  AND d.absorbed = 0
--:filters
ORDER BY d.outcome IN (3, 4, 5, 7) DESC, d.received_us DESC, r.text, d.trace_id IS NULL, d.trace_id, d.message_id IS NULL, d.message_id, s.text,
    d.subject, d.size_bytes, d.status, d.observed_us;
