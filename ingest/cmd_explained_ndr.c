#include "ingest/cmd_explained_ndr.h"

#include <string.h>

#include "ingest/cmd_ndr_answers.h"
#include "ingest/signature.h"
#include "query/case_mail.h"
#include "reports/messages.h"
#include "reports/verdict_told.h"
#include "reports/words.h"

/* ---- small parts ---- */

static struct mt_cell
text_cell(struct mt_text text)
{
    return text.len ? mt_cell_text(text) : MT_CELL_UNKNOWN(NULL);
}

static struct mt_cell
moment_cell(int64_t moment_us)
{
    return moment_us != MT_MOMENT_UNKNOWN ? mt_cell_integer(moment_us) : MT_CELL_UNKNOWN(NULL);
}

static struct mt_section *
add_section(struct mt_report *report, const char *key, enum mt_sentence title, struct mt_table **table)
{
    *table = mt_report_table(report);
    if (!*table)
        return NULL;
    mt_table_init(*table, key, mt_wording(MT_LANGUAGE_EN, title));
    return mt_report_section(report, key, mt_wording(report->reader.language, title), *table);
}

static enum mt_rc
say(struct mt_report *report, struct mt_section *section, enum mt_sentence sentence, const struct mt_value *values,
    size_t count, struct mt_err *err)
{
    return mt_report_note(report, section, mt_say(&report->arena, &report->reader, sentence, values, count), err);
}

static const struct mt_word action_words[] = {
    {"failed", "failed", "falló"},
    {"delayed", "delayed", "con retraso"},
    {"delivered", "delivered", "entregado"},
    {"relayed", "handed on", "entregado a otro servidor"},
    {"expanded", "expanded", "expandido"},
    {"unknown", "not said", "no se dice"},
    {NULL},
};

/* ---- recipients ---- */

static const struct mt_column recipient_columns[] = {
    {"recipient", "Recipient", MT_TYPE_TEXT},
    {"action", "What became of it", MT_TYPE_TEXT},
    {"class", "Class", MT_TYPE_TEXT},
    {"reply", "Reply", MT_TYPE_COUNT},
    {"code", "Code", MT_TYPE_TEXT},
    {"text", "What was said", MT_TYPE_TEXT},
    {"outer_code", "Code around it", MT_TYPE_TEXT},
    {"remote_host", "Other server", MT_TYPE_TEXT},
    {"remote_ip", "Its address", MT_TYPE_TEXT},
    {"permanence", "Trying again", MT_TYPE_TEXT},
    {"actor", "Who has to act", MT_TYPE_TEXT},
    {"meaning", "Meaning", MT_TYPE_TEXT},
    {"verbatim", "As the report has it", MT_TYPE_TEXT},
    {"report", "Report", MT_TYPE_COUNT},
};

enum { RECIPIENT_COLUMNS = sizeof recipient_columns / sizeof *recipient_columns };

static const struct mt_shown recipient_shown[] = {
    {.key = "recipient"},
    {.key = "action", .words = action_words},
    {.key = "class", .words = mt_reason_words},
    {.key = "code"},
    {.key = "text"},
    {.key = "remote_host"},
    {.key = "actor", .words = mt_actor_short_words},
    {.key = NULL},
};

static enum mt_rc
fill_recipient(struct mt_table *table, const struct mt_ndr_recipient *recipient, const struct mt_codes *codes,
               size_t number, struct mt_err *err)
{
    const struct mt_reason *reason = &recipient->reason;
    struct mt_cause cause = {.class = MT_REASON_CLASS_UNKNOWN};
    if (recipient->has_reason)
        cause = mt_codes_cause(codes, reason);
    const struct mt_cell cells[RECIPIENT_COLUMNS] = {
        text_cell(recipient->address),
        mt_cell_text(mt_text_of(mt_dsn_action_key(recipient->action))),
        mt_cell_text(mt_text_of(mt_reason_class_key(cause.class))),
        reason->reply ? mt_cell_integer(reason->reply) : MT_CELL_UNKNOWN(NULL),
        text_cell(reason->code),
        text_cell(reason->text),
        text_cell(reason->outer_code),
        text_cell(reason->remote_host),
        text_cell(reason->remote_ip),
        mt_cell_text(mt_text_of(mt_permanence_key(cause.permanence))),
        mt_cell_text(mt_text_of(mt_actor_key(cause.actor))),
        text_cell(mt_text_of(cause.meaning)),
        text_cell(recipient->try_count ? recipient->tries[0].reply : recipient->decisive),
        mt_cell_integer((int64_t)number),
    };
    struct mt_cell *row = mt_table_add(table);
    if (!row)
        return mt_err_memory(err);
    memcpy(row, cells, sizeof cells);
    return MT_OK;
}

