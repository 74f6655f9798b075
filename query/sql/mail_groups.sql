-- One row: one delivery of mail whose fate is known so far, in the order of the store's keys: that of time, where trace
-- ids have a clock (store/key.h).
-- scan: rates need all mail, and the keys are its order by time.
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
    s.key AS key
FROM seen s
CROSS JOIN delivery d ON d.id = s.delivery_id
LEFT JOIN course k ON k.delivery_id = d.id
WHERE s.key BETWEEN :first_key AND :last_key
  AND d.absorbed = 0
  AND d.outcome NOT IN (0, 1, 10)
--:filters
ORDER BY s.key;
