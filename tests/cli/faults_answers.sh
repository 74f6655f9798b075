# A call that fails while a question is answered gives the whole answer or none, with a sentence and an exit status that
# say so, and never changes the database; one that fails while the database is changed changes it wholly or not at all.
# MSGTRACE_FAULTS is the number of faults (a quarter of it of every part); the first argument does the same.
. "$SOURCE/tests/cli/harness.sh"
. "$SOURCE/tests/faults/facts.sh"
. "$SOURCE/tests/faults/inject.sh"
faults=${1:-${MSGTRACE_FAULTS:-80}}

run 0 "$GENERATE" --out weeks --seed 3 --weeks 3 --per-day 40 --flavours ps51-en-us,extended,graph
rm weeks/truth.json
printf 'Received,SenderAddress,RecipientAddress,Status\n2026-10-20T10:00:00Z,a@b.example,c@d.example,Delivered\nx,a@b.example,e@d.example,Delivered\n' \
    >weeks/rejects.csv
# Mail to one domain that fails for a day, so that there is something to find.
awk 'BEGIN {
    print "Received,SenderAddress,RecipientAddress,Status"
    for (i = 0; i < 600; i++) {
        day = int(i / 30) + 12; hour = i % 30 % 24; failed = day == 22 ? "Failed" : "Delivered"
        printf "2026-10-%02dT%02d:%02d:00Z,s%d@fabrikam.example,r%d@shop.example,%s\n", day, hour, i % 60, i % 7, i, failed
    }
}' >weeks/shop.csv
msgtrace 3 import --db whole.db weeks
msgtrace 4 findings --db whole.db --fail-on any
printf 'yahoo.*\tother\tAnother\n' >rules.tsv
printf '4.4.317\t\tpolicy\ttemporary\trecipient\tA line of our own\n' >codes.tsv
msgtrace 0 rejects --db whole.db -o rejects.csv
sed 's/,x,/,2026-10-20T11:00:00Z,/' rejects.csv >fixed.csv
address=$(value whole.db "SELECT recipient FROM v1_delivery WHERE outcome LIKE '%defer%' ORDER BY 1 LIMIT 1")
cp "$SOURCE/fixtures/dns/dig-full.txt" dig.txt
[ -n "$address" ] || broken "there is no trouble in the data"

# ---- answers -------------------------------------------------------------------------------------------------------

# One line, one command; answer is the file that some of them write.
cat >questions <<EOT
query overview --json
query domains --format csv
query rates --by provider,hour --format csv
query delays --json
query attempts
query reasons --json
query messages --limit 0 --format csv
query heatmap --format html
query trend --zone Europe/Madrid --json
query pending-age
findings --json
findings --lang es
findings --explain 1 --format md
query changes --json
query dead-domains --json
query mailings --json
query loops --json
query evidence
query quality --format md
report weekly -o answer.html
report weekly --format json
report weekly --format text
report weekly --zone America/New_York -o answer.md
report weekly -o answer.csv
report trend -o answer.html
report executive --format json
status --as-of 2026-11-12
status --as-of 2026-11-12 --json
status --as-of 2026-11-12 --commands
rejects
rejects --json
rejects -o answer
doctor
doctor --json
trace $address
trace $address --json
sql SELECT*FROM~v1_delivery --format csv
sql SELECT*FROM~v1_event --json
explain 5.4.300
explain 550~5.4.300~Message~expired~->~421~4.4.2~Connection~dropped~due~to~SocketError
codes
providers
check dns --domain contoso.com --records dig.txt --json
check dns --domain contoso.com --records dig.txt --format html --lang es
ticket --list
purge --before 2026-10-20 --dry-run
import --dry-run weeks/rejects.csv
manual
EOT

# The words of a line, which have blanks of their own where it has '~'.
split_words() {
    read -ra words <<<"$1"
    words=("${words[@]//\~/ }")
}

no_answer() { rm -rf answer answer.*; }
answered() { # prints all that was answered
    cat out
    find answer answer.* -type f 2>/dev/null | sort | while read -r file; do
        echo "== $file"
        cat "$file"
    done
}

mapfile -t lines <questions
ways=(
    "memory ENOMEM" "memory ENOMEM" "read EIO" "memory ENOMEM" "open EACCES" "memory ENOMEM on" "write ENOSPC"
    "memory ENOMEM" "stat EIO" "lock ENOLCK" "memory ENOMEM" "read short" "memory ENOMEM" "write EIO" "open EMFILE"
    "memory ENOMEM" "rename EIO" "close EIO" "write short" "memory ENOMEM" "read EINTR" "write EINTR"
)

# What a line answers and how many calls that takes; kept.
know() { # NUMBER
    [ ! -f "known.$1" ] || return 0
    no_answer
    cp whole.db t.db
    strike "" "$MSGTRACE" "${words[@]}" --db t.db
    case $got in 0 | 3) ;; *) broken "'${lines[$1]}' ends with $got" ;; esac
    answered >"known.$1"
    mv counts "counts.$1"
    echo "$got" >"status.$1"
}

