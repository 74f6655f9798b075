-- One row: one export file, in the order of import, with what it added to what was there.
-- scan: one small row for each file that was ever imported.
SELECT
    e.imported_us AS imported,
    e.name AS file,
    e.flavour AS flavour,
    e.observed_us AS observed,
    e.rows_read AS rows_read,
    e.rows_new AS rows_new,
    e.rows_changed AS rows_changed,
    e.rows_known AS rows_known,
    e.rows_routing AS rows_routing,
    e.rows_rejected AS rows_rejected
FROM export e
ORDER BY e.id;
