# Records that could not be read: shown, exported, edited, read again.
. "$SOURCE/tests/cli/harness.sh"

json() { value :memory: "SELECT json_extract(readfile('$1'), '$2')"; }

header='Received,SenderAddress,RecipientAddress,Subject,Status'
{
    printf '%s\n' "$header"
    printf '2026-11-02T10:00:00Z,a@b.example,one@d.example,s,Delivered\n'
    printf '13/11/2026 10:00:00,a@b.example,two@d.example,"x, y",Delivered\n'
    printf '2026-11-01T11:00:00Z,a@b.example,three@d.example,s,Devilered\n'
    printf '2026-11-01T11:00:00Z,a@b.example,four@d.example,s "q",Delivered\n'
    printf '2026-11-01T12:00:00Z,a@b.example,five@d.example,"two\nlines",Wrong\n'
} >mixed.csv
msgtrace 3 import --db fresh.db --date-order mdy mixed.csv
fresh() { cp fresh.db t.db; }

claims "the list names file, line and reason, and leaves out what was read since"
fresh
msgtrace 0 rejects --db t.db
says "mixed.csv:3: has a date"
says "mixed.csv:5: has a quote inside an unquoted field"
msgtrace 0 rejects --db t.db --json
is "$(value :memory: "SELECT json_array_length(readfile('out'), '\$.rows')")" 4
is "$(json out '$.rows[1].raw')" '2026-11-01T11:00:00Z,a@b.example,three@d.example,s,Devilered'
msgtrace 0 rejects --db t.db --file mixed.csv
says "mixed.csv:3"
msgtrace 0 rejects --db t.db --file other.csv
is "$(wc -c <out)" 0
msgtrace 0 rejects --db t.db --import 1
says "mixed.csv:3"
msgtrace 0 rejects --db t.db --import 2
is "$(wc -c <out)" 0

claims "read again under other options, what can be read is mail, and the rest stays"
msgtrace 3 rejects --db t.db --retry --date-order dmy
says "rejects of 'mixed.csv' (import 1): 1 read, 3 still rejected"
says "reject: line 4 has a status that is not known"
is_silent
is "$(value t.db "SELECT received_utc, subject FROM v1_delivery WHERE recipient = 'two@d.example'")" \
    '2026-11-13T10:00:00Z|x, y'
is "$(value t.db 'SELECT line, settled_by FROM v1_reject')" "3|rejects of 'mixed.csv'
4|
5|
6|"
msgtrace 0 rejects --db t.db
says_not "mixed.csv:3"
msgtrace 0 rejects --db t.db --all
says "read since then (rejects of 'mixed.csv')"

claims "the first import keeps its counts, and those of the second add up"
is "$(value t.db 'SELECT rows_read, rows_new, rows_rejected FROM v1_import WHERE file = '"'mixed.csv'")" '5|1|4'
is "$(value t.db 'SELECT rows_read, rows_new, rows_rejected, flavour = (SELECT flavour FROM export WHERE id = 1)
    FROM v1_import WHERE file LIKE '"'rejects of%'")" '1|1|0|1'
is_sound t.db
msgtrace 0 doctor --db t.db

claims "reading again changes nothing when nothing can be read"
cp t.db before.db
content t.db >before
msgtrace 3 rejects --db t.db --retry
says "0 read, 3 still rejected"
content t.db >after
same before after
is "$(value t.db 'SELECT count(*) FROM export')" 2
fresh
content t.db >before
msgtrace 3 rejects --db t.db --retry --dry-run --date-order dmy
says "1 read"
says "nothing was kept"
content t.db >after
same before after
is "$(value t.db 'SELECT count(*) FROM v1_reject WHERE settled_by IS NOT NULL')" 0

claims "without options rejects are read by the order of dates that their export had"
printf '%s\n05/09/2026 10:00:00,a@b.example,six@d.example,s,Wrong\n' "$header" >few.csv
msgtrace 3 import --db order.db --date-order dmy few.csv
msgtrace 0 rejects --db order.db -o few.out.csv
sed -i 's/Wrong/Delivered/' few.out.csv
msgtrace 0 rejects --db order.db --retry few.out.csv
is "$(value order.db 'SELECT received_utc FROM v1_delivery')" 2026-09-05T10:00:00Z

