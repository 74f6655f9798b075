-- One row: one hour UTC (counted since 1970) with mail in it.
SELECT
    h.hour AS hour,
    sum(h.deliveries) AS deliveries
FROM hourly h
WHERE h.hour >= :since_hour
  AND h.hour < :until_hour
GROUP BY h.hour
ORDER BY h.hour;
