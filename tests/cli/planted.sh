# What msgtrace reads out of planted exports is what was planted, message by message: how each delivery ended, over which
# host it went, from which forest, how large it was, whose the domain is. The truth is the generator's own (groups.tsv).
. "$SOURCE/tests/cli/harness.sh"

run 0 "$GENERATE" --out planted --planted N4 --seed 2 --exports summary,events,groups
sqlite3 truth.db <<'SQL'
.mode tabs
CREATE TABLE planted (trace_id TEXT, message_id TEXT, sender TEXT, domain TEXT, provider TEXT, country TEXT, host TEXT,
    forest TEXT, size_band TEXT, fate TEXT, received_us INTEGER, bytes INTEGER, recipients INTEGER);
.import --skip 1 planted/groups.tsv planted
SQL

# What a database says of each message, one line a message and domain ($2: columns of fate and host), beside the truth
# ($3: the same columns there). At most three lines of each side that the other has not.
differences() {
    sqlite3 "$1" "ATTACH 'truth.db' AS truth;
        CREATE TEMP TABLE told AS SELECT v.trace_id, v.message_id, v.sender, v.recipient_domain AS domain,
            coalesce(p.key, '') AS provider, coalesce(v.recipient_country, '') AS country, v.forest, v.received_us,
            v.size_bytes AS bytes, count(*) AS recipients, $2 FROM v1_delivery v
            JOIN domain m ON m.name = v.recipient_domain LEFT JOIN provider p ON p.id = m.provider_id
            GROUP BY v.trace_id, v.recipient_domain, $2;
        CREATE TEMP TABLE fact AS SELECT trace_id, message_id, sender, domain, provider, country, forest, received_us,
            bytes, recipients, $3 FROM planted;
        SELECT 'groups', count(*) FROM told HAVING count(*) <> (SELECT count(*) FROM fact);
        SELECT * FROM (SELECT 'told', * FROM told EXCEPT SELECT 'told', * FROM fact) LIMIT 3;
        SELECT * FROM (SELECT 'true', * FROM fact EXCEPT SELECT 'true', * FROM told) LIMIT 3"
}

bands="SELECT size_band || ' ' || sum(deliveries) FROM v1_hourly GROUP BY size_band ORDER BY 1"
true_bands="SELECT size_band || ' ' || sum(recipients) FROM planted GROUP BY size_band ORDER BY 1"

claims "every message of the scenario is in groups.tsv, and truth.json counts them"
is "$(value truth.db "SELECT count(*) || ' ' || sum(recipients) FROM planted")" \
    "$(value truth.db "SELECT json_extract(t, '\$.groups') || ' ' || json_extract(t, '\$.deliveries')
        FROM (SELECT readfile('planted/truth.json') AS t)")"
is "$(value truth.db "SELECT count(*) > 15000 AND count(DISTINCT fate) = 5 FROM planted")" 1

claims "extended reports tell each end, each host and why"
msgtrace 0 import --db events.db planted/MTDetail_*
msgtrace 0 providers --db events.db --add planted/providers.tsv
is "$(differences events.db "v.outcome, v.remote_host, coalesce(v.reason_code, '') <> ''" "CASE fate
    WHEN 'deferred_delivered' THEN 'delivered_after_deferral' WHEN 'pending' THEN 'deferred'
    WHEN 'refused' THEN 'failed' ELSE fate END, host, fate <> 'delivered'")" ""
is "$(value events.db "$bands")" "$(value truth.db "$true_bands")"
is "$(value events.db "SELECT count(*) FROM v1_delivery WHERE (outcome = 'failed') <> coalesce(reason_code = '5.1.1', 0)")" 0
is "$(value events.db "SELECT count(*) FROM v1_delivery WHERE outcome = 'delivered' AND attempts <> 1")" 0
is_sound events.db

claims "summaries tell the ends alone, and deferrals that they happened to see"
msgtrace 0 providers --db summary.db --add planted/providers.tsv
msgtrace 0 import --db summary.db planted/MessageTrace_*
is "$(differences summary.db v.status "CASE fate WHEN 'delivered' THEN fate WHEN 'deferred_delivered' THEN 'delivered'
    WHEN 'pending' THEN 'pending' ELSE 'failed' END")" ""
is "$(value summary.db "$bands")" "$(value truth.db "$true_bands")"
sqlite3 summary.db "ATTACH 'truth.db' AS truth; SELECT count(*), sum(fate IN ('deferred_delivered', 'expired', 'pending'))
    FROM v1_delivery v JOIN planted USING (trace_id) WHERE outcome IN ('deferred', 'delivered_after_deferral',
    'failed_after_deferral')" >found
grep -q '^\([1-9][0-9]*\)|\1$' found || broken "deferrals seen, and those that are true: $(cat found)"
is_sound summary.db

claims "the same request gives the same bytes"
run 0 "$GENERATE" --out again --planted N4 --grade - --seed 2 --exports groups,events,summary
run 0 diff -r planted again

claims "what is no scenario or grade is refused"
run 2 "$GENERATE" --out no --planted S21
complains "'S21' is no planted scenario"
run 2 "$GENERATE" --out no --planted S01 --grade awful
complains "'awful' is no grade"
run 2 "$GENERATE" --out no --planted N0 --grade weak
complains "'N0' plants nothing and has no grade"
run 2 "$GENERATE" --out no --planted N0 --exports minutes
complains "not 'minutes'"
