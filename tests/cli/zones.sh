# Days, hours and weeks are those of the zone, over both changes of its clocks: mail once an hour, on the hour in UTC,
# through the weeks in which Madrid's clocks go forward and back. Nothing is counted twice, and nothing is lost.
. "$SOURCE/tests/cli/harness.sh"

# hourly FILE FROM DAYS: a summary export with one message an hour, from a moment on.
hourly() {
    {
        echo '"MessageTraceId","MessageId","Received","SenderAddress","RecipientAddress","Subject","Status","Size"'
        i=0
        while [ "$i" -lt $(($3 * 24)) ]; do
            printf '"%08x-0000-4000-8000-000000000000","<%d@contoso.com>","%s","ann@contoso.com","bob@fabrikam.com","s","Delivered","2000"\n' \
                "$((i + $4))" "$((i + $4))" "$(date -u -d "$2 + $i hours" +%Y-%m-%dT%H:00:00.0000000Z)"
            i=$((i + 1))
        done
    } >"$1"
}
hourly spring.csv '2025-03-16 00:00Z' 22 0
hourly autumn.csv '2025-10-13 00:00Z' 21 5000
msgtrace 0 import --db z.db --exported-at 2025-11-10T00:00:00Z spring.csv autumn.csv
zone="--db z.db --zone Europe/Madrid --format csv"

claims "a week with 23 hours on its Sunday and one with 25"
msgtrace 0 query overview $zone --week 2025-W13
is "$(sed -n 2p out | cut -d, -f1)" 167
msgtrace 0 query overview $zone --week 2025-W43
is "$(sed -n 2p out | cut -d, -f1)" 169
msgtrace 0 query overview $zone --week 2025-W12
is "$(sed -n 2p out | cut -d, -f1)" 168

claims "days of 23 and 25 hours"
msgtrace 0 query days $zone --since 2025-03-29 --until 2025-04-01
is "$(sed 1d out | cut -d, -f1,2 | tr -d '\r' | tr '\n' ' ')" "2025-03-29,24 2025-03-30,23 2025-03-31,24 "
msgtrace 0 query days $zone --since 2025-10-25 --until 2025-10-28
is "$(sed 1d out | cut -d, -f1,2 | tr -d '\r' | tr '\n' ' ')" "2025-10-25,24 2025-10-26,25 2025-10-27,24 "

claims "the hour that does not exist has no mail, the one that comes twice has twice as much"
msgtrace 0 query heatmap $zone --week 2025-W13
is "$(grep -E '^7,(1|2|3),' out | cut -d, -f1-3 | tr -d '\r' | tr '\n' ' ')" "7,1,1 7,2,0 7,3,1 "
msgtrace 0 query heatmap $zone --week 2025-W43
is "$(grep -E '^7,(1|2|3),' out | cut -d, -f1-3 | tr -d '\r' | tr '\n' ' ')" "7,1,1 7,2,2 7,3,1 "

claims "the weekly report has the week whole, with all its days, over both changes"
for week in 2025-W13:167:23 2025-W43:169:25; do
    name=${week%%:*}
    rest=${week#*:}
    msgtrace 0 report weekly --db z.db --zone Europe/Madrid --week "$name" --json
    cp out week.json
    sql() { sqlite3 :memory: "SELECT $1 FROM json_each(readfile('week.json'), '$.sections') s, json_each(s.value, '$.table.rows') r WHERE s.value ->> 'key' = '$2' ${3:-}"; }
    is "$(sql "r.value ->> 'deliveries'" headline "AND r.value ->> 'measure' = 'deliveries'")" "${rest%%:*}"
    is "$(sql 'count(*)' coverage)" 7
    is "$(sql "r.value ->> 'deliveries'" coverage "AND r.value ->> 'weekday' = 7")" "${rest##*:}"
    grep -q '"gaps"' week.json && broken "$name has gaps"
done

claims "moments for people are those of the clock on the wall, in data they are UTC"
msgtrace 0 query freshness --db z.db --zone Europe/Madrid
says "$(printf '2025-11-03\302\24000:00')"
msgtrace 0 query freshness --db z.db --zone Europe/Madrid --json
says "2025-11-02T23:00:00Z"
