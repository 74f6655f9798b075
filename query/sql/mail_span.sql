-- One row: the first and the last hour with mail (since 1970 UTC).
SELECT
    (SELECT min(h.hour) FROM hourly h) AS first_hour,
    (SELECT max(h.hour) FROM hourly h) AS last_hour;
