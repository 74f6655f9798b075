-- One row: one delivery in trouble, in an order that does not depend on that of imports. The filters name one moment
-- and one domain.
-- scan: domains and addresses are looked for by name in tables that have no index on it.
SELECT
    d.id AS id,
    d.domain_id AS domain_id,
    d.route_id AS route_id,
    d.outcome AS outcome_number,
    k.reason_id AS reason_id,
    d.received_us AS received,
    d.trace_id AS trace_id,
    d.message_id AS message_id,
    s.text AS sender,
    r.text AS recipient,
    d.size_bytes AS size,
    (SELECT key FROM label WHERE kind = 'outcome' AND number = d.outcome) AS outcome,
    (SELECT key FROM label WHERE kind = 'reason_class' AND number = n.class) AS reason_class,
    coalesce(nullif(n.code, ''), nullif(n.reply, 0)) AS reason_code,
    nullif(n.text, '') AS reason,
    k.remote_host AS remote_host
FROM delivery d
JOIN address r ON r.id = d.recipient_id
LEFT JOIN address s ON s.id = d.sender_id
LEFT JOIN course k ON k.delivery_id = d.id
LEFT JOIN reason n ON n.id = k.reason_id
WHERE d.outcome NOT IN (2, 10) -- the words of the index delivery_trouble
  AND d.absorbed = 0
--:filters
ORDER BY d.trace_id IS NULL, d.trace_id, d.message_id IS NULL, d.message_id, r.text, s.text, d.id;
