-- One row: what kinds of evidence there are of the mail in the window. `reasons`: some outcome or reason in it comes
-- from more than a summary status. Events come at or soon after receipt; those of mail that a server kept trying to
-- deliver go on for days.
SELECT
    EXISTS (SELECT 1 FROM hourly h WHERE h.hour >= :since_hour AND h.hour < :until_hour) AS summary,
    EXISTS (SELECT 1
            FROM event e
            LEFT JOIN hint h ON h.id = e.hint_id
            JOIN delivery d ON d.id = coalesce(e.delivery_id, h.delivery_id)
            WHERE e.at_us >= :since_us - 3600000000
              AND e.at_us < :until_us + 7 * 86400000000
              AND d.received_us >= :since_us
              AND d.received_us < :until_us) AS events,
    EXISTS (SELECT 1
            FROM hourly h
            WHERE h.hour >= :since_hour
              AND h.hour < :until_hour
              AND (h.reason_class <> 0 OR h.outcome = 5)) AS reasons;
