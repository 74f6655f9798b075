-- One row: the address with that number.
SELECT
    a.text AS address
FROM address a
WHERE a.id = :sender_id;
