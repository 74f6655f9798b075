-- One row: one group of mail, counted by what became of it; without dimensions all the mail of the window. Routing
-- steps are not in the roll-up. The dimensions (query/dimension.c) put their keys, joins and groups at the marks.
-- scan: domains, providers and routes are looked for by name in small tables that have no index on it.
SELECT
    --:keys
    sum(c.deliveries) AS deliveries,
    sum(c.deliveries) FILTER (WHERE c.outcome = 4) AS still_deferred,
    sum(c.deliveries) FILTER (WHERE c.outcome = 3) AS deferred_then_delivered,
    sum(c.deliveries) FILTER (WHERE c.outcome = 7) AS deferred_then_failed,
    sum(c.deliveries) FILTER (WHERE c.outcome = 6) AS failed_at_once,
    sum(c.deliveries) FILTER (WHERE c.outcome = 5) AS expired,
    sum(c.deliveries) FILTER (WHERE c.outcome = 8) AS quarantined,
    sum(c.deliveries) FILTER (WHERE c.outcome = 9) AS filtered_as_spam,
    sum(c.deliveries) FILTER (WHERE c.outcome = 1) AS under_way,
    sum(c.bytes) AS bytes
FROM hourly c
--:joins
WHERE c.hour >= :since_hour
  AND c.hour < :until_hour
  AND (:domain IS NULL OR c.domain_id IN (SELECT id FROM domain WHERE name = lower(:domain)))
  AND (:provider IS NULL OR c.domain_id IN (SELECT f.id FROM domain f JOIN provider g ON g.id = f.provider_id
                                            WHERE g.key = :provider))
  AND (:country IS NULL OR c.domain_id IN (SELECT id FROM domain WHERE country = upper(:country)))
  AND (:outcome IS NULL OR c.outcome = :outcome)
  AND (:size_band IS NULL OR c.size_band = :size_band)
  AND (:forest IS NULL OR c.route_id IN (SELECT id FROM route WHERE forest = :forest COLLATE NOCASE))
  AND (:region IS NULL OR c.route_id IN (SELECT id FROM route WHERE region = :region COLLATE NOCASE))
  AND (:connector IS NULL OR c.route_id IN (SELECT id FROM route WHERE connector = :connector COLLATE NOCASE))
  AND (:direction IS NULL OR c.route_id IN (SELECT id FROM route WHERE direction = :direction))
  AND (:reason IS NULL OR c.reason_class = :reason)
--:group
