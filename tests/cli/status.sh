# msgtrace status: what is here, what is missing, and the commands that fetch it. The time it is comes from --as-of.
. "$SOURCE/tests/cli/harness.sh"

# Blanks that must not break a line (between a number and its unit, for one) are read as blanks.
reads() { sed 's/\xc2\xa0/ /g' out | grep -qF -- "$1" || broken "standard output does not read '$1'"; }

# rows FILE DAY...: a row every half hour from 8 to 18 o'clock of these days of November 2026, newest first.
rows() {
    file=$1
    shift
    echo 'Received,SenderAddress,RecipientAddress,Subject,Status,MessageId,Size' >"$file"
    for day in $(printf '%s\n' "$@" | sort -nr); do
        for hour in 17 16 15 14 13 12 11 10 09 08; do
            for minute in 45 15; do
                status=Delivered
                [ "$hour$minute" = 1245 ] && status=Failed
                printf '2026-11-%02dT%s:%s:00Z,s%s@x.example,r%s%s@y.example,Hello,%s,<%s.%s.%s@x.example>,1000\n' \
                    "$day" "$hour" "$minute" "$hour" "$hour" "$minute" "$status" "$day" "$hour" "$minute" >>"$file"
            done
        done
    done
}

claims "a day that was left out is a gap, with the command that fetches it"
rows week.csv 2 3 4 6 9 10 11
msgtrace 0 import --db q.db --exported-at 2026-11-11T18:00Z week.csv
msgtrace 0 status --db q.db --as-of 2026-11-14
reads '2026-11-05  Thursday   !!!!!!!!!!!!!!!!!!!!!!!!           0'
says 's: mail, by summary exports alone'
msgtrace 0 status --db q.db --as-of 2026-11-14 --commands
says "# no mail where mail is usual, 2026-11-04T18:00:00Z to 2026-11-06T08:00:00Z"
says "Get-MessageTraceV2 -StartDate '2026-11-04 18:00:00z' -EndDate '2026-11-06 08:00:00z' -ResultSize 5000"
says "Start-HistoricalSearch -ReportTitle 'failed 2026-11-02' -ReportType MessageTraceDetail -DeliveryStatus Failed"
says "# mail newer than the data, 2026-11-09T17:00:00Z to 2026-11-14T00:00:00Z"

claims "a quiet weekend is no gap"
says_not 2026-11-07T
grep -q '2026-11-06T18:00:00Z to' out && broken "the weekend is listed"

claims "the commands go to a file, one a line"
msgtrace 0 status --db q.db --as-of 2026-11-14 --commands -o export.ps1
[ ! -s out ] || broken "something went to standard output as well"
is "$(grep -c '^#' export.ps1)" "$(grep -vc '^#' export.ps1)"

claims "what is older than 90 days is said to be gone, and no command is made for it"
msgtrace 0 status --db q.db --as-of 2027-02-20 --since 2026-11-01 --json
says '{"what":"gap","since":"2026-11-04T18:00:00Z","until":"2026-11-06T08:00:00Z","keep_until":"2027-02-02T18:00:00Z","left":null,"command":null}'
msgtrace 0 status --db q.db --as-of 2027-02-20
reads "out of Microsoft’s reach: only exports that were kept have it"

claims "how old the data is and how long the mail behind it can be had"
msgtrace 0 status --db q.db --as-of 2026-11-14T17:45
reads "The newest mail was received 2026-11-11 17:45, 3 d ago."
reads "The newest export was taken 2026-11-11 18:00, 15 min behind that mail."
reads "can be exported until 2027-02-09 17:45, for another 87 d"

claims "nothing is missing from data of today without failures"
grep -v Failed week.csv | grep -E 'Received|2026-11-(09|1)' >today.csv
msgtrace 0 import --db t.db --exported-at 2026-11-11T18:00Z today.csv
msgtrace 0 status --db t.db --as-of 2026-11-11T18:00
says "Nothing: there are no gaps"
msgtrace 0 status --db t.db --as-of 2026-11-11T18:00 --commands
says "# nothing is missing"

claims "hours follow the zone"
msgtrace 0 status --db q.db --as-of 2026-11-14 --zone Asia/Tokyo
reads '2026-11-03  Tuesday    sss--------------sssssss          20'

claims "data formats have an hour a row"
msgtrace 0 status --db q.db --as-of 2026-11-14 --json
says '{"day":"2026-11-05","hour":0,"deliveries":0,"with_events":0,"evidence":null,"state":"gap"}'
says '{"day":"2026-11-02","hour":8,"deliveries":2,"with_events":0,"evidence":"summary","state":"mail"}'
msgtrace 0 status --db q.db --as-of 2026-11-14 --format csv
says 'day,hour,deliveries,with_events,evidence,state'
says '2026-11-02,8,2,0,summary,mail'

claims "without events it says what cannot be answered, with them which days can"
msgtrace 0 status --db q.db --as-of 2026-11-14
says "No mail of this time has events"
cat >detail.csv <<'CSV'
Date,MessageId,MessageTraceId,SenderAddress,RecipientAddress,Event,Action,Detail,Data
2026-11-03T12:45:01Z,<3.12.45@x.example>,,s12@x.example,r1245@y.example,Receive,,Message received.,
2026-11-03T12:45:09Z,<3.12.45@x.example>,,s12@x.example,r1245@y.example,Fail,,Reason: [{LED=550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found};{MSG=};{FQDN=};{IP=};{LRT=}],
2026-11-03T13:15:01Z,<unheard.of@x.example>,,,,Receive,,Message received.,
CSV
msgtrace 0 import --db q.db --exported-at 2026-11-12T00:00Z detail.csv
msgtrace 0 status --db q.db --as-of 2026-11-14 --json
says '{"day":"2026-11-03","deliveries":20,"with_events":1,"events_ratio":0.05,"failed":1,"failed_with_events":1,"failed_with_reason":1}'
says '{"flavour":"detail","files":1,"rows_read":3,"rejected":0,'
says '{"flavour":"get-messagetrace","files":1,"rows_read":140,"rejected":0,'
msgtrace 0 status --db q.db --as-of 2026-11-14
says 'ssssEsssss'

claims "events that wait for their delivery are counted"
reads "1 event waits for the delivery it belongs to, of 2026-11-03 13:15 to 2026-11-03 13:15"
reads "1 of them does not say whose it is"

claims "usage"
msgtrace 2 status --db q.db --commands --json
complains "--commands prints a script"
msgtrace 2 status --db q.db --as-of someday
msgtrace 2 status --db q.db extra
