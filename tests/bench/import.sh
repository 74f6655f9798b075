#!/bin/sh
# How long does it take to import a week of exports, beside what people would use instead? Run by hand; README.md in this
# folder says what the columns mean.
#
#   import.sh BUILD-FOLDER [--rows N] [--rounds N] [--keep FOLDER]
#
# The build folder is one with tests (cmake --preset release -DMSGTRACE_TESTS=ON && cmake --build --preset release). Everything is made in a
# folder below $TMPDIR that is removed in the end; a million rows take about 4 GB there.
set -eu

if [ $# -eq 0 ] || [ ! -x "$1/msgtrace" ]; then
    sed -n 's/^#   //p' "$0" >&2
    exit 2
fi
build=$(cd "$1" && pwd) rows=1000000 rounds=5 keep=""
shift
while [ $# -ge 2 ]; do
    case $1 in
        --rows) rows=$2 ;;
        --rounds) rounds=$2 ;;
        --keep) keep=$2 ;;
        *) echo "import.sh: what is $1?" >&2; exit 2 ;;
    esac
    shift 2
done
tools=$build/tests msgtrace=$build/msgtrace
# shellcheck source=tests/bench/peers.sh
. "$(dirname "$0")/peers.sh"
[ -x "$tools/bench_timed" ] || fail "$build has no tests; build it with -DMSGTRACE_TESTS=ON"
command -v sqlite3 >/dev/null || fail "this needs sqlite3, to make the data and to compare"

if [ -n "$keep" ]; then
    folder=$keep
    mkdir -p "$folder"
else
    folder=$(mktemp -d "${TMPDIR:-/tmp}/bench-import-XXXXXX")
    trap 'rm -rf "$folder"' EXIT
fi
cd "$folder"
folder=$PWD results=$folder/results
: >"$results"

# ---- the data: the newest N of half as many more deliveries again, in every form with the same ten fields ----------

