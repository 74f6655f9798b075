# What people see, byte for byte: reports and answers about a small invented company, held against tests/golden/cli.
# MSGTRACE_WRITE_GOLDEN=1 writes these files anew; read the difference before it is committed.
. "$SOURCE/tests/cli/harness.sh"

golden=$SOURCE/tests/golden/cli
run 0 "$GENERATE" --out weeks --seed 3 --per-day 150
rm weeks/truth.json
msgtrace 0 import --db g.db weeks

shows() {
    name=$1
    shift
    msgtrace 0 "$@"
    if [ -n "${MSGTRACE_WRITE_GOLDEN:-}" ]; then
        mkdir -p "$golden"
        cp out "$golden/$name"
    fi
    same "$golden/$name" out
}

claims "the weekly report in every format"
for format in text md html csv json; do
    shows "weekly.$format" report weekly --db g.db --week 2026-W45 --format "$format"
done

claims "days and hours follow the zone"
shows weekly-sydney.text report weekly --db g.db --week 2026-W43 --zone Australia/Sydney

claims "what events add to the weekly report"
run 0 "$GENERATE" --out more --seed 4 --per-day 400
run 0 "$GENERATE" --out events --seed 4 --per-day 400 --flavours extended
rm more/truth.json
msgtrace 0 import --db e.db more events/MTDetail_Weekly_2026-11-16* events/MTDetail_Weekly_2026-11-23*
for format in text md html json; do
    shows "weekly-events.$format" report weekly --db e.db --format "$format"
done

claims "answers in the terminal"
for question in overview domains providers hours weekdays heatmap sizes trend routes regions countries pending-age \
    reasons senders messages coverage gaps imports; do
    shows "query-$question.text" query "$question" --db g.db
done
shows query-rates.csv query rates --by provider,size --db g.db --format csv
shows query-rates.md query rates --by domain,weekday --db g.db --limit 10 --format md

for question in reasons delays attempts pending-age overview; do
    shows "query-$question-events.text" query "$question" --db e.db
done

claims "a code and a reply in words"
shows explain-code.text explain 5.4.300
shows explain-reply.text explain '550 5.4.300 Message expired -> 421 4.4.2 Connection dropped due to SocketError'

claims "one message on its time line"
id=$(value g.db "SELECT message_id FROM v1_delivery WHERE outcome = 'delivered_after_deferral' ORDER BY received_us LIMIT 1")
shows trace.text trace --db g.db "$id"
shows trace.json trace --db g.db "$id" --json
id=$(value e.db "SELECT message_id FROM v1_delivery WHERE outcome = 'expired' ORDER BY received_us LIMIT 1")
shows trace-events.text trace --db e.db "$id"
