# Reading and writing beside each other, or by turns: the same content, the same words, the same refusals.
. "$SOURCE/tests/cli/harness.sh"

run 0 "$GENERATE" --out weeks --seed 12 --per-day 150 --weeks 3
run 0 "$GENERATE" --out events --seed 12 --per-day 150 --weeks 3 --flavours detail,extended,tracking-log
rm weeks/truth.json events/truth.json
printf 'ReceivedUtc,SenderAddress,RecipientAddress,Status\n' >weeks/broken.csv
awk 'BEGIN { for (i = 0; i < 5000; i++) printf "2026-11-0%d 10:00:00,a@contoso.com,b%d@fabrikam.com,%s\n", i % 9 + 1, i,
    i % 3 ? "Delivered" : "Wrong" }' >>weeks/broken.csv

import() { # STATUS THREADS DATABASE ARGUMENTS...
    status=$1 threads=$2 db=$3
    shift 3
    msgtrace "$status" import --threads "$threads" --db "$db" "$@"
}

claims "two threads tell and keep what one does"
import 3 1 one.db weeks events
cp out one.out
import 3 2 two.db weeks events
same one.out out
content one.db >one
content two.db >two
same one two
is_sound two.db

claims "a file that is refused leaves nothing behind, whichever thread notices"
import 1 1 one.db --strict weeks/broken.csv --as get-messagetrace
cp err one.err
import 1 2 two.db --strict weeks/broken.csv --as get-messagetrace
same one.err err
import 1 2 three.db --strict weeks/broken.csv
is "$(value three.db 'SELECT count(*) FROM delivery')" 0

claims "records longer than what is handed over at once arrive whole"
awk 'BEGIN {
    print "ReceivedUtc,SenderAddress,RecipientAddress,Subject,Status"
    for (i = 0; i < 40; i++) {
        printf "2026-11-02 10:00:%02d,a@contoso.com,b%d@fabrikam.com,", i, i
        for (j = 0; j < 30000; j++) printf "%d ", j + i
        print ",Delivered"
    }
}' >long.csv
import 0 1 long1.db long.csv
import 0 2 long2.db long.csv
content long1.db >one
content long2.db >two
same one two
is "$(value long2.db 'SELECT count(DISTINCT subject) FROM delivery')" 40

claims "another number of threads is refused, and the number can be set once and for all"
import 2 3 t.db weeks
complains "threads is 1 or 2"
MSGTRACE_THREADS=9 msgtrace 2 import --db t.db weeks
complains "threads is 1 or 2"
MSGTRACE_THREADS=1 msgtrace 0 import --db t.db long.csv

claims "an import can be told not to ask whether the disk has room"
msgtrace 0 import --no-space-check --db u.db long.csv