claims "an exported file can be edited and read again, rows and lines and all"
fresh
msgtrace 0 rejects --db t.db -o to-fix
says "4 records to 'to-fix/1-mixed.rejects.csv'"
printf 'msgtrace_reject,%s\r\n' "$header" >expected
printf '1,13/11/2026 10:00:00,a@b.example,two@d.example,"x, y",Delivered\r\n' >>expected
printf '2,2026-11-01T11:00:00Z,a@b.example,three@d.example,s,Devilered\r\n' >>expected
printf '3,"2026-11-01T11:00:00Z,a@b.example,four@d.example,s ""q"",Delivered"\r\n' >>expected
printf '4,2026-11-01T12:00:00Z,a@b.example,five@d.example,"two\nlines",Wrong\r\n' >>expected
same expected to-fix/1-mixed.rejects.csv
sed -e 's/Devilered/Delivered/; s/Wrong/Failed/; s/13\/11\/2026 10:00:00/2026-11-13T10:00:00Z/' \
    -e 's/^3,.*/3,2026-11-01T11:00:00Z,a@b.example,four@d.example,"s ""q""",Delivered/' \
    to-fix/1-mixed.rejects.csv >fixed.csv
cp t.db utf16.db
msgtrace 0 rejects --db t.db --retry fixed.csv
says "4 read, 0 still rejected"
msgtrace 0 rejects --db t.db
is "$(wc -c <out)" 0
is "$(value t.db "SELECT subject FROM v1_delivery WHERE recipient = 'four@d.example'")" 's "q"'
is "$(value t.db "SELECT subject, status FROM v1_delivery WHERE recipient = 'five@d.example'")" "two
lines|failed"
is_sound t.db
msgtrace 0 doctor --db t.db

claims "what was read already is not read twice"
msgtrace 0 rejects --db t.db --retry fixed.csv
says "reject 1 has been read already"
is "$(value t.db 'SELECT count(*) FROM export')" 2

claims "a spreadsheet may have saved the file in its own way"
sed 's/,/;/g; s/x; y/x, y/' fixed.csv | iconv -t UTF-16 >sheet.csv
msgtrace 0 rejects --db utf16.db --retry sheet.csv
says "4 read"
content t.db >a
content utf16.db >b
same a b

claims "the rejects of an export that was imported whole give what it would have given"
sed 's/Devilered/Delivered/; s/Wrong/Failed/; s/13\/11\/2026 10:00:00/2026-11-13T10:00:00Z/; s/s "q"/"s ""q"""/' \
    mixed.csv >whole.csv
msgtrace 0 import --db whole.db whole.csv
value whole.db 'SELECT trace_id, recipient, received_us, subject, status, outcome FROM v1_delivery ORDER BY 2' >a
value t.db 'SELECT trace_id, recipient, received_us, subject, status, outcome FROM v1_delivery ORDER BY 2' >b
same a b

claims "plain import of an exported file steps over the added column"
msgtrace 0 import --db plain.db fixed.csv
is "$(value plain.db 'SELECT count(*) FROM v1_delivery')" 4

claims "a file with a number twice, without numbers or that is broken is refused and changes nothing"
fresh
content t.db >before
{ cat fixed.csv; tail -n 1 fixed.csv | sed 's/.*/2,2026-11-01T12:00:00Z,a@b.example,c@d.example,s,Delivered/'; } >twice.csv
msgtrace 1 rejects --db t.db --retry twice.csv
complains "reject 2 stands on line 3 and again on line"
msgtrace 1 rejects --db t.db --retry mixed.csv
complains "has no column 'msgtrace_reject'"
sed 's/^2,/x,/' fixed.csv >odd.csv
msgtrace 1 rejects --db t.db --retry odd.csv
complains "line 3 has no number of a reject"
sed 's/^2,/2"x,/' fixed.csv >broken.csv
msgtrace 1 rejects --db t.db --retry broken.csv
complains "line 3 has a quote inside an unquoted field"
sed 's/^2,/99,/' fixed.csv >stranger.csv
msgtrace 3 rejects --db t.db --retry --dry-run stranger.csv
says "reject 99 is not in this database"
content t.db >after
same before after

claims "JSON rejects come as objects with a number"
cat >page.json <<'JSON'
{"value":[
{"receivedDateTime":"2026-11-01T10:00:00Z","senderAddress":"a@b.example","recipientAddress":"one@d.example","status":"delivered","id":"f81b0f0a-1111-2222-3333-08de5b0c4a00"},
{"receivedDateTime":"yesterday","senderAddress":"a@b.example","recipientAddress":"two@d.example","status":"delivered","id":"f81b0f0a-1111-2222-3333-08de5b0c4a01","subject":"a\"b\\c"},
{"receivedDateTime":"2026-11-01T10:00:00Z","senderAddress":"a@b.example","recipientAddress":"three@d.example","status":"delivered","id":},
{"receivedDateTime":"2026-11-01T12:00:00Z","senderAddress":"a@b.example","recipientAddress":"four@d.example","status":"delivered"}
]}
JSON
msgtrace 3 import --db json.db page.json
msgtrace 0 rejects --db json.db -o json.out.json
is "$(value :memory: "SELECT group_concat(value ->> 'msgtrace_reject') FROM json_each(readfile('json.out.json'))")" 1,2
is "$(json json.out.json '$[0].subject')" 'a"b\c'
is "$(json json.out.json '$[1].msgtrace_raw' | grep -c three@d.example)" 1
value :memory: "SELECT json_set(readfile('json.out.json'), '\$[0].receivedDateTime', '2026-11-01T11:00:00Z',
    '\$[1]', json_object('msgtrace_reject', 2, 'receivedDateTime', '2026-11-01T11:30:00Z', 'senderAddress',
    'a@b.example', 'recipientAddress', 'three@d.example', 'status', 'delivered'))" >json.fixed.json
