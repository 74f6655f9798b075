-- One row: one outcome with one status for one reason, of mail that was not simply delivered. The reason is that of
-- the last event that gave one; summary exports have no events, and the reason stays unknown.
-- scan: domains and addresses are looked for by name in tables that have no index on it.
SELECT
    (SELECT key FROM label WHERE kind = 'outcome' AND number = r.outcome) AS outcome,
    (SELECT key FROM label WHERE kind = 'status' AND number = r.status) AS status,
    (SELECT key FROM label WHERE kind = 'reason_class' AND number = r.reason_class) AS reason_class,
    r.reason_code AS reason_code,
    count(*) AS deliveries,
    count(DISTINCT r.domain_id) AS domains,
    count(DISTINCT m.provider_id) AS providers,
    min(r.received_us) AS first_received,
    max(r.received_us) AS last_received,
    nullif(substr(max(printf('%020d', r.received_us) || r.trace), 21), '') AS example_trace_id
FROM (
    SELECT
        d.outcome AS outcome,
        d.status AS status,
        d.domain_id AS domain_id,
        d.received_us AS received_us,
        CASE typeof(d.trace_id)
            WHEN 'blob' THEN lower(substr(hex(d.trace_id), 1, 8) || '-' || substr(hex(d.trace_id), 9, 4) || '-' ||
                                   substr(hex(d.trace_id), 13, 4) || '-' || substr(hex(d.trace_id), 17, 4) || '-' ||
                                   substr(hex(d.trace_id), 21, 12))
            ELSE coalesce(d.trace_id, '')
        END AS trace,
        e.reason_class AS reason_class,
        e.reason_code AS reason_code
    FROM delivery d
    LEFT JOIN event e ON e.id = (SELECT x.id
                                 FROM event x
                                 WHERE x.delivery_id = d.id
                                   AND (x.reason_class IS NOT NULL OR x.reason_code IS NOT NULL)
                                 ORDER BY x.at_us DESC, x.reason_class, x.reason_code, x.id
                                 LIMIT 1)
    WHERE d.outcome NOT IN (2, 10)
      AND d.absorbed = 0
    --:filters
) r
JOIN domain m ON m.id = r.domain_id
GROUP BY r.outcome, r.status, r.reason_class, r.reason_code
ORDER BY deliveries DESC, r.outcome, r.status, r.reason_class IS NULL, r.reason_class, r.reason_code IS NULL,
    r.reason_code;
