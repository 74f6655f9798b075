-- One row: the mail that was deferred or failed, and how much of it has events, how much a reason.
SELECT
    count(*) AS troubled,
    count(k.delivery_id) AS with_events,
    count(k.reason_id) AS with_reason
FROM delivery d
LEFT JOIN course k ON k.delivery_id = d.id
WHERE d.outcome NOT IN (2, 10) -- the words of the index delivery_trouble
  AND d.outcome IN (3, 4, 5, 6, 7)
  AND d.absorbed = 0
  AND d.received_us >= :since_us
  AND d.received_us < :until_us;
