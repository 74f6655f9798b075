-- One row: what servers answered word for word, how often, and how it is classed: of mail of the case that was put off
-- or refused, with the newest example.
-- scan: domains and addresses are looked for by name in tables that have no index on it.
SELECT
    e.detail AS answer,
    (SELECT key FROM label WHERE kind = 'reason_class' AND number = n.class) AS reason_class,
    nullif(n.code, '') AS reason_code,
    (SELECT key FROM label WHERE kind = 'actor' AND number = n.actor) AS actor,
    count(*) AS events,
    count(DISTINCT d.id) AS deliveries,
    min(e.at_us) AS first_at,
    max(e.at_us) AS last_at
FROM delivery d
JOIN course k ON k.delivery_id = d.id
JOIN event e ON e.delivery_id = d.id
JOIN reason n ON n.id = e.reason_id
WHERE d.outcome NOT IN (2, 10) -- the words of the index delivery_trouble
  AND d.outcome IN (3, 4, 5, 6, 7)
  AND d.absorbed = 0
  AND e.kind IN (6, 7)
  AND e.detail IS NOT NULL
--:filters
GROUP BY n.id
ORDER BY count(DISTINCT d.id) DESC, n.class, n.code, n.text;
