-- One row: mail of one group that was tried so many times, counted by what became of it. Only mail with events is here.
-- scan: courses are as many as the deliveries that event exports show.
SELECT
    --:keys
    c.attempts AS attempts,
    count(*) AS deliveries,
    count(*) FILTER (WHERE c.outcome IN (2, 3)) AS delivered,
    count(*) FILTER (WHERE c.outcome IN (1, 4)) AS on_its_way,
    count(*) FILTER (WHERE c.outcome IN (6, 7)) AS refused,
    count(*) FILTER (WHERE c.outcome = 5) AS expired,
    count(*) FILTER (WHERE c.outcome IN (0, 8, 9)) AS otherwise
FROM (
    SELECT
        k.attempts AS attempts,
        --:mail
    FROM course k
    CROSS JOIN delivery d ON d.id = k.delivery_id
    LEFT JOIN reason n ON n.id = k.reason_id
    WHERE d.outcome <> 10
      AND d.absorbed = 0
    --:filters
) c
--:joins
GROUP BY c.attempts
--:and_group
