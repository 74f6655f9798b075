# Databases of several machines become one: what it would be if everything had been imported there, in any order.
. "$SOURCE/tests/cli/harness.sh"

run 0 "$GENERATE" --out weeks --seed 21 --per-day 60 --weeks 4
run 0 "$GENERATE" --out events --seed 21 --per-day 60 --weeks 4 --flavours detail,extended,tracking-log,tracking-log-2010
run 0 "$GENERATE" --out shipped --seed 21 --per-day 60 --weeks 2 --flavours splunk,elastic # without trace ids
rm weeks/truth.json events/truth.json shipped/truth.json
mkdir bounces
cp "$SOURCE"/fixtures/ndr/*.eml bounces
rm -f bounces/no-report.eml
printf 'ReceivedUtc,SenderAddress,RecipientAddress,Status\n2026-11-02 10:00:00,a@contoso.com,b@fabrikam.com,Wrong\n' >bad.csv
printf '2026-11-02 10:00:01,a@contoso.com,c@fabrikam.com,Delivered\n' >>bad.csv
ls -d weeks/* events/* shipped/* bounces/* bad.csv >all

load() { # DATABASE: what stands in the list on standard input
    db=$1
    xargs "$MSGTRACE" import --quiet --db "$db" >out 2>err
    [ ! -s err ] || broken "importing into $db complains"
}

# Everything that must be the same: the deliveries, the events with what follows from them, reports and rejects.
whole() { # DATABASE
    content "$1"
    value "$1" "SELECT * FROM v1_event ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12"
    value "$1" "SELECT c.events, c.status, c.status_us, c.deferrals, c.attempts, c.first_deferred_us, c.final_us,
        c.expired, c.remote_host, n.code, n.class, c.of_ndr, a.text FROM course c JOIN delivery d ON d.id = c.delivery_id
        JOIN address a ON a.id = d.recipient_id LEFT JOIN reason n ON n.id = c.reason_id
        ORDER BY d.received_us, a.text, coalesce(d.trace_id, ''), 1, 2, 3, 4"
    value "$1" "SELECT key, made_us, action, attempts, original_message_id, sender, recipients FROM ndr ORDER BY key"
    value "$1" "SELECT x.name, r.line, r.reason, r.raw, s.name FROM reject r JOIN export x ON x.id = r.export_id
        LEFT JOIN export s ON s.id = r.settled_by ORDER BY 1, 2, 3"
    value "$1" "SELECT hex(sha256), name, bytes, flavour, observed_us FROM export ORDER BY 1"
    "$MSGTRACE" report weekly --db "$1" --format json
    "$MSGTRACE" findings --db "$1" --json
}

load all.db <all
whole all.db >wanted

claims "what two machines have imported becomes what one would have, whichever takes in the other"
awk 'NR % 2' all | load a.db
awk 'NR % 2 == 0' all | load b.db
cp a.db ab.db
cp b.db ba.db
msgtrace 0 merge --db ab.db b.db
msgtrace 0 merge --db ba.db a.db
for db in ab ba; do
    whole $db.db >found
    same wanted found
    is_sound $db.db
    msgtrace 0 doctor --db $db.db
done

claims "merging again changes nothing, and tables and columns of one's own do not matter"
sqlite3 ab.db "CREATE TABLE notes (a)"
sqlite3 b.db "CREATE TABLE more (b); ALTER TABLE ticket ADD COLUMN note TEXT"
msgtrace 0 merge --db ab.db b.db a.db
says_not " new "
whole ab.db >found
same wanted found

claims "three databases that overlap, in two orders, into one that was not there"
awk 'NR % 3 != 0' all | load x.db
awk 'NR % 3 != 1' all | load y.db
awk 'NR % 5 == 0' all | sort -R --random-source="$SOURCE/LICENSE" | load z.db
msgtrace 0 merge --db one.db x.db y.db z.db
msgtrace 0 merge --db other.db z.db
msgtrace 0 merge --db other.db y.db
msgtrace 0 merge --db other.db x.db
for db in one other; do
    whole $db.db >found
    same wanted found
    is_sound $db.db
done

claims "exports go on to be imported after a merge, and known files are known"
head -n 5 all | load early.db
msgtrace 0 merge --db early.db b.db
load early.db <all
whole early.db >found
same wanted found

claims "a dry run tells and keeps nothing"
cp a.db dry.db
msgtrace 0 merge --db dry.db --dry-run b.db
says "dry run"
says "new deliveries"
cmp -s a.db dry.db || broken "a dry run wrote something"
msgtrace 0 merge --db none.db --dry-run b.db
[ ! -e none.db ] || broken "a dry run made a database"

claims "rejects that were read after all stay so"
printf 'ReceivedUtc,SenderAddress,RecipientAddress,Status\n11/02/2026 10:00:00,a@contoso.com,b@fabrikam.com,Delivered\n' >open.csv
msgtrace 3 import --db r.db bad.csv
sqlite3 r.db "UPDATE reject SET settled_by = export_id" # as after a retry
msgtrace 0 merge --db ab.db r.db
is "$(value ab.db 'SELECT count(*) FROM reject WHERE settled_by IS NOT NULL')" 1
msgtrace 0 merge --db ab.db b.db
is "$(value ab.db 'SELECT count(*) FROM reject')" "$(value all.db 'SELECT count(*) FROM reject')"

claims "rules come along; where both have one for the same thing each database keeps its own and says so"
printf 'fabrikam.com\tfab\tFabrikam post\ncoho-travel.example\tcoho\tCoho\n' >a.tsv
printf 'fabrikam.com\tother\tOther post\nproseware.example\tprose\tProseware\n' >b.tsv
cp a.db ra.db
cp b.db rb.db
msgtrace 0 providers --db ra.db --add a.tsv
msgtrace 0 providers --db rb.db --add b.tsv
msgtrace 0 merge --db ra.db rb.db
says "1 of its rules are not taken"
is "$(value ra.db "SELECT group_concat(pattern || '=' || p.key) FROM (SELECT * FROM provider_rule WHERE source = 'user' ORDER BY pattern) r JOIN provider p ON p.id = r.provider_id")" \
    "coho-travel.example=coho,fabrikam.com=fab,proseware.example=prose"
msgtrace 0 doctor --db ra.db

claims "tickets and tokens come along: what a bundle of the other database hides can be revealed here"
msgtrace 0 ticket --db b.db -o case.zip
token=$(value b.db "SELECT token FROM redaction_token ORDER BY token LIMIT 1")
cp a.db ta.db
msgtrace 0 merge --db ta.db b.db
says "ticket"
msgtrace 0 ticket --db ta.db --reveal "$token"
is "$(value ta.db 'SELECT hex(key) FROM redaction_key')" "$(value b.db 'SELECT hex(key) FROM redaction_key')"

claims "what cannot be merged is refused with a reason, and leaves the database as it was"
refuses() { # STATUS WORDS DATABASE
    cp a.db t.db
    msgtrace "$1" merge --db t.db "$3"
    complains "$2"
    cmp -s a.db t.db || broken "the database has changed"
}
cp a.db t.db
ln t.db link.db
msgtrace 2 merge --db t.db link.db
complains "is the database itself"
msgtrace 2 merge --db t.db ./t.db
refuses 1 "no database 'missing.db'" missing.db
refuses 1 "" bad.csv
sqlite3 stranger.db "CREATE TABLE t (a); INSERT INTO t VALUES (1)"
refuses 1 "" stranger.db
cp b.db old.db
sqlite3 old.db "PRAGMA user_version = 1"
refuses 1 "older msgtrace" old.db
cp b.db new.db
sqlite3 new.db "PRAGMA user_version = 99"
refuses 1 "newer msgtrace" new.db
head -c 200000 b.db >cut.db
refuses 1 "" cut.db

claims "a database that somebody has made up is damaged, not believed"
while IFS='|' read -r words sql; do
    cp b.db evil.db
    sqlite3 evil.db "PRAGMA ignore_check_constraints = ON; $sql" || broken "cannot damage it: $sql"
    refuses 1 "is damaged: $words" evil.db
done <<'SQL'
a delivery has a value|UPDATE delivery SET status = 77 WHERE id = 3
a delivery has a value|UPDATE delivery SET status = 'x' WHERE id = 3
a delivery has a value|UPDATE delivery SET recipient_id = 999999 WHERE id = 3
a delivery has a value|UPDATE delivery SET received_us = 9223372036854775807 WHERE id = 3
a delivery has a value|UPDATE delivery SET subject = CAST(x'ff41' AS TEXT) WHERE id = 3
a delivery has a value|UPDATE delivery SET trace_id = x'00' WHERE id = 3
a delivery has a value|UPDATE delivery SET size_bytes = -5 WHERE id = 3
a delivery has a value|UPDATE delivery SET route_id = 4711 WHERE id = 3
a row names an export|UPDATE delivery SET export_id = 999 WHERE id = 3
an observation has no status|UPDATE observation SET status = 99 WHERE (delivery_id, status) = (SELECT delivery_id, status FROM observation LIMIT 1)
an event names a delivery|UPDATE event SET delivery_id = 999999 WHERE id = (SELECT min(id) FROM event WHERE delivery_id IS NOT NULL)
an event names a reason|UPDATE event SET reason_id = 999999 WHERE id = 3
an event is of no kind|UPDATE event SET kind = 1000000 WHERE id = 3
an event is of no kind|UPDATE event SET turn = 'left' WHERE id = 3
a value is of another kind|UPDATE event SET detail = x'00ff' WHERE id = 3
the list of exports|UPDATE export SET sha256 = 'abc' WHERE id = 2
the list of exports|UPDATE export SET bytes = 'many' WHERE id = 2
'delivery' is no table|ALTER TABLE delivery RENAME TO d; CREATE VIEW delivery AS WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT d.* FROM n, d WHERE i < 0
'hint' is no table|DROP TABLE hint; CREATE VIEW hint AS SELECT 1 AS id
'joined' is no table|ALTER TABLE joined ADD COLUMN more AS (hex(zeroblob(own_id)))
'observation' is no table|ALTER TABLE observation RENAME COLUMN last_us TO latest_us
'ticket' is no table|DROP TABLE ticket
'label' is no table|ALTER TABLE label ADD COLUMN more AS (number)
SQL

claims "a merge can be interrupted while it reads"
cp b.db long.db
sqlite3 long.db "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 2000000)
    INSERT INTO observation SELECT -i, 1, i, i FROM n"
cp a.db t.db
for pause in 0.02 0.1 0.2; do
    "$MSGTRACE" merge --db t.db long.db >out 2>err </dev/null &
    sleep $pause
    kill -TERM $! 2>/dev/null
    wait $!
    got=$?
    [ $got -eq 0 ] || [ $got -eq 143 ] || [ $got -eq 130 ] || broken "interrupting it ended with $got"
    [ $got -eq 0 ] || cmp -s a.db t.db || broken "an interrupted merge has changed the database"
    cp a.db t.db
done

claims "killed in the middle, or with a full disk, the database is as it was"
cp a.db k.db
for pause in 0.01 0.03 0.06 0.1; do
    "$MSGTRACE" merge --db k.db b.db >/dev/null 2>&1 </dev/null &
    sleep $pause
    kill -9 $! 2>/dev/null
    wait $! 2>/dev/null
    is "$(value k.db 'PRAGMA integrity_check')" ok
    is_sound k.db
done
msgtrace 0 merge --db k.db b.db
whole k.db >found
same wanted found
cp a.db full.db
(
    ulimit -f $(($(wc -c <a.db) / 1024 + 200))
    exec "$MSGTRACE" merge --db full.db b.db >out 2>err </dev/null
)
[ $? -eq 1 ] || broken "a full disk did not end it"
complains "cannot grow"
content a.db >one
content full.db >two
same one two
