#include "query/finding_sql.h"

#include "query/finding_sql_parts.h"
#include "query/literal.h"
#include "store/row.h"

static const char *const by_keys[] = {
#define X(name, key) [MT_FINDING_SQL_BY_##name] = key,
    MT_FINDING_SQL_BY_LIST(X)
#undef X
};

/* ---- what is asked for ---- */

static const struct mt_pattern *
pattern_of(const struct mt_finding_sql *wanted)
{
    return wanted->finding->pattern;
}

bool
mt_finding_sql_asks(const struct mt_finding_sql *wanted, unsigned condition)
{
    return mt_finding_conditions(pattern_of(wanted)) & ~wanted->leave_out & MT_FINDING_BIT(condition);
}

/* The host and the forest of a group are those of the recipient that fared worst. */
static bool
needs_speaker(const struct mt_finding_sql *wanted)
{
    return mt_finding_sql_asks(wanted, MT_PATTERN_HOST) || mt_finding_sql_asks(wanted, MT_PATTERN_FOREST) ||
           wanted->by == MT_FINDING_SQL_BY_REMOTE_HOST || wanted->by == MT_FINDING_SQL_BY_FOREST;
}

static bool
needs_local_hour(const struct mt_finding_sql *wanted)
{
    return mt_finding_sql_asks(wanted, MT_FINDING_CLOCK) || mt_finding_sql_asks(wanted, MT_FINDING_WEEKDAYS) ||
           wanted->by == MT_FINDING_SQL_BY_DAY || wanted->by == MT_FINDING_SQL_BY_HOUR ||
           wanted->by == MT_FINDING_SQL_BY_WEEKDAY;
}

static bool
needs_size(const struct mt_finding_sql *wanted)
{
    return mt_finding_sql_asks(wanted, MT_PATTERN_SIZE) || wanted->by == MT_FINDING_SQL_BY_SIZE;
}

int64_t
mt_finding_sql_hour_us(const struct mt_finding_sql *wanted, int32_t hour)
{
    return (wanted->findings->cube->first_hour + hour) * MT_HOUR;
}

/* The hours that count: those of the stretch, or those that the search had room for. */
static void
find_edges(const struct mt_finding_sql *wanted, int64_t *from_us, int64_t *until_us)
{
    const struct mt_mail_cube *cube = wanted->findings->cube;
    bool stretch = mt_finding_sql_asks(wanted, MT_FINDING_STRETCH);
    *from_us = stretch        ? mt_finding_sql_hour_us(wanted, pattern_of(wanted)->when.from)
               : cube->is_cut ? mt_finding_sql_hour_us(wanted, 0)
                              : MT_MOMENT_UNKNOWN;
    *until_us = stretch ? mt_finding_sql_hour_us(wanted, pattern_of(wanted)->when.until) : MT_MOMENT_UNKNOWN;
}

void
mt_finding_sql_span(const struct mt_finding_sql *wanted, int64_t *from_us, int64_t *until_us)
{
    find_edges(wanted, from_us, until_us);
    *from_us = *from_us == MT_MOMENT_UNKNOWN ? *from_us : *from_us - MT_DAY;
    *until_us = *until_us == MT_MOMENT_UNKNOWN ? *until_us : *until_us + MT_DAY;
}

static void
write_between(struct mt_out *out, const char *and, int64_t from_us, int64_t until_us)
{
    const int64_t ends[] = {from_us, until_us};
    for (int i = 0; i < 2; i++)
        if (ends[i] != MT_MOMENT_UNKNOWN) {
            mt_out_string(out, and);
            mt_out_string(out, i == 0 ? "received_utc >= " : "received_utc < ");
            mt_literal_moment(out, ends[i]);
        }
}

/* ---- rows of recipients ---- */

