# The same facts in any order, any number of times, give the same content and the same reports.
. "$SOURCE/tests/cli/harness.sh"

run 0 "$GENERATE" --out weeks --seed 11 --per-day 120
mv weeks/truth.json .
ls weeks >names

claims "importing twice changes nothing"
msgtrace 0 import --db a.db weeks
content a.db >a
msgtrace 0 import --db a.db weeks
says "imported before"
content a.db >again
same a again
is_sound a.db

claims "the same bytes under another name are recognised"
cp "weeks/$(head -n 1 names)" copy.csv
msgtrace 0 import --db a.db copy.csv
says "imported before"

claims "but where the name says whose events they are, that is taken in, before or after the others"
named=details_3f000611-5a1e-4c31-ce72-08df3b1d2513_client-00001-example@yahoo.co.uk.json
cp "$SOURCE/fixtures/quirks/$named" .
cp $named nameless.json
for order in "$named nameless.json" "nameless.json $named"; do
    rm -f n.db
    for file in $order; do
        msgtrace 0 import --db n.db $file
        says_not "imported before"
    done
    msgtrace 0 import --db n.db $named
    says "imported before"
    { content n.db && value n.db "SELECT * FROM v1_event ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9"; } >found
    [ -f named ] || cp found named
    same named found
done
grep -q "client-00001-example@yahoo.co.uk" named || broken "nobody is named"

claims "any order of the files gives the same content"
sort -r names | sed 's|^|weeks/|' | xargs "$MSGTRACE" import --db b.db >out 2>err || broken "import failed"
content b.db >b
same a b
is_sound b.db
sort -R --random-source="$SOURCE/LICENSE" names | while read -r name; do
    "$MSGTRACE" import --db c.db "weeks/$name" >out 2>err || exit 1
done || broken "import failed"
content c.db >c
same a c

claims "any order of the files gives the same reports"
for format in txt md html csv json; do
    msgtrace 0 report weekly --db a.db -o "a.$format"
    msgtrace 0 report weekly --db b.db -o "b.$format"
    same "a.$format" "b.$format"
done
for question in overview domains providers hours heatmap sizes trend routes regions pending-age messages; do
    msgtrace 0 query "$question" --db a.db --json
    cp out first
    msgtrace 0 query "$question" --db c.db --json
    same first out
done

claims "the figures are those of the company that was invented"
sqlite3 :memory: "SELECT key, value FROM json_each(readfile('truth.json'), '\$.outcomes') WHERE value > 0 ORDER BY 1" >wanted
value a.db "SELECT outcome, count(*) FROM v1_delivery GROUP BY 1 ORDER BY 1" >found
same wanted found
sqlite3 :memory: "SELECT json_extract(value, '\$.provider'), json_extract(value, '\$.deliveries'),
    json_extract(value, '\$.outcomes.deferred') + json_extract(value, '\$.outcomes.delivered_after_deferral') +
    json_extract(value, '\$.outcomes.failed_after_deferral')
    FROM json_each(readfile('truth.json'), '\$.providers') WHERE json_extract(value, '\$.provider') IN ('google', 'yahoo') ORDER BY 1" >wanted
value a.db "SELECT p.key, count(*), sum(outcome IN ('deferred', 'delivered_after_deferral', 'failed_after_deferral'))
    FROM v1_delivery d JOIN provider p ON p.name = d.provider WHERE outcome <> 'routing' AND p.key IN ('google', 'yahoo')
    GROUP BY 1 ORDER BY 1" >found
same wanted found
is "$(wc -l <found)" 2

claims "any order of summaries and of what happened behind them gives the same content and the same reports"
run 0 "$GENERATE" --out events --seed 11 --per-day 120 --flavours extended,detail,tracking-log,detail-ps7-json
rm events/truth.json
ls weeks/* events/* >names
xargs "$MSGTRACE" import --db d.db <names >out 2>err || broken "import failed"
content d.db >d
is_sound d.db
for order in "sort -r" "sort -R --random-source=$SOURCE/LICENSE" "sort -R --random-source=$SOURCE/README.md"; do
    rm -f e.db
    $order names | xargs -n 4 "$MSGTRACE" import --db e.db >out 2>err || broken "import failed"
    content e.db >e
    same d e
    is_sound e.db
    for format in txt html csv json; do
        msgtrace 0 report weekly --db d.db -o "d.$format"
        msgtrace 0 report weekly --db e.db -o "e.$format"
        same "d.$format" "e.$format"
    done
    for question in delays attempts reasons pending-age senders waiting evidence; do
        msgtrace 0 query "$question" --db d.db --json
        cp out first
        msgtrace 0 query "$question" --db e.db --json
        same first out
    done
done
