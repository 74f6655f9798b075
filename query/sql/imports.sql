-- One row: one export file with mail in the window, told only by what the file itself says: neither the order of
-- imports nor what was there before shows.
-- scan: one small row for each file that was ever imported.
SELECT
    e.name AS file,
    e.flavour AS flavour,
    e.encoding AS encoding,
    e.time_basis AS time_basis,
    e.observed_us AS observed,
    e.observed_by AS observed_by,
    e.rows_read AS rows_read,
    e.rows_rejected AS rejected,
    e.first_received_us AS first_received,
    e.last_received_us AS last_received
FROM export e
WHERE (:since_us = 0x8000000000000000 OR e.last_received_us >= :since_us)
  AND (:until_us = 0x7fffffffffffffff OR e.first_received_us < :until_us)
ORDER BY e.first_received_us IS NULL, e.first_received_us, e.name, e.sha256;
