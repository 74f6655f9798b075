-- One row: one domain, with its provider and country.
-- scan: the names behind the numbers of all mail.
SELECT
    m.id AS id,
    m.name AS name,
    p.key AS provider_key,
    p.name AS provider,
    m.country AS country
FROM domain m
LEFT JOIN provider p ON p.id = m.provider_id;
