# The evidence for a support ticket: what is in it, that nobody is named in it, that it is the same every time, and what
# comes after.
. "$SOURCE/tests/cli/harness.sh"

ndr=$SOURCE/fixtures/ndr/socket-error.eml
run 0 "$GENERATE" --out weeks --seed 3 --per-day 150
rm weeks/truth.json
run 0 "$GENERATE" --out events --seed 3 --per-day 150 --flavours extended
msgtrace 0 import --db t.db weeks events/MTDetail_Weekly_2026-11-16* events/MTDetail_Weekly_2026-11-23*
cp t.db untouched.db

about="--provider yahoo --since 2026-11-16 --until 2026-11-18"

claims "a bundle has what support asks for"
msgtrace 0 ticket --db t.db -o case/ $about --ndr "$ndr" --headers "$SOURCE/fixtures/headers/delivered-gmail.txt" \
    --tried 'Asked jane.doe@fabrikam.example to send it again'
says "ticket T-"
for file in summary.txt report.md report.html deliveries.csv events.csv ndr/1.txt headers/1.txt checklist.md queries.sql \
    manifest.json texts/notice-en.txt texts/notice-es.txt texts/internal-en.txt texts/internal-es.txt charts/days.png; do
    [ -s "case/$file" ] || broken "$file is missing"
done
head -c 8 case/charts/days.png | od -An -tx1 | grep -q '89 50 4e 47' || broken "the chart is no PNG"

claims "the summary fits into the form"
[ "$(wc -m <case/summary.txt)" -le 4000 ] || broken "it has $(wc -m <case/summary.txt) characters"
for word in EXAMPLES ANSWERS SERVERS SCOPE 'TIMES (UTC)' CAUSE TRIED 'Outbound IP: LO2P265CU024.outbound'; do
    grep -q "$word" case/summary.txt || broken "no '$word' in the summary"
done

grep -q 'left the service at .*LO2P265CU024' case/report.md || broken "the report does not say where mail goes out"

claims "figures agree with the questions"
msgtrace 0 query overview --db t.db $about --format csv
deferred=$(sed -n 2p out | cut -d, -f1)
grep -q "of $deferred deliveries" case/summary.txt || broken "the summary does not say $deferred"
[ "$(grep -c . case/deliveries.csv)" -gt 10 ] || broken "too few deliveries"
is "$(head -c 8 case/deliveries.csv)" "affected"

claims "nobody is named"
sqlite3 t.db "SELECT text FROM address WHERE text LIKE '%@%'" >addresses
sqlite3 t.db "SELECT DISTINCT subject FROM delivery WHERE length(subject) > 12 AND subject LIKE '% %'" >subjects
if grep -rFiq -f addresses --include='*' case; then
    grep -rFi -f addresses case | head -3 >&2
    broken "an address is in the bundle"
fi
# Subjects that are words of ours as well do not count; none of this company's is.
if grep -rFq -f subjects case; then
    broken "a subject is in the bundle"
fi
for word in 'jane.doe' 'Jane Doe' 'Anna Weber' 'Offer for the new office'; do
    ! grep -rFiq "$word" case || broken "'$word' is in the bundle"
done
grep -q 'yahoo' case/deliveries.csv || broken "the recipient domains are gone"
grep -q 'PROD.OUTLOOK.COM' case/deliveries.csv || broken "the Message-IDs are gone"

claims "a token is told here, and only here"
token=$(grep -o 'R[0-9A-Z]*@yahoo\.example' case/ndr/1.txt | head -1)
token=${token%@*}
msgtrace 0 ticket --db t.db --reveal "$token"
says "anna.weber@yahoo.example"
msgtrace 0 ticket --db t.db --reveal "$(echo "$token" | tr A-Z a-z)@yahoo.example"
says "anna.weber@yahoo.example"
msgtrace 1 ticket --db t.db --reveal RZZZZZ
complains "no ticket of this database"
cp untouched.db other.db
msgtrace 0 ticket --db other.db -o other/ $about --ndr "$ndr"
msgtrace 1 ticket --db other.db --reveal "$token"

claims "the same data and request give the same bytes"
msgtrace 0 ticket --db t.db -o one.zip $about --ndr "$ndr"
msgtrace 0 ticket --db t.db -o two.zip $about --ndr "$ndr"
same one.zip two.zip
unzip -q -o one.zip -d one
is "$(unzip -l one.zip | grep -c 'summary.txt')" 1

claims "the manifest names every file and its checksum"
(cd case && find . -type f ! -name manifest.json | sed 's,^\./,,' | sort) >files
for file in $(cat files); do
    sum=$(sha256sum "case/$file" | cut -d' ' -f1)
    grep -q "$sum" case/manifest.json || broken "$file is not in the manifest as it is"
done

claims "records in the DNS are checked, and are points of the checklist"
cat >dig.txt <<'END'
$ dig +noall +answer txt fabrikam.example
fabrikam.example. 3600 IN TXT "v=spf1 include:spf.protection.outlook.com -all"
fabrikam.example. 3600 IN TXT "v=spf1 ip4:192.0.2.1 -all"
$ dig +noall +answer mx fabrikam.example
fabrikam.example. 3600 IN MX 0 fabrikam-example.mail.protection.outlook.com.
END
msgtrace 0 ticket --db t.db -o dns/ $about --records dig.txt --records-of fabrikam.example
grep -q 'SPF.*failed.*RFC 7208' dns/checklist.md || broken "two SPF records pass"
grep -q '\[x\].*MX' dns/checklist.md || broken "the MX record is not seen"
grep -q 'DMARC.*missing' dns/checklist.md || broken "DMARC was not asked for"
grep -q 'v=spf1 ip4:192.0.2.1' dns/dns/1.txt || broken "the records do not go along"
msgtrace 0 ticket --db t.db -o dns2/ --ndr "$ndr" --records dig.txt
grep -q 'SPF.*failed.*RFC 7208' dns2/checklist.md || broken "the sender of the report does not say whose records they are"
msgtrace 0 ticket --db t.db -o dns3/ $about --records dig.txt
complains "--records-of"
grep -q 'SPF.*missing' dns3/checklist.md || broken "records of nobody are checked"

