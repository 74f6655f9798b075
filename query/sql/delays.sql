-- One row: so much mail of one group waited so many seconds. kind: 0 it arrived then; 1 it had not arrived by then, and
-- no more is known or it never did; 2 it arrived, no earlier than then. Mail of which nothing of this is known is not
-- here, nor what a filter held back. Delays are those of courses; without one, an export that caught the mail while it
-- was on its way says how long it had waited. Mail that was delivered and has no course is not read.
-- scan: courses are as many as the deliveries that event exports show.
SELECT
    --:keys
    c.waited_us / 1000000 AS seconds,
    c.kind AS kind,
    count(*) AS deliveries
FROM (
    SELECT
        max(coalesce(w.end_us, w.least_us) - w.received_us, 0) AS waited_us,
        CASE
            WHEN w.outcome NOT IN (2, 3) THEN 1
            WHEN w.end_us IS NULL OR w.received_precision < 0 THEN 2
            ELSE 0
        END AS kind,
        w.hour AS hour,
        w.domain_id AS domain_id,
        w.route_id AS route_id,
        w.outcome AS outcome,
        w.size_band AS size_band,
        w.reason_class AS reason_class,
        w.remote_host AS remote_host
    FROM (
        SELECT
            d.received_us AS received_us,
            d.received_precision AS received_precision,
            CASE
                WHEN d.outcome NOT IN (2, 3) OR k.status = 2 THEN k.final_us
            END AS end_us,
            nullif(max(CASE WHEN d.outcome IN (0, 1, 4) THEN k.last_us ELSE coalesce(k.last_deferred_us, 0) END,
                       coalesce((SELECT max(coalesce(o.last_us, o.first_us))
                                 FROM observation o
                                 WHERE o.delivery_id = d.id AND o.status IN (0, 1)), 0)), 0) AS least_us,
            --:mail
        FROM course k
        CROSS JOIN delivery d ON d.id = k.delivery_id
        LEFT JOIN reason n ON n.id = k.reason_id
        WHERE d.outcome NOT IN (8, 9, 10)
          AND d.absorbed = 0
        --:filters
        UNION ALL
        SELECT
            d.received_us AS received_us,
            d.received_precision AS received_precision,
            NULL AS end_us,
            coalesce((SELECT max(coalesce(o.last_us, o.first_us))
                      FROM observation o
                      WHERE o.delivery_id = d.id AND o.status IN (0, 1)),
                     CASE WHEN d.outcome IN (1, 4) THEN d.observed_us END) AS least_us,
            --:mail
        FROM delivery d
        LEFT JOIN course k ON k.delivery_id = d.id
        LEFT JOIN reason n ON n.id = k.reason_id
        WHERE d.outcome NOT IN (2, 10) -- the words of the index delivery_trouble
          AND d.outcome NOT IN (8, 9)
          AND d.absorbed = 0
          AND k.delivery_id IS NULL
        --:filters
    ) w
    WHERE coalesce(w.end_us, w.least_us) IS NOT NULL
) c
--:joins
GROUP BY c.waited_us / 1000000, c.kind
--:and_group