static enum mt_sentence
recipients_title(enum mt_dsn_action worst)
{
    return worst == MT_DSN_FAILED    ? MT_SAY_NDR_RECIPIENTS
           : worst == MT_DSN_DELAYED ? MT_SAY_NDR_RECIPIENTS_DELAYED
                                     : MT_SAY_NDR_RECIPIENTS_FINE;
}

static enum mt_rc
add_recipients(struct mt_report *report, const struct mt_ndr_list *list, const struct mt_codes *codes,
               enum mt_dsn_action worst, struct mt_err *err)
{
    struct mt_table *table;
    struct mt_section *section = add_section(report, "recipients", recipients_title(worst), &table);
    if (!section)
        return mt_err_memory(err);
    section->shown = recipient_shown;
    enum mt_rc rc = mt_table_columns(table, recipient_columns, RECIPIENT_COLUMNS, err);
    for (size_t i = 0; i < list->count && rc == MT_OK; i++)
        for (size_t j = 0; j < list->ndrs[i].count && rc == MT_OK; j++)
            rc = fill_recipient(table, &list->ndrs[i].recipients[j], codes, i + 1, err);
    return rc;
}

/* ---- tries ---- */

static const struct mt_column try_columns[] = {
    {"recipient", "Recipient", MT_TYPE_TEXT},
    {"at", "Time", MT_TYPE_MOMENT},
    {"at_printed", "As printed", MT_TYPE_TEXT},
    {"server", "Server", MT_TYPE_TEXT},
    {"ip", "Address", MT_TYPE_TEXT},
    {"by", "Who speaks", MT_TYPE_TEXT},
    {"answer", "What it said", MT_TYPE_TEXT},
    {"report", "Report", MT_TYPE_COUNT},
};

enum { TRY_COLUMNS = sizeof try_columns / sizeof *try_columns };

static const struct mt_word speaker_words[] = {
    {"service", "the sending service", "el servicio que envía"},
    {"remote", "the other side, as the service tells it", "el otro lado, según el servicio"},
    {NULL},
};

static const struct mt_shown try_shown[] = {
    {.key = "at"},     {.key = "server"}, {.key = "ip"}, {.key = "by", .words = speaker_words},
    {.key = "answer"}, {.key = NULL},
};

static enum mt_rc
add_tries(struct mt_report *report, const struct mt_ndr_list *list, struct mt_err *err)
{
    struct mt_table *table;
    struct mt_section *section = NULL;
    enum mt_rc rc = MT_OK;
    for (size_t i = 0; i < list->count; i++)
        for (size_t j = 0; j < list->ndrs[i].count; j++)
            for (size_t k = 0; k < list->ndrs[i].recipients[j].try_count && rc == MT_OK; k++) {
                const struct mt_ndr_recipient *recipient = &list->ndrs[i].recipients[j];
                const struct mt_ndr_try *try = &recipient->tries[k];
                if (!section) {
                    section = add_section(report, "answers", MT_SAY_NDR_TRIES, &table);
                    if (!section)
                        return mt_err_memory(err);
                    section->shown = try_shown;
                    section->lede = mt_text_of(mt_wording(report->reader.language, MT_SAY_NDR_TRIES_LEDE));
                    rc = mt_table_columns(table, try_columns, TRY_COLUMNS, err);
                }
                struct mt_cell *row = rc == MT_OK ? mt_table_add(table) : NULL;
                if (!row)
                    return rc != MT_OK ? rc : mt_err_memory(err);
                const struct mt_cell cells[TRY_COLUMNS] = {
                    text_cell(recipient->address),
                    moment_cell(try->at_us),
                    text_cell(try->date),
                    text_cell(try->server),
                    text_cell(try->ip),
                    mt_cell_text(mt_text_of(try->by_service ? "service" : "remote")),
                    text_cell(try->reply),
                    mt_cell_integer((int64_t)i + 1),
                };
                memcpy(row, cells, sizeof cells);
            }
    return rc;
}

/* ---- the mail and the report ---- */

static const struct mt_column fact_columns[] = {
    {"fact", "What", MT_TYPE_TEXT},
    {"value", "Value", MT_TYPE_TEXT},
    {"report", "Report", MT_TYPE_COUNT},
};

