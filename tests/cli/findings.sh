# Where mail in trouble concentrates: msgtrace findings as a person uses it.
. "$SOURCE/tests/cli/harness.sh"

# The value at a path of the JSON in `out`.
json() { sqlite3 :memory: "SELECT json_extract(CAST(readfile('out') AS TEXT), '$1')"; }

run 0 "$GENERATE" --out data --weeks 5 --per-day 600 --flavours extended
msgtrace 0 import --db a.db data/*.csv

claims "an outage is found with its provider, its hours, its end and what servers said"
msgtrace 0 findings --db a.db --json
is_silent
is "$(json '$.schema_version')" 1
is "$(json '$.findings[0].where.provider')" yahoo
is "$(json '$.findings[0].kind')" incident
is "$(json '$.findings[0].state')" resolved
is "$(json '$.findings[0].top_reasons[0].class')" transport
start=$(json '$.findings[0].start_utc')
truth=$(sqlite3 :memory: "SELECT count(*) FROM json_each(CAST(readfile('data/truth.json') AS TEXT), '$.effects') e
    WHERE abs(julianday(json_extract(e.value, '$.from_utc')) - julianday('$start')) < 4 / 24.0")
is "$truth" 1
id=$(json '$.findings[0].id')
cp out first.json

claims "its figures are those of the mail"
bad=$(json '$.findings[0].bad')
is "$(sqlite3 :memory: "SELECT sum(value) FROM json_each(CAST(readfile('out') AS TEXT), '$.findings[0].fate')
    WHERE key <> 'delay_median_s'")" "$bad"

claims "the answer does not depend on the order of imports, nor on what was imported twice"
msgtrace 0 import --db b.db $(ls -r data/*.csv)
msgtrace 0 import --db b.db data/*.csv
msgtrace 0 findings --db b.db --json
same out first.json

claims "people get sentences, with the id that a ticket can name"
msgtrace 0 findings --db a.db
says "Yahoo"
says "$id"
is_silent
msgtrace 0 findings --db a.db -o page.html
grep -q "$id" page.html || broken "the page does not name the finding"
grep -q "<script" page.html && broken "the page has a script"
msgtrace 0 findings --db a.db --format md
says "Yahoo"
msgtrace 0 findings --db a.db --lang es
says "Yahoo"
cp out spanish
run 0 env LC_ALL=es_ES.UTF-8 "$MSGTRACE" findings --db a.db
same out spanish
msgtrace 0 findings --db a.db --lang en
cmp -s out spanish && broken "English and Spanish are the same"

claims "one finding can be explained, by its id and by its number"
msgtrace 0 findings --db a.db --explain "$id"
says "$id"
cp out by_id
msgtrace 0 findings --db a.db --explain 1
same out by_id
msgtrace 2 findings --db a.db --explain F-000000
complains "there is no finding 'F-000000'"

claims "the SQL behind a finding gives its figures again"
msgtrace 0 findings --db a.db --explain 1 --show-sql
awk '/^-- == / { parts++ } parts == 1' out >first.sql
is "$(sqlite3 a.db <first.sql)" "$(sqlite3 :memory: "SELECT json_extract(CAST(readfile('first.json') AS TEXT), '$.findings[0].total') || '|' ||
    json_extract(CAST(readfile('first.json') AS TEXT), '$.findings[0].bad')")"
msgtrace 2 findings --db a.db --show-sql
complains "needs --explain"

claims "a check at night ends with 4 when something is there"
msgtrace 4 findings --db a.db --fail-on any
is_silent
msgtrace 0 findings --db a.db --until 2026-10-13 --fail-on any
msgtrace 4 findings --db a.db --until 2026-10-19T14:00 --fail-on open

claims "mail without patterns gives none, and says what was looked at"
run 0 "$GENERATE" --out quiet --weeks 4 --per-day 600 --scenario quiet --flavours extended
msgtrace 0 import --db q.db quiet/*.csv
msgtrace 0 findings --db q.db --fail-on any --json
is "$(json '$.findings')" "[]"
msgtrace 0 findings --db q.db
says_not "F-"

claims "an empty database is no error"
run 0 "$GENERATE" --out tiny --rows 1 --flavour v2-script
msgtrace 0 import --db tiny.db tiny/*.csv
msgtrace 0 findings --db tiny.db
msgtrace 0 findings --db tiny.db --since 2030-01-01

claims "what makes no sense is refused with what helps"
msgtrace 2 findings --db a.db --outcome deferred
complains "--outcome"
msgtrace 2 findings --db a.db --of late
complains "'deferred', 'failed' or 'any'"
msgtrace 2 findings --db a.db --lang fr
complains "'en' or 'es'"
msgtrace 2 findings --db a.db --fail-on never
complains "'open' or 'any'"
msgtrace 2 findings --db a.db yahoo
complains "one word too many"
msgtrace 1 findings --db none.db
complains "none.db"

claims "summary exports alone find what they can see"
run 0 "$GENERATE" --out summaries --weeks 6 --per-day 1200
msgtrace 0 import --db s.db --dry-run summaries/*.csv
"$MSGTRACE" import --db s.db summaries/* >/dev/null 2>&1
msgtrace 0 findings --db s.db --json
is "$(json '$.findings[0].where.provider')" yahoo
is "$(json '$.with_events')" 0
