#!/bin/sh
# How long does it take to answer questions about many exports, and to count by recipient domain, hour and size, beside
# DuckDB on the same file and on its own table? Run by hand; README.md in this folder says what the columns mean.
#
#   query.sh BUILD-FOLDER [--rows N] [--rounds N] [--keep FOLDER]
#
# The build folder is one with tests. Everything is made in a folder below $TMPDIR that is removed in the end.
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
        *) echo "query.sh: what is $1?" >&2; exit 2 ;;
    esac
    shift 2
done
tools=$build/tests msgtrace=$build/msgtrace
# shellcheck source=tests/bench/peers.sh
. "$(dirname "$0")/peers.sh"
[ -x "$tools/bench_timed" ] || fail "$build has no tests; build it with -DMSGTRACE_TESTS=ON"

if [ -n "$keep" ]; then
    folder=$keep
    mkdir -p "$folder"
else
    folder=$(mktemp -d "${TMPDIR:-/tmp}/bench-query-XXXXXX")
    trap 'rm -rf "$folder"' EXIT
fi
cd "$folder"
folder=$PWD results=$folder/results
: >"$results"

if [ ! -f mail.csv ]; then
    echo "Making the data ..." >&2
    "$build/fixtures/msgtrace-generate" --out exports --rows "$rows" --flavour v2-script >/dev/null
    tail -c +4 exports/*.csv >mail.csv # without its byte-order mark
    rm -r exports
fi
[ -f m.db ] || "$msgtrace" import --quiet --db m.db mail.csv
# The size bands of the roll-up, and what is mail: routing steps are not.
duck_cells="SELECT CAST(epoch(CAST(ReceivedUtc AS TIMESTAMP)) AS BIGINT) // 3600 AS hour, lower(split_part(RecipientAddress, '@', -1)) AS domain,
    CASE WHEN Size < 25600 THEN 0 WHEN Size < 102400 THEN 1 WHEN Size < 512000 THEN 2 WHEN Size < 1048576 THEN 3
    WHEN Size < 2097152 THEN 4 WHEN Size < 5242880 THEN 5 WHEN Size < 10485760 THEN 6 WHEN Size < 26214400 THEN 7
    ELSE 8 END AS band, count(*) AS n, sum(Size) AS bytes
    FROM mail WHERE Status NOT IN ('Expanded', 'Resolved') GROUP BY ALL"
duck_sums="SELECT count(*), sum(n), sum(bytes) FROM ($duck_cells)"
duck_read="CREATE VIEW mail AS SELECT * REPLACE (CAST(Size AS BIGINT) AS Size) FROM read_csv('mail.csv', all_varchar = true)"
if has_duck && [ ! -f k.db ]; then
    ask_duck k.db "CREATE TABLE mail AS SELECT DISTINCT ON (MessageTraceId, lower(RecipientAddress)) * REPLACE (CAST(Size AS BIGINT) AS Size)
         FROM read_csv('mail.csv', all_varchar = true)" >/dev/null
fi
# The roll-up is kept in this order: nothing is sorted.
our_cells="SELECT sum(deliveries) AS n, sum(bytes) AS bytes FROM hourly GROUP BY hour, domain_id, size_band"

ask() { # NAME ARGUMENTS...
    name=$1
    shift
    once "$name" out "$msgtrace" "$@" --db m.db
}

questions=$("$msgtrace" query --list | awk '/^ / { print $1 }')
round() {
    once cells cells.txt "$msgtrace" sql --db m.db "SELECT count(*), sum(n), sum(bytes) FROM ($our_cells)" --format csv
    if has_duck; then
        once_duck cells-duckdb-csv duck-csv.txt :memory: "$duck_read; $duck_sums"
        once_duck cells-duckdb-table duck-table.txt k.db "$duck_sums"
    fi
    for question in $questions; do
        ask "query-$question" query "$question"
    done
    ask status status
    ask findings findings
    ask weekly report weekly -o weekly.html
    ask trend report trend -o trend.html
    ask executive report executive -o executive.html
}

for round in $(seq "$rounds"); do
    echo "Round $round of $rounds" >&2
    round
done

if has_duck; then
    # Of a table without duplicates; the file has a few, of which DuckDB counts each.
    wanted=$(tail -n 1 cells.txt | tr -d '\r')
    agree "cells, deliveries and bytes" "$(tail -n 1 duck-table.txt | tr -d ' ')" "$wanted"
fi

machine
echo "$rows rows, $(du -m mail.csv | cut -f 1) MB as CSV, $(du -m m.db | cut -f 1) MB as database; medians of $rounds rounds, in turn."
echo
echo "| | CPU, s | wall, s | memory, MiB | CPU ratio |"
echo "|---|---|---|---|---|"
row cells cells "**msgtrace**, domain × hour × size from the roll-up (\`msgtrace sql\`)"
row cells-duckdb-table cells "DuckDB, from its own table"
row cells-duckdb-csv cells "DuckDB, from the CSV"
for question in $questions; do
    row "query-$question" cells "\`msgtrace query $question\`"
done
row status cells "\`msgtrace status\`"
row findings cells "\`msgtrace findings\`"
row weekly cells "\`msgtrace report weekly\`"
row trend cells "\`msgtrace report trend\`"
row executive cells "\`msgtrace report executive\`"
