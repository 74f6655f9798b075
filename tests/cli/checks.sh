# What an import says of the exports themselves: that they are cut, filtered or damaged, with what to do. Good exports
# give no such note.
. "$SOURCE/tests/cli/harness.sh"

# bulk ROWS FORM FILE: one file of the generator.
bulk() {
    run 0 "$GENERATE" --rows "$1" --flavour "$2" --out bulk
    mv bulk/bulk-* "$3"
    rm -r bulk
}

notes() { grep '^  note: ' out; }

claims "good exports give no note, whatever they are written in"
run 0 "$GENERATE" --out good --seed 3 --per-day 60 --weeks 5 --flavours ps51-de-de,v2-script,enhanced-summary,ps51-json,graph
rm good/truth.json
msgtrace 0 import --db good.db good
[ -z "$(notes)" ] || broken "$(notes)"

claims "what summaries cannot show is said once a run, not once a file"
is "$(grep -c 'ask for the extended report' out)" 1
msgtrace 0 import --db good.db good
says_not "ask for the extended report"
msgtrace 0 import --db es.db good/MTSummary*
says "note: enhanced summaries show how mail ended and nothing else: no deferral and no reason"
msgtrace 0 import --db es.db --dry-run --quiet good/*W42*
[ ! -s out ] || broken "--quiet says something"

claims "an export that ends at a limit says which, what is missing, and how to go on"
bulk 5000 v2-14col cut.csv
msgtrace 0 import --db cut.db cut.csv
says "note: exactly 5,000 rows, the most that one query of Get-MessageTraceV2 gives: mail "
says "is probably missing and totals are too low; run Get-MessageTraceV2 -"
head -n 5000 cut.csv >whole.csv
msgtrace 0 import --db whole.db whole.csv
says_not "exactly"

claims "a filtered export speaks for the mail in it alone"
{
    echo 'Received,SenderAddress,RecipientAddress,Subject,Status,MessageId,Size'
    for i in 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
        printf '2026-11-03T10:%s:07Z,ann@x.example,r%s@y.example,Hello,Delivered,<%s@x.example>,1000\n' $i $i $i
    done
} >ann.csv
msgtrace 0 import --db ann.db ann.csv
says "note: every row has the sender 'ann@x.example': totals and shares from it speak for that mail alone"

claims "times in another zone are corrected, and how sure that is"
msgtrace 0 import --db zone.db "$SOURCE/fixtures/quirks/local-time.csv"
says "note: its times are UTC+02:00, not UTC, as 4 of 4 trace ids show; they were corrected"

claims "two time bases in one file are counted"
bulk 600 ps51-sv-se utc.csv
awk 'NR % 15 == 0 && match($0, / [0-9][0-9]:/) {
    hour = substr($0, RSTART + 1, 2) + 2
    if (hour < 24) $0 = substr($0, 1, RSTART) sprintf("%02d", hour) substr($0, RSTART + 3)
} { print }' utc.csv >mixed.csv
msgtrace 0 import --db mixed.db utc.csv
says_not "time bases"
msgtrace 0 import --db mixed.db mixed.csv
says "note: two time bases in one file: by the trace ids, "
says " rows are in UTC and "
says " in UTC+02:00; "

claims "a query's window that begins long before the oldest row is named"
{
    echo 'Received,SenderAddress,RecipientAddress,Subject,Status,MessageId,Size,StartDate,EndDate'
    for day in 12 11 10 09 08 07 06 05; do
        for hour in 17 16 15 14 13 12 11 10 09; do
            printf '2026-11-%sT%s:30:07Z,s%s@x.example,r%s@y.example,Hello,Delivered,<%s.%s@x.example>,1000,%s,%s\n' \
                $day $hour $hour $day $day $hour 2026-11-02T00:00:00Z 2026-11-12T18:00:00Z
        done
    done
} >window.csv
msgtrace 0 import --db window.db window.csv
says "note: its query began at 2026-11-02 00:00 UTC but its oldest row is of 2026-11-05 09:30"
says "-StartDate '2026-11-02 00:00:00z' -EndDate '2026-11-05 09:30:08z'"

claims "lists that nobody joined are named with the command that joins them"
cat >tracking.csv <<'CSV'
"Timestamp","ClientHostname","ServerHostname","Source","EventId","MessageId","Recipients","RecipientStatus","TotalBytes","MessageSubject","Sender"
"2026-11-03T10:15:07.1230000Z","a","b","SMTP","RECEIVE","<1@x.example>","System.String[]","System.String[]","1000","Hello","ann@x.example"
"2026-11-03T10:15:08.1230000Z","a","b","SMTP","SEND","<1@x.example>","System.String[]","System.String[]","1000","Hello","ann@x.example"
CSV
"$MSGTRACE" import --db tracking.db tracking.csv >out 2>err
says "note: 2 records hold 'System.String[]' in place of a list, so their recipients are lost"
says "@{n='Recipients';e={\$_.Recipients -join ';'}}"

claims "event exports alone need summaries beside them"
cat >detail.csv <<'CSV'
Date,MessageId,MessageTraceId,SenderAddress,RecipientAddress,Event,Action,Detail,Data
2026-11-03T10:15:07Z,<1@x.example>,,ann@x.example,bob@y.example,Receive,,Message received.,
CSV
msgtrace 0 import --db detail.db detail.csv
says "note: event exports show only the mail in them"
