-- One row: one mailbox provider, by the key that filters take and the name that people read.
-- scan: the list of providers is short and wanted whole.
SELECT
    key AS key,
    name AS name
FROM provider
ORDER BY key;
