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

# shows_file NAME TEXT: the same for text that is at hand.
shows_file() {
    printf '%s\n' "$2" >text
    if [ -n "${MSGTRACE_WRITE_GOLDEN:-}" ]; then
        cp text "$golden/$1"
    fi
    same "$golden/$1" text
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

claims "the trend and the executive report, in every format"
for report in trend executive; do
    for format in text md html csv json; do
        shows "$report.$format" report "$report" --db e.db --zone Europe/Madrid --format "$format"
    done
done
shows trend-days.text report trend --db e.db --step day --since 2026-11-09 --until 2026-11-23
shows trend-yahoo.text report trend --db e.db --provider yahoo

claims "findings, in every format"
for format in text md html csv json; do
    shows "findings.$format" findings --db e.db --zone Europe/Madrid --format "$format"
done

claims "what a reader of Spanish gets"
for format in text html; do
    for report in weekly trend executive; do
        shows "$report-es.$format" report "$report" --db e.db --lang es --zone Europe/Madrid --format "$format"
    done
done
shows findings-es.text findings --db e.db --lang es --zone Europe/Madrid

claims "what a workbook says in its sheets"
msgtrace 0 report weekly --db e.db --zone Europe/Madrid -o week.xlsx
for part in xl/workbook.xml xl/worksheets/sheet1.xml xl/worksheets/sheet2.xml xl/sharedStrings.xml; do
    shows_file "weekly-xlsx-$(basename "$part")" "$(unzip -p week.xlsx "$part" | sed 's/></>\n</g')"
done

claims "a report as several files"
msgtrace 0 report weekly --db e.db -o week.csv.zip
shows_file weekly-csv.list "$(unzip -Z1 week.csv.zip)"
msgtrace 0 report weekly --db e.db -o week/ --format md
shows_file weekly-md.list "$(cd week && find . -type f | LC_ALL=C sort)"
shows_file weekly-charts.md "$(cat week/report.md)"

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
