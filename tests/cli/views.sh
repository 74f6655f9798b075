# The public views: names, order and types of columns are a promise; the meaning is checked on a small export.
. "$SOURCE/tests/cli/harness.sh"

run 0 "$GENERATE" --out weeks --seed 3 --per-day 60
rm weeks/truth.json
msgtrace 0 import --db v.db weeks

claims "the promised columns are there, in the promised order, before any others"
promised() {
    view=$1
    shift
    count=$#
    value v.db "SELECT name FROM pragma_table_info('$view') LIMIT $count" >found
    printf '%s\n' "$@" >wanted
    same wanted found
}
promised v1_delivery trace_id message_id received_utc received_us sender recipient recipient_domain provider \
    recipient_country subject status outcome evidence reason_class reason_code reason size_bytes from_ip to_ip \
    remote_host forest region direction connector attempts first_deferred_utc final_utc delay_s observed_utc
promised v1_event trace_id recipient at_utc event source detail reason_class reason_code remote_host remote_ip server \
    forest kind reason related_recipient reference data internal_id turn
promised v1_link kind at_utc from_message_id from_recipient to_message_id to_recipient
promised v1_hourly hour_utc recipient_domain provider size_band forest outcome reason_class deliveries bytes
promised v1_import file sha256 flavour encoding time_basis rows_read rows_new rows_changed rows_known rows_rejected \
    first_received_utc last_received_utc imported_utc
promised v1_reject file line reason raw settled_by

claims "addresses are lower-cased, times are UTC text, trace ids are text"
is "$(value v.db "SELECT count(*) FROM v1_delivery WHERE recipient <> lower(recipient) OR sender <> lower(sender)")" 0
is "$(value v.db "SELECT count(*) FROM v1_delivery WHERE received_utc NOT GLOB '20??-??-??T??:??:??Z'")" 0
is "$(value v.db "SELECT count(*) FROM v1_delivery WHERE length(trace_id) <> 36")" 0
is "$(value v.db "SELECT count(*) FROM v1_delivery WHERE strftime('%s', received_utc) <> (received_us / 1000000) || ''")" 0

claims "the hourly view adds up to the deliveries that are mail"
is "$(value v.db "SELECT sum(deliveries) FROM v1_hourly")" \
    "$(value v.db "SELECT count(*) FROM v1_delivery WHERE outcome <> 'routing'")"

claims "links lead from groups to members, from messages to what was split off and to the notices about them"
quirks=$SOURCE/fixtures/quirks
msgtrace 0 import --db l.db "$quirks/extended-expand-members.csv" "$quirks/tracking-transfer-parent.log" \
    "$quirks/tracking-dsn-reference.log"
is "$(value l.db "SELECT from_recipient, to_recipient FROM v1_link WHERE kind = 'expand' ORDER BY 2")" \
    "sales@fabrikam.example|amina.cole@fabrikam.example
sales@fabrikam.example|lee.palmer@fabrikam.example"
is "$(value l.db "SELECT from_message_id = to_message_id, to_recipient FROM v1_link WHERE kind = 'transfer'")" \
    "1|ben@contoso.example"
is "$(value l.db "SELECT from_recipient, to_message_id FROM v1_link WHERE kind = 'dsn'")" \
    "client-00001-example@yahoo.co.uk|<dsn-638@mail01.fabrikam.example>"

claims "the SHA-256 is that of the file"
file=$(ls weeks | head -n 1)
is "$(value v.db "SELECT sha256 FROM v1_import WHERE file LIKE '%$file'")" "$(sha256sum "weeks/$file" | cut -d' ' -f1)"

claims "every view can be read by a plain SQLite on a read-only copy"
chmod 444 v.db
for view in v1_delivery v1_event v1_link v1_hourly v1_import v1_reject; do
    value v.db "SELECT count(*) FROM $view" >/dev/null || broken "$view cannot be read"
done
msgtrace 0 sql --db v.db 'SELECT outcome, count(*) AS n FROM v1_delivery GROUP BY 1 ORDER BY 1'
says "delivered"

claims "sql only reads"
cp v.db copy.db
for statement in 'DELETE FROM delivery' 'DROP VIEW v1_delivery' "ATTACH 'x.db' AS x" 'PRAGMA user_version = 5' \
    'SELECT 1; DELETE FROM delivery' 'CREATE TABLE t (a)' 'VACUUM'; do
    "$MSGTRACE" sql --db v.db "$statement" >out 2>err </dev/null
    [ $? -ne 0 ] || broken "accepted: $statement"
done
same v.db copy.db
[ ! -e x.db ] || broken "made another database"
