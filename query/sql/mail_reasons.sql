-- One row: one text in which servers say why.
-- scan: the words behind the numbers of all trouble.
SELECT
    n.id AS id,
    n.class AS class,
    n.code AS code,
    n.text AS text,
    n.outer_code AS outer_code,
    n.actor AS actor
FROM reason n;
