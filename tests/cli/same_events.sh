# The same events written in every event flavour, culture and encoding tell the same of every delivery: how often it was
# put off, when and how it ended, and why. The truth is the generator's own.
. "$SOURCE/tests/cli/harness.sh"

run 0 "$GENERATE" --out facts --same-facts
ls facts/events >names
[ "$(wc -l <names)" -ge 30 ] || broken "only $(wc -l <names) event exports"

sqlite3 truth.db "CREATE TABLE fact AS SELECT
    json_extract(value, '\$.trace_id') AS trace_id, json_extract(value, '\$.message_id') AS message_id,
    json_extract(value, '\$.recipient') AS recipient, json_extract(value, '\$.status') AS status,
    json_extract(value, '\$.events_in_details') AS in_details,
    json_extract(value, '\$.events_in_transport') AS in_transport,
    json_extract(value, '\$.deferrals') AS deferrals, json_extract(value, '\$.attempts') AS attempts,
    json_extract(value, '\$.first_deferred_us') / 1000000 AS first_s,
    json_extract(value, '\$.last_deferred_us') / 1000000 AS last_s,
    json_extract(value, '\$.final_us') / 1000000 AS final_s, json_extract(value, '\$.expired') AS expired,
    json_extract(value, '\$.reason_class') AS class, json_extract(value, '\$.code') AS code,
    json_extract(value, '\$.remote_host') AS host
    FROM json_each(readfile('facts/truth.json'), '\$.event_deliveries')"

# What a database says of its deliveries, and what is true of those that the kind of export ($2: details or transport)
# shows; paired by trace id, or by Message-ID where logs have no trace ids.
differences() {
    sqlite3 "$1" "ATTACH 'truth.db' AS truth;
        CREATE TEMP TABLE told AS SELECT
            v.trace_id, v.message_id, r.text AS recipient,
            (SELECT key FROM label WHERE kind = 'status' AND number = c.status) AS status,
            c.deferrals, c.attempts, c.first_deferred_us / 1000000 AS first_s, c.last_deferred_us / 1000000 AS last_s,
            c.final_us / 1000000 AS final_s, c.expired, nullif(v.reason_class, 'unknown') AS class,
            v.reason_code AS code,
            CASE WHEN v.reason_class <> 'dns' THEN c.remote_host END AS host -- the truth: servers that made trouble
            FROM course c JOIN delivery d ON d.id = c.delivery_id JOIN address r ON r.id = d.recipient_id
            JOIN v1_delivery v ON v.recipient = r.text AND v.message_id = d.message_id AND v.received_us = d.received_us;
        SELECT 'deliveries', count(*) FROM told HAVING count(*) <> (SELECT count(*) FROM fact WHERE in_$2 > 0);
        SELECT * FROM (SELECT 'told', recipient, status, deferrals, attempts, first_s, last_s, final_s, expired, class,
                              code, host, message_id FROM told
                       EXCEPT SELECT 'told', recipient, status, deferrals, attempts, first_s, last_s, final_s, expired,
                              class, code, host, message_id FROM fact) LIMIT 3;
        SELECT * FROM (SELECT 'true', recipient, status, deferrals, attempts, first_s, last_s, final_s, expired, class,
                              code, host, message_id FROM fact WHERE in_$2 > 0
                       EXCEPT SELECT 'true', recipient, status, deferrals, attempts, first_s, last_s, final_s, expired,
                              class, code, host, message_id FROM told) LIMIT 3"
}

while read -r name; do
    claims "$name"
    rm -f one.db
    kind=transport
    case $name in
        detail* | graph-detail) kind=details ;;
        graph-detail-nameless) continue ;;
    esac
    # Where zones are called the other way round: Etc/GMT-1 is an hour ahead of UTC. Over a change of summer time a zone
    # has to be named, and the week of these facts has one.
    minutes=$(value truth.db "SELECT json_extract(value, '\$.zone_minutes') FROM
        json_each(readfile('facts/truth.json'), '\$.event_exports') WHERE json_extract(value, '\$.file') = 'events/$name'")
    case $minutes in 60) zone=Etc/GMT-1 ;; -420) zone=Etc/GMT+7 ;; 540) zone=Etc/GMT-9 ;; *) zone= ;; esac
    msgtrace 0 import --db one.db ${zone:+--zone "$zone"} "facts/events/$name"
    is "$(differences one.db $kind)" ""
    is "$(value one.db 'SELECT count(*) FROM export
        WHERE rows_read <> rows_new + rows_changed + rows_known + rows_rejected + rows_routing')" 0
    is_sound one.db
done <names

claims "answers that name nobody go to the only delivery of their message, whichever comes first"
summary=$(ls facts/MTSummary_*-utf-8_* | head -1)
msgtrace 0 import --db first.db "$summary"
msgtrace 0 import --db first.db facts/events/graph-detail-nameless
msgtrace 0 import --db last.db facts/events/graph-detail-nameless
is "$(value last.db 'SELECT count(*) FROM delivery')" 0
msgtrace 0 import --db last.db "$summary"
owned="SELECT h.trace_id, r.text, c.deferrals, c.attempts, c.final_us, c.expired FROM hint h
    JOIN course c ON c.delivery_id = h.delivery_id JOIN delivery d ON d.id = h.delivery_id
    JOIN address r ON r.id = d.recipient_id ORDER BY h.trace_id"
value first.db "$owned" >found
value last.db "$owned" >wanted
same wanted found
[ -s found ] || broken "no answer found its delivery"
is "$(value first.db 'SELECT count(*) FROM hint h WHERE (h.delivery_id IS NOT NULL) <>
    (SELECT count(*) = 1 FROM delivery d WHERE d.trace_id = h.trace_id AND d.absorbed = 0)')" 0
is_sound last.db

claims "all kinds of events and a summary together are one set of deliveries, and a healthy database"
msgtrace 0 import --db all.db "$summary" facts/events/tracking-log-20* facts/events/graph-detail-nameless \
    facts/events/detail.en-US* facts/events/MTDetail_*-utf-8_* facts/events/tracking-csv.en-US.* facts/events/graph-detail
is "$(value all.db 'SELECT count(*) - count(DISTINCT message_id || recipient) FROM v1_delivery')" 0
is "$(value all.db "SELECT count(*) > 100 AND count(*) = sum(absorbed = 1) FROM delivery WHERE trace_id LIKE '<%'")" 1
msgtrace 0 doctor --db all.db
