-- One row: one thing that is known to have happened to one delivery, and the exports that say so. An export shows
-- when a status was seen, not when it came about: it is named by the moment at which it was taken.
-- scan: one small row for each file that was ever imported.
WITH seen_status AS (
    SELECT
        o.status AS status,
        o.first_us AS first_us,
        o.last_us AS last_us
    FROM observation o
    WHERE o.delivery_id = :delivery_id
    UNION ALL
    SELECT
        d.status,
        d.observed_us,
        NULL
    FROM delivery d
    WHERE d.id = :delivery_id
      AND NOT EXISTS (SELECT 1 FROM observation o WHERE o.delivery_id = d.id AND o.status = d.status)
),
happened AS (
    SELECT d.received_us AS at_us, 0 AS rank, 'received' AS what, NULL AS detail, NULL AS seen_us,
        d.export_id AS export_id
    FROM delivery d
    WHERE d.id = :delivery_id
    UNION ALL
    SELECT v.at_us, 1, v.event, coalesce(v.detail, v.reason_code), NULL, v.export_id
    FROM event v
    WHERE v.delivery_id = :delivery_id
    UNION ALL
    SELECT s.first_us, 2, 'first seen', (SELECT key FROM label WHERE kind = 'status' AND number = s.status), s.first_us,
        NULL
    FROM seen_status s
    UNION ALL
    SELECT s.last_us, 3, 'last seen', (SELECT key FROM label WHERE kind = 'status' AND number = s.status), s.last_us,
        NULL
    FROM seen_status s
    WHERE s.last_us > s.first_us
)
SELECT
    h.at_us AS at,
    h.what AS what,
    h.detail AS detail,
    (SELECT group_concat(n.name, ', ')
     FROM (SELECT DISTINCT x.name AS name
           FROM export x
           WHERE x.id = h.export_id
              OR (x.observed_us = h.seen_us
                  AND x.first_received_us <= d.received_us + 60000000
                  AND x.last_received_us >= d.received_us - 60000000)
           ORDER BY x.name) n) AS export
FROM happened h
JOIN delivery d ON d.id = :delivery_id
ORDER BY h.at_us, h.rank, h.what, h.detail;
