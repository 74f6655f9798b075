-- One row: one kind of export, over all files of that kind.
-- scan: one small row for each file that was ever imported.
SELECT
    e.flavour AS flavour,
    count(*) AS files,
    sum(e.rows_read) AS rows_read,
    sum(e.rows_rejected) AS rejected,
    min(e.first_received_us) AS first_received,
    max(e.last_received_us) AS last_received,
    max(e.observed_us) FILTER (WHERE e.last_received_us IS NOT NULL) AS newest_export
FROM export e
GROUP BY e.flavour
ORDER BY e.flavour;
