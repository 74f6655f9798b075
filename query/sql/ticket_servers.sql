-- One row: one server of the other side, with its address, and the deliveries of the case that it put off or refused.
-- scan: domains and addresses are looked for by name in tables that have no index on it.
SELECT
    k.remote_host AS remote_host,
    k.remote_ip AS remote_ip,
    count(*) AS deliveries,
    count(*) FILTER (WHERE d.outcome IN (5, 6, 7)) AS failed,
    count(DISTINCT d.sender_id) AS senders,
    min(d.received_us) AS first_received,
    max(d.received_us) AS last_received
FROM delivery d
JOIN course k ON k.delivery_id = d.id
WHERE d.outcome NOT IN (2, 10) -- the words of the index delivery_trouble
  AND d.outcome IN (3, 4, 5, 6, 7)
  AND d.absorbed = 0
  AND (k.remote_host IS NOT NULL OR k.remote_ip IS NOT NULL)
--:filters
GROUP BY k.remote_host, k.remote_ip
ORDER BY count(*) DESC, k.remote_host, k.remote_ip;
