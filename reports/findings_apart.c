/* What was told apart from the findings: a short table each. */

#include "reports/findings_parts.h"

#include "query/apart.h"
#include "reports/view.h"

enum { MOST_ROWS = 10, MOST_COLUMNS = 10 };

/* One of the tables: what it is called, its columns, and how a row is filled. */
struct listing {
    const char *key;
    enum mt_sentence title, lede;
    size_t count;
    struct {
        struct mt_column column; /* its title comes from the words */
        enum mt_sentence title;
        const struct mt_word *words;
    } columns[MOST_COLUMNS];
    size_t column_count;
    void (*fill)(const struct mt_apart *apart, size_t number, struct mt_cell *row);
};

static struct mt_cell
moment(int64_t moment_us)
{
    return moment_us == MT_MOMENT_UNKNOWN ? MT_CELL_UNKNOWN(NULL) : mt_cell_integer(moment_us);
}

static struct mt_cell
text(struct mt_text text_or_empty)
{
    return text_or_empty.len ? mt_cell_text(text_or_empty) : MT_CELL_UNKNOWN(NULL);
}

static void
fill_dead(const struct mt_apart *apart, size_t number, struct mt_cell *row)
{
    const struct mt_dead_domain *dead = &apart->dead[number];
    const struct mt_cell cells[] = {
        text(dead->domain),
        text(dead->like),
        mt_cell_integer(dead->messages),
        mt_cell_integer(dead->recipients),
        mt_cell_integer(dead->senders),
        moment(dead->first_us),
        moment(dead->last_us),
        dead->reason_class > 0 ? mt_cell_integer(dead->reason_class) : MT_CELL_UNKNOWN(NULL),
        text(dead->reason),
    };
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        row[i] = cells[i];
}

static void
fill_mailing(const struct mt_apart *apart, size_t number, struct mt_cell *row)
{
    const struct mt_mailing *mailing = &apart->mailings[number];
    const struct mt_cell cells[] = {
        text(mailing->sender),
        text(mailing->subject),
        moment(mailing->first_us),
        mt_cell_integer(mailing->recipients),
        mt_cell_integer(mailing->failed),
        mt_cell_integer(mailing->domains),
        mt_cell_integer(mailing->domains_failed),
        text(mailing->message_id),
    };
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        row[i] = cells[i];
}

static void
fill_loop(const struct mt_apart *apart, size_t number, struct mt_cell *row)
{
    const struct mt_loop *loop = &apart->loops[number];
    const struct mt_cell cells[] = {
        text(loop->sender),    text(loop->recipient),        mt_cell_integer(loop->recipients),
        text(loop->subject),   mt_cell_integer(loop->times), moment(loop->first_us),
        moment(loop->last_us), text(loop->reason),           text(loop->message_id),
    };
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        row[i] = cells[i];
}

/* Texts move into the report, which outlives the findings; class numbers become keys. */
static bool
own(struct mt_table *table, const struct listing *listing, struct mt_cell *row)
{
    for (size_t i = 0; i < listing->column_count; i++) {
        if (!row[i].known)
            continue;
        if (listing->columns[i].words)
            row[i] = mt_cell_text(mt_text_of(mt_word_numbered(listing->columns[i].words, (int)row[i].integer)->key));
        else if (listing->columns[i].column.type == MT_TYPE_TEXT &&
                 !mt_arena_copy(&table->arena, row[i].text, &row[i].text))
            return false;
    }
    return true;
}

static enum mt_rc
fill_table(struct mt_table *table, const struct listing *listing, const struct mt_apart *apart,
           enum mt_language language, struct mt_err *err)
{
    struct mt_column columns[MOST_COLUMNS];
    for (size_t i = 0; i < listing->column_count; i++) {
        columns[i] = listing->columns[i].column;
        columns[i].title = mt_wording(language, listing->columns[i].title);
    }
    mt_table_init(table, listing->key, mt_wording(language, listing->title));
    enum mt_rc rc = mt_table_columns(table, columns, listing->column_count, err);
    for (size_t i = 0; i < listing->count && i < MOST_ROWS && rc == MT_OK; i++) {
        struct mt_cell *row = mt_table_add(table);
        if (!row)
            return mt_err_memory(err);
        listing->fill(apart, i, row);
        if (!own(table, listing, row))
            rc = mt_err_memory(err);
    }
    return rc;
}

static const struct mt_shown *
shown_of(struct mt_report *report, const struct listing *listing)
{
    struct mt_shown *shown = mt_arena_take(&report->arena, (listing->column_count + 1) * sizeof *shown);
    for (size_t i = 0; shown && i < listing->column_count; i++)
        shown[i] = (struct mt_shown){.key = listing->columns[i].column.key, .words = listing->columns[i].words};
    return shown;
}

