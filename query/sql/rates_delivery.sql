-- One row: the same as in rates.sql, counted from the deliveries themselves: for what the roll-up does not know, a
-- sender, a remote host, or a window that does not begin or end on a full hour.
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
        d.size_bytes AS size_bytes,
        --:mail
    FROM delivery d
    LEFT JOIN course k ON k.delivery_id = d.id
    LEFT JOIN reason n ON n.id = k.reason_id
    WHERE d.outcome <> 10
      AND d.absorbed = 0
    --:filters
) c
--:joins
WHERE TRUE
--:group
