-- One row: one mailbox provider (unknown: none is known), and how old its mail was that has no end state, when an
-- export last showed it so. Exact: a deferral younger than the last export is not guessed at.
-- scan: domains and addresses are looked for by name in tables that have no index on it.
SELECT
    p.name AS provider,
    count(*) AS deliveries,
    count(*) FILTER (WHERE a.age_us < 3600000000) AS age_below_1h,
    count(*) FILTER (WHERE a.age_us >= 3600000000 AND a.age_us < 4 * 3600000000) AS age_1h_4h,
    count(*) FILTER (WHERE a.age_us >= 4 * 3600000000 AND a.age_us < 12 * 3600000000) AS age_4h_12h,
    count(*) FILTER (WHERE a.age_us >= 12 * 3600000000 AND a.age_us < 24 * 3600000000) AS age_12h_24h,
    count(*) FILTER (WHERE a.age_us >= 24 * 3600000000 AND a.age_us < 48 * 3600000000) AS age_24h_48h,
    count(*) FILTER (WHERE a.age_us >= 48 * 3600000000) AS age_over_48h,
    min(a.received_us) AS oldest_received,
    max(max(a.age_us), 0) / 1000000 AS oldest_age
FROM (
    SELECT
        d.domain_id AS domain_id,
        d.received_us AS received_us,
        coalesce(o.last_us, d.observed_us) - d.received_us AS age_us
    FROM delivery d
    LEFT JOIN observation o ON o.delivery_id = d.id AND o.status = d.status
    WHERE d.outcome NOT IN (2, 10) -- the words of the index delivery_trouble
      AND d.outcome IN (1, 4)
      AND d.absorbed = 0
    --:filters
) a
JOIN domain m ON m.id = a.domain_id
LEFT JOIN provider p ON p.id = m.provider_id
GROUP BY m.provider_id
ORDER BY count(*) DESC, p.name IS NULL, p.name, m.provider_id;