static enum mt_rc
add_fact(struct mt_table *table, const char *fact, struct mt_text value, size_t number, struct mt_err *err)
{
    if (!value.len)
        return MT_OK;
    struct mt_cell *row = mt_table_add(table);
    if (!row)
        return mt_err_memory(err);
    row[0] = mt_cell_text(mt_text_of(fact));
    row[1] = mt_cell_text(value);
    row[2] = mt_cell_integer((int64_t)number);
    return MT_OK;
}

static struct mt_text
moment_text(struct mt_arena *arena, int64_t moment_us)
{
    char room[32];
    struct mt_text copy;
    if (moment_us == MT_MOMENT_UNKNOWN || !mt_arena_copy(arena, mt_moment_iso(moment_us, room), &copy))
        return MT_TEXT_UNKNOWN;
    return copy;
}

static enum mt_rc
add_facts(struct mt_report *report, struct mt_table *table, const struct mt_ndr *ndr, size_t number, struct mt_err *err)
{
    struct mt_arena *arena = &report->arena;
    unsigned char guid[16];
    int64_t clock = MT_MOMENT_UNKNOWN;
    if (mt_guid_parse(ndr->original_trace_id, guid) && !mt_trace_clock(guid, &clock))
        clock = MT_MOMENT_UNKNOWN;
    const struct {
        const char *fact;
        struct mt_text value;
    } facts[] = {
        {"network message id (trace id)", ndr->original_trace_id},
        {"Message-ID", ndr->original_message_id},
        {"sender", ndr->original_sender},
        {"subject", ndr->original_subject},
        {"taken in by the service (by the trace id)", moment_text(arena, clock)},
        {"written", moment_text(arena, ndr->original_date_us)},
        {"Message-ID of the report", ndr->message_id},
        {"report made", moment_text(arena, ndr->date_us)},
        {"generating server", ndr->generating_server},
        {"receiving server", ndr->receiving_server},
        {"rejected by", ndr->rejected_by},
        {"language of the report", ndr->language},
    };
    enum mt_rc rc = MT_OK;
    for (size_t i = 0; i < sizeof facts / sizeof *facts && rc == MT_OK; i++)
        rc = add_fact(table, facts[i].fact, facts[i].value, number, err);
    return rc;
}

static enum mt_rc
note_signature(struct mt_report *report, struct mt_section *section, const struct mt_ndr *ndr, struct mt_err *err)
{
    struct mt_header_fields fields;
    struct mt_signatures signatures;
    if (!mt_text_known(ndr->original_headers) ||
        !mt_header_fields_read(ndr->original_headers, &report->arena, &fields) || fields.count == 0)
        return MT_OK;
    mt_signatures_read(&fields, mt_ndr_from_domain(&fields, ndr), &signatures);
    switch (signatures.signs) {
    case MT_SIGNED_NOT:
        return say(report, section, MT_SAY_NDR_SIGNED_NOT, MT_NO_VALUES, err);
    case MT_SIGNED_OTHER:
        return say(report, section, MT_SAY_NDR_SIGNED_OTHER, MT_VALUES(mt_value_data(signatures.by)), err);
    case MT_SIGNED_DEFAULT:
        return say(report, section, MT_SAY_NDR_SIGNED_DEFAULT, MT_VALUES(mt_value_data(signatures.by)), err);
    case MT_SIGNED_OWN:
        return say(report, section, MT_SAY_NDR_SIGNED, MT_VALUES(mt_value_data(signatures.by)), err);
    }
    return MT_OK;
}

static enum mt_rc
note_ndr(struct mt_report *report, struct mt_section *section, const struct mt_ndr *ndr, struct mt_err *err)
{
    const struct {
        bool holds;
        enum mt_sentence sentence;
    } notes[] = {
        {ndr->dates_open, MT_SAY_NDR_DATES_OPEN},
        {ndr->is_cut, MT_SAY_NDR_CUT},
        {!ndr->original_trace_id.len && !ndr->original_message_id.len, MT_SAY_NDR_NO_IDS},
    };
    enum mt_rc rc = MT_OK;
    if (ndr->attempts > 0)
        rc = say(report, section, MT_SAY_NDR_TRIED, MT_VALUES(mt_value_count(ndr->attempts)), err);
    for (size_t i = 0; i < sizeof notes / sizeof *notes && rc == MT_OK; i++)
        if (notes[i].holds)
            rc = say(report, section, notes[i].sentence, MT_NO_VALUES, err);
    if (rc == MT_OK && mt_text_known(ndr->unread_charset))
        rc = say(report, section, MT_SAY_NDR_CHARSET, MT_VALUES(mt_value_data(ndr->unread_charset)), err);
    return rc == MT_OK ? note_signature(report, section, ndr, err) : rc;
}

