/* Tables of the weekly report that rest on transport events: why mail was in trouble, how long it took, how often it
 * was tried; and the messages to look after. */

#include "reports/weekly_found.h"

#include <string.h>

/* ---- reasons ---- */

enum mt_rc
mt_weekly_reasons(struct mt_weekly *weekly, struct mt_err *err)
{
    static const struct mt_shown list[] = {
        {.key = "reason_class", .words = mt_reason_words},
        {.key = "reason_code"},
        {.key = "reason"},
        {.key = "actor", .words = mt_actor_short_words},
        {.key = "permanence", .words = mt_permanence_words},
        {.key = "deliveries"},
        {.key = "deferred"},
        {.key = "failed"},
        {.key = "expired"},
        {.key = "top_provider"},
        {.key = "last_received"},
        {.key = NULL},
    };
    struct mt_filter filter = weekly->build.filter;
    struct mt_section *section;
    filter.limit = 12;
    enum mt_rc rc =
        mt_build_add(&weekly->build, "reasons", MT_SAY_REASONS_TITLE, "reasons", &filter, list, &section, err);
    if (rc != MT_OK)
        return rc;
    if (weekly->evidence.reasons)
        section->lede = mt_text_of(mt_build_wording(&weekly->build, MT_SAY_REASONS_LEDE));
    struct mt_text rows = mt_say_rows(&weekly->build.report->arena, &weekly->build.report->reader, section->table);
    if (rows.at)
        rc = mt_report_note(weekly->build.report, section,
                            mt_build_say(&weekly->build, MT_SAY_REASONS_CUT, MT_VALUES(mt_value_words(rows))), err);
    return rc == MT_OK ? mt_build_notes(&weekly->build, section, err) : rc;
}

/* ---- how long, how often ---- */

/* The share of all mail within the times that are known: "95 % within 1 min 27 s". */
static enum mt_rc
say_delays(struct mt_weekly *weekly, struct mt_section *section, struct mt_err *err)
{
    static const struct {
        const char *key;
        int64_t per_cent;
    } quantiles[] = {{"p50", 50}, {"p95", 95}, {"p99", 99}};
    struct mt_filter filter = weekly->build.filter;
    struct mt_table *all;
    struct mt_out out = MT_OUT_EMPTY;
    filter.by[0] = "week";
    enum mt_rc rc = mt_build_ask(&weekly->build, "delays", &filter, &all, err);
    if (rc != MT_OK)
        return rc;
    for (size_t i = 0; i < sizeof quantiles / sizeof *quantiles; i++) {
        struct mt_value within = {.type = MT_TYPE_SPAN, .cell = mt_table_cell(all, 0, quantiles[i].key)};
        if (!within.cell.known)
            continue;
        mt_say_into(&out, &weekly->build.report->reader, out.len ? MT_SAY_DELAYS_MORE : MT_SAY_DELAYS_ALL,
                    MT_VALUES(mt_value_count(quantiles[i].per_cent), within));
    }
    mt_out_string(&out, out.len ? "." : "");
    if (out.failed || (out.len && !mt_arena_copy(&weekly->build.report->arena, mt_out_view(&out), &section->lede)))
        rc = mt_err_memory(err);
    mt_out_release(&out);
    return rc;
}

enum mt_rc
mt_weekly_delays(struct mt_weekly *weekly, struct mt_err *err)
{
    static const struct mt_shown list[] = {
        {.key = "provider"}, {.key = "deliveries"}, {.key = "unknown"}, {.key = "p50"}, {.key = "p90"},
        {.key = "p95"},      {.key = "p99"},        {.key = "longest"}, {.key = NULL},
    };
    struct mt_filter filter = weekly->build.filter;
    struct mt_section *section;
    if (weekly->evidence.with_events == 0)
        return MT_OK;
    filter.limit = 8;
    enum mt_rc rc = mt_build_add(&weekly->build, "delays", MT_SAY_DELAYS_TITLE, "delays", &filter, list, &section, err);
    if (rc == MT_OK && weekly->evidence.by_events[MT_WEEKLY_OWN])
        rc = say_delays(weekly, section, err);
    return rc == MT_OK ? mt_build_notes(&weekly->build, section, err) : rc;
}

