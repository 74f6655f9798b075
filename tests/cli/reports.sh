# The reports: their figures are those of the questions, what cannot be compared is not, the same data gives the same
# bytes in every format, and what was typed wrong is said.
. "$SOURCE/tests/cli/harness.sh"

run 0 "$GENERATE" --out more --seed 4 --per-day 300
run 0 "$GENERATE" --out events --seed 4 --per-day 300 --flavours extended
rm -f more/truth.json
msgtrace 0 import --db e.db more events/MTDetail_Weekly_2026-11-09* events/MTDetail_Weekly_2026-11-16* \
    events/MTDetail_Weekly_2026-11-23*

# cell FILE SECTION KEY WHERE: a figure of a report in JSON.
cell() {
    sqlite3 :memory: "SELECT r.value ->> '$3' FROM json_each(readfile('$1'), '\$.sections') s,
        json_each(s.value, '\$.table.rows') r WHERE s.value ->> 'key' = '$2' AND $4"
}
text() { sqlite3 :memory: "SELECT s.value ->> '$3' FROM json_each(readfile('$1'), '\$.sections') s WHERE s.value ->> 'key' = '$2'"; }

claims "the trend has the figures of the questions, in the zone's weeks and days"
msgtrace 0 report trend --db e.db --zone Europe/Madrid -o trend.json
msgtrace 0 query trend --db e.db --zone Europe/Madrid -o weeks.json
for week in 2026-W43 2026-W46 2026-W47; do
    for key in deliveries deferred failed deferred_ratio failed_high; do
        is "$(cell trend.json steps $key "r.value ->> 'step' = '$week'")" \
            "$(sqlite3 :memory: "SELECT value ->> '$key' FROM json_each(readfile('weeks.json'), '\$.rows') WHERE value ->> 'week' = '$week'")"
    done
done
msgtrace 0 report trend --db e.db --step day --since 2026-11-10 --until 2026-11-20 --provider yahoo -o days.json
msgtrace 0 query days --db e.db --since 2026-11-10 --until 2026-11-20 --provider yahoo --json
is "$(cell days.json steps deliveries 1 | paste -sd, -)" \
    "$(sqlite3 :memory: "SELECT group_concat(value ->> 'deliveries') FROM json_each(readfile('out'), '\$.rows')")"
is "$(cell days.json places domain 1 | sort -u | head -n 1 | grep -c '\.')" 1

claims "steps in part and steps known by summaries are neither compared nor taken for what they are not"
is "$(cell trend.json steps coverage "r.value ->> 'step' = '2026-W48'")" part
is "$(cell trend.json steps known_by "r.value ->> 'step' = '2026-W43'")" summaries
is "$(cell trend.json steps known_by "r.value ->> 'step' = '2026-W47'")" events
text trend.json summary lede | grep -q '^2026-W47: ' || broken "the last whole week is not the one that is compared"
msgtrace 0 report trend --db e.db --since 2026-11-18 --until 2026-11-25 -o short.json
is "$(cell short.json steps coverage "r.value ->> 'step' = '2026-W47'")" part
text short.json summary lede | grep -q 'nothing is compared' || broken "a week that the window cuts is compared"

claims "a trend without mail, or of too many steps, is refused with what helps"
msgtrace 2 report trend --db e.db --since 2020-01-01 --until 2020-02-01
complains "msgtrace status"
msgtrace 2 report trend --db e.db --domain nowhere.example
complains "no mail here has the recipient domain 'nowhere.example'"
msgtrace 2 report executive --db e.db --since 2020-01-01 --until 2020-02-01
complains "msgtrace status"
msgtrace 2 report trend --db e.db --step month
complains "'week' or 'day'"
msgtrace 2 report weekly --db e.db --provider yahoo
complains "report trend"
msgtrace 2 report weekly --db e.db --step day
complains "report trend"
msgtrace 2 report wekly
complains "weekly"

