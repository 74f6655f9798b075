-- One row: one non-delivery report about mail of the case, or one of the files that the ticket was given (:files is a
-- JSON list of their checksums).
-- scan: there are as many reports as people saved, and few at that.
SELECT
    x.id AS id,
    x.made_us AS made,
    x.action AS action,
    x.message_id AS message_id,
    x.generating_server AS generating_server,
    x.attempts AS attempts,
    x.trace_id AS network_message_id,
    x.original_message_id AS original_message_id,
    x.sender AS sender,
    x.subject AS subject,
    x.recipients AS recipients,
    x.headers AS headers,
    x.told AS told,
    x.status_part AS status_part,
    x.original_headers AS original_headers
FROM ndr x
JOIN export q ON q.id = x.export_id
WHERE hex(q.sha256) IN (SELECT value FROM json_each(:files))
   OR EXISTS (
       SELECT 1
       FROM delivery d
       WHERE (d.trace_id = x.trace_id OR (x.trace_id IS NULL AND d.message_id = x.original_message_id))
         AND d.outcome IN (3, 4, 5, 6, 7)
         AND d.absorbed = 0
       --:filters
   )
ORDER BY x.made_us, x.message_id, x.key;
