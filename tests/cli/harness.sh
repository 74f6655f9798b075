# Sourced by every tests/cli/*.sh: runs the program as a person would and compares what comes out, byte for byte.
#
# MSGTRACE is the program, GENERATE the generator of exports, SOURCE the source folder. Each script runs in an empty
# folder of its own. The first broken expectation ends the script with a message that says which claim it broke.

set -u
# No settings of whoever runs the tests.
export LC_ALL=C TZ=UTC MSGTRACE_CONFIG=
unset MSGTRACE_DB MSGTRACE_ZONE MSGTRACE_LANG MSGTRACE_COLOR MSGTRACE_THREADS NO_COLOR COLUMNS 2>/dev/null || true

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
claim="(no claim)"

claims() {
    claim=$*
    echo "- $claim"
}

broken() {
    echo "BROKEN: $claim: $*" >&2
    if [ -s out ]; then echo "--- standard output:" >&2; head -n 30 out >&2; fi
    if [ -s err ]; then echo "--- standard error:" >&2; head -n 30 err >&2; fi
    exit 1
}

# run STATUS COMMAND...: runs it, keeps its output in the files out and err, and expects the exit status.
run() {
    wanted=$1
    shift
    "$@" >out 2>err </dev/null
    got=$?
    [ "$got" -eq "$wanted" ] || broken "'$*' ended with $got, not $wanted"
}

msgtrace() {
    wanted=$1
    shift
    run "$wanted" "$MSGTRACE" "$@"
}

says() { grep -qF -- "$1" out || broken "standard output does not say '$1'"; }
says_not() { ! grep -qF -- "$1" out || broken "standard output says '$1'"; }
complains() { grep -qF -- "$1" err || broken "standard error does not say '$1'"; }
is_silent() { [ ! -s err ] || broken "standard error is not empty"; }
same() { cmp -s "$1" "$2" || { diff -a "$1" "$2" | head -n 20 >&2; broken "$1 and $2 differ"; }; }

# One value from a database.
value() { sqlite3 "$1" "$2"; }
is() { [ "$1" = "$2" ] || broken "expected '$2', got '$1'"; }

# Everything that must not depend on the order or repetition of imports, as text.
content() {
    sqlite3 "$1" <<'SQL'
SELECT * FROM v1_delivery ORDER BY coalesce(trace_id, ''), recipient, received_us, coalesce(message_id, ''),
    coalesce(sender, ''), coalesce(subject, '');
SELECT * FROM v1_hourly ORDER BY 1, coalesce(recipient_domain, ''), size_band, coalesce(forest, ''),
    coalesce(direction, ''), coalesce(connector, ''), outcome;
SELECT coalesce(d.trace_id, ''), a.text, o.status, o.first_us, o.last_us FROM observation o
JOIN delivery d ON d.id = o.delivery_id JOIN address a ON a.id = d.recipient_id
ORDER BY 1, 2, 3, 4, d.received_us;
SQL
}

# The database is whole and its roll-up is what the facts add up to.
is_sound() {
    is "$(value "$1" 'PRAGMA integrity_check')" ok
    is "$(value "$1" 'PRAGMA foreign_key_check')" ""
    is "$(value "$1" "SELECT count(*) FROM (
        SELECT received_us / 3600000000 AS hour, domain_id, route_id, outcome, count(*) AS n,
               sum(coalesce(size_bytes, 0)) AS bytes
        FROM delivery WHERE outcome <> 10 AND absorbed = 0 GROUP BY 1, 2, 3, 4
        EXCEPT
        SELECT hour, domain_id, route_id, outcome, sum(deliveries), sum(bytes) FROM hourly GROUP BY 1, 2, 3, 4)")" 0
    is "$(value "$1" 'SELECT coalesce(sum(deliveries), 0) FROM hourly')" \
        "$(value "$1" 'SELECT count(*) FROM delivery WHERE outcome <> 10 AND absorbed = 0')"
    is "$(value "$1" 'SELECT count(*) FROM export WHERE rows_read <>
        rows_new + rows_changed + rows_known + rows_rejected + rows_routing')" 0
}
