-- One row: one delivery without an end state: how old it was when it was last seen so, by an export or an event, and
-- when and why a server last put it off. The last reason comes last.
-- scan: domains and addresses are looked for by name in tables that have no index on it.
SELECT
    --:keys
    c.received_us AS received,
    c.last_us - c.received_us AS age,
    c.reason_id AS reason_id
FROM (
    SELECT
        d.id AS id,
        d.received_us AS received_us,
        max(coalesce(k.last_us, 0),
            coalesce((SELECT max(coalesce(o.last_us, o.first_us))
                      FROM observation o
                      WHERE o.delivery_id = d.id AND o.status IN (0, 1)),
                     CASE WHEN k.last_us IS NULL THEN d.observed_us ELSE 0 END)) AS last_us,
        k.last_deferred_us AS last_deferred_us,
        k.reason_id AS reason_id,
        n.code AS code,
        n.text AS text,
        --:mail
    FROM delivery d
    LEFT JOIN course k ON k.delivery_id = d.id
    LEFT JOIN reason n ON n.id = k.reason_id
    WHERE d.outcome NOT IN (2, 10) -- the words of the index delivery_trouble
      AND d.outcome IN (1, 4)
      AND d.absorbed = 0
    --:filters
) c
--:joins
WHERE TRUE
ORDER BY c.last_deferred_us, c.code, c.text, c.reason_id, c.id;
