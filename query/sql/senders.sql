-- One row: one sender with mail that was deferred or failed, each delivery counted once in `troubled`. Only mail in
-- trouble is read, so there is no base to make a share of: `query overview --sender` has it.
-- scan: domains and addresses are looked for by name in tables that have no index on it.
SELECT
    s.text AS sender,
    count(*) AS troubled,
    count(*) FILTER (WHERE d.outcome IN (3, 4, 5, 7)) AS deferred,
    count(*) FILTER (WHERE d.outcome = 4) AS still_deferred,
    count(*) FILTER (WHERE d.outcome IN (5, 6, 7)) AS failed,
    count(DISTINCT d.domain_id) AS domains,
    max(d.received_us) AS last_received
FROM delivery d
LEFT JOIN address s ON s.id = d.sender_id
WHERE d.outcome NOT IN (2, 10) -- the words of the index delivery_trouble
  AND d.outcome IN (3, 4, 5, 6, 7)
  AND d.absorbed = 0
--:filters
GROUP BY s.id
ORDER BY troubled DESC, s.text IS NULL, s.text;
