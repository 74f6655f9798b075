# What msgtrace finds in mail whose troubles are known, through real exports: just what was planted, and nothing where
# nothing was. Scores over many scenarios and seeds are measured by tests/bench/patterns.
. "$SOURCE/tests/cli/harness.sh"

# One value of the answer in `out`, and of the truth.
json() { sqlite3 :memory: "SELECT json_extract(CAST(readfile('out') AS TEXT), '$1')"; }
truth() { sqlite3 :memory: "SELECT json_extract(CAST(readfile('data/truth.json') AS TEXT), '$1')"; }

# plants SCENARIO GRADE SEED EXPORTS: makes that mail, imports its exports and asks for findings.
plants() {
    rm -rf data mail.db
    run 0 "$GENERATE" --out data --planted "$1" --grade "$2" --seed "$3" --exports "$4"
    msgtrace 0 providers --db mail.db --add data/providers.tsv
    msgtrace 0 import --db mail.db data/*.csv
    msgtrace 0 findings --db mail.db --zone UTC --json
    is_silent
}

# is_planted NUMBER KIND STATE: the finding of that number, from 0 on, has that kind and state, and the conditions that
# the truth of that number has: all of them, and no other. A size is the band's first byte.
is_planted() {
    is "$(json "\$.findings[$1].kind") $(json "\$.findings[$1].state")" "$2 $3"
    for condition in provider/provider domain/domain region/country remote_host/host forest/forest; do
        is "$(json "\$.findings[$1].where.${condition%/*}")" "$(truth "\$.truths[$1].${condition#*/}")"
    done
    is "$(json "\$.findings[$1].size_min_bytes")" "$(truth "\$.truths[$1].size_from")"
}

# is_near FINDING-KEY TRUTH-KEY MINUTES: two moments of the first finding and the first truth.
is_near() {
    apart=$(sqlite3 :memory: "SELECT abs(strftime('%s', '$(json "\$.findings[0].$1")') -
        strftime('%s', '$(truth "\$.truths[0].$2")')) <= 60 * $3")
    [ "$apart" = 1 ] || broken "$1 is '$(json "\$.findings[0].$1")', not '$(truth "\$.truths[0].$2")'"
}

count() { sqlite3 :memory: "SELECT json_array_length(CAST(readfile('out') AS TEXT), '\$.findings')"; }

claims "an outage of three hours is found with its edges to minutes, and that it is over"
plants S01 strong 3 events
is "$(count)" 1
is_planted 0 incident resolved
is_near start_utc from_utc 5
is_near end_utc until_utc 5

claims "of three conditions at a time each is found: provider, size, and hours of working days"
plants S06 strong 3 events
is "$(count)" 1
is_planted 0 recurring open
is "$(json '$.findings[0].hours_utc.from') $(json '$.findings[0].hours_utc.until')" \
    "$(truth '$.truths[0].hour_from') $(truth '$.truths[0].hour_until')"
is "$(json '$.findings[0].weekdays')" "[1,2,3,4,5]"

claims "summaries alone tell of a provider that is down and still is when the data end"
plants S12 strong 3 summary
is "$(count)" 1
is_planted 0 incident open
is "$(json '$.findings[0].end_utc')" ""
is_near start_utc from_utc 60

claims "summaries alone tell of a small provider that is always bad, and of no time"
plants S18 strong 3 summary
is "$(count)" 1
is_planted 0 chronic open
is "$(json '$.findings[0].start_utc')" ""

claims "where nothing was planted, nothing is found, in summaries or in events"
plants N4 - 101 events
is "$(json '$.findings')" "[]"
plants N4 - 102 summary
is "$(json '$.findings')" "[]"
plants N0 - 101 summary
is "$(json '$.findings')" "[]"
[ "$(json '$.searched')" -gt 1000000 ] || broken "hardly anything was searched"
