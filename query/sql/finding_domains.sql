-- One row: one recipient domain with mail that was not delivered at once, and when the first and the last of it was
-- received.
SELECT
    d.domain_id AS id,
    m.name AS name,
    p.key AS provider_key,
    m.country AS country,
    min(d.received_us) AS first_received,
    max(d.received_us) AS last_received
FROM delivery d
JOIN domain m ON m.id = d.domain_id
LEFT JOIN provider p ON p.id = m.provider_id
WHERE d.outcome NOT IN (2, 10) -- the words of the index delivery_trouble
  AND d.received_us >= :since_us
  AND d.received_us < :until_us
GROUP BY d.domain_id
ORDER BY m.name;
