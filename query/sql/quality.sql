-- One row: all mail of the window, and how much of it lacks one of the facts that answers are grouped by.
-- scan: domains and routes are looked through for those that lack something.
SELECT
    coalesce(sum(c.deliveries), 0) AS deliveries,
    coalesce(sum(c.deliveries) FILTER (WHERE c.domain_id IN (SELECT id FROM domain WHERE provider_id IS NULL)), 0)
        AS provider,
    coalesce(sum(c.deliveries) FILTER (WHERE c.domain_id IN (SELECT id FROM domain WHERE country IS NULL)), 0)
        AS country,
    coalesce(sum(c.deliveries) FILTER (WHERE c.size_band = 15), 0) AS size,
    coalesce(sum(c.deliveries) FILTER (WHERE c.route_id IN (SELECT id FROM route WHERE forest IS NULL)), 0) AS forest,
    coalesce(sum(c.deliveries) FILTER (WHERE c.route_id IN (SELECT id FROM route WHERE connector IS NULL)), 0)
        AS connector,
    coalesce(sum(c.deliveries) FILTER (WHERE c.route_id IN (SELECT id FROM route WHERE direction = 0)), 0)
        AS direction,
    coalesce(sum(c.deliveries) FILTER (WHERE c.outcome = 0), 0) AS outcome
FROM hourly c
WHERE c.hour >= :since_hour
  AND c.hour < :until_hour;
