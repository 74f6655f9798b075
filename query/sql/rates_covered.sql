-- One row: for a row of rates.sql, how much of its failed mail shows by its events whether it expired.
-- scan: domains and addresses are looked for by name in tables that have no index on it.
SELECT
    --:keys
    count(*) AS covered
FROM (
    SELECT
        --:mail
    FROM delivery d
    LEFT JOIN course k ON k.delivery_id = d.id
    LEFT JOIN reason n ON n.id = k.reason_id
    WHERE d.outcome NOT IN (2, 10) -- the words of the index delivery_trouble
      AND d.outcome IN (5, 6, 7)
      AND d.absorbed = 0
      AND (d.outcome = 5 OR k.final_us IS NOT NULL)
    --:filters
) c
--:joins
WHERE TRUE
--:group
