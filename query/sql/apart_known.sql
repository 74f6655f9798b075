-- One row: one pattern that leads to a mailbox provider (store/place.h).
-- scan: the list of rules is short and wanted whole.
SELECT
    r.pattern AS pattern
FROM provider_rule r;