msgtrace 0 rejects --db json.db --retry json.fixed.json
is "$(value json.db "SELECT count(*) FROM v1_delivery WHERE recipient IN ('two@d.example', 'three@d.example')")" 2
is "$(value json.db "SELECT flavour FROM export WHERE name LIKE 'rejects of%'")" graph
is_sound json.db

claims "several exports need a folder, and one that cannot be read again does not keep the others from it"
fresh
sed 's/d.example/e.example/' mixed.csv >"odd name*.csv"
msgtrace 3 import --db t.db --date-order mdy "odd name*.csv"
msgtrace 2 rejects --db t.db -o one.csv
complains "several exports"
msgtrace 0 rejects --db t.db -o folder
[ -e "folder/1-mixed.rejects.csv" ] || broken "no file for the first"
[ -e "folder/2-odd_name_.rejects.csv" ] || broken "no file for the second"
sqlite3 t.db 'UPDATE export SET header = NULL WHERE id = 1'
msgtrace 3 rejects --db t.db --retry --date-order dmy
complains "before header lines were kept"
says "rejects of 'odd name*.csv' (import 2): 1 read, 3 still rejected"
msgtrace 0 rejects --db t.db -o folder
says "header line was not kept"
is "$(head -n 1 folder/1-mixed.rejects.csv | cut -c 1-10)" 13/11/2026
is_sound t.db

claims "files of two exports that were put together are read as two"
fresh
msgtrace 3 import --db t.db --date-order mdy "odd name*.csv"
msgtrace 0 rejects --db t.db -o two
{ cat two/1-mixed.rejects.csv; tail -n +2 two/2-odd_name_.rejects.csv; } | sed 's/Devilered/Delivered/' >both.csv
msgtrace 3 rejects --db t.db --retry both.csv
says "(import 1): 1 read, 3 still rejected"
says "(import 2): 1 read, 3 still rejected"

claims "a record that was too long to be kept whole is said, not exported"
{
    printf '%s\n2026-11-01T10:00:00Z,a@b.example,one@d.example,s,Delivered\n' "$header"
    printf '2026-11-01T10:00:00Z,a@b.example,two@d.example,"'
    head -c 100000 /dev/zero | tr '\0' x
    printf '",Wrong\n'
} >long.csv
msgtrace 3 import --db long.db long.csv
msgtrace 3 rejects --db long.db -o long.out.csv
says "too long to be kept whole"
[ ! -e long.out.csv ] || broken "wrote a file of nothing"
msgtrace 3 rejects --db long.db --retry
says "too long to be kept whole"

claims "times that were corrected by trace ids are corrected in the rejects, too"
cp "$SOURCE/fixtures/quirks/local-time.csv" local.csv
msgtrace 0 import --db good.db local.csv
basis=$(value good.db 'SELECT time_basis FROM export')
case "$basis" in *corrected*) ;; *) broken "the fixture is not corrected: $basis" ;; esac
sed '$ s/Delivered/Nowhere/; $ s/Pending/Nowhere/; $ s/Failed/Nowhere/' local.csv >spoilt.csv
msgtrace 3 import --db local.db spoilt.csv
msgtrace 0 rejects --db local.db -o local.fixed.csv
sed -i 's/Nowhere/Delivered/' local.fixed.csv
msgtrace 0 rejects --db local.db --retry local.fixed.csv
is "$(value local.db 'SELECT min(received_us), max(received_us) FROM delivery')" \
    "$(value good.db 'SELECT min(received_us), max(received_us) FROM delivery')"

claims "words that do not go together are usage errors"
msgtrace 2 rejects --db t.db --date-order dmy
complains "with --retry only"
msgtrace 2 rejects --db t.db --retry --json
msgtrace 2 rejects --db t.db fixed.csv
complains "--retry FILE"
msgtrace 2 rejects --db t.db --retry --date-order abc
msgtrace 2 rejects --db t.db --import x
msgtrace 2 rejects --db t.db -o t.db
msgtrace 1 rejects --db none.db --retry
[ ! -e none.db ] || broken "asking made a database"

claims "rejects can be looked at and exported in a database that is write-protected"
fresh
chmod 400 t.db
msgtrace 0 rejects --db t.db
msgtrace 0 rejects --db t.db -o protected.csv
if [ "$(id -u)" -ne 0 ]; then
    msgtrace 1 rejects --db t.db --retry
    complains "write-protected"
fi