claims "queries can be asked again"
sed -n '/==== Servers of the other side ====/,/;/p' case/queries.sql | sed 1d >one.sql
[ -s one.sql ] || broken "no question about servers"
sqlite3 t.db <one.sql >answer
[ "$(grep -c . answer)" -gt 0 ] || broken "it has no answer"

claims "a small bundle holds a part of the mail, evenly picked, and says so"
msgtrace 0 ticket --db t.db -o full/ --provider yahoo
msgtrace 0 ticket --db t.db -o full.zip --provider yahoo
size=$(wc -c <full.zip)
msgtrace 0 ticket --db t.db -o small.zip --provider yahoo --max-size $((size - size / 20))
[ "$(wc -c <small.zip)" -le $((size - size / 20)) ] || broken "it is larger than asked for"
unzip -q -o small.zip -d small
[ "$(wc -l <small/deliveries.csv)" -lt "$(wc -l <full/deliveries.csv)" ] || broken "nothing was left out"
grep -q 'evenly picked' small/summary.txt || broken "the summary does not say so"
msgtrace 1 ticket --db t.db -o tiny.zip --provider yahoo --max-size 1KB
complains "--max-size"
[ ! -e tiny.zip ] || broken "a bundle was written all the same"

claims "without redaction everything is there"
msgtrace 0 ticket --db t.db -o open/ $about --ndr "$ndr" --no-redaction
grep -q 'anna.weber@yahoo.example' open/ndr/1.txt || broken "the address is hidden"

claims "Spanish"
msgtrace 0 ticket --db t.db -o es/ $about --lang es
grep -q 'PROBLEMA' es/summary.txt || broken "the summary is not Spanish"

claims "without filters it is about what stands out"
msgtrace 0 ticket --db t.db -o found/
says "ticket T-"
msgtrace 2 ticket --db t.db -o x.zip --finding F-000000
complains "no finding"

claims "what cannot be"
msgtrace 2 ticket --db t.db
complains "-o case.zip"
msgtrace 2 ticket --db t.db -o x.zip --provider nobody
msgtrace 2 ticket --db t.db -o x.zip --domain example.invalid
complains "no mail here"
msgtrace 1 ticket --db t.db -o x.zip --ndr "$SOURCE/fixtures/ndr/no-report.eml"
msgtrace 2 ticket --db t.db -o x.zip --max-size much
complains "--max-size"
msgtrace 1 ticket --db t.db -o /nowhere/x.zip $about
head -c 2000 /dev/zero >zeros
msgtrace 1 ticket --db t.db -o x.zip $about --headers zeros
complains "no headers"
msgtrace 1 ticket --db none.db -o x.zip
[ ! -e none.db ] || broken "a database was made"

claims "tickets are listed and followed up"
msgtrace 0 ticket --db t.db --list
says "provider=yahoo"
msgtrace 0 ticket --db t.db --follow-up '' --format json
says '"key":"answer"'
msgtrace 2 ticket --db t.db --follow-up T-00000
complains "--list"

claims "over, better, or not"
mail() { # mail NUMBER DAY STATUS
    printf '"%08x-0000-4000-8000-000000000000","<%d@contoso.com>","2026-11-%sT10:00:00.0000000Z","ann@contoso.com","bob@sky.com","s","%s","2000"\n' \
        "$1" "$1" "$2" "$3"
}
header='"MessageTraceId","MessageId","Received","SenderAddress","RecipientAddress","Subject","Status","Size"'
{ echo "$header"; for i in $(seq 1 30); do mail "$i" 02 Failed; done; } >bad.csv
msgtrace 0 import --db f.db --exported-at 2026-11-03T00:00:00Z bad.csv
msgtrace 0 ticket --db f.db -o f/ --domain sky.com
msgtrace 0 ticket --db f.db --follow-up ''
says "no such mail since"
{ echo "$header"; for i in $(seq 31 60); do mail "$i" 04 Failed; done; } >still.csv
cp f.db worse.db
msgtrace 0 import --db worse.db --exported-at 2026-11-05T00:00:00Z still.csv
msgtrace 0 ticket --db worse.db --follow-up ''
says "Not resolved"
{ echo "$header"; for i in $(seq 61 90); do mail "$i" 04 Delivered; done; } >good.csv
msgtrace 0 import --db f.db --exported-at 2026-11-05T00:00:00Z good.csv
msgtrace 0 ticket --db f.db --follow-up ''
says "not yet proven stable"
{ echo "$header"; for day in 05 06 07; do for i in $(seq 1 10); do mail $((1000 + ${day#0} * 100 + i)) $day Delivered; done; done; } >more.csv
msgtrace 0 import --db f.db --exported-at 2026-11-08T00:00:00Z more.csv
msgtrace 0 ticket --db f.db --follow-up ''
says "Resolved"
says "can be closed"

claims "a purge takes tokens and tickets along"
msgtrace 0 purge --db t.db --address anna.weber@yahoo.example --yes
msgtrace 1 ticket --db t.db --reveal "$token"