claims "the executive report has the figures of the week and says of each finding whether it is over"
msgtrace 0 report executive --db e.db --week 2026-W47 -o executive.json
msgtrace 0 query overview --db e.db --week 2026-W47 --json
overview() { sqlite3 :memory: "SELECT value ->> '$1' FROM json_each(readfile('out'), '\$.rows')"; }
is "$(cell executive.json figures deliveries "r.value ->> 'measure' = 'deliveries'")" "$(overview deliveries)"
is "$(cell executive.json figures deliveries "r.value ->> 'measure' = 'delayed'")" "$(overview deferred)"
is "$(cell executive.json figures deliveries "r.value ->> 'measure' = 'failed'")" "$(overview failed)"
told=$(cell executive.json events id 1 | wc -l)
[ "$told" -ge 1 ] || broken "no finding is told"
msgtrace 0 report executive --db e.db --week 2026-W47
[ "$(wc -w <out)" -lt 600 ] || broken "that is more than half a page"
grep -qE 'It is over|It goes on|cannot be told yet' out || broken "nobody says whether it is over"

claims "every format is the same twice, and the same after another order of imports"
for file in $(ls -r more); do msgtrace 0 import --db r.db "events/MTDetail_Weekly_2026-11-16"* "more/$file"; done
msgtrace 0 import --db r.db events/MTDetail_Weekly_2026-11-09* events/MTDetail_Weekly_2026-11-23*
for report in weekly trend executive; do
    for format in text md html csv json xlsx; do
        msgtrace 0 report "$report" --db e.db --zone Europe/Madrid --format "$format"
        cp out once
        msgtrace 0 report "$report" --db e.db --zone Europe/Madrid --format "$format"
        same once out
        msgtrace 0 report "$report" --db r.db --zone Europe/Madrid --format "$format"
        same once out
    done
done
for name in week.md.zip week.csv.zip; do
    msgtrace 0 report weekly --db e.db -o "$name"
    msgtrace 0 report weekly --db r.db -o "again-$name"
    same "$name" "again-$name"
done

claims "a folder has a file for each section, Markdown its pictures, and both replace what was there as a whole"
msgtrace 0 report weekly --db e.db -o week/ --format csv
for key in findings headline providers reasons hours; do [ -s "week/$key.csv" ] || broken "there is no $key.csv"; done
msgtrace 0 report weekly --db e.db -o week/ --format md
grep -o 'charts/[a-z-]*\.png' week/report.md | sort -u >named
(cd week && ls charts/*.png) | sort >there
same named there
for picture in week/charts/*.png; do head -c 8 "$picture" | od -An -tx1 | grep -q '89 50 4e 47' || broken "$picture is no PNG"; done
msgtrace 2 report weekly --db e.db -o week/
complains "--format"
touch plain
msgtrace 1 report weekly --db e.db -o plain/ --format md
complains "plain"
msgtrace 1 report weekly --db e.db -o none/deeper/ --format csv

claims "the SQL behind each table is shown instead of the report"
msgtrace 0 report weekly --db e.db --show-sql
says "-- == Mailbox providers"
says "SELECT"

claims "a word that no mail has is said, because an empty answer would look like good news"
msgtrace 0 query overview --db e.db --domain yaho.com
complains "did you mean 'yahoo.com'"
msgtrace 0 findings --db e.db --forest NOPRD01
complains "no mail here has the forest 'NOPRD01'"
msgtrace 0 query overview --db e.db --domain YAHOO.com
is_silent

claims "half a page says when its time is not covered wholly"
msgtrace 0 report executive --db e.db --week 2026-W48
says "The data covers"
msgtrace 0 report executive --db e.db --week 2026-W47
says_not "The data covers"

claims "what began since the period belongs to it only while it is recent"
run 0 "$GENERATE" --out long --per-day 1000
run 0 "$GENERATE" --out late --per-day 1000 \
    --flavours detail,ps51-en-us,ps51-en-us,ps51-en-us,extended,extended
rm -f long/truth.json
msgtrace 0 import --db l.db long late/MTDetail_*
msgtrace 0 report executive --db l.db --week 2026-W47 --json
cp out late.json
msgtrace 0 report executive --db l.db --week 2026-W43 --json
cp out early.json
later() { cell "$1" events start "r.value ->> 'start' > '2026-11-22T23'" | wc -l; }
is "$(later late.json)" 1
is "$(later early.json)" 0
