# Damage is named with what helps; what is derived is made anew; nothing healthy is called ill.
. "$SOURCE/tests/cli/harness.sh"

run 0 "$GENERATE" --out weeks --seed 12 --per-day 100
rm weeks/truth.json
msgtrace 0 import --db clean.db weeks
content clean.db >before
fresh() { rm -f t.db-journal && cp clean.db t.db && chmod 600 t.db; }
state_of() { value :memory: "SELECT value ->> 'state' FROM json_each(readfile('out'), '\$.sections[0].table.rows')
    WHERE value ->> 'check' = '$1'"; }

claims "a healthy database is healthy, and the answer names versions"
msgtrace 0 doctor --db clean.db
says "healthy"
says_not "problem"
says "$(sqlite3 --version | cut -d ' ' -f 1)"
is_silent
msgtrace 0 doctor --db clean.db --json
is "$(state_of rollup)" healthy
is "$(value :memory: "SELECT count(*) FROM json_each(readfile('out'), '\$.sections[0].table.rows')
    WHERE value ->> 'state' <> 'healthy'")" 0

claims "a wrong hourly count is named and made anew"
fresh
sqlite3 t.db 'UPDATE hourly SET deliveries = deliveries + 1000
    WHERE (hour, domain_id) = (SELECT hour, domain_id FROM hourly ORDER BY hour, domain_id LIMIT 1)'
msgtrace 1 doctor --db t.db
says "Hourly counts are those of the deliveries"
says "counted"
says "doctor --rebuild"
complains "1 of 11 checks found problems"
msgtrace 1 doctor --db t.db --json
is "$(state_of rollup)" problem
is "$(state_of keys)" healthy
msgtrace 0 doctor --db t.db --rebuild
content t.db >after
same before after

claims "lost keys, labels and views are found and made anew"
fresh
sqlite3 t.db "UPDATE seen_block SET entries = substr(entries, 1, length(entries) - 16)
    WHERE first = (SELECT max(first) FROM seen_block);
    DELETE FROM label WHERE kind = 'status'; DROP VIEW v1_delivery"
msgtrace 1 doctor --db t.db --json
is "$(state_of keys)" problem
is "$(state_of lists)" problem
is "$(state_of views)" problem
msgtrace 0 doctor --db t.db --rebuild
content t.db >after
same before after
msgtrace 0 import --db t.db weeks
content t.db >after
same before after

claims "rows that an index lacks are found and made anew"
fresh
sqlite3 t.db "PRAGMA writable_schema = ON;
    UPDATE sqlite_schema SET sql = replace(sql, '(2, 10)', '(10)') WHERE name = 'delivery_trouble'"
msgtrace 1 doctor --db t.db --json
is "$(state_of integrity)" problem
msgtrace 0 doctor --db t.db --rebuild

claims "a fact that is wrong is named, and not made up"
fresh
sqlite3 t.db 'UPDATE export SET rows_new = rows_new + 1 WHERE id = 1'
msgtrace 1 doctor --db t.db
says "is not the sum"
says "import the exports into a new one"
msgtrace 1 doctor --db t.db --rebuild
says "is not the sum"

claims "a damaged page is found, wherever it is"
pages=$(value clean.db 'PRAGMA page_count')
for page in 2 $((pages / 2)) "$pages"; do
    fresh
    dd if=/dev/zero bs=1 count=4096 2>/dev/null | tr '\0' 'Z' |
        dd of=t.db bs=1 seek=$(((page - 1) * 16384)) conv=notrunc 2>/dev/null
    msgtrace 1 doctor --db t.db
    says "What helps"
done

claims "a file that is cut, no database, empty, missing or newer says so"
fresh
head -c 100000 clean.db >t.db
msgtrace 1 doctor --db t.db
printf 'no database at all, but long enough to be looked at' >t.db
msgtrace 1 doctor --db t.db
complains "no msgtrace database"
: >t.db
msgtrace 1 doctor --db t.db
complains "is empty"
msgtrace 1 doctor --db none.db
complains "none.db"
msgtrace 1 doctor --db none.db --rebuild
[ ! -e none.db ] || broken "asking made a database"
fresh
sqlite3 t.db 'PRAGMA user_version = 99'
msgtrace 1 doctor --db t.db
complains "newer msgtrace"
cp t.db newer.copy
msgtrace 1 doctor --db t.db --rebuild
same t.db newer.copy

claims "checking needs no right to write and changes nothing"
fresh
chmod 400 t.db
cp t.db t.copy
msgtrace 0 doctor --db t.db
same t.db t.copy
if [ "$(id -u)" -ne 0 ]; then
    msgtrace 1 doctor --db t.db --rebuild
    complains "write-protected"
fi
chmod 600 t.db

claims "a database that somebody else holds is said to be in use"
{ printf 'BEGIN EXCLUSIVE;\n'; sleep 7; } | sqlite3 t.db &
child=$!
sleep 0.5
msgtrace 1 doctor --db t.db
complains "in use by another"
wait "$child"
msgtrace 0 doctor --db t.db

claims "what an import left when it was killed is cleaned up, and then healthy"
run 0 "$GENERATE" --out more --seed 13 --per-day 3000
for delay in 0.05 0.15; do
    fresh
    "$MSGTRACE" import --db t.db more >/dev/null 2>&1 </dev/null &
    child=$!
    sleep "$delay"
    kill -9 "$child" 2>/dev/null
    wait "$child" 2>/dev/null
    msgtrace 0 doctor --db t.db
done

claims "the report can be written like any other"
msgtrace 0 doctor --db clean.db -o health.html
grep -q "Hourly counts" health.html || broken "the report is empty"
msgtrace 2 doctor --db clean.db -o clean.db --format text
msgtrace 2 doctor --db clean.db word
