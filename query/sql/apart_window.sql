-- One row: the same as in apart_mail.sql, of a part of the time: by the store's keys where these follow time, and by two
-- small indexes for all other mail (store/sql/0001_facts.sql).
-- scan: both indexes are read from end to end; they are empty in most stores.
SELECT
    d.received_us AS received,
    d.trace_id AS trace_id,
    d.message_id AS message_id,
    d.recipient_id AS recipient_id,
    d.domain_id AS domain_id,
    d.sender_id AS sender_id,
    d.subject AS subject
FROM seen s
CROSS JOIN delivery d ON d.id = s.delivery_id
WHERE s.key BETWEEN :first_key AND :last_key
  AND d.trace_id IS NOT NULL
  AND d.received_precision >= 9
  AND d.received_us >= :from_us
  AND d.received_us < :to_us
  AND d.outcome <> 10
  AND d.absorbed = 0
  AND (substr(:recipients, d.recipient_id + 1, 1) = x'01'
       OR (substr(:senders, d.sender_id + 1, 1) = x'01'
           AND substr(:hours, d.received_us / 3600000000 - :first_hour + 1, 1) = x'01'))
UNION ALL
SELECT
    d.received_us,
    d.trace_id,
    d.message_id,
    d.recipient_id,
    d.domain_id,
    d.sender_id,
    d.subject
FROM delivery d INDEXED BY delivery_untimed
WHERE d.received_precision < 9
  AND d.trace_id IS NOT NULL
  AND d.received_us >= :from_us
  AND d.received_us < :to_us
  AND d.outcome <> 10
  AND d.absorbed = 0
  AND (substr(:recipients, d.recipient_id + 1, 1) = x'01'
       OR (substr(:senders, d.sender_id + 1, 1) = x'01'
           AND substr(:hours, d.received_us / 3600000000 - :first_hour + 1, 1) = x'01'))
UNION ALL
SELECT
    d.received_us,
    d.trace_id,
    d.message_id,
    d.recipient_id,
    d.domain_id,
    d.sender_id,
    d.subject
FROM delivery d INDEXED BY delivery_weak
WHERE d.trace_id IS NULL
  AND d.received_us >= :from_us
  AND d.received_us < :to_us
  AND d.outcome <> 10
  AND d.absorbed = 0
  AND (substr(:recipients, d.recipient_id + 1, 1) = x'01'
       OR (substr(:senders, d.sender_id + 1, 1) = x'01'
           AND substr(:hours, d.received_us / 3600000000 - :first_hour + 1, 1) = x'01'));
