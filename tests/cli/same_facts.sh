# The same facts written in every flavour, culture and encoding give the same deliveries, as far as a flavour holds them.
. "$SOURCE/tests/cli/harness.sh"

run 0 "$GENERATE" --out facts --same-facts
rm -f facts/truth.json
ls facts >names
[ "$(wc -l <names)" -ge 12 ] || broken "only $(wc -l <names) files"

# What every flavour holds; the rest is compared where the flavour has it.
shared="trace_id, message_id, received_us, sender, recipient, recipient_domain, provider, status, outcome, size_bytes"
while read -r name; do
    claims "$name"
    msgtrace 0 import --db "$name.db" "facts/$name"
    is "$(value "$name.db" 'SELECT count(*) FROM v1_delivery')" \
        "$(value "$(head -n 1 names).db" 'SELECT count(*) FROM v1_delivery')"
    columns=$shared
    if ! value "$name.db" 'SELECT count(message_id) FROM v1_delivery' | grep -qv '^0$'; then
        columns=$(echo "$shared" | sed 's/ message_id,//')
    fi
    value "$name.db" "SELECT $columns FROM v1_delivery ORDER BY trace_id, recipient" >found
    value "$(head -n 1 names).db" "SELECT $columns FROM v1_delivery ORDER BY trace_id, recipient" >wanted
    same wanted found
done <names

claims "all of them together are the same deliveries still"
msgtrace 0 import --db all.db facts
value all.db "SELECT $shared FROM v1_delivery ORDER BY trace_id, recipient" >found
value "$(head -n 1 names).db" "SELECT $shared FROM v1_delivery ORDER BY trace_id, recipient" >wanted
same wanted found
is_sound all.db
