# Pages for people in Spanish: no English is left on them outside of data, and data is the same for every reader.
. "$SOURCE/tests/cli/harness.sh"

# In Markdown text from data stands in code spans, so that what is left is ours. Names of commands, exports and options
# stay as they are, and so do quotes of them.
is_spanish() {
    sed -e 's/`[^`]*`//g' -e 's/«[^»]*»//g' -e 's/Message-IDs\{0,1\}//g' -e 's/[a-z.@]*\.com//g' out >ours
    english=$(grep -owiE 'the|of|and|with|from|is|are|was|were|has|have|not|all|mail|day|days|week|weeks|hour|hours|delivered|deferred|failed|expired|share|rows|sender|recipient|recipients|provider|unknown|known|reason|reply|since|until|times|messages|trouble|exports|yes|summary|events' \
        ours | sort -u | tr '\n' ' ')
    if [ -n "$english" ]; then
        cp ours out
        broken "English on the page of '$1': $english"
    fi
}

page() {
    msgtrace "$1" "$2" --db q.db --lang es --format md $3
    is_spanish "$2 $3"
}

run 0 "$GENERATE" --out weeks --seed 3 --weeks 3 --per-day 60 --flavours ps51-en-us,extended,graph
msgtrace 0 import --db q.db weeks/M*

claims "no English on the page of any question"
questions=$("$MSGTRACE" query --list | sed -n 's/^  \([a-z-]*\) .*/\1/p')
is "$(echo "$questions" | grep -c .)" "$(echo "$questions" | sort -u | wc -l | tr -d ' ')"
for question in $questions; do
    page 0 query "$question"
done
for by in direction,outcome reason size,weekday; do
    page 0 query "rates --by $by"
done

claims "nor on those of status, findings, a message and a reply"
page 0 status "--as-of 2026-11-25"
page 0 findings ""
page 0 findings "--of failed"
one=$(value q.db "SELECT trace_id FROM v1_delivery WHERE trace_id IS NOT NULL AND outcome = 'delivered_after_deferral' LIMIT 1")
[ -n "$one" ] || broken "no mail was deferred"
page 0 trace "$one"
for reply in 5.4.300 5.4.777 4.4.2 '550 5.7.606 Access denied, banned sending IP' \
    'Reason: [{LED=450 4.4.316 Connection refused [Message=Socket error code 10061]'; do
    msgtrace 0 explain --lang es --format md "$reply"
    is_spanish "explain $reply"
done

claims "nor on the page of a finding and of the tables behind it"
run 0 "$GENERATE" --out data --planted S01 --grade strong --seed 3 --exports summary,events
msgtrace 0 providers --db mail.db --add data/providers.tsv
msgtrace 0 import --db mail.db data/*.csv
msgtrace 0 findings --db mail.db --lang es --format md --explain 1
says 'veces lo habitual'
is_spanish "findings --explain"

claims "nor in the comments above commands"
msgtrace 0 status --db q.db --lang es --as-of 2026-11-25 --commands
grep '^#' out >comments
cp comments out
is_spanish "status --commands"

claims "the environment says the language where the option does not"
run 0 env LC_ALL=es_ES.UTF-8 "$MSGTRACE" query overview --db q.db
says 'Visión general'
run 0 env LC_ALL= LC_MESSAGES= LANG=es_MX "$MSGTRACE" explain 4.4.2
says 'Qué significa una respuesta'
run 0 env LC_ALL=es_ES.UTF-8 "$MSGTRACE" query overview --db q.db --lang en
says 'Overview'

claims "a language that is not spoken is refused by every command alike"
for command in 'query overview' status 'trace x' 'explain 4.4.2' findings 'report weekly'; do
    # shellcheck disable=SC2086
    msgtrace 2 $command --lang fr
    complains "--lang takes 'en' or 'es', not 'fr'"
done

claims "data is the same for every reader"
for question in $questions; do
    for format in json csv; do
        msgtrace 0 query "$question" --db q.db --format $format --lang en --zone Europe/Madrid
        mv out english
        msgtrace 0 query "$question" --db q.db --format $format --lang es --zone Europe/Madrid
        same english out
    done
done
msgtrace 0 trace "$one" --db q.db --format csv --lang en
mv out english
msgtrace 0 trace "$one" --db q.db --format csv --lang es
grep -v '^"\{0,1\}Un estado' out >spanish
grep -v '^"\{0,1\}A status' english >plain
same plain spanish
