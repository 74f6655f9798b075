# How long mail took, how often it was tried and why: from a summary export, and from courses beside it.
. "$SOURCE/tests/cli/harness.sh"

header=Received,SenderAddress,RecipientAddress,Status,Size,MessageId,MessageTraceId
id() { printf '00000000-0000-0000-0000-00000000000%s' "$1"; }
cat >week.csv <<CSV
$header
2026-11-16T08:00:00Z,a@fabrikam.example,one@yahoo.com,Delivered,1000,<1@fabrikam.example>,$(id 1)
2026-11-16T08:00:00Z,a@fabrikam.example,two@yahoo.com,Delivered,1000,<2@fabrikam.example>,$(id 2)
2026-11-16T08:00:00Z,a@fabrikam.example,three@yahoo.com,Failed,1000,<3@fabrikam.example>,$(id 3)
2026-11-16T08:00:00Z,a@fabrikam.example,four@gmail.com,Failed,1000,<4@fabrikam.example>,$(id 4)
2026-11-16T20:00:00Z,a@fabrikam.example,five@gmail.com,Pending,1000,<5@fabrikam.example>,$(id 5)
CSV
msgtrace 0 import --db d.db --exported-at 2026-11-17T08:00Z week.csv

claims "a summary export gives no times, and it says which exports do"
msgtrace 0 query delays --db d.db --json
says '"provider":"Yahoo","deliveries":3,"delivered":0,"undelivered":0,"unknown":3,"p50":null,"p50_at_least":null'
says 'message trace details tell it'
msgtrace 0 query attempts --db d.db
says "No events of this mail are here"
msgtrace 0 query reasons --db d.db
says "only a status is known"

claims "mail that an export caught on its way waited at least so long"
msgtrace 0 query delays --db d.db --domain gmail.com --format csv
says "Google,2,0,1,1,"
is "$(sed -n 2p out | cut -d, -f9)" 43200
is "$(sed -n 2p out | tr -d '\r' | cut -d, -f14)" true

# What an event export would have brought, as the loader stores it.
of() { value d.db "SELECT id FROM delivery WHERE message_id = '<$1@fabrikam.example>'"; }
moment() { date -u -d "$1" +%s000000; }
sqlite3 d.db <<SQL
INSERT INTO reason VALUES (1, 0, '', 421, '4.4.2', 'Connection dropped due to SocketError', 0, 0, 1, 1, 6);
INSERT INTO course VALUES
    ($(of 1), 3, 2, $(moment 2026-11-16T08:00:10Z), 0, 1, NULL, NULL, $(moment 2026-11-16T08:00:10Z),
     $(moment 2026-11-16T08:00:10Z), 0, NULL, 'mta5.am0.yahoodns.net', NULL, 0),
    ($(of 2), 9, 2, $(moment 2026-11-16T10:00:00Z), 6, 7, $(moment 2026-11-16T08:01:00Z), $(moment 2026-11-16T09:30:00Z),
     $(moment 2026-11-16T10:00:00Z), $(moment 2026-11-16T10:00:00Z), 0, 1, 'mta6.am0.yahoodns.net', NULL, 0),
    ($(of 3), 9, 3, $(moment 2026-11-17T08:00:00Z), 9, 9, $(moment 2026-11-16T08:01:00Z), $(moment 2026-11-17T07:30:00Z),
     $(moment 2026-11-17T08:00:00Z), $(moment 2026-11-17T08:00:00Z), 1, 1, 'mta5.am0.yahoodns.net', NULL, 0);
INSERT INTO event (key, delivery_id, at_us, at_precision, kind, event, turn, reason_id, export_id, line) VALUES
    (1, $(of 2), $(moment 2026-11-16T08:01:00Z), 8, 7, 'Defer', 0, 1, 1, 2),
    (2, $(of 2), $(moment 2026-11-16T10:00:00Z), 8, 4, 'Send external', 0, NULL, 1, 2);
UPDATE delivery SET outcome = 3, evidence = 1 WHERE id = $(of 2);
UPDATE delivery SET outcome = 5, evidence = 1 WHERE id = $(of 3);
UPDATE hourly SET outcome = 5, reason_class = 1 WHERE outcome = 6 AND domain_id =
    (SELECT domain_id FROM delivery WHERE id = $(of 3));
SQL

claims "with events, quantiles are known as far as the curve comes"
msgtrace 0 query delays --db d.db --provider yahoo --by domain --json
says '"domain":"yahoo.com","deliveries":3,"delivered":2,"undelivered":1,"unknown":0'
says '"p50":7200,"p50_at_least":false,"p90":86400,"p90_at_least":true'
msgtrace 0 query delays --db d.db --provider yahoo
says "$(printf '\342\211\245')"

claims "attempts and their median are counted"
msgtrace 0 query attempts --db d.db --format csv
grep -q '^6-10,2,0.666667,1,0,0,1,0,7' out || broken "no band of 6 to 10 attempts"

claims "a reason says who acts, whether trying again helps, and where most of it went"
msgtrace 0 query reasons --db d.db --json
says '"reason_class":"transport","reason_code":"4.4.2","reason":"Connection dropped due to SocketError","actor":"recipient_admin","permanence":"temporary","deliveries":2'
says '"reason_class":null'
msgtrace 0 query reasons --db d.db
says "can help"

claims "mail is filtered and counted by reason and by remote host"
msgtrace 0 query rates --db d.db --by reason --reason transport --format csv
grep -q '^transport,1,' out || broken "no row for the reason"
msgtrace 0 query rates --db d.db --by remote-host --remote-host yahoodns.net --format csv
is "$(grep -c '^mta' out)" 2
msgtrace 2 query rates --db d.db --reason throtle
complains "did you mean 'throttle'"

claims "what expired is a lower bound while failed mail without events is left"
msgtrace 0 query overview --db d.db --json
says '"expired":1,"expired_at_least":true'
says "1 of 2 failed deliveries have events"

claims "a trace shows events, attempts and delays"
msgtrace 0 trace --db d.db "$(id 2)"
says "Send external"
says "Connection dropped due to SocketError"
says "2$(printf '\302\240')h"

claims "questions with dimensions of their own refuse others"
msgtrace 2 query domains --db d.db --by hour
complains "takes no --by"
msgtrace 2 query delays --db d.db --by hour,hour
complains "named twice"
msgtrace 2 query delays --db d.db --by hose
complains "there are domain, provider"