static enum mt_rc
add(struct mt_report *report, const struct mt_findings *findings, const struct listing *listing, struct mt_err *err)
{
    struct mt_telling telling = mt_telling_of(&report->arena, &report->reader, findings);
    enum mt_language language = report->reader.language;
    if (listing->count == 0)
        return MT_OK;
    struct mt_table *table = mt_report_table(report);
    struct mt_section *section =
        table ? mt_report_section(report, listing->key, mt_wording(language, listing->title), table) : NULL;
    if (!section)
        return mt_err_memory(err);
    section->lede = mt_tell(&telling, listing->lede, MT_VALUES(mt_value_count((int64_t)listing->count)));
    section->shown = shown_of(report, listing);
    if (telling.failed || !section->shown)
        return mt_err_memory(err);
    enum mt_rc rc = fill_table(table, listing, findings->apart, language, err);
    if (rc == MT_OK && listing->count > MOST_ROWS) {
        struct mt_value left = mt_value_count((int64_t)listing->count - MOST_ROWS);
        rc = mt_report_note(report, section, mt_tell(&telling, MT_SAY_APART_MORE, MT_VALUES(left)), err);
    }
    return rc;
}

enum mt_rc
mt_findings_apart(struct mt_report *report, const struct mt_findings *findings, struct mt_err *err)
{
    const struct mt_apart *apart = findings->apart;
    if (!apart)
        return MT_OK;
    const struct listing listings[] = {
        {"dead_domains",
         MT_SAY_DEAD_TITLE,
         MT_SAY_DEAD_LEDE,
         apart->dead_count,
         {{{"domain", NULL, MT_TYPE_TEXT}, MT_SAY_COLUMN_DOMAIN, NULL},
          {{"like", NULL, MT_TYPE_TEXT}, MT_SAY_COLUMN_LIKE, NULL},
          {{"messages", NULL, MT_TYPE_COUNT}, MT_SAY_COLUMN_MESSAGES, NULL},
          {{"recipients", NULL, MT_TYPE_COUNT}, MT_SAY_COLUMN_RECIPIENTS, NULL},
          {{"senders", NULL, MT_TYPE_COUNT}, MT_SAY_COLUMN_SENDERS, NULL},
          {{"first", NULL, MT_TYPE_MOMENT}, MT_SAY_COLUMN_FIRST, NULL},
          {{"last", NULL, MT_TYPE_MOMENT}, MT_SAY_COLUMN_LAST, NULL},
          {{"reason_class", NULL, MT_TYPE_TEXT}, MT_SAY_COLUMN_REASON_CLASS, mt_reason_words},
          {{"reason", NULL, MT_TYPE_TEXT}, MT_SAY_COLUMN_REPLY, NULL}},
         9,
         fill_dead},
        {"mailings",
         MT_SAY_MAILINGS_TITLE,
         MT_SAY_MAILINGS_LEDE,
         apart->mailing_count,
         {{{"sender", NULL, MT_TYPE_TEXT}, MT_SAY_COLUMN_SENDER, NULL},
          {{"subject", NULL, MT_TYPE_TEXT}, MT_SAY_COLUMN_SUBJECT, NULL},
          {{"first", NULL, MT_TYPE_MOMENT}, MT_SAY_COLUMN_FIRST, NULL},
          {{"recipients", NULL, MT_TYPE_COUNT}, MT_SAY_COLUMN_RECIPIENTS, NULL},
          {{"failed", NULL, MT_TYPE_COUNT}, MT_SAY_COLUMN_FAILED, NULL},
          {{"domains", NULL, MT_TYPE_COUNT}, MT_SAY_COLUMN_DOMAINS, NULL},
          {{"domains_failed", NULL, MT_TYPE_COUNT}, MT_SAY_COLUMN_DOMAINS_FAILED, NULL},
          {{"message_id", NULL, MT_TYPE_TEXT}, MT_SAY_COLUMN_MESSAGE_ID, NULL}},
         8,
         fill_mailing},
        {"loops",
         MT_SAY_LOOPS_TITLE,
         MT_SAY_LOOPS_LEDE,
         apart->loop_count,
         {{{"sender", NULL, MT_TYPE_TEXT}, MT_SAY_COLUMN_SENDER, NULL},
          {{"recipient", NULL, MT_TYPE_TEXT}, MT_SAY_COLUMN_RECIPIENT, NULL},
          {{"recipients", NULL, MT_TYPE_COUNT}, MT_SAY_COLUMN_RECIPIENTS, NULL},
          {{"subject", NULL, MT_TYPE_TEXT}, MT_SAY_COLUMN_SUBJECT, NULL},
          {{"times", NULL, MT_TYPE_COUNT}, MT_SAY_COLUMN_TIMES, NULL},
          {{"first", NULL, MT_TYPE_MOMENT}, MT_SAY_COLUMN_FIRST, NULL},
          {{"last", NULL, MT_TYPE_MOMENT}, MT_SAY_COLUMN_LAST, NULL},
          {{"reason", NULL, MT_TYPE_TEXT}, MT_SAY_COLUMN_REPLY, NULL},
          {{"message_id", NULL, MT_TYPE_TEXT}, MT_SAY_COLUMN_MESSAGE_ID, NULL}},
         9,
         fill_loop},
    };
    enum mt_rc rc = MT_OK;
    for (size_t i = 0; i < sizeof listings / sizeof *listings && rc == MT_OK; i++)
        rc = add(report, findings, &listings[i], err);
    return rc;
}
