# Sourced behind tests/cli/harness.sh: what a database holds, and chance that is the same everywhere.
#
# PLAIN is the program without sanitizers, for tests that run it often; where there is none, MSGTRACE does.

PLAIN=${PLAIN:-}
FAILING=${FAILING:-}
if [ -x "$PLAIN" ]; then MSGTRACE=$PLAIN; fi

# With the library and no fault nothing waits for the disk, and these tests write a lot.
msgtrace() {
    wanted=$1
    shift
    if [ -x "$PLAIN" ] && [ -f "$FAILING" ]; then
        run "$wanted" env LD_PRELOAD="$FAILING" "$MSGTRACE" "$@"
    else
        run "$wanted" "$MSGTRACE" "$@"
    fi
}

# ---- chance: the same numbers everywhere --------------------------------------------------------------------------

seed=${MSGTRACE_SEED:-20261125}
chance() { # N: sets $drawn, from 1 to N
    seed=$(((seed * 1103515245 + 12345) & 0x7fffffffffff))
    drawn=$(((seed >> 16) % $1 + 1))
}

# ---- what a database holds ---------------------------------------------------------------------------------------

# Whole and sound, in one go: prints what is wrong.
flaws() {
    sqlite3 "$1" <<'SQL'
SELECT * FROM pragma_integrity_check WHERE integrity_check <> 'ok';
SELECT 'foreign key', "table" FROM pragma_foreign_key_check LIMIT 3;
SELECT 'roll-up', count(*) FROM (
    SELECT received_us / 3600000000 AS hour, domain_id, route_id, outcome, count(*) AS n,
           sum(coalesce(size_bytes, 0)) AS bytes
    FROM delivery WHERE outcome <> 10 AND absorbed = 0 GROUP BY 1, 2, 3, 4
    EXCEPT
    SELECT hour, domain_id, route_id, outcome, sum(deliveries), sum(bytes) FROM hourly GROUP BY 1, 2, 3, 4)
HAVING count(*) > 0;
SELECT 'counts', name FROM export
WHERE rows_read <> rows_new + rows_changed + rows_known + rows_rejected + rows_routing;
SELECT 'delivery twice', min(id) FROM delivery WHERE trace_id IS NOT NULL AND absorbed <> 2
GROUP BY trace_id, recipient_id HAVING count(*) > 1;
SELECT 'no key', count(*) FROM delivery
WHERE absorbed <> 2 AND id NOT IN (SELECT delivery_id FROM seen) HAVING count(*) > 0;
SQL
}

# All facts, and nothing of where they were read.
facts() {
    content "$1"
    sqlite3 "$1" <<'SQL'
SELECT * FROM v1_event ORDER BY 3, 4, 1, 2, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17;
SELECT reason, raw FROM v1_reject ORDER BY 1, 2;
SELECT coalesce(d.trace_id, ''), a.text, c.events, c.status, c.deferrals, c.attempts, c.first_deferred_us,
    c.last_deferred_us, c.final_us, c.last_us, c.expired, c.remote_host, c.remote_ip
FROM course c JOIN delivery d ON d.id = c.delivery_id JOIN address a ON a.id = d.recipient_id
ORDER BY 1, 2, d.received_us, d.message_id;
SQL
}

# The exports it holds, in the order of import, by checksum; none when there is no database yet.
exports_of() {
    [ -s "$1" ] || return 0
    [ "$(value "$1" "SELECT count(*) FROM sqlite_schema WHERE name = 'export'")" = 1 ] || return 0
    value "$1" 'SELECT lower(hex(sha256)) FROM export ORDER BY id'
}
