-- One row: the reason with that number.
SELECT
    (SELECT key FROM label WHERE kind = 'reason_class' AND number = n.class) AS reason_class,
    coalesce(nullif(n.code, ''), nullif(n.reply, 0)) AS reason_code,
    nullif(n.text, '') AS reason
FROM reason n
WHERE n.id = :reason_id;
