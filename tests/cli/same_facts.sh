# The same facts written in every flavour, culture and encoding give the same deliveries, as far as a flavour holds them.
. "$SOURCE/tests/cli/harness.sh"

run 0 "$GENERATE" --out facts --same-facts
mv facts/truth.json facts/events .
ls facts >names
[ "$(wc -l <names)" -ge 100 ] || broken "only $(wc -l <names) files"

sqlite3 truth.db "CREATE TABLE fact AS SELECT
    json_extract(value, '\$.trace_id') AS trace_id, json_extract(value, '\$.message_id') AS message_id,
    json_extract(value, '\$.received_us') AS received_us, json_extract(value, '\$.sender') AS sender,
    json_extract(value, '\$.recipient') AS recipient, json_extract(value, '\$.subject') AS subject,
    json_extract(value, '\$.status') AS status, json_extract(value, '\$.outcome') AS outcome,
    json_extract(value, '\$.size_bytes') AS size_bytes, json_extract(value, '\$.from_ip') AS from_ip,
    json_extract(value, '\$.to_ip') AS to_ip
    FROM json_each(readfile('truth.json'), '\$.deliveries')"
facts=$(value truth.db 'SELECT count(*) FROM fact')

# The enhanced summary has one address column with a meaning of its own, and no states on the way.
# Differences between a database and the truth, one line each. A column may be empty as a whole: its flavour has none.
differences() {
    sqlite3 "$1" "ATTACH 'truth.db' AS truth;
        SELECT 'pairs', n FROM (SELECT count(*) AS n FROM v1_delivery JOIN fact USING (trace_id, recipient))
        WHERE n <> $facts"
    for column in message_id received_us sender status outcome size_bytes from_ip to_ip $2; do
        sqlite3 "$1" "ATTACH 'truth.db' AS truth;
            SELECT '$column', d.trace_id, d.recipient, d.$column, f.$column
            FROM v1_delivery d JOIN fact f USING (trace_id, recipient)
            WHERE d.$column IS NOT f.$column AND (SELECT count($column) FROM v1_delivery) > 0
              AND NOT ('$3' IN ('enhanced-summary', 'all') AND ('$column' IN ('from_ip', 'to_ip')
                       OR f.status IN ('pending', 'getting_status') AND '$column' IN ('status', 'outcome')))
            LIMIT 3"
    done
}

while read -r name; do
    claims "$name"
    rm -f one.db
    msgtrace 0 import --db one.db "facts/$name"
    is "$(value one.db 'SELECT count(*) FROM v1_delivery')" "$facts"
    flavour=$(value one.db 'SELECT flavour FROM export')
    if [ "$(value one.db 'SELECT count(trace_id) FROM v1_delivery')" -eq 0 ]; then
        # No ids: the facts are the same when senders, recipients, states and minutes are.
        columns="sender, recipient, status, received_us / 60000000"
        value one.db "SELECT $columns FROM v1_delivery ORDER BY 1, 2, 3, 4" >found
        value truth.db "SELECT $columns FROM fact ORDER BY 1, 2, 3, 4" >wanted
        same wanted found
        continue
    fi
    # Letters outside of the encoding are gone for good.
    subject=subject
    case $name in *ascii* | *cp1252*) subject= ;; esac
    is "$(differences one.db "$subject" "$flavour")" ""
done <names

claims "all of them together are the same deliveries still"
msgtrace 0 import --db all.db facts
is "$(value all.db 'SELECT count(*) FROM v1_delivery')" "$facts"
is "$(differences all.db subject all)" ""
is_sound all.db