/* Outcomes that are trouble whoever explains them. */
static const struct {
    const char *outcomes, *words;
    bool unsaid; /* and plain failures that nobody explains */
} troubles[] = {
    [MT_TROUBLE_DEFERRED] = {"'delivered_after_deferral', 'deferred', 'failed_after_deferral', 'expired'",
                             "deferred or expired, or failed for a reason that no export tells", .unsaid = true},
    [MT_TROUBLE_FAILED] = {"'failed', 'failed_after_deferral', 'expired'", "failed, expired included"},
    [MT_TROUBLE_ANY] = {"'delivered_after_deferral', 'deferred', 'failed', 'failed_after_deferral', 'expired'",
                        "deferred, expired or failed"},
};

static void
write_bad(const struct mt_finding_sql *wanted, struct mt_out *out)
{
    enum mt_trouble of = wanted->findings->of;
    struct mt_out mailings = MT_OUT_EMPTY;
    bool has_mailings = mt_finding_sql_mailings(wanted, &mailings);
    mt_out_string(out, has_mailings ? "        ((outcome IN (" : "        (outcome IN (");
    mt_out_string(out, troubles[of].outcomes);
    mt_out_byte(out, ')');
    if (troubles[of].unsaid)
        mt_out_string(out, "\n            OR (outcome = 'failed' AND reason_class IS NULL)");
    mt_out_byte(out, ')');
    if (has_mailings) {
        mt_out_string(out, "\n            -- of mailings with a bad list, failures without a reason are left out"
                           "\n            AND (outcome = 'failed' AND reason_class IS NULL AND (");
        mt_out_text(out, mt_out_view(&mailings));
        mt_out_string(out, ")) IS NOT TRUE)");
    }
    mt_out_string(out, " AS bad");
    out->failed = out->failed || mailings.failed;
    mt_out_release(&mailings);
}

/* The order of mail_groups.c, which a test compares. */
static const char rank_sql[] = ",\n"
                               "        CASE outcome\n"
                               "            WHEN 'expired' THEN 6\n"
                               "            WHEN 'failed_after_deferral' THEN 5\n"
                               "            WHEN 'failed' THEN 4\n"
                               "            WHEN 'deferred' THEN 3\n"
                               "            WHEN 'delivered_after_deferral' THEN 2\n"
                               "            WHEN 'delivered' THEN 0\n"
                               "            ELSE 1\n"
                               "        END AS rank,\n"
                               "        remote_host,\n"
                               "        forest";

/* Conditions on provider, domain and country are the same for all recipients of a group: they thin out rows early. */
static enum mt_rc
write_places(const struct mt_finding_sql *wanted, struct mt_out *out, struct mt_err *err)
{
    const struct mt_mail_cube *cube = wanted->findings->cube;
    const int32_t *value = pattern_of(wanted)->where.value;
    if (mt_finding_sql_asks(wanted, MT_PATTERN_DOMAIN)) {
        struct mt_text domain = cube->domains[value[MT_PATTERN_DOMAIN]];
        mt_out_string(out, MT_FINDING_SQL_AND "recipient_domain ");
        mt_out_string(out, domain.len == 0 ? "IS " : "= ");
        mt_literal_text(out, domain.len == 0 ? MT_TEXT_UNKNOWN : domain);
    }
    if (mt_finding_sql_asks(wanted, MT_PATTERN_REGION)) {
        mt_out_string(out, MT_FINDING_SQL_AND "recipient_country = ");
        mt_literal_text(out, cube->regions[value[MT_PATTERN_REGION]]);
    }
    if (!mt_finding_sql_asks(wanted, MT_PATTERN_PROVIDER))
        return MT_OK;
    mt_out_string(out, MT_FINDING_SQL_AND);
    return mt_finding_sql_provider(wanted, cube->provider_keys[value[MT_PATTERN_PROVIDER]], out, err);
}

