# Exports that were made in other pieces, in any order, with rows in any order and some of them twice, imported in one
# run or in many, give the same content, the same roll-up and the same answers, byte for byte; and every record of every
# piece is counted.
# MSGTRACE_SPLITS is the number of rounds, or the first argument; the second is the first round.
. "$SOURCE/tests/cli/harness.sh"
. "$SOURCE/tests/faults/facts.sh"
rounds=${1:-${MSGTRACE_SPLITS:-8}}
first=${2:-1}

# Forms of exports: their encoding, and how records are cut out of them.
summaries=(
    "ps51-en-us utf-8 csv" "ps51-de-de utf-8 csv" "v2-script utf-8 csv" "enhanced-summary utf-16le csv"
    "ps51-json utf-16le json" "graph utf-8 json" "rws-light utf-8 json" "rws-verbose utf-8 json" "ps7-json utf-8 json"
    "elastic utf-8 lines" "ps7-en-gb utf-8 csv" "ps51-ja-jp utf-16le csv" "cortex utf-8 lines" "eac utf-8 csv"
    "zh-tw utf-16be csv" "subset utf-8 csv" "ps51-sv-se cp1252 csv" "elastic-original utf-8 lines"
)
events=(
    "detail utf-8 csv" "extended utf-16le csv" "detail-de-de utf-8 csv" "detail-script utf-8 csv"
    "detail-ps51-json utf-16le json" "detail-ps7-json utf-8 json"
    "tracking-log utf-8 log" "tracking-log-bare utf-8 log" "tracking-log-2013 utf-8 log"
)
questions=(
    "overview" "domains" "providers" "hours" "sizes" "routes" "delays --by domain" "attempts" "pending-age"
    "reasons" "senders" "messages --limit 0" "rates --by provider,size" "waiting" "quality"
)

answers() { # everything that a database answers
    facts "$1"
    for question in "${questions[@]}"; do
        # shellcheck disable=SC2086
        msgtrace 0 query $question --json --db "$1"
        cat out
    done
}

# The next three forms of a list, by the number of the round and from a random start.
three_of() { # LIST...
    chance $#
    for step in 0 1 2; do
        place=$(((drawn - 1 + step * 5) % $# + 1))
        echo "${!place}"
    done
}

generate() { # FOLDER, FORMS on standard input: an export a week, and FOLDER.list: its file, time, encoding, cut
    mapfile -t forms
    names=$(printf '%s\n' "${forms[@]}" | cut -d ' ' -f 1 | paste -sd ,)
    run 0 "$GENERATE" --out "$1" --seed "$round" --weeks 3 --per-day 10 --flavours "$names"
    rm "$1/truth.json"
    week=0
    for file in $(ls -tr "$1"/*); do
        read -r _ encoding cut <<<"${forms[$week]}"
        echo "$file $(date -u -r "$file" +%Y-%m-%dT%H:%M:%SZ) $encoding $cut"
        week=$((week + 1))
    done
}

# The pieces of an export, in the folder pieces: prints "FILE RECORDS TIME", the time "-" for exports of events.
deal() { # FILE TIME ENCODING CUT, told TIME or -, and how
    rm -rf dealt
    mkdir dealt
    chance 1000000
    number=$drawn
    chance 4
    parts=$((drawn + 1))
    iconv -f "$3" -t utf-8 "$1" >text
    "$DEAL" "$4" "$number" $parts dealt $6 <text >dealt.list || broken "cannot deal $1"
    while read -r part records; do
        name=$(basename "$1")
        piece=pieces/$(dirname "$1")/${part##*/}.$name
        iconv -f utf-8 -t "$3" "$part" >"$piece"
        touch -d "$2" "$piece"
        echo "$piece $records $5"
    done <dealt.list
}

import_pieces() { # DATABASE, lines of pieces on standard input, in their order: neighbours with the same time together
    told=""
    together=()
    while read -r piece _ time; do
        chance 2
        if [ ${#together[@]} -gt 0 ] && { [ "$time" != "$told" ] || [ "$drawn" -eq 1 ]; }; then
            import_together "$1"
        fi
        told=$time
        together+=("$piece")
    done
    import_together "$1"
}

import_together() {
    if [ "$told" = - ]; then
        msgtrace 0 import --db "$1" "${together[@]}"
    else
        msgtrace 0 import --db "$1" --exported-at "$told" "${together[@]}"
    fi
    together=()
}

shuffled() { while read -r line; do chance 1000000; echo "$drawn $line"; done | sort -n | cut -d ' ' -f 2-; }

for round in $(seq "$first" $((first + rounds - 1))); do
    seed=$round
    three_of "${summaries[@]}" >forms
    three_of "${events[@]}" >event_forms
    claims "round $round: $(cut -d ' ' -f 1 forms event_forms | paste -sd ' ')"
    rm -rf sum ev whole.db
    generate sum <forms >sum.list
    generate ev <event_forms >ev.list
    while read -r file time _; do msgtrace 0 import --db whole.db --exported-at "$time" "$file"; done <sum.list
    while read -r file _; do msgtrace 0 import --db whole.db "$file"; done <ev.list
    answers whole.db >wanted
    is "$(flaws whole.db)" ""

    for how in "" "shuffle repeat"; do
        rm -rf pieces parts.db
        mkdir -p pieces/sum pieces/ev
        while read -r file time encoding cut; do deal "$file" "$time" "$encoding" "$cut" "$time" "$how"; done \
            <sum.list >pieces.list
        while read -r file time encoding cut; do deal "$file" "$time" "$encoding" "$cut" - "$how"; done \
            <ev.list >>pieces.list
        shuffled <pieces.list >order
        import_pieces parts.db <order
        answers parts.db >found
        cmp -s wanted found || broken "$how: $(diff -a wanted found | head -n 12)"
        is "$(flaws parts.db)" ""

        # Every record of a summary is a row of its export, but for reports with one record for all recipients; what a
        # record of an event export tells is the same number of events wherever it stands, each of which is kept once.
        awk '$3 != "-" && $1 !~ /MTSummary/ { print $1 "|" $2 }' pieces.list | sort >counted
        value parts.db "SELECT name, rows_read FROM export WHERE name LIKE 'pieces/sum/%'
            AND name NOT LIKE '%MTSummary%'" | sort >found
        same counted found
        [ "$how" != "" ] ||
            is "$(value parts.db 'SELECT sum(rows_read) FROM export')" "$(value whole.db 'SELECT sum(rows_read) FROM export')"
        is "$(value parts.db "SELECT sum(rows_new + rows_routing) FROM export WHERE name LIKE 'pieces/ev/%'")" \
            "$(value parts.db 'SELECT count(*) FROM event')"
    done
done
