-- One row: one delivery that was deferred or failed, around the time that was asked for, with what tells mailings and loops
-- apart. within: whether it is of the mail that was asked for.
-- scan: domains and addresses are looked for by name in tables that have no index on it.
SELECT
    d.id AS delivery_id,
    d.received_us AS received,
    d.trace_id AS trace_id,
    d.message_id AS message_id,
    d.recipient_id AS recipient_id,
    d.domain_id AS domain_id,
    m.provider_id AS provider_id,
    d.sender_id AS sender_id,
    d.subject AS subject,
    d.outcome AS outcome,
    n.class AS reason_class,
    (TRUE
    --:filters
    ) AS within
FROM delivery d
LEFT JOIN domain m ON m.id = d.domain_id
LEFT JOIN course k ON k.delivery_id = d.id
LEFT JOIN reason n ON n.id = k.reason_id
WHERE d.outcome NOT IN (2, 10) -- the words of the index delivery_trouble
  AND d.outcome IN (3, 4, 5, 6, 7)
  AND d.absorbed = 0
  AND d.received_us >= :from_us
  AND d.received_us < :to_us;
