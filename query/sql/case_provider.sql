-- One row: the provider of a recipient domain that the store knows.
-- scan: domains are looked for by name in a table that has no index on it.
SELECT p.key AS provider, p.name AS name
FROM domain m
JOIN provider p ON p.id = m.provider_id
WHERE m.name = lower(:domain);
