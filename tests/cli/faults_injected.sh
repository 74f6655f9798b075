# A call that fails anywhere in an import loses and distorts nothing: whole exports are kept or none of their rows, the
# exit status and a sentence say so, and the same command again ends as if nothing had happened.
# MSGTRACE_FAULTS is the number of faults (a third of it of every part); the first argument does the same.
. "$SOURCE/tests/cli/harness.sh"
. "$SOURCE/tests/faults/facts.sh"
. "$SOURCE/tests/faults/inject.sh"
faults=${1:-${MSGTRACE_FAULTS:-80}}

# ---- the exports: a CSV, an extended report, a UTF-16 summary, details, JSON, Graph answers, an archive, a gzip file --

run 0 "$GENERATE" --out weeks --seed 3 --weeks 6 --per-day 10 \
    --flavours ps51-en-us,extended,enhanced-summary,detail,ps7-json,v2-script
run 0 "$GENERATE" --out same --same-facts
mkdir in plain
mv weeks/*.csv weeks/*.json in && rm in/truth.json
ls same/events/graph-detail | sed -n '1~100p' | while read -r name; do cp -p "same/events/graph-detail/$name" in; done
for week in in/*W42*.csv in/*W47*.csv; do gzip "$week"; done
cp -p "$SOURCE/fixtures/archives/two-exports.zip" in
# What is in them as files, so that any part of the exports can be imported alone. Names do not matter, times do.
for file in in/*; do
    case $file in
        *.gz) gunzip -c "$file" >"plain/$(basename "$file" .gz)" && touch -r "$file" "plain/$(basename "$file" .gz)" ;;
        *.zip)
            {
                printf 'Received,SenderAddress,RecipientAddress,Subject,Status,Size\r\n'
                printf '2026-11-02T09:14:07Z,ann@fabrikam.example,bob@contoso.example,Offer,Delivered,20480\r\n'
                printf '2026-11-02T09:20:31Z,ann@fabrikam.example,client-00017-example@yahoo.com,Offer,Pending,20480\r\n'
            } >plain/one.csv
            {
                printf 'Received,SenderAddress,RecipientAddress,Subject,Status,Size\r\n'
                printf '2026-11-09T08:00:00Z,carl@fabrikam.example,client-00017-example@yahoo.com,Invoice,Failed,1048576\r\n'
            } >plain/two.csv
            touch -r "$file" plain/one.csv plain/two.csv
            ;;
        *) cp -p "$file" plain ;;
    esac
done
# Which file gives which export.
msgtrace 0 import --db plain.db plain
sqlite3 -separator ' ' plain.db 'SELECT lower(hex(sha256)), name FROM export' >sums

# Imports begin in an empty folder, or in a database that knows something and has rejects already.
run 0 "$GENERATE" --out before --seed 3 --weeks 1 --first 2026-W43 --per-day 10 --flavours graph
printf 'Received,SenderAddress,RecipientAddress,Status\n2026-10-20T10:00:00Z,a@b.example,c@d.example,Delivered\nx,a,b,c\n' \
    >before/rejects.csv
rm before/truth.json
msgtrace 3 import --db before.db before

start_from() { # nothing | before
    rm -f t.db t.db-journal
    [ "$1" = nothing ] || cp before.db t.db
}

# What a database must hold that holds these exports: known from an import of their plain files. The first line of every
# part is of the database it began with.
wanted_facts() { # nothing | before, CHECKSUMS: prints the name of a file with the facts; beside it .counts
    known=wanted.$1.$(printf '%s' "$2" | sha256sum | cut -c 1-16)
    if [ ! -f "$known" ]; then
        rm -f w.db
        [ "$1" = nothing ] || cp before.db w.db
        for sum in $2; do
            file=$(sed -n "s/^$sum //p" sums)
            [ -z "$file" ] || set -- "$@" "$file"
        done
        shift 2
        if [ $# -gt 0 ]; then
            LD_PRELOAD=$FAILING "$MSGTRACE" import --db w.db "$@" >w.out 2>&1 </dev/null || broken "the clean import failed: $(cat w.out)"
        fi
        facts w.db >"$known"
        counts_of w.db >"$known.counts"
    fi
    echo "$known"
}

counts_of() {
    value "$1" 'SELECT lower(hex(sha256)), flavour, encoding, observed_us, rows_read, rows_new, rows_changed, rows_known,
        rows_rejected, rows_routing, first_received_us, last_received_us FROM export ORDER BY id'
}

# ---- the promises --------------------------------------------------------------------------------------------------

for from in nothing before; do
    start_from $from
    strike "" "$MSGTRACE" import --db t.db in
    is "$got" 0
    mv counts "counts.$from"
    exports_of t.db >"all.$from"
    facts t.db >"facts.$from"
    is "$(flaws t.db)" ""
    for kind in memory read write sync open close unlink stat lock; do
        [ "$(calls $kind "counts.$from")" -gt 0 ] || broken "no call of the kind '$kind' is seen"
    done
done
is "$(wc -l <all.nothing)" "$(wc -l <sums)"

whole_exports_or_nothing() { # nothing | before
    exports_of t.db >there
    if [ -s there ]; then
        found=$(flaws t.db)
        [ -z "$found" ] || broken "[$fault] the database is not sound: $found"
        wanted=$(wanted_facts "$1" "$(cat there)")
        facts t.db >found
        cmp -s "$wanted" found || broken "[$fault] not what these exports say: $(diff -a "$wanted" found | head -n 8)"
        counts_of t.db >found
        cmp -s "$wanted.counts" found || broken "[$fault] counts: $(diff -a "$wanted.counts" found | head -n 8)"
    fi
    [ "$got" -ne 0 ] || cmp -s there "all.$1" || broken "[$fault] ended well and left exports out"
}

ends_as_if_nothing_had_happened() { # nothing | before
    msgtrace 0 import --db t.db in
    facts t.db >found
    cmp -s "facts.$1" found || broken "[$fault] the second time: $(diff -a "facts.$1" found | head -n 8)"
    found=$(flaws t.db)
    [ -z "$found" ] || broken "[$fault] the second time: $found"
}

# ---- faults of an import -------------------------------------------------------------------------------------------

imports() { # MOST, and lines "KIND HOW" on standard input, in turn until there were so many
    mapfile -t ways
    done_faults=0
    tried=0
    while [ "$done_faults" -lt "$1" ]; do
        read -r kind how <<<"${ways[$((tried % ${#ways[@]}))]}"
        tried=$((tried + 1))
        from=before
        [ $((tried % 3)) -ne 0 ] || from=nothing
        draw_fault "counts.$from" "$kind" "$how" || continue
        done_faults=$((done_faults + 1))
        start_from $from
        strike "$fault" "$MSGTRACE" import --db t.db in
        [ "$struck" -eq 0 ] || hits=$((hits + 1))
        "$2"
        whole_exports_or_nothing $from
        ends_as_if_nothing_had_happened $from
    done
}
hits=0

claims "calls that fail during an import: $((faults / 2)) faults"
imports $((faults / 2)) speaks <<'EOT'
memory ENOMEM
read EIO
write ENOSPC
memory ENOMEM
open EACCES
sync EIO
memory ENOMEM
read short
stat EIO
memory ENOMEM on
write EIO
read EINTR
memory ENOMEM
write short
lock ENOLCK
memory ENOMEM
write ENOSPC on
unlink EIO
memory ENOMEM
read nothing
open EMFILE
memory ENOMEM
write EDQUOT
close EIO
memory ENOMEM on
write EINTR
truncate EIO
memory ENOMEM
read EIO on
open EINTR
sync EIO on
EOT

was_killed() { [ "$got" -eq 137 ] || [ "$struck" -eq 0 ] || broken "[$fault] ended with $got"; }

claims "a program that is killed during an import, a machine that loses its power: $((faults / 4)) times"
imports $((faults / 4)) was_killed <<'EOT'
write kill
sync kill
write torn
sync lost
unlink kill
write lost
unlink lost
read kill
open kill
write torn
lock kill
close kill
EOT
[ $((hits * 4)) -ge $((faults / 2 + faults / 4)) ] || broken "only $hits faults came about"
