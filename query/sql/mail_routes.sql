-- One row: one route, with the forest of the sender's mailbox.
-- scan: the names behind the numbers of all mail.
SELECT
    t.id AS id,
    t.forest AS forest
FROM route t
ORDER BY t.forest, t.id;
