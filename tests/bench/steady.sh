#!/bin/sh
# Ten weekly exports that overlap by two and a half days, ten million deliveries: import, status, findings and report, one after the other, as
# one run. Run by hand; prints a Markdown table.
#
#   steady.sh BUILD-FOLDER [MESSAGES-A-WORKING-DAY]
#
# Everything is made in a folder below $TMPDIR that is removed in the end: 6 GB for ten million deliveries.
set -eu

if [ $# -eq 0 ] || [ ! -x "$1/msgtrace" ]; then
    sed -n 's/^#   //p' "$0" >&2
    exit 2
fi
build=$(cd "$1" && pwd) per_day=${2:-118000}
tools=$build/tests msgtrace=$build/msgtrace
# shellcheck source=tests/bench/peers.sh
. "$(dirname "$0")/peers.sh"
[ -x "$tools/bench_timed" ] || fail "$build has no tests; build it with -DMSGTRACE_TESTS=ON"
folder=$(mktemp -d "${TMPDIR:-/tmp}/bench-steady-XXXXXX")
trap 'rm -rf "$folder"' EXIT
cd "$folder"
results=$folder/results
: >"$results"

"$build/fixtures/msgtrace-generate" --out exports --first 2026-W20 --weeks 10 --per-day "$per_day" --flavour v2-script >&2
rm exports/truth.json
machine
echo "| step | CPU, s | wall, s | memory, MiB |"
echo "|---|---|---|---|"
step() { # NAME TITLE COMMAND...
    name=$1 title=$2
    shift 2
    once "$name" "$name.txt" "$@"
    printf '| %s | %.1f | %.1f | %.1f |\n' "$title" "$(median "$name" 2)" "$(median "$name" 3)" \
        "$(median "$name" 4 | awk '{ print $1 / 1024 }')"
}
number=0
for file in exports/*.csv; do
    number=$((number + 1))
    step "import-$number" "import of week $number, $(du -m "$file" | cut -f 1) MB" "$msgtrace" import --quiet --db mail.db "$file"
done
step again "all ten again, known byte for byte" "$msgtrace" import --quiet --db mail.db exports
step status "status" "$msgtrace" status --db mail.db
step overview "query overview" "$msgtrace" query overview --db mail.db
step providers "query providers" "$msgtrace" query providers --db mail.db
step findings "findings" "$msgtrace" findings --db mail.db
step weekly "report weekly" "$msgtrace" report weekly --db mail.db -o weekly.html
step trend "report trend" "$msgtrace" report trend --db mail.db -o trend.html
echo
echo "Deliveries: $("$msgtrace" sql --db mail.db 'SELECT count(*) FROM delivery' --format csv | tail -n 1 | tr -d '\r')," \
    "database: $(du -m mail.db | cut -f 1) MB."
