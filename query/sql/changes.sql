-- One row: the mail of one group in one hour whose fate is known, and how much of it was in trouble: deferred or
-- expired, or failed without an export that says why.
-- scan: domains, providers and routes are looked for by name in small tables that have no index on it.
SELECT
    --:keys
    c.hour AS hour,
    sum(c.deliveries) AS deliveries,
    coalesce(sum(c.deliveries) FILTER (WHERE c.outcome IN (3, 4, 5, 7) OR (c.outcome = 6 AND c.reason_class = 0)), 0)
        AS trouble
FROM hourly c
--:joins
WHERE c.hour >= :since_hour
  AND c.hour < :until_hour
  AND c.outcome NOT IN (0, 1)
  AND (:domain IS NULL OR c.domain_id IN (SELECT id FROM domain WHERE name = lower(:domain)))
  AND (:provider IS NULL OR c.domain_id IN (SELECT f.id FROM domain f JOIN provider g ON g.id = f.provider_id
                                            WHERE g.key = :provider))
  AND (:country IS NULL OR c.domain_id IN (SELECT id FROM domain WHERE country = upper(:country)))
  AND (:size_band IS NULL OR c.size_band = :size_band)
  AND (:forest IS NULL OR c.route_id IN (SELECT id FROM route WHERE forest = :forest COLLATE NOCASE))
  AND (:region IS NULL OR c.route_id IN (SELECT id FROM route WHERE region = :region COLLATE NOCASE))
  AND (:connector IS NULL OR c.route_id IN (SELECT id FROM route WHERE connector = :connector COLLATE NOCASE))
  AND (:direction IS NULL OR c.route_id IN (SELECT id FROM route WHERE direction = :direction))
GROUP BY c.hour
--:and_group