static enum mt_rc
write_recipients(const struct mt_finding_sql *wanted, struct mt_out *out, struct mt_err *err)
{
    int64_t from_us, until_us;
    mt_finding_sql_span(wanted, &from_us, &until_us);
    mt_out_string(out,
                  "WITH recipient AS (\n"
                  "    -- One row: one message to one recipient whose fate is known. Without a trace id, what has\n"
                  "    -- one Message-ID in one hour is one message.\n"
                  "    SELECT\n"
                  "        coalesce(trace_id, message_id || ' ' || (received_us / 3600000000),\n"
                  "            row_number() OVER ()) AS message,\n"
                  "        recipient_domain,\n"
                  "        received_us,\n"
                  "        received_utc,\n");
    mt_out_string(out, needs_size(wanted) ? "        size_bytes,\n" : "");
    write_bad(wanted, out);
    mt_out_string(out, needs_speaker(wanted) ? rank_sql : "");
    mt_out_string(out, "\n    FROM v1_delivery\n    WHERE outcome NOT IN ('unknown', 'under_way', 'routing')");
    enum mt_rc rc = write_places(wanted, out, err);
    if (from_us != MT_MOMENT_UNKNOWN || until_us != MT_MOMENT_UNKNOWN) {
        write_between(out, MT_FINDING_SQL_AND, from_us, until_us);
        mt_out_string(out, " -- a day more: what counts is the first recipient, see below");
    }
    if (rc == MT_OK)
        rc = mt_finding_sql_filter(wanted, out, err);
    mt_finding_sql_left_out(wanted, out);
    mt_out_string(out, "\n)");
    return rc;
}

/* ---- groups ---- */

static void
write_messages(const struct mt_finding_sql *wanted, struct mt_out *out)
{
    bool speaker = needs_speaker(wanted);
    if (speaker)
        mt_out_string(out,
                      ",\nspeaking AS (\n"
                      "    -- One row: the same; turn 1 has the recipient that fared worst.\n"
                      "    SELECT\n"
                      "        *,\n"
                      "        row_number() OVER (\n"
                      "            PARTITION BY message, recipient_domain\n"
                      "            ORDER BY bad DESC, rank DESC, remote_host IS NULL, remote_host, forest IS NULL, "
                      "forest\n"
                      "        ) AS turn\n"
                      "    FROM recipient\n"
                      ")");
    mt_out_string(out, ",\nmessage AS (\n"
                       "    -- One row: one message to one recipient domain.\n"
                       "    SELECT\n"
                       "        recipient_domain,\n"
                       "        min(received_utc) AS received_utc,\n");
    if (needs_local_hour(wanted)) {
        mt_out_string(out, "        -- hours since 1970 by the clock of the zone, so many hours ahead of UTC\n"
                           "        min(received_us) / 3600000000 + ");
        mt_finding_sql_hours_east(wanted, out);
        mt_out_string(out, " AS local_hour,\n");
    }
    if (needs_size(wanted))
        mt_out_string(out, "        max(size_bytes) AS size_bytes,\n");
    if (speaker)
        mt_out_string(out, "        max(remote_host) FILTER (WHERE turn = 1) AS remote_host,\n"
                           "        max(forest) FILTER (WHERE turn = 1) AS forest,\n");
    mt_out_string(out, "        max(bad) AS bad\n    FROM ");
    mt_out_string(out, speaker ? "speaking" : "recipient");
    mt_out_string(out, "\n    GROUP BY message, recipient_domain\n)\n");
}

/* ---- the answer ---- */

static void
write_size_band(struct mt_out *out)
{
    mt_out_string(out, "CASE\n");
    for (int band = 0; band < MT_SIZE_BANDS; band++) {
        mt_out_string(out, "        WHEN size_bytes < ");
        mt_out_int(out, mt_size_band_below(band));
        mt_out_string(out, " THEN ");
        mt_literal_text(out, mt_text_of(mt_size_band_key(band)));
        mt_out_byte(out, '\n');
    }
    mt_out_string(out, "    END");
}

