# Old mail and single addresses go, for good and without traces, and nothing else does.
. "$SOURCE/tests/cli/harness.sh"

run 0 "$GENERATE" --out weeks --seed 11 --per-day 120
rm weeks/truth.json
msgtrace 0 import --db clean.db weeks
fresh() { cp clean.db t.db && rm -f t.db-journal; }
as_before() {
    content t.db >after
    same before after
}
content clean.db >before
middle=$(value clean.db "SELECT strftime('%Y-%m-%d', (min(received_us) + max(received_us)) / 2000000, 'unixepoch')
    FROM delivery")
middle_us=$(value clean.db "SELECT strftime('%s', '$middle') * 1000000")

claims "without --yes nothing goes when nobody can be asked"
fresh
msgtrace 2 purge --db t.db --before "$middle"
complains "--yes"
as_before
msgtrace 2 purge --db t.db
complains "either --before DATE or --address ADDRESS"
msgtrace 2 purge --db t.db --before "$middle" --address a@b.example --yes
msgtrace 2 purge --db t.db --before yesterday --yes
msgtrace 2 purge --db t.db --address nobody --yes
complains "is an address"
msgtrace 2 purge --db t.db --address a@b.example --zone UTC --yes
as_before

claims "a dry run says what would go, and nothing does"
msgtrace 0 purge --db t.db --before "$middle" --dry-run
says "Would go: mail received before ${middle}T00:00:00Z"
cp out dry
as_before
msgtrace 0 purge --db t.db --before "$middle" --yes
sed 's/^Gone/Would go/' out >gone
same dry gone

claims "exactly the old mail is gone, and the file is smaller"
is "$(value t.db 'SELECT count(*) FROM delivery')" \
    "$(value clean.db "SELECT count(*) FROM delivery WHERE received_us >= $middle_us")"
is "$(value t.db "SELECT count(*) FROM delivery WHERE received_us < $middle_us")" 0
is_sound t.db
msgtrace 0 doctor --db t.db
[ "$(wc -c <t.db)" -lt "$(wc -c <clean.db)" ] || broken "the file did not shrink"
[ ! -e t.db-journal ] || broken "left a journal"

claims "a zone moves the moment"
fresh
msgtrace 0 purge --db t.db --before "$middle" --zone +02:00 --dry-run
says "T22:00:00Z"

claims "old exports bring their mail back, known ones are not read again, and both in any order"
fresh
msgtrace 0 purge --db t.db --before "$middle" --yes
content t.db >purged
msgtrace 0 import --db t.db weeks
says "imported before, byte for byte"
is_sound t.db
msgtrace 0 doctor --db t.db
msgtrace 0 purge --db t.db --before "$middle" --yes
content t.db >again
same purged again

claims "purging everything leaves an empty database that can be filled again"
fresh
msgtrace 0 purge --db t.db --before 2100-01-01 --yes
is "$(value t.db 'SELECT count(*) FROM delivery')" 0
for table in export address event hint course reason hourly seen_block observation joined reject; do
    is "$(value t.db "SELECT count(*) FROM $table")" 0
done
msgtrace 0 doctor --db t.db
msgtrace 0 import --db t.db weeks
as_before

claims "an address is found nowhere in the file afterwards, in no spelling"
fresh
who=$(value clean.db "SELECT recipient FROM v1_delivery WHERE recipient GLOB '*@*' GROUP BY 1
    ORDER BY count(*) DESC LIMIT 1")
others=$(value clean.db "SELECT count(*) FROM delivery d JOIN address r ON r.id = d.recipient_id
    LEFT JOIN address s ON s.id = d.sender_id WHERE r.text <> '$who' AND coalesce(s.text, '') <> '$who'")
grep -qaiF "$who" t.db || broken "the address was never there"
msgtrace 0 purge --db t.db --address "$(echo "$who" | tr a-z A-Z)" --yes
says "what is known of '$who'"
! grep -qaiF "$who" t.db || broken "'$who' is still in the file"
[ ! -e t.db-journal ] || broken "left a journal"
is "$(value t.db 'SELECT count(*) FROM delivery')" "$others"
is_sound t.db
msgtrace 0 doctor --db t.db
msgtrace 0 import --db t.db weeks
says "imported before, byte for byte"
! grep -qaiF "$who" t.db || broken "'$who' came back"

claims "nor in rejects, names of exports, subjects"
cat >"trace-ann@contoso.com.csv" <<'CSV'
Received,SenderAddress,RecipientAddress,Subject,Status,MessageTraceId
2026-11-01T10:00:00Z,a@b.example,Ann@Contoso.com,s,Delivered,f81b0f0a-1111-2222-3333-444455556666
2026-11-01T10:00:00Z,a@b.example,other@d.example,"FW: ann@contoso.com, by Joann@contoso.com",Delivered,f81b0f0a-1111-2222-3333-444455556667
2026-11-01T10:00:00Z,a@b.example,ann@contoso.com,s,Wrong,f81b0f0a-1111-2222-3333-444455556668
CSV
msgtrace 3 import --db ann.db "trace-ann@contoso.com.csv"
msgtrace 0 purge --db ann.db --address ann@contoso.com --yes
is "$(value ann.db 'SELECT subject FROM v1_delivery')" "FW: (address removed), by Joann@contoso.com"
is "$(value ann.db 'SELECT file FROM v1_import')" "trace-(address removed).csv"
is "$(value ann.db 'SELECT count(*) FROM v1_reject')" 0
grep -oaiE '.{0,2}ann@contoso\.com' ann.db | grep -qviF joann@contoso.com && broken "the address is still in the file"
msgtrace 0 doctor --db ann.db

claims "an address that is not there is nothing to do"
msgtrace 0 purge --db ann.db --address nobody@nowhere.example --yes
says "nothing"

claims "kill -9 at any moment leaves all of it or nothing of it"
content t.db >before_kill
for delay in 0.01 0.03 0.06 0.1 0.2; do
    fresh
    "$MSGTRACE" purge --db t.db --before "$middle" --yes >/dev/null 2>&1 </dev/null &
    child=$!
    sleep "$delay"
    kill -9 "$child" 2>/dev/null
    wait "$child" 2>/dev/null
    content t.db >after
    cmp -s after before || cmp -s after purged || broken "killed after $delay s it left something in between"
    is_sound t.db
done

claims "a database that is locked, write-protected, missing or newer is left alone"
fresh
{ printf 'BEGIN EXCLUSIVE;\n'; sleep 7; } | sqlite3 t.db &
child=$!
sleep 0.5
msgtrace 1 purge --db t.db --before "$middle" --yes
complains "in use by another"
wait "$child"
as_before
msgtrace 1 purge --db none.db --before "$middle" --yes
[ ! -e none.db ] || broken "purging made a database"
if [ "$(id -u)" -ne 0 ]; then
    chmod 400 t.db
    msgtrace 1 purge --db t.db --before "$middle" --yes
    complains "write-protected"
    chmod 600 t.db
fi
sqlite3 t.db 'PRAGMA user_version = 99'
msgtrace 1 purge --db t.db --before "$middle" --yes
complains "newer msgtrace"
