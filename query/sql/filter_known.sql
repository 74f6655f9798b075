-- One row: one word that filters can name and the store has, with its kind.
-- scan: all of the names; there are as many as the store has domains and routes, not as it has mail.
SELECT kind, word
FROM (
    SELECT 'domain' AS kind, name AS word FROM domain
    UNION ALL
    SELECT DISTINCT 'country', country FROM domain
    UNION ALL
    SELECT DISTINCT 'forest', forest FROM route
    UNION ALL
    SELECT DISTINCT 'region', region FROM route
    UNION ALL
    SELECT DISTINCT 'connector', connector FROM route
)
WHERE kind = :kind AND word IS NOT NULL
ORDER BY word