if [ ! -f newest.csv ]; then
    echo "Making the data ..." >&2
    "$build/fixtures/msgtrace-generate" --out exports --rows $((rows * 3 / 2)) --flavour v2-script >/dev/null
    tail -c +4 exports/*.csv >all.csv # without its byte-order mark, which not every peer knows
    sqlite3 stage.db ".import --csv all.csv t"
    head=$(head -n 1 all.csv | tr -d '\r"')
    quoted="printf('\"%w\",\"%w\",\"%w\",\"%w\",\"%w\",\"%w\",\"%w\",\"%w\",\"%w\",\"%w\"', $head)"
    object="json_object('Received', ReceivedUtc, 'SenderAddress', SenderAddress, 'RecipientAddress', RecipientAddress,
        'Subject', Subject, 'Status', Status, 'Size', CAST(Size AS INTEGER), 'FromIP', FromIP, 'ToIP', ToIP,
        'MessageId', MessageId, 'MessageTraceId', MessageTraceId)"
    write() { # FILE CONDITION [ORDER]
        echo "\"$(echo "$head" | sed 's/,/","/g')\"" >"$1"
        sqlite3 stage.db "SELECT $quoted FROM t WHERE $2 ${3:+ORDER BY} ${3:-}" >>"$1"
    }
    write newest.csv "rowid <= $rows"
    write oldest.csv "rowid <= $rows" "rowid DESC"
    write shuffled.csv "rowid <= $rows" "rowid * 2654435761 % 4294967296"
    write before.csv "rowid > $rows / 2" # half of it is in newest.csv, too
    { cat newest.csv && echo; } >again.csv # the same rows in a file that is not the same
    { printf '\377\376' && iconv -f UTF-8 -t UTF-16LE newest.csv; } >utf16.csv
    sqlite3 stage.db "SELECT $object FROM t WHERE rowid <= $rows" >lines.ndjson
    { echo '[' && sed '$!s/$/,/' lines.ndjson && echo ']'; } >array.json
    "$build/fixtures/msgtrace-generate" --out events --rows $((rows / 10)) --flavour extended >/dev/null
    mv events/*.csv extended.csv
    rm -rf stage.db all.csv exports events
fi

# ---- the competitors ------------------------------------------------------------------------------------------------

duck_columns="ReceivedUtc VARCHAR, SenderAddress VARCHAR, RecipientAddress VARCHAR, Subject VARCHAR, Status VARCHAR,
    Size BIGINT, FromIP VARCHAR, ToIP VARCHAR, MessageId VARCHAR, MessageTraceId VARCHAR, Recipient VARCHAR"
duck_insert="INSERT OR IGNORE INTO t SELECT *, lower(RecipientAddress) FROM read_csv('newest.csv', all_varchar = true)"
same_delivery="MessageTraceId, lower(RecipientAddress)"

trace() { # NAME DATABASE FILE [OPTION...]: one import by msgtrace
    name=$1 db=$2 file=$3
    shift 3
    cat "$file" >/dev/null # what the peers read is in memory by then, too
    once "$name" out "$msgtrace" import --quiet --db "$db" "$@" "$file"
}

round() {
    rm -f m.db && trace csv m.db newest.csv
    rm -f s.db && once sqlite out sqlite3 s.db ".import --csv newest.csv t"
    rm -f d.db && once sqlite-unique out sqlite3 d.db ".import --csv newest.csv t" \
        "DELETE FROM t WHERE rowid NOT IN (SELECT min(rowid) FROM t GROUP BY $same_delivery)" \
        "CREATE UNIQUE INDEX once ON t ($same_delivery)"
    if has_duck; then
        rm -f k.db && once_duck duckdb out k.db "CREATE TABLE t ($duck_columns, PRIMARY KEY (MessageTraceId, Recipient)); $duck_insert"
    fi
    # Once is enough of what takes minutes.
    if [ "$round" -eq 1 ] && command -v sqlite-utils >/dev/null; then
        rm -f u.db && once sqlite-utils out sqlite-utils insert u.db t newest.csv --csv --silent
    fi
    ! command -v mlr >/dev/null || once miller out mlr --icsv --ojson nothing newest.csv
    rm -f one.db && trace csv-1-thread one.db newest.csv --threads 1
    rm -f j.db && trace array j.db array.json
    rm -f l.db && trace lines l.db lines.ndjson
    rm -f w.db && trace utf16 w.db utf16.csv
    cp m.db again.db && trace again again.db again.csv
    trace identical again.db newest.csv
    rm -f p.db && "$msgtrace" import --quiet --db p.db before.csv && trace second p.db newest.csv
    rm -f o.db && trace oldest o.db oldest.csv
    rm -f h.db && trace shuffled h.db shuffled.csv
    rm -f x.db && trace events x.db extended.csv
    if [ -f "$tools/libfailing.so" ]; then # which by itself only keeps the program from waiting for the disk
        rm -f n.db && once no-sync out env LD_PRELOAD="$tools/libfailing.so" "$msgtrace" import --quiet --db n.db newest.csv
    fi
}

for round in $(seq "$rounds"); do
    echo "Round $round of $rounds" >&2
    round
done

# ---- do they agree? -------------------------------------------------------------------------------------------------

facts="count(*), sum(size_bytes), sum(status = 'failed'), count(DISTINCT recipient)"
ours() { "$msgtrace" sql --db "$1" "SELECT $facts FROM v1_delivery" --format csv | tail -n 1 | tr -d '\r'; }
theirs="SELECT count(*), sum(CAST(Size AS BIGINT)), sum(CASE Status WHEN 'Failed' THEN 1 ELSE 0 END),
    count(DISTINCT lower(RecipientAddress)) FROM t"
wanted=$(sqlite3 -csv d.db "$theirs")
for db in m one j l w again o h n; do
    [ ! -f $db.db ] || agree "deliveries, bytes, failed and recipients of $db.db" "$(ours $db.db)" "$wanted"
done
! has_duck || agree "the same of DuckDB" "$(ask_duck k.db "$theirs" | tail -n 1 | tr -d ' ')" "$wanted"

# ---- the table ------------------------------------------------------------------------------------------------------

machine
echo "$rows rows, $(du -m newest.csv | cut -f 1) MB as CSV; medians of $rounds rounds, in turn (sqlite-utils: one)."
echo
echo "| | CPU, s | wall, s | memory, MiB | CPU ratio |"
echo "|---|---|---|---|---|"
row csv csv "**msgtrace**, CSV: checked, each delivery once, indexed, rolled up, durable"
row sqlite csv "\`sqlite3 .import\`: text, nothing else"
row sqlite-unique csv "… without duplicates, unique index"
row duckdb csv "DuckDB, primary key, \`INSERT OR IGNORE\`"
row sqlite-utils csv "sqlite-utils \`insert --csv\`"
row miller csv "Miller, reading only"
row csv-1-thread csv "msgtrace, one thread"
row array csv "msgtrace, JSON array"
row lines csv "msgtrace, one JSON object a line"
row utf16 csv "msgtrace, CSV in UTF-16"
row again csv "msgtrace, the same rows again in another file"
row identical csv "msgtrace, the same file again"
row second csv "msgtrace, the next export, half of it known"
row oldest csv "msgtrace, oldest row first"
row shuffled csv "msgtrace, rows in no order"
row no-sync csv "msgtrace, not waiting for the disk"
row events events "msgtrace, extended report of a tenth as many deliveries, $(du -m extended.csv | cut -f 1) MB"
echo
echo "| goal | ratio | wanted |"
echo "|---|---|---|"
goal() { echo "| $1 | $2 | $3 |"; }
goal "CSV ÷ \`.import\`" "$(ratio csv sqlite)" "≤ 0.55, must ≤ 0.80"
goal "CSV ÷ \`.import\`, without duplicates, unique index" "$(ratio csv sqlite-unique)" "≤ 0.28"
goal "CSV ÷ DuckDB with primary key" "$(ratio csv duckdb)" "≤ 0.30"
goal "JSON array ÷ CSV" "$(ratio array csv)" "≤ 1.2, must ≤ 1.5"
goal "JSON lines ÷ CSV" "$(ratio lines csv)" "≤ 1.2, must ≤ 1.5"
goal "UTF-16 ÷ UTF-8" "$(ratio utf16 csv)" "≤ 1.3"
goal "known rows again ÷ first" "$(ratio again csv)" "≤ 0.8"
goal "identical file, seconds" "$(median identical 2)" "≤ 0.15"
goal "second export, half known ÷ first" "$(ratio second csv)" "≤ 1.0"
goal "no order ÷ newest first" "$(ratio shuffled csv)" "≤ 2"
goal "wall of two threads ÷ CPU of one" "$(awk -v w="$(median csv 3)" -v c="$(median csv-1-thread 2)" 'BEGIN { printf "%.2f", w / c }')" "≤ 0.75"
goal "durable ÷ not waiting for the disk" "$(ratio csv no-sync)" "≤ 1.05"
goal "memory, MiB" "$(median csv 4 | awk '{ printf "%.1f", $1 / 1024 }')" "≤ 24, 40, 80 at 10^5, 10^6, 10^7"
goal "bytes on disk a row, newest first" "$(($(wc -c <m.db) / rows))" "≤ 195, must ≤ 225"
goal "bytes on disk a row, oldest first" "$(($(wc -c <o.db) / rows))" ""
