-- One row: one hour UTC (counted since 1970) with mail in it, and how much of that mail has more evidence than a
-- summary status.
-- scan: one row of `course` for each delivery with events.
SELECT
    x.hour AS hour,
    sum(x.deliveries) AS deliveries,
    sum(x.with_events) AS with_events,
    sum(x.failed) AS failed,
    sum(x.failed_with_events) AS failed_with_events,
    sum(x.failed_with_reason) AS failed_with_reason
FROM (
    SELECT
        h.hour AS hour,
        sum(h.deliveries) AS deliveries,
        0 AS with_events,
        coalesce(sum(h.deliveries) FILTER (WHERE h.outcome IN (5, 6, 7)), 0) AS failed,
        0 AS failed_with_events,
        coalesce(sum(h.deliveries) FILTER (WHERE h.outcome IN (5, 6, 7) AND h.reason_class <> 0), 0)
            AS failed_with_reason
    FROM hourly h
    WHERE h.hour >= :since_hour
      AND h.hour < :until_hour
    GROUP BY h.hour
    UNION ALL
    SELECT
        d.received_us / 3600000000,
        0,
        count(*),
        0,
        coalesce(sum(d.outcome IN (5, 6, 7)), 0),
        0
    FROM course c
    CROSS JOIN delivery d ON d.id = c.delivery_id -- in this order: few deliveries have events
    WHERE d.absorbed = 0
      AND d.outcome <> 10
      AND d.received_us >= :since_us
      AND d.received_us < :until_us
    GROUP BY 1
) x
GROUP BY x.hour
HAVING sum(x.deliveries) > 0
ORDER BY x.hour;
