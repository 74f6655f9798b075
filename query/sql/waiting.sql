-- One row: the events of which nobody knows yet whose they are, and when they happened.
-- scan: one row of `hint` for each message that an export named too little of.
SELECT
    count(*) AS events,
    coalesce(sum(h.recipient_id IS NULL), 0) AS without_recipient,
    min(e.at_us) AS first_event,
    max(e.at_us) AS last_event
FROM hint h
JOIN event e ON e.hint_id = h.id
WHERE h.delivery_id IS NULL;
