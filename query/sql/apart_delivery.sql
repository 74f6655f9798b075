-- One row: what people call the delivery with that number, and why it failed.
SELECT
    s.text AS sender,
    r.text AS recipient,
    d.subject AS subject,
    d.message_id AS message_id,
    nullif(n.text, '') AS reason
FROM delivery d
JOIN address r ON r.id = d.recipient_id
LEFT JOIN address s ON s.id = d.sender_id
LEFT JOIN course k ON k.delivery_id = d.id
LEFT JOIN reason n ON n.id = k.reason_id
WHERE d.id = :delivery_id;
