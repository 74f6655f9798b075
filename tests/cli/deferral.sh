# Pending in one week, something final in the next: shown as what it was, whichever file came first.
. "$SOURCE/tests/cli/harness.sh"

header=Received,SenderAddress,RecipientAddress,Status,Size,MessageId,MessageTraceId
id() { printf '00000000-0000-0000-0000-00000000000%s' "$1"; }
cat >week1.csv <<CSV
$header
2026-11-15T08:00:00Z,a@fabrikam.example,one@yahoo.com,Pending,1000,<1@fabrikam.example>,$(id 1)
2026-11-15T08:00:00Z,a@fabrikam.example,two@yahoo.com,Pending,1000,<2@fabrikam.example>,$(id 2)
2026-11-15T08:00:00Z,a@fabrikam.example,three@yahoo.com,Pending,1000,<3@fabrikam.example>,$(id 3)
2026-11-15T12:10:00Z,a@fabrikam.example,four@yahoo.com,Pending,1000,<4@fabrikam.example>,$(id 4)
2026-11-15T12:20:00Z,a@fabrikam.example,five@gmail.com,Delivered,1000,<5@fabrikam.example>,$(id 5)
CSV
cat >week2.csv <<CSV
$header
2026-11-15T08:00:00Z,a@fabrikam.example,one@yahoo.com,Delivered,1000,<1@fabrikam.example>,$(id 1)
2026-11-15T08:00:00Z,a@fabrikam.example,two@yahoo.com,Failed,1000,<2@fabrikam.example>,$(id 2)
2026-11-15T12:10:00Z,a@fabrikam.example,four@yahoo.com,Delivered,1000,<4@fabrikam.example>,$(id 4)
2026-11-17T09:00:00Z,a@fabrikam.example,six@gmail.com,Delivered,1000,<6@fabrikam.example>,$(id 6)
CSV
cat >wanted <<'TEXT'
one@yahoo.com|delivered|delivered_after_deferral|2026-11-15T12:20:00Z
two@yahoo.com|failed|failed_after_deferral|2026-11-15T12:20:00Z
three@yahoo.com|pending|deferred|2026-11-15T12:20:00Z
four@yahoo.com|delivered|delivered|
five@gmail.com|delivered|delivered|
six@gmail.com|delivered|delivered|
TEXT
rows() {
    sqlite3 "$1" "SELECT recipient, status, outcome, first_deferred_utc FROM v1_delivery ORDER BY message_id"
}

claims "deferred, then delivered or failed, is told from two exports"
msgtrace 0 import --db a.db week1.csv week2.csv
rows a.db >a
same wanted a

claims "an older export never undoes a newer fact"
msgtrace 0 import --db b.db week2.csv
msgtrace 0 import --db b.db week1.csv
rows b.db >b
same wanted b
is_sound b.db
is "$(content a.db)" "$(content b.db)"

claims "mail that is only ten minutes old is under way, not deferred"
msgtrace 0 import --db c.db week1.csv
is "$(value c.db "SELECT outcome FROM v1_delivery WHERE recipient = 'four@yahoo.com'")" under_way

claims "the time of the export can be told"
msgtrace 0 import --db d.db --exported-at 2026-11-15T13:00Z week1.csv
is "$(value d.db "SELECT outcome FROM v1_delivery WHERE recipient = 'four@yahoo.com'")" deferred
msgtrace 1 import --db e.db --exported-at 2026-11-15T10:00Z week1.csv
complains "later than --exported-at"

claims "a date in the future is a reject and does not make the export look late"
header=Received,SenderAddress,RecipientAddress,Status
cat >future.csv <<CSV
$header
2026-11-16T10:00:00Z,a@b.example,one@yahoo.com,Pending
2026-11-16T10:05:00Z,a@b.example,two@yahoo.com,Delivered
2099-01-01T10:00:00Z,a@b.example,three@yahoo.com,Delivered
2026-11-16T23:00:00Z,a@b.example,four@yahoo.com,Vanished
CSV
msgtrace 3 import --db f.db future.csv
is "$(value f.db 'SELECT observed_utc FROM v1_import')" 2026-11-16T10:05:00Z
is "$(value f.db "SELECT outcome FROM v1_delivery WHERE recipient = 'one@yahoo.com'")" under_way

claims "a group or alias row beside a real end is not what became of the mail"
cat >group.csv <<CSV
$header,MessageTraceId
2026-11-16T10:00:00Z,a@b.example,one@yahoo.com,Delivered,$(id 7)
2026-11-16T10:00:00Z,a@b.example,one@yahoo.com,Expanded,$(id 7)
CSV
msgtrace 0 import --db g.db group.csv
is "$(value g.db 'SELECT outcome FROM v1_delivery')" delivered
is_sound g.db
