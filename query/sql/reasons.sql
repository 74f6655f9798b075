-- One row: one reason why mail was deferred or failed, or the mail of which none is known (evidence: whether it has events
-- at all). A reason is what the last server in the chain said: replies that differ only in what other servers wrapped
-- around it are one. With a filter on the outcome, mail of that outcome.
-- scan: domains and addresses are looked for by name in tables that have no index on it, reasons are few.
WITH said AS (
    SELECT
        n.id AS id,
        min(n.id) OVER (PARTITION BY n.class, n.permanence, n.actor, n.reply, n.code, n.text) AS reason
    FROM reason n
),
troubled AS MATERIALIZED (
    SELECT
        coalesce(s.reason, CASE WHEN k.delivery_id IS NULL THEN -2 ELSE -1 END) AS reason,
        d.outcome AS outcome,
        d.domain_id AS domain_id,
        m.provider_id AS provider_id,
        d.received_us AS received_us,
        k.remote_host AS remote_host,
        CASE typeof(d.trace_id)
            WHEN 'blob' THEN lower(substr(hex(d.trace_id), 1, 8) || '-' || substr(hex(d.trace_id), 9, 4) || '-' ||
                                   substr(hex(d.trace_id), 13, 4) || '-' || substr(hex(d.trace_id), 17, 4) || '-' ||
                                   substr(hex(d.trace_id), 21, 12))
            ELSE coalesce(nullif(d.trace_id, d.message_id), '') -- a stand-in has its Message-ID there
        END AS trace
    FROM delivery d
    JOIN domain m ON m.id = d.domain_id
    LEFT JOIN course k ON k.delivery_id = d.id
    LEFT JOIN said s ON s.id = k.reason_id
    WHERE d.outcome NOT IN (2, 10) -- the words of the index delivery_trouble
      AND (:outcome IS NOT NULL OR d.outcome IN (3, 4, 5, 6, 7))
      AND d.absorbed = 0
    --:filters
),
top AS MATERIALIZED (
    SELECT
        t.reason AS reason,
        p.name AS name,
        row_number() OVER (PARTITION BY t.reason ORDER BY count(*) DESC, p.name, p.id) AS place
    FROM troubled t
    JOIN provider p ON p.id = t.provider_id
    GROUP BY t.reason, p.id
)
SELECT
    (SELECT key FROM label WHERE kind = 'reason_class' AND number = n.class) AS reason_class,
    coalesce(nullif(n.code, ''), nullif(n.reply, 0)) AS reason_code,
    nullif(n.text, '') AS reason,
    (SELECT key FROM label WHERE kind = 'actor' AND number = n.actor) AS actor,
    (SELECT key FROM label WHERE kind = 'permanence' AND number = n.permanence) AS permanence,
    count(*) AS deliveries,
    1.0 * count(*) / sum(count(*)) OVER () AS deliveries_ratio,
    count(*) FILTER (WHERE t.outcome IN (3, 4, 5, 7)) AS deferred,
    count(*) FILTER (WHERE t.outcome IN (5, 6, 7)) AS failed,
    count(*) FILTER (WHERE t.outcome = 5) AS expired,
    count(DISTINCT t.domain_id) AS domains,
    count(DISTINCT t.provider_id) AS providers,
    (SELECT b.name FROM top b WHERE b.reason = t.reason AND b.place = 1) AS top_provider,
    count(DISTINCT t.remote_host) AS remote_hosts,
    min(t.received_us) AS first_received,
    max(t.received_us) AS last_received,
    nullif(substr(max(printf('%020d', t.received_us) || t.trace), 21), '') AS example_trace_id,
    CASE t.reason WHEN -2 THEN 'summary' ELSE 'events' END AS evidence
FROM troubled t
LEFT JOIN reason n ON n.id = t.reason
GROUP BY t.reason
ORDER BY count(*) DESC, n.id IS NULL, n.class, n.code, n.text, n.reply, n.permanence, n.actor, t.reason;