enum mt_rc
mt_weekly_attempts(struct mt_weekly *weekly, struct mt_err *err)
{
    static const struct mt_shown list[] = {
        {.key = "attempts"},  {.key = "deliveries"}, {.key = "deliveries_ratio"},
        {.key = "delivered"}, {.key = "on_its_way"}, {.key = "refused"},
        {.key = "expired"},   {.key = "otherwise"},  {.key = NULL},
    };
    struct mt_section *section;
    if (weekly->evidence.with_events == 0)
        return MT_OK;
    enum mt_rc rc = mt_build_add(&weekly->build, "attempts", MT_SAY_ATTEMPTS_TITLE, "attempts", &weekly->build.filter,
                                 list, &section, err);
    if (rc != MT_OK)
        return rc;
    section->lede = mt_text_of(mt_build_wording(&weekly->build, MT_SAY_ATTEMPTS_LEDE));
    return mt_build_notes(&weekly->build, section, err);
}

/* ---- messages ---- */

enum { MOST_MESSAGES = 20 };

static enum mt_rc
append(struct mt_table *table, const struct mt_table *more, struct mt_err *err)
{
    if (table->column_count == 0) {
        enum mt_rc rc = mt_table_columns(table, more->columns, more->column_count, err);
        if (rc != MT_OK)
            return rc;
        table->name = more->name;
        table->title = more->title;
        table->evidence = more->evidence;
    }
    for (size_t row = 0; row < more->row_count; row++) {
        struct mt_cell *cells = mt_table_add(table);
        if (!cells)
            return mt_err_memory(err);
        for (size_t column = 0; column < more->column_count; column++)
            cells[column] = mt_table_at(more, row, column);
    }
    return MT_OK;
}

/* What is lost or still under way needs looking after; what arrived late is proof of the same trouble; what was refused
 * at once mostly has a wrong address. */
enum mt_rc
mt_weekly_messages(struct mt_weekly *weekly, struct mt_err *err)
{
    static const char *const outcomes[] = {"deferred", "expired", "failed_after_deferral", "delivered_after_deferral",
                                           "failed"};
    static const struct mt_shown shown[] = {
        {.key = "received"},
        {.key = "recipient"},
        {.key = "sender"},
        {.key = "size"},
        {.key = "outcome", .words = mt_outcome_words},
        {.key = "trace_id"},
        {.key = NULL},
    };
    struct mt_table *table = mt_report_table(weekly->build.report), *more;
    if (!table)
        return mt_err_memory(err);
    for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes && table->row_count < MOST_MESSAGES; i++) {
        struct mt_filter filter = weekly->build.filter;
        filter.outcome = mt_text_of(outcomes[i]);
        filter.limit = MOST_MESSAGES - (int64_t)table->row_count;
        enum mt_rc rc = mt_build_ask(&weekly->build, "messages", &filter, &more, err);
        if (rc == MT_OK)
            rc = append(table, more, err);
        if (rc != MT_OK)
            return rc;
    }
    struct mt_section *section = mt_report_section(weekly->build.report, "messages",
                                                   mt_build_wording(&weekly->build, MT_SAY_MESSAGES_TITLE), table);
    if (!section)
        return mt_err_memory(err);
    section->shown = shown;
    section->lede = table->row_count == 0 ? mt_text_of(mt_build_wording(&weekly->build, MT_SAY_MESSAGES_NONE))
                                          : mt_build_say(&weekly->build, MT_SAY_MESSAGES_LEDE,
                                                         MT_VALUES(mt_value_count((int64_t)table->row_count)));
    section->lede_says_none = table->row_count == 0;
    return section->lede.at ? MT_OK : mt_err_memory(err);
}
