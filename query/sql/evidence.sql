-- One row: what kinds of evidence there are of the mail in the window. `expiry`: some outcome or reason in it comes
-- from more than a summary status.
-- scan: stops at the first event in the window; summary exports bring none.
SELECT
    EXISTS (SELECT 1 FROM hourly h WHERE h.hour >= :since_hour AND h.hour < :until_hour) AS summary,
    EXISTS (SELECT 1 FROM event e WHERE e.at_us >= :since_us AND e.at_us < :until_us) AS events,
    EXISTS (SELECT 1
            FROM hourly h
            WHERE h.hour >= :since_hour
              AND h.hour < :until_hour
              AND (h.reason_class <> 0 OR h.outcome = 5)) AS reasons;
