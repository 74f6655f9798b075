-- One row: one delivery of all mail, in trouble or not, to a recipient of :recipients, or by a sender of :senders within an
-- hour of :hours (a byte for each id and for each hour from :first_hour on, 1 for those).
-- scan: mail that was delivered has no index; this one walk through it serves mailings and loops together, and costs a
-- few seconds for ten million deliveries. apart_window.sql is for a part of the time.
SELECT
    d.received_us AS received,
    d.trace_id AS trace_id,
    d.message_id AS message_id,
    d.recipient_id AS recipient_id,
    d.domain_id AS domain_id,
    d.sender_id AS sender_id,
    d.subject AS subject
FROM delivery d
WHERE d.outcome <> 10
  AND d.absorbed = 0
  AND (substr(:recipients, d.recipient_id + 1, 1) = x'01'
       OR (substr(:senders, d.sender_id + 1, 1) = x'01'
           AND substr(:hours, d.received_us / 3600000000 - :first_hour + 1, 1) = x'01'));
