-- One row: the same as in rates.sql, counted from the deliveries themselves: for what the roll-up does not know, a
-- sender or a window that does not begin or end on a full hour. The size bands are those of store/row.h.
-- scan: deliveries carry no index on sender or time; the roll-up answers what is asked often.
SELECT
    --:keys
    count(*) AS deliveries,
    count(*) FILTER (WHERE c.outcome = 4) AS still_deferred,
    count(*) FILTER (WHERE c.outcome = 3) AS deferred_then_delivered,
    count(*) FILTER (WHERE c.outcome = 7) AS deferred_then_failed,
    count(*) FILTER (WHERE c.outcome = 6) AS failed_at_once,
    count(*) FILTER (WHERE c.outcome = 5) AS expired,
    count(*) FILTER (WHERE c.outcome = 8) AS quarantined,
    count(*) FILTER (WHERE c.outcome = 9) AS filtered_as_spam,
    count(*) FILTER (WHERE c.outcome = 1) AS under_way,
    sum(c.size_bytes) AS bytes
FROM (
    SELECT
        d.received_us / 3600000000 AS hour,
        d.domain_id AS domain_id,
        d.route_id AS route_id,
        d.outcome AS outcome,
        d.size_bytes AS size_bytes,
        CASE
            WHEN d.size_bytes IS NULL THEN 15
            WHEN d.size_bytes < 25 * 1024 THEN 0
            WHEN d.size_bytes < 100 * 1024 THEN 1
            WHEN d.size_bytes < 500 * 1024 THEN 2
            WHEN d.size_bytes < 1024 * 1024 THEN 3
            WHEN d.size_bytes < 2 * 1024 * 1024 THEN 4
            WHEN d.size_bytes < 5 * 1024 * 1024 THEN 5
            WHEN d.size_bytes < 10 * 1024 * 1024 THEN 6
            WHEN d.size_bytes < 25 * 1024 * 1024 THEN 7
            ELSE 8
        END AS size_band
    FROM delivery d
    WHERE d.outcome <> 10
      AND d.absorbed = 0
    --:filters
) c
--:joins
WHERE TRUE
--:group