claims "calls that fail while a question is answered: $((faults * 3 / 4)) faults"
tried=0
done_faults=0
hits=0
while [ "$done_faults" -lt $((faults * 3 / 4)) ]; do
    chance ${#lines[@]}
    line=$((drawn - 1))
    split_words "${lines[$line]}"
    know "$line"
    read -r kind how <<<"${ways[$((tried % ${#ways[@]}))]}"
    tried=$((tried + 1))
    draw_fault "counts.$line" "$kind" "$how" || continue
    done_faults=$((done_faults + 1))
    no_answer
    echo "as it was" >answer.html
    rm -f t.db-journal
    cp whole.db t.db
    strike "$fault" "$MSGTRACE" "${words[@]}" --db t.db
    fault="$fault: ${words[*]}"
    hits=$((hits + struck))
    same whole.db t.db
    [ "$(find . -maxdepth 1 -name 'answer.*.??????' | wc -l)" -eq 0 ] || broken "[$fault] leaves a file behind"
    if [ "$got" -eq "$(cat "status.$line")" ]; then
        [ "${words[*]: -1}" = answer.html ] || rm -f answer.html
        answered >found
        cmp -s "known.$line" found || broken "[$fault] answers wrongly: $(diff -a "known.$line" found | head -n 8)"
        [ ! -s err ] || broken "[$fault] ended well and complained"
    else
        [ "$got" -ne 0 ] || broken "[$fault] ended well"
        [ "$(cat answer.html)" = "as it was" ] || broken "[$fault] spoils the file that was there"
        speaks
    fi
done
[ $((hits * 4)) -ge $((faults * 2)) ] || broken "only $hits faults came about"

# ---- changes -------------------------------------------------------------------------------------------------------

cat >questions <<EOT
purge --yes --before 2026-10-20
purge --yes --address $address
doctor --rebuild
providers --add rules.tsv
codes --add codes.tsv
rejects --retry fixed.csv
import again.csv
ticket -o made.zip
ticket -o made/ --records dig.txt --records-of contoso.com
EOT
mapfile -t lines <questions
rm -f known.* counts.* status.*
{
    echo 'Received,SenderAddress,RecipientAddress,Status'
    value whole.db "SELECT received_utc, sender, recipient, 'Failed' FROM v1_delivery WHERE status = 'pending'" | tr '|' ,
} >again.csv
# Also what is derived from the facts: places, classes and hourly counts.
everything() {
    facts "$1"
    sqlite3 "$1" 'SELECT * FROM provider_rule ORDER BY 1; SELECT * FROM code_rule ORDER BY line; SELECT settled_by FROM v1_reject
        ORDER BY 1'
}
everything whole.db >before
ways=(
    "memory ENOMEM" "write ENOSPC" "memory ENOMEM" "sync EIO" "memory ENOMEM" "write EIO" "read EIO" "memory ENOMEM on"
    "write kill" "unlink EIO" "memory ENOMEM" "write torn" "write lost" "truncate EIO" "sync lost" "unlink kill"
    "memory ENOMEM" "lock ENOLCK" "write ENOSPC on" "open EACCES"
)

claims "calls that fail while the database is changed: $((faults / 4)) faults"
tried=0
done_faults=0
while [ "$done_faults" -lt $((faults / 4)) ]; do
    chance ${#lines[@]}
    line=$((drawn - 1))
    split_words "${lines[$line]}"
    if [ ! -f "known.$line" ]; then
        cp whole.db t.db
        strike "" "$MSGTRACE" "${words[@]}" --db t.db
        is "$got" 0
        everything t.db >"known.$line"
        mv counts "counts.$line"
    fi
    read -r kind how <<<"${ways[$((tried % ${#ways[@]}))]}"
    tried=$((tried + 1))
    draw_fault "counts.$line" "$kind" "$how" || continue
    done_faults=$((done_faults + 1))
    rm -f t.db-journal
    cp whole.db t.db
    strike "$fault" "$MSGTRACE" "${words[@]}" --db t.db
    fault="$fault: ${words[*]}"
    [ "$got" -eq 137 ] || speaks
    found=$(flaws t.db)
    [ -z "$found" ] || broken "[$fault] the database is not sound: $found"
    everything t.db >found
    if ! cmp -s "known.$line" found; then
        cmp -s before found || broken "[$fault] is half done: $(diff -a before found | head -n 8)"
        [ "$got" -ne 0 ] || broken "[$fault] ended well and changed nothing"
    fi
    LD_PRELOAD=$FAILING "$MSGTRACE" "${words[@]}" --db t.db >out 2>err </dev/null
    everything t.db >found
    cmp -s "known.$line" found || broken "[$fault] the second time: $(diff -a "known.$line" found | head -n 8)"
done