static enum mt_rc
add_mail(struct mt_report *report, const struct mt_ndr_list *list, struct mt_err *err)
{
    struct mt_table *table;
    struct mt_section *section = add_section(report, "mail", MT_SAY_NDR_MAIL, &table);
    if (!section)
        return mt_err_memory(err);
    static const struct mt_shown alone[] = {{.key = "fact", .words = mt_own_words}, {.key = "value"}, {.key = NULL}};
    static const struct mt_shown several[] = {
        {.key = "report"}, {.key = "fact", .words = mt_own_words}, {.key = "value"}, {.key = NULL}};
    section->shown = list->count == 1 ? alone : several;
    enum mt_rc rc = mt_table_columns(table, fact_columns, sizeof fact_columns / sizeof *fact_columns, err);
    for (size_t i = 0; i < list->count && rc == MT_OK; i++) {
        rc = add_facts(report, table, &list->ndrs[i], i + 1, err);
        if (rc == MT_OK)
            rc = note_ndr(report, section, &list->ndrs[i], err);
    }
    return rc;
}

/* ---- the verdict ---- */

static enum mt_rc
add_verdict(struct mt_report *report, const struct mt_ndr_list *list, const struct mt_codes *codes,
            struct mt_store *store, struct mt_err *err)
{
    const struct mt_ndr *first = &list->ndrs[0];
    struct mt_answers answers;
    struct mt_controls controls;
    struct mt_filter filter;
    struct mt_verdict_input input = {.answers = &answers};
    enum mt_rc rc = MT_OK;
    mt_ndr_answers(list->ndrs, list->count, codes, &answers);
    input.auth = mt_ndr_auth(first, &report->arena);
    if (store && first->count > 0) {
        rc = mt_case_mail(store, first->original_sender, first->recipients[0].address, mt_ndr_received(first),
                          mt_ndr_made(first), &report->arena, &filter, err);
        if (rc == MT_OK)
            rc = mt_controls_ask(store, &filter, &controls, err);
        if (rc == MT_OK)
            input.controls = &controls;
    }
    struct mt_verdict verdict = mt_verdict_of(&input);
    return rc == MT_OK ? mt_verdict_told(report, &verdict, &input, err) : rc;
}

static enum mt_dsn_action
worst_of(const struct mt_ndr_list *list)
{
    enum mt_dsn_action worst = MT_DSN_UNKNOWN;
    for (size_t i = 0; i < list->count; i++)
        for (size_t j = 0; j < list->ndrs[i].count; j++) {
            enum mt_dsn_action action = list->ndrs[i].recipients[j].action;
            if (action == MT_DSN_FAILED || worst == MT_DSN_UNKNOWN ||
                (action == MT_DSN_DELAYED && worst != MT_DSN_FAILED))
                worst = action;
        }
    return worst;
}

static enum mt_rc
say_no_trouble(struct mt_report *report, enum mt_dsn_action worst, struct mt_err *err)
{
    struct mt_section *section =
        mt_report_section(report, "answer", mt_wording(report->reader.language, MT_SAY_VERDICT_TITLE), NULL);
    const struct mt_word *word = action_words;
    if (!section)
        return mt_err_memory(err);
    while (word->key && strcmp(word->key, mt_dsn_action_key(worst)) != 0)
        word++;
    const char *words = report->reader.language == MT_LANGUAGE_ES && word->spanish ? word->spanish : word->label;
    return mt_report_point(
        report, section,
        mt_say(&report->arena, &report->reader, MT_SAY_NDR_NO_TROUBLE, MT_VALUES(mt_value_words(mt_text_of(words)))),
        err);
}

enum mt_rc
mt_explained_ndrs(struct mt_report *report, const struct mt_ndr_list *list, const struct mt_codes *codes,
                  struct mt_store *store, struct mt_err *err)
{
    enum mt_dsn_action worst = worst_of(list);
    bool is_trouble = worst == MT_DSN_FAILED || worst == MT_DSN_DELAYED;
    report->title = list->count == 1 ? mt_text_of(mt_wording(report->reader.language, MT_SAY_NDR_TITLE))
                                     : mt_say(&report->arena, &report->reader, MT_SAY_NDR_TITLES,
                                              MT_VALUES(mt_value_count((int64_t)list->count)));
    enum mt_rc rc = is_trouble ? add_verdict(report, list, codes, store, err) : say_no_trouble(report, worst, err);
    if (rc == MT_OK)
        rc = add_recipients(report, list, codes, worst, err);
    if (rc == MT_OK)
        rc = add_tries(report, list, err);
    return rc == MT_OK ? add_mail(report, list, err) : rc;
}
