-- One row: the mail of one hour to one domain in one size band by one route with one outcome, of the whole store: whether
-- anything was ever delivered to a domain, and how long mail to it has failed.
-- scan: the roll-up has no index by domain; it is a fraction of the deliveries, and sorting it would cost more.
SELECT
    h.domain_id AS domain_id,
    h.hour AS hour,
    h.outcome AS outcome,
    h.reason_class AS reason_class,
    h.deliveries AS deliveries
FROM hourly h;