static void
write_key(const struct mt_finding_sql *wanted, struct mt_out *out)
{
    switch (wanted->by) {
    case MT_FINDING_SQL_BY_NOTHING:
        return;
    case MT_FINDING_SQL_BY_DOMAIN:
        mt_out_string(out, "    recipient_domain");
        break;
    case MT_FINDING_SQL_BY_REMOTE_HOST:
        mt_out_string(out, "    nullif(remote_host, '')");
        break;
    case MT_FINDING_SQL_BY_FOREST:
        mt_out_string(out, "    forest");
        break;
    case MT_FINDING_SQL_BY_SIZE:
        mt_out_string(out, "    ");
        write_size_band(out);
        break;
    case MT_FINDING_SQL_BY_DAY:
        mt_out_string(out, "    date(");
        mt_finding_sql_shifted(wanted, out);
        mt_out_string(out, " * 3600, 'unixepoch')");
        break;
    case MT_FINDING_SQL_BY_HOUR:
        mt_out_string(out, "    local_hour % 24");
        break;
    case MT_FINDING_SQL_BY_WEEKDAY:
        mt_out_string(out, "    ");
        mt_finding_sql_weekday(wanted, out);
        break;
    }
    mt_out_string(out, " AS ");
    mt_out_string(out, by_keys[wanted->by]);
    mt_out_string(out, ",\n");
}

static void
write_answer(const struct mt_finding_sql *wanted, struct mt_out *out)
{
    static const char and[] = "\n  AND ";
    const struct mt_mail_cube *cube = wanted->findings->cube;
    const int32_t *value = pattern_of(wanted)->where.value;
    int64_t from_us, until_us;
    find_edges(wanted, &from_us, &until_us);
    mt_out_string(out, "SELECT\n");
    write_key(wanted, out);
    mt_out_string(out, "    count(*) AS total,\n    coalesce(sum(bad), 0) AS bad\nFROM message\nWHERE TRUE");
    write_between(out, and, from_us, until_us);
    if (mt_finding_sql_asks(wanted, MT_PATTERN_SIZE)) {
        mt_out_string(out, and);
        mt_out_string(out, "size_bytes >= ");
        mt_out_int(out, mt_size_band_from(value[MT_PATTERN_SIZE]));
    }
    if (mt_finding_sql_asks(wanted, MT_PATTERN_HOST)) {
        mt_out_string(out, and);
        mt_out_string(out, "remote_host = ");
        mt_literal_text(out, cube->hosts[value[MT_PATTERN_HOST]]);
    }
    if (mt_finding_sql_asks(wanted, MT_PATTERN_FOREST)) {
        mt_out_string(out, and);
        mt_out_string(out, "forest = ");
        mt_literal_text(out, cube->forests[value[MT_PATTERN_FOREST]]);
    }
    mt_finding_sql_recurring(wanted, and, out);
    if (wanted->by != MT_FINDING_SQL_BY_NOTHING)
        mt_out_string(out, "\nGROUP BY 1\nORDER BY 1");
    mt_out_string(out, ";\n");
}

enum mt_rc
mt_finding_sql(const struct mt_finding_sql *wanted, struct mt_arena *arena, struct mt_text *sql, struct mt_err *err)
{
    struct mt_out out = MT_OUT_EMPTY;
    mt_out_string(&out, "-- ");
    mt_out_string(&out, wanted->finding->id);
    mt_out_string(&out, wanted->leave_out || wanted->by ? ", a table behind it" : "");
    mt_out_string(&out, ": messages to one recipient domain, and those in trouble:\n-- ");
    mt_out_string(&out, troubles[wanted->findings->of].words);
    mt_out_string(&out, ".\n");
    enum mt_rc rc = write_recipients(wanted, &out, err);
    write_messages(wanted, &out);
    write_answer(wanted, &out);
    if (rc == MT_OK && (out.failed || !mt_arena_copy(arena, mt_out_view(&out), sql)))
        rc = mt_err_memory(err);
    mt_out_release(&out);
    return rc;
}
