#!/bin/sh
# How long does it take to search a large store, and how much memory? Ninety days of mail in which the Yahoo family is
# down now and then: about ten million deliveries unless told otherwise. Prints a Markdown table; run by hand.
#
#   big.sh MSGTRACE GENERATE MEASURE [MESSAGES-A-WORKING-DAY [FLAVOUR]]
#
# The three programs are msgtrace, fixtures/msgtrace-generate and tests/measure of a build folder. The flavour is
# v2-script, summaries, or extended, every event: many times the bytes. Exports and database are made in a folder below
# $TMPDIR, which is removed in the end; ten million deliveries need 5 GB there as summaries.
set -eu
export LC_ALL=C TZ=UTC

[ $# -ge 3 ] || { sed -n 's/^#   //p' "$0" >&2; exit 2; }
msgtrace=$1 generate=$2 measure=$3 per_day=${4:-91000} flavour=${5:-v2-script}
folder=$(mktemp -d "${TMPDIR:-/tmp}/bench-findings-XXXXXX")
trap 'rm -rf "$folder"' EXIT

"$generate" --out "$folder/exports" --first 2025-W40 --weeks 13 --per-day "$per_day" --flavours "$flavour" >&2
imported=$("$measure" "$folder/import.txt" "$msgtrace" import --db "$folder/mail.db" "$folder/exports"/*.csv)
found=$("$measure" "$folder/findings.json" "$msgtrace" findings --db "$folder/mail.db" --json)

json() { sqlite3 :memory: "SELECT $1 FROM (SELECT CAST(readfile('$folder/findings.json') AS TEXT) AS report)"; }
megabytes() { du -sm "$1" | cut -f 1; }
echo "| exports | messages x domain | deliveries | database, MB | import | findings | patterns searched | found |"
echo "|---|---|---|---|---|---|---|---|"
echo "| $flavour, $(megabytes "$folder/exports") MB | $(json "report ->> 'groups'") | $(json "report ->> 'deliveries'")" \
    "| $(megabytes "$folder/mail.db") | $imported | $found | $(json "report ->> 'searched'")" \
    "| $(json "json_array_length(report, '\$.findings')") |"
