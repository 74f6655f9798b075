# What README shows is what works: its script for every week is run as it stands there, and its SQL is asked.
. "$SOURCE/tests/cli/harness.sh"

# block LANGUAGE NUMBER: the n-th fenced block of that language, without what a list puts in front of its lines.
block() {
    awk -v fence="^ *\`\`\`$1\$" -v wanted="$2" '
        inside && /^ *```$/ { inside = 0 }
        inside && number == wanted { line = $0; sub(/^  /, "", line); print (indented ? line : $0) }
        $0 ~ fence { inside = 1; number++; indented = /^ / }
    ' "$SOURCE/README.md"
}

run 0 "$GENERATE" --out exports --seed 4 --per-day 400 --flavours extended
rm -f exports/truth.json
mkdir home bin
mv exports home/exports
block sh 1 >bin/msgtrace-weekly
ln -s "$MSGTRACE" bin/msgtrace
printf '#!/bin/sh\ncat >>mail.txt\n' >bin/mail
chmod +x bin/msgtrace-weekly bin/mail

claims "the script for every week runs from an empty environment, as cron starts it, and says what is open"
grep -q 'msgtrace report weekly' bin/msgtrace-weekly || broken "README has no such script any more"
run 0 env -i PATH="$PWD/bin:/usr/bin:/bin" HOME="$PWD/home" MSGTRACE_HOME="$PWD/home" bin/msgtrace-weekly
is "$(wc -c <out)" 0
ls home/reports/*.html >/dev/null || broken "there is no weekly report"
grep -q 'Europe/Madrid' home/reports/*.html || broken "its times are not those of the zone"
[ -s home/reports/summary.txt ] || broken "there is no summary"
run 0 env PATH="$PWD/bin:$PATH" msgtrace findings --db home/msgtrace.db -o findings.json
open=$(sqlite3 :memory: "SELECT count(*) FROM json_each(readfile('findings.json'), '$.findings') WHERE value ->> 'state' = 'open'")
if [ "$open" -gt 0 ]; then
    cmp -s home/mail.txt home/reports/summary.txt || broken "$open findings are open and no mail says so"
else
    [ ! -e home/mail.txt ] || broken "mail was sent and nothing is open"
fi

claims "a second run finds everything imported already, and changes nothing"
cp home/reports/*.html first.html
run 0 env -i PATH="$PWD/bin:/usr/bin:/bin" HOME="$PWD/home" MSGTRACE_HOME="$PWD/home" bin/msgtrace-weekly
same first.html "$(ls home/reports/*.html)"

claims "the SQL for other programs can be asked, and has rows"
asked=0
number=1
while [ -n "$(block sql "$number")" ]; do
    block sql "$number" | sed 's/\$__from/0/g; s/\$__to/4102444800000/g' >query.sql
    run 0 sqlite3 -bail -readonly home/msgtrace.db <query.sql ".read query.sql"
    [ "$(wc -l <out)" -gt 5 ] || broken "the SQL of README's block $number has no answer"
    asked=$((asked + 1))
    number=$((number + 1))
done
[ "$asked" -ge 2 ] || broken "README has fewer blocks of SQL than there were"
