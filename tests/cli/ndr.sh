# Non-delivery reports: imported, joined to deliveries, explained; and the headers of mails.
. "$SOURCE/tests/cli/harness.sh"

ndr=$SOURCE/fixtures/ndr
headers=$SOURCE/fixtures/headers

# A line of CSV output.
row() { sed -n "$1p" out | tr -d '\r'; }

# The mail that the first report is about, and some more, as a summary export has it.
cat >trace.csv <<'EOF'
"MessageTraceId","MessageId","Received","SenderAddress","RecipientAddress","Subject","Status","Size"
"a91f4c02-6d1e-4b77-8a35-08df43d2f3a1","<LO2P123MB4321A1B2C3D4E5F60718293A4B5C6@LO2P123MB4321.GBRP123.PROD.OUTLOOK.COM>","2026-11-16T07:10:02.0000000Z","jane.doe@fabrikam.example","anna.weber@yahoo.example","Offer for the new office","Failed","52000"
"11111111-0000-4000-8000-000000000001","<LO2P123MB4321BAREBAREBAREBAREBAREBAR1@LO2P123MB4321.GBRP123.PROD.OUTLOOK.COM>","2026-11-18T08:00:00.0000000Z","jane.doe@fabrikam.example","ray@btinternet.example","s","Failed","9000"
"11111111-0000-4000-8000-000000000002","<fine@fabrikam.example>","2026-11-18T08:05:00.0000000Z","jane.doe@fabrikam.example","ray@btinternet.example","s","Delivered","9000"
EOF

claims "a report gives a failure its reason"
msgtrace 0 import --db a.db --exported-at 2026-11-20T00:00:00Z trace.csv
msgtrace 0 sql --db a.db "SELECT outcome, evidence, reason_class FROM v1_delivery ORDER BY received_us"
says "failed"
msgtrace 0 import --db a.db "$ndr/socket-error.eml"
says "1 report about 1 recipient: 4 new facts"
msgtrace 0 sql --db a.db --format csv "SELECT outcome, evidence, reason_class, reason_code, remote_host, attempts
    FROM v1_delivery WHERE recipient = 'anna.weber@yahoo.example'"
is "$(row 2)" "expired,ndr,transport,4.4.2,mx-eu.mail.yahoo.example,2"

claims "by the Message-ID where there is no trace id"
msgtrace 0 import --db a.db "$ndr/bare-wrapper.txt"
msgtrace 0 sql --db a.db --format csv "SELECT outcome, evidence, reason_class FROM v1_delivery
    WHERE recipient = 'ray@btinternet.example' ORDER BY received_us"
is "$(row 2)" "expired,ndr,unknown"
is "$(row 3)" "delivered,summary,"
is "$(wc -l <out)" 3

claims "the same report again, or in another file, changes nothing"
sqlite3 a.db "SELECT count(*) FROM event; SELECT count(*) FROM ndr" >before
msgtrace 0 import --db a.db "$ndr/socket-error.eml"
says "imported before, byte for byte"
msgtrace 0 import --db a.db "$ndr/forwarded.eml"
sqlite3 a.db "SELECT count(*) FROM event; SELECT count(*) FROM ndr" >after
same before after

claims "reports with lone carriage returns, and pasted ones with headings in other languages, are known as such"
msgtrace 0 import --db other.db "$ndr/carriage-returns.eml"
says "1 report about 1 recipient"
cat >german.txt <<'END'
Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Gruppen:

info@gone.example

Diagnoseinformationen für Administratoren:
Generierender Server: LO2P123MB4321.GBRP123.PROD.OUTLOOK.COM
info@gone.example
Remote Server returned '550 5.4.310 DNS domain gone.example does not exist [Message=InfoDomainNonexistent]'
END
msgtrace 0 import --db other.db --exported-at 2026-11-18T10:00:00Z german.txt
says "1 report about 1 recipient"

claims "any order of imports gives the same deliveries"
msgtrace 0 import --db b.db "$ndr/bare-wrapper.txt" "$ndr/socket-error.eml"
msgtrace 0 import --db b.db --exported-at 2026-11-20T00:00:00Z trace.csv
for db in a b; do
    msgtrace 0 sql --db $db.db --format csv "SELECT * FROM v1_delivery ORDER BY recipient, received_us"
    cp out deliveries-$db
