# shellcheck shell=sh disable=SC2154 # tools, folder and results are set by whoever sources this
# Sourced by the benchmarks: which peers there are, how a contest is run, and how its table is printed.
#
# A contest runs its competitors in turn (A B C A B C ...), so that a machine that gets slower or faster in between does
# so for all of them. Figures are medians of processor time, the share that decides when machines are busy with other
# things; ratios are of medians.

export LC_ALL=C TZ=UTC MSGTRACE_CONFIG=

fail() {
    echo "$0: $*" >&2
    exit 1
}

# DuckDB answers through its program or, with $LIBDUCKDB, through its library (duckdb.c).
has_duck() { [ -n "${LIBDUCKDB:-}" ] || command -v duckdb >/dev/null; }

ask_duck() { # DATABASE STATEMENTS
    if [ -n "${LIBDUCKDB:-}" ]; then
        "$tools/bench_duckdb" "$1" "$2"
    else
        duckdb -csv -noheader "$1" -c "$2"
    fi
}

once_duck() { # NAME OUTPUT DATABASE STATEMENTS
    if [ -n "${LIBDUCKDB:-}" ]; then
        once "$1" "$2" "$tools/bench_duckdb" "$3" "$4"
    else
        once "$1" "$2" duckdb -csv -noheader "$3" -c "$4"
    fi
}

machine() {
    echo "Machine: $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(getconf _NPROCESSORS_ONLN) processors," \
        "$(awk '/^MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo), Linux $(uname -r)," \
        "$(sed -n 's/^PRETTY_NAME="\(.*\)"/\1/p' /etc/os-release)."
    echo
    peers="SQLite $(sqlite3 --version | cut -d ' ' -f 1)"
    ! has_duck || peers="$peers, DuckDB $(ask_duck :memory: 'SELECT version()')"
    ! command -v sqlite-utils >/dev/null || peers="$peers, $(sqlite-utils --version | sed 's/, version//')"
    ! command -v mlr >/dev/null || peers="$peers, Miller $(mlr --version | sed 's/[^0-9]*//')"
    echo "Peers: $peers."
    echo
}

# once NAME OUTPUT COMMAND...: runs it and keeps "NAME CPU WALL KIBIBYTES" in $results.
once() {
    name=$1 output=$2
    shift 2
    sync # what the one before has left to be written
    figures=$("$tools/bench_timed" "$output" "$@" 2>"$folder/err") || {
        cat "$folder/err" >&2
        fail "$name failed: $*"
    }
    echo "$name $figures" >>"$results"
    echo "  $name: $figures" >&2
}

# median NAME COLUMN: 2 processor time, 3 time on the wall, 4 memory in KiB. Nothing when it did not run.
median() {
    awk -v name="$1" -v column="$2" '$1 == name { print $column }' "$results" | sort -n |
        awk '{ v[NR] = $1 } END { if (NR) print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

# ratio NAME OTHER: of processor times.
ratio() {
    awk -v a="$(median "$1" 2)" -v b="$(median "$2" 2)" \
        'BEGIN { if (a == "" || b == "" || b + 0 == 0) print "not run"; else printf "%.2f\n", a / b }'
}

# row NAME BASE TITLE...: a line of the table; BASE is what its ratio is to.
row() {
    name=$1 base=$2
    shift 2
    if [ -z "$(median "$name" 2)" ]; then
        echo "| $* | not installed | | | |"
        return
    fi
    printf '| %s | %.2f | %.2f | %.1f | %s |\n' "$*" "$(median "$name" 2)" "$(median "$name" 3)" \
        "$(median "$name" 4 | awk '{ print $1 / 1024 }')" "$(ratio "$name" "$base")"
}

# agree WHAT ONE OTHER: a benchmark of things that do not do the same is none.
agree() {
    [ "$2" = "$3" ] || fail "the answers differ: $1 is '$2' and '$3'"
    echo "  agreed: $1 is $2" >&2
}
