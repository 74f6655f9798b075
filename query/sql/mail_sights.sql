-- One row: one export that shows the status of deliveries at one moment (events tell it at any time).
-- scan: there is one row a file.
SELECT
    e.observed_us AS observed,
    e.first_received_us AS first_received,
    e.last_received_us AS last_received
FROM export e
WHERE e.flavour NOT IN ('detail', 'graph-detail', 'extended', 'tracking-log')
  AND e.first_received_us IS NOT NULL
ORDER BY e.observed_us, e.first_received_us, e.last_received_us;