done
same deliveries-a deliveries-b
msgtrace 0 doctor --db b.db
says_not "damaged"

claims "a mailbox, a folder of reports, an archive"
msgtrace 0 import --db c.db "$ndr/mailbox.mbox"
says "2 reports about 3 recipients"
says "1 mail in it is no such report"
mkdir folder
cp "$ndr"/dns.eml "$ndr"/delayed.eml folder
msgtrace 0 import --db d.db folder
msgtrace 0 sql --db d.db --format csv "SELECT recipient, outcome FROM v1_delivery ORDER BY recipient"
says "info@gone.example,failed"
says "lee@aol.example,deferred"
gzip -kc "$ndr/dns.eml" >dns.eml.gz
msgtrace 0 import --db e.db dns.eml.gz
says "1 report about 1 recipient"

claims "a receipt is no failure"
msgtrace 0 import --db f.db "$ndr/relayed.eml"
msgtrace 0 sql --db f.db --format csv "SELECT count(*) FROM v1_delivery WHERE outcome = 'failed'"
is "$(row 2)" 0

claims "what is no report is refused, with what helps"
msgtrace 1 import --db g.db "$ndr/no-report.eml"
complains "no non-delivery report"
complains "msgtrace explain"

claims "a report that names no message is kept, and joins nothing"
msgtrace 0 import --db h.db "$ndr/pasted-utf16.txt"
says "names no message"
is "$(sqlite3 h.db 'SELECT count(*) FROM ndr')" 1
is "$(sqlite3 h.db 'SELECT count(*) FROM delivery')" 0

claims "a report that says no time asks for one"
printf 'Generating server: X\n\nann@contoso.com\nRemote Server returned %s\n' "'550 5.1.10 RESOLVER.ADR.RecipientNotFound'" >timeless.txt
msgtrace 3 import --db i.db timeless.txt
says "--exported-at"
msgtrace 0 import --db i.db --exported-at 2026-11-20T00:00:00Z timeless.txt

claims "--dry-run keeps nothing"
msgtrace 0 import --db j.db --dry-run "$ndr/socket-error.eml"
says "dry run"
[ ! -e j.db ] || broken "a dry run made a database"

claims "what is purged is gone from reports, too"
msgtrace 0 purge --db a.db --address anna.weber@yahoo.example --yes
says "non-delivery report"
! grep -aq 'anna.weber' a.db || broken "the address is still in the database"

claims "verdicts"
verdict() {
    msgtrace 0 explain --format json "$ndr/$1"
    is "$(python3 -c 'import json,sys
row = [s for s in json.load(open("out"))["sections"] if s["key"] == "verdict"][0]["table"]["rows"][0]
print(row["class"], row["certainty"])')" "$2"
}
if command -v python3 >/dev/null; then
    verdict socket-error.eml "transport open"
    verdict mailbox-full-pasted.txt "mailbox_full certain"
    verdict tls-french.eml "tls certain"
    verdict dns.eml "dns certain"
    verdict throttle-status-only.eml "throttle certain"
    verdict policy-new-form.eml "policy certain"
    verdict bare-wrapper.txt "unknown open"
fi
msgtrace 0 explain "$ndr/socket-error.eml"
says "authentication has faults"
says_not "not an authentication"
msgtrace 0 explain --lang es "$ndr/socket-error.eml"
says "Dictamen"
msgtrace 0 explain "$ndr/relayed.eml"
says "tells of no failure"
for format in text md html csv json; do
    msgtrace 0 explain --format $format "$ndr/two-recipients.eml"
done

claims "explain compares with the database, when there is one"
msgtrace 0 explain --db b.db "$ndr/socket-error.eml"
says "What it is compared with"

claims "headers are explained"
msgtrace 0 explain "$headers/delivered-gmail.txt"
says "saw this mail of fabrikam.example authenticate"
says "203.0.113.21"
msgtrace 0 explain "$headers/own-submission.txt"
says "says nothing"
msgtrace 0 explain "$headers/exchange-inbound.txt"
says "softfail"

claims "a file that is neither is explained as a text"
printf '421 4.4.2 Connection dropped due to SocketError\n' >reply.txt
msgtrace 0 explain reply.txt
says "4.4.2"
