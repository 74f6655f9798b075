-- One row: the same as in mail_groups.sql, but only mail that was not delivered at once, by time of receipt; and then by
-- what it says, so that of equals the first one is the same whatever the order of import. It has no key.
-- scan: domains and routes are looked for by name in small tables that have no index on it.
SELECT
    d.received_us AS received,
    d.trace_id AS trace_id,
    d.message_id AS message_id,
    d.domain_id AS domain_id,
    d.route_id AS route_id,
    d.sender_id AS sender_id,
    d.size_bytes AS size,
    d.outcome AS outcome,
    k.remote_host AS remote_host,
    k.reason_id AS reason_id,
    CASE WHEN d.received_precision >= 0 THEN max(k.final_us - d.received_us, 0) / 1000000 END AS delay,
    k.delivery_id IS NOT NULL AS has_events,
    NULL AS key
FROM delivery d
LEFT JOIN course k ON k.delivery_id = d.id
LEFT JOIN reason n ON n.id = k.reason_id
WHERE d.outcome NOT IN (2, 10) -- the words of the index delivery_trouble
  AND d.outcome NOT IN (0, 1)
  AND d.absorbed = 0
--:filters
ORDER BY d.received_us, k.remote_host, n.code, n.text, n.outer_code, k.final_us, d.message_id;
