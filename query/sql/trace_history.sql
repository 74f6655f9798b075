-- One row: one thing that is known to have happened to one delivery, and the exports that say so. An export shows
-- when a status was seen, not when it came about: it is named by the moment at which it was taken. Events of the same
-- moment come in the order of stages (MT_EVENT_LIST in store/row.h). attempt is 1 for a deferral, 2 for the try that ended it, and precise
-- says whether the time has seconds: trace.c counts.
-- scan: one small row for each file that was ever imported, and for each event of which no export says whose it is.
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
      AND NOT EXISTS (SELECT 1 FROM course k WHERE k.delivery_id = d.id AND k.status = d.status)
),
own_event AS (
    SELECT v.*
    FROM event v
    WHERE v.delivery_id = :delivery_id
    UNION ALL
    SELECT v.*
    FROM hint h
    JOIN event v ON v.hint_id = h.id
    WHERE h.delivery_id = :delivery_id
      AND v.delivery_id IS NULL
),
happened AS (
    SELECT d.received_us AS at_us, 0 AS rank, 'received' AS what, NULL AS detail, NULL AS seen_us,
        d.export_id AS export_id, NULL AS event_id
    FROM delivery d
    WHERE d.id = :delivery_id
    UNION ALL
    SELECT
        v.at_us,
        1 + CASE v.kind
            --:stages
        END,
        v.event, v.detail, NULL, v.export_id, v.id
    FROM own_event v
    UNION ALL
    SELECT s.first_us, 13, 'first seen', (SELECT key FROM label WHERE kind = 'status' AND number = s.status),
        s.first_us, NULL, NULL
    FROM seen_status s
    UNION ALL
    SELECT s.last_us, 14, 'last seen', (SELECT key FROM label WHERE kind = 'status' AND number = s.status), s.last_us,
        NULL, NULL
    FROM seen_status s
    WHERE s.last_us > s.first_us
)
SELECT
    h.at_us AS at,
    h.what AS what,
    CASE WHEN v.kind = 7 THEN 1 WHEN v.kind IN (4, 5) OR (v.kind = 6 AND coalesce(n.expired, 0) = 0) THEN 2 END
        AS attempt,
    h.detail AS detail,
    (SELECT key FROM label WHERE kind = 'reason_class' AND number = n.class) AS reason_class,
    coalesce(nullif(n.code, ''), nullif(n.reply, 0)) AS reason_code,
    nullif(n.text, '') AS reason,
    v.remote_host AS remote_host,
    v.remote_ip AS remote_ip,
    v.server AS server,
    CASE v.turn WHEN 1 THEN r.text WHEN 2 THEN v.related END AS from_address,
    CASE v.turn WHEN 1 THEN v.related WHEN 2 THEN r.text END AS to_address,
    v.reference AS reference,
    (SELECT group_concat(n.name, ', ')
     FROM (SELECT DISTINCT x.name AS name
           FROM export x
           WHERE x.id = h.export_id
              OR (x.observed_us = h.seen_us
                  AND x.first_received_us <= d.received_us + 60000000
                  AND x.last_received_us >= d.received_us - 60000000)
           ORDER BY x.name) n) AS export,
    coalesce(v.at_precision > 0, 0) AS precise
FROM happened h
JOIN delivery d ON d.id = :delivery_id
JOIN address r ON r.id = d.recipient_id
LEFT JOIN event v ON v.id = h.event_id
LEFT JOIN reason n ON n.id = v.reason_id
ORDER BY h.at_us, h.rank, h.what, h.detail, v.key;
