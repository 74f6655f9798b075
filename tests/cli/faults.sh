# What goes wrong leaves the database as it was, with a clear message and the right exit status.
. "$SOURCE/tests/cli/harness.sh"

run 0 "$GENERATE" --out weeks --seed 5 --per-day 150
rm weeks/truth.json
first=$(ls weeks | head -n 1)
msgtrace 0 import --db clean.db "weeks/$first"
content clean.db >before
fresh() { cp clean.db t.db && rm -f t.db-journal; }
as_before() {
    content t.db >after
    same before after
    is_sound t.db
}

claims "files that are no exports are refused and named for what they are"
fresh
printf '\211PNG\r\n\032\n\0\0\0\rIHDR' >picture.csv
msgtrace 1 import --db t.db picture.csv
complains "picture.csv"
msgtrace 1 import --db t.db clean.db
complains "SQLite"
msgtrace 1 import --db t.db missing.csv
complains "missing.csv"
mkdir -p empty && msgtrace 1 import --db t.db empty
as_before

claims "one refused file among good ones: the good ones stay, exit status 3"
fresh
msgtrace 3 import --db t.db picture.csv weeks
complains "picture.csv"
is_sound t.db

claims "--strict keeps nothing of a file with rejects, --dry-run nothing of any"
fresh
printf 'Received,SenderAddress,RecipientAddress,Status\n2026-11-01T10:00:00Z,a@b.example,c@d.example,Delivered\nx,a,b,c\n' >mixed.csv
msgtrace 1 import --db t.db --strict mixed.csv
as_before
msgtrace 3 import --db t.db --dry-run mixed.csv
as_before
msgtrace 3 import --db t.db mixed.csv
is "$(value t.db 'SELECT line, raw FROM v1_reject')" "3|x,a,b,c"
msgtrace 0 rejects --db t.db
says "mixed.csv:3"

claims "a cell of 64 MB is one reject and the rows around it stay"
fresh
{
    printf 'Received,SenderAddress,RecipientAddress,Status,Subject\n'
    printf '2026-11-01T10:00:00Z,a@b.example,one@d.example,Delivered,s\n2026-11-01T10:00:00Z,a@b.example,two@d.example,Delivered,"'
    head -c 67108864 /dev/zero | tr '\0' x
    printf '"\n2026-11-01T10:00:00Z,a@b.example,three@d.example,Delivered,s\n'
} >huge.csv
msgtrace 3 import --db t.db huge.csv
is "$(value t.db "SELECT count(*) FROM v1_delivery WHERE recipient IN ('one@d.example', 'three@d.example')")" 2
is "$(value t.db 'SELECT count(*) FROM v1_reject')" 1
rm huge.csv

claims "a database that is none, or of another program, is left alone"
printf 'not a database, but long enough to be looked at as one' >other.db
cp other.db other.copy
msgtrace 1 import --db other.db "weeks/$first"
same other.db other.copy
sqlite3 foreign.db 'CREATE TABLE t (a); INSERT INTO t VALUES (1)'
cp foreign.db foreign.copy
msgtrace 1 import --db foreign.db "weeks/$first"
same foreign.db foreign.copy
fresh
sqlite3 t.db 'PRAGMA user_version = 99'
msgtrace 1 import --db t.db weeks
complains "newer msgtrace"

claims "a full disk undoes the file that did not fit"
fresh
cp t.db full.db
size=$(wc -c <full.db)
(
    trap '' XFSZ
    ulimit -f $((size / 1024 + 64))
    exec "$MSGTRACE" import --db full.db weeks
) >out 2>err </dev/null
status=$?
[ "$status" -eq 1 ] || [ "$status" -eq 3 ] || broken "ended with $status"
grep -qiE "full|disk|space|write" err || broken "does not speak of the disk"
is_sound full.db

claims "kill -9 at any moment leaves whole files or nothing"
for delay in 0.02 0.05 0.1 0.2 0.3 0.5; do
    fresh
    "$MSGTRACE" import --db t.db weeks >/dev/null 2>&1 </dev/null &
    child=$!
    sleep "$delay"
    kill -9 "$child" 2>/dev/null
    wait "$child" 2>/dev/null
    is "$(value t.db 'SELECT count(*) > 0 FROM export')" 1
    is_sound t.db
done
msgtrace 0 import --db t.db weeks
msgtrace 0 import --db whole.db weeks
content t.db >a
content whole.db >b
same a b

claims "two imports at once do not spoil each other"
rm -f two.db
"$MSGTRACE" import --db two.db weeks >one.out 2>&1 </dev/null &
child=$!
"$MSGTRACE" import --db two.db weeks >two.out 2>&1 </dev/null
wait "$child"
is_sound two.db
msgtrace 0 import --db two.db weeks
content two.db >a
same a b

claims "output that cannot be written is a failure"
run 1 "$MSGTRACE" report weekly --db whole.db -o no/such/folder/report.html
complains "no/such/folder/report.html"
"$MSGTRACE" query domains --db whole.db >/dev/full 2>err </dev/null
is $? 1
complains "cannot write"
"$MSGTRACE" --help 2>err >/dev/full
is $? 1

claims "a reader that goes away is a failure too, without a crash"
{ "$MSGTRACE" query messages --db whole.db --format csv --limit 0 2>err; echo $? >status; } | head -c 1 >/dev/null
[ "$(cat status)" -le 1 ] || broken "ended with $(cat status)"

claims "a failed report leaves the old file alone"
echo old >kept.html
chmod 500 . 2>/dev/null
if [ "$(id -u)" -ne 0 ]; then
    run 1 "$MSGTRACE" report weekly --db whole.db -o kept.html
fi
chmod 700 .
is "$(cat kept.html)" old

claims "an answer never replaces the database it comes from"
cp whole.db kept.db
run 2 "$MSGTRACE" sql --db kept.db 'SELECT 1' --format csv -o kept.db
same whole.db kept.db

claims "nothing to keep makes no database"
msgtrace 1 import --db none.db missing.csv
[ ! -e none.db ] || broken "a failed import made a database"
msgtrace 0 import --db none.db --dry-run weeks
[ ! -e none.db ] || broken "a dry run made a database"

claims "a file that gave no row can be read again under other options, one that did cannot"
printf 'Received,SenderAddress,RecipientAddress,Status\n13/01/2026 14:00:00,a@b.example,c@d.example,Delivered\n' >again.csv
msgtrace 3 import --db again.db --date-order mdy again.csv
msgtrace 0 import --db again.db --date-order dmy again.csv
is "$(value again.db 'SELECT received_utc FROM v1_delivery')" 2026-01-13T14:00:00Z
is "$(value again.db 'SELECT count(*) FROM v1_reject')" 0
msgtrace 1 import --db again.db --date-order mdy again.csv
complains "options cannot change"
msgtrace 0 import --db again.db again.csv

claims "a signal ends waiting for standard input with 130"
mkfifo pipe
{ sleep 5 >pipe & } 2>/dev/null
"$MSGTRACE" import --db pipe.db - <pipe >out 2>err &
child=$!
sleep 0.3
kill -TERM "$child"
wait "$child"
is $? 130
