-- One row: one failed or expired delivery of the whole store to one of some domains (:domains has a byte for each id, 1 for
-- those). within: whether it is of the mail that was asked for.
-- scan: domains and addresses are looked for by name in tables that have no index on it; the index of mail in trouble is
-- read from end to end.
SELECT
    d.domain_id AS domain_id,
    d.received_us AS received,
    d.trace_id AS trace_id,
    d.message_id AS message_id,
    d.recipient_id AS recipient_id,
    d.sender_id AS sender_id,
    k.reason_id AS reason_id,
    (TRUE
    --:filters
    ) AS within
FROM delivery d
LEFT JOIN course k ON k.delivery_id = d.id
WHERE d.outcome NOT IN (2, 10) -- the words of the index delivery_trouble
  AND substr(:domains, d.domain_id + 1, 1) = x'01'
  AND d.outcome IN (5, 6, 7)
  AND d.domain_id NOT IN (SELECT id FROM domain WHERE provider_id IS NOT NULL) -- whose domains are known to live
  AND d.absorbed = 0;
