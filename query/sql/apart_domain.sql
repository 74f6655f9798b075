-- One row: the domain with that number.
SELECT
    m.name AS name
FROM domain m
WHERE m.id = :domain_id;
