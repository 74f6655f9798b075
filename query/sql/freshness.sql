-- One row: what is in the store, and how new it is. An export without rows proves no time. Times are those of the
-- whole store, whatever the window. Rejects that were read after all are none.
-- scan: sums over the roll-up and over one small row for each file and reject.
SELECT
    (SELECT max(e.observed_us) FROM export e WHERE e.last_received_us IS NOT NULL) AS newest_export,
    (SELECT min(e.first_received_us) FROM export e) AS first_received,
    (SELECT max(e.last_received_us) FROM export e) AS last_received,
    (SELECT coalesce(sum(h.deliveries), 0) FROM hourly h) AS deliveries,
    (SELECT coalesce(sum(h.deliveries), 0) FROM hourly h WHERE h.outcome IN (1, 4)) AS without_end_state,
    (SELECT count(*) FROM export e) AS exports,
    (SELECT count(*) FROM reject j WHERE j.settled_by IS NULL) AS rejects;
