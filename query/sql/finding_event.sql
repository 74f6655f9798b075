-- One row: what a server wrote in the first event of that delivery that gives that reason.
SELECT
    x.said AS said
FROM (
    SELECT v.at_us AS at_us, v.key AS key, coalesce(nullif(v.detail, ''), v.data) AS said
    FROM event v
    WHERE v.delivery_id = :delivery_id
      AND v.reason_id = :reason_id
    UNION ALL
    SELECT v.at_us, v.key, coalesce(nullif(v.detail, ''), v.data)
    FROM hint h
    JOIN event v ON v.hint_id = h.id
    WHERE h.delivery_id = :delivery_id
      AND v.delivery_id IS NULL
      AND v.reason_id = :reason_id
) x
WHERE x.said IS NOT NULL
ORDER BY x.at_us, x.key
LIMIT 1;
