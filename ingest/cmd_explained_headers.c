#include "ingest/cmd_explained_headers.h"

#include <string.h>

#include "reports/messages.h"
#include "reports/phrase.h"
#include "reports/words.h"

/* ---- small parts ---- */

static struct mt_cell
text_cell(struct mt_text text)
{
    return text.len ? mt_cell_text(text) : MT_CELL_UNKNOWN(NULL);
}

static struct mt_section *
add_section(struct mt_report *report, const char *key, enum mt_sentence title, const struct mt_column *columns,
            size_t count, struct mt_err *err)
{
    struct mt_table *table = mt_report_table(report);
    if (!table) {
        mt_err_memory(err);
        return NULL;
    }
    mt_table_init(table, key, mt_wording(MT_LANGUAGE_EN, title));
    struct mt_section *section = mt_report_section(report, key, mt_wording(report->reader.language, title), table);
    if (!section || mt_table_columns(table, columns, count, err) != MT_OK) {
        mt_err_memory(err);
        return NULL;
    }
    return section;
}

static enum mt_rc
point(struct mt_report *report, struct mt_section *section, enum mt_sentence sentence, const struct mt_value *values,
      size_t count, struct mt_err *err)
{
    return mt_report_point(report, section, mt_say(&report->arena, &report->reader, sentence, values, count), err);
}

static struct mt_value
domain_value(const struct mt_header_facts *facts)
{
    return mt_value_data(facts->from_domain.len ? facts->from_domain : MT_TEXT_LITERAL("?"));
}

/* ---- the answer ---- */

static enum mt_rc
say_signatures(struct mt_report *report, struct mt_section *section, const struct mt_header_facts *facts,
               struct mt_err *err)
{
    static const enum mt_sentence sentences[] = {
        [MT_SIGNED_NOT] = MT_SAY_HEADERS_SIGNED_NOT,
        [MT_SIGNED_DEFAULT] = MT_SAY_HEADERS_SIGNED_DEFAULT,
        [MT_SIGNED_OTHER] = MT_SAY_HEADERS_SIGNED_OTHER,
        [MT_SIGNED_OWN] = MT_SAY_HEADERS_SIGNED_OWN,
    };
    return point(report, section, sentences[facts->signatures.signs],
                 MT_VALUES(mt_value_data(facts->signatures.by.at ? facts->signatures.by : MT_TEXT_LITERAL(""))), err);
}

static enum mt_rc
say_way(struct mt_report *report, struct mt_section *section, const struct mt_header_facts *facts, struct mt_err *err)
{
    const struct mt_hop *egress = mt_hops_egress(&facts->hops);
    const struct mt_hops *hops = &facts->hops;
    enum mt_rc rc = MT_OK;
    if (egress) {
        struct mt_text tls = egress->tls.len ? mt_say(&report->arena, &report->reader, MT_SAY_HEADERS_TLS,
                                                      MT_VALUES(mt_value_data(egress->tls)))
                                             : mt_text_of(mt_wording(report->reader.language, MT_SAY_HEADERS_NO_TLS));
        struct mt_text ip = egress->from_ip.len ? egress->from_ip : MT_TEXT_LITERAL("?");
        rc = point(report, section, MT_SAY_HEADERS_EGRESS,
                   MT_VALUES(mt_value_data(egress->from), mt_value_data(ip), mt_value_words(tls)), err);
    }
    int64_t first = hops->count ? hops->list[0].at_us : MT_MOMENT_UNKNOWN;
    int64_t last = hops->count ? hops->list[hops->count - 1].at_us : MT_MOMENT_UNKNOWN;
    if (rc == MT_OK && hops->count > 1 && first != MT_MOMENT_UNKNOWN && last >= first) {
        const struct mt_value took = {.type = MT_TYPE_SPAN, .cell = mt_cell_integer((last - first) / MT_SECOND)};
        rc = point(report, section, MT_SAY_HEADERS_TOOK, MT_VALUES(took), err);
    }
    return rc;
}

static enum mt_rc
add_answer(struct mt_report *report, const struct mt_header_facts *facts, struct mt_err *err)
{
    static const enum mt_sentence sentences[] = {
        [MT_AUTH_SAYS_NOTHING] = MT_SAY_HEADERS_NOTHING,
        [MT_AUTH_SAYS_PASS] = MT_SAY_HEADERS_PASS,
        [MT_AUTH_SAYS_FAIL] = MT_SAY_HEADERS_FAIL,
    };
    struct mt_section *section =
        mt_report_section(report, "authentication", mt_wording(report->reader.language, MT_SAY_HEADERS_AUTH), NULL);
    if (!section)
        return mt_err_memory(err);
    enum mt_rc rc = point(report, section, sentences[facts->says], MT_VALUES(domain_value(facts)), err);
    if (rc == MT_OK)
        rc = say_signatures(report, section, facts, err);
    if (rc == MT_OK && facts->arc_instances > 0)
        rc = point(report, section, MT_SAY_HEADERS_ARC,
                   MT_VALUES(mt_value_count(facts->arc_instances),
                             mt_value_data(facts->arc_chain.at ? facts->arc_chain : MT_TEXT_LITERAL("?"))),
                   err);
    return rc == MT_OK ? say_way(report, section, facts, err) : rc;
}

/* ---- tables ---- */

static const struct mt_column result_columns[] = {
    {"method", "Method", MT_TYPE_TEXT},      {"result", "Result", MT_TYPE_TEXT},
    {"domain", "Domain", MT_TYPE_TEXT},      {"comment", "Comment", MT_TYPE_TEXT},
    {"action", "Action", MT_TYPE_TEXT},      {"reason", "Reason", MT_TYPE_TEXT},
    {"header", "Header", MT_TYPE_TEXT},      {"server", "Server", MT_TYPE_TEXT},
    {"own", "Receiver's own", MT_TYPE_TEXT}, {"instance", "ARC instance", MT_TYPE_COUNT},
};

enum { RESULT_COLUMNS = sizeof result_columns / sizeof *result_columns };

static const struct mt_word yes_words[] = {{"yes", "yes", "sí"}, {"no", "no", "no"}, {NULL}};

static const struct mt_shown result_shown[] = {
    {.key = "method"},
    {.key = "result"},
    {.key = "domain"},
    {.key = "comment"},
    {.key = "header"},
    {.key = "server"},
    {.key = "own", .words = yes_words},
    {.key = NULL},
};

static enum mt_rc
add_results(struct mt_report *report, const struct mt_header_facts *facts, struct mt_err *err)
{
    static const char *const headers[] = {
        [MT_AUTH_RESULTS] = "Authentication-Results",
        [MT_AUTH_ARC] = "ARC-Authentication-Results",
        [MT_AUTH_ORIGINAL] = "Authentication-Results-Original",
        [MT_AUTH_RECEIVED_SPF] = "Received-SPF",
    };
    if (facts->seen_count == 0)
        return MT_OK;
    struct mt_section *section =
        add_section(report, "results", MT_SAY_HEADERS_RESULTS, result_columns, RESULT_COLUMNS, err);
    if (!section)
        return MT_FAILED;
    section->shown = result_shown;
    section->lede = mt_text_of(mt_wording(report->reader.language, MT_SAY_HEADERS_RESULTS_LEDE));
    for (size_t i = 0; i < facts->seen_count; i++)
        for (size_t j = 0; j < facts->seen[i].results.count; j++) {
            const struct mt_auth_seen *seen = &facts->seen[i];
            const struct mt_auth_item *item = &seen->results.items[j];
            const struct mt_cell cells[RESULT_COLUMNS] = {
                text_cell(item->method),
                text_cell(item->said),
                text_cell(item->domain),
                text_cell(item->comment),
                text_cell(item->action),
                text_cell(item->reason),
                mt_cell_text(mt_text_of(headers[seen->source])),
                text_cell(seen->results.server),
                mt_cell_text(mt_text_of(seen->is_own ? "yes" : "no")),
                seen->results.instance ? mt_cell_integer(seen->results.instance) : MT_CELL_UNKNOWN(NULL),
            };
            struct mt_cell *row = mt_table_add(section->table);
            if (!row)
                return mt_err_memory(err);
            memcpy(row, cells, sizeof cells);
        }
    return MT_OK;
}

static const struct mt_column signature_columns[] = {{"domain", "Domain", MT_TYPE_TEXT},
                                                     {"selector", "Selector", MT_TYPE_TEXT},
                                                     {"algorithm", "Algorithm", MT_TYPE_TEXT}};

static enum mt_rc
add_signatures(struct mt_report *report, const struct mt_header_facts *facts, struct mt_err *err)
{
    if (facts->signatures.count == 0)
        return MT_OK;
    struct mt_section *section =
        add_section(report, "signatures", MT_SAY_HEADERS_SIGNATURES, signature_columns, 3, err);
    for (size_t i = 0; section && i < facts->signatures.count; i++) {
        struct mt_cell *row = mt_table_add(section->table);
        if (!row)
            return mt_err_memory(err);
        row[0] = text_cell(facts->signatures.list[i].domain);
        row[1] = text_cell(facts->signatures.list[i].selector);
        row[2] = text_cell(facts->signatures.list[i].algorithm);
    }
    return section ? MT_OK : MT_FAILED;
}

static const struct mt_column hop_columns[] = {
    {"from", "From", MT_TYPE_TEXT}, {"from_ip", "Address", MT_TYPE_TEXT}, {"by", "By", MT_TYPE_TEXT},
    {"at", "Time", MT_TYPE_MOMENT}, {"delay", "Delay", MT_TYPE_SPAN},     {"tls", "TLS", MT_TYPE_TEXT},
    {"with", "With", MT_TYPE_TEXT},
};

enum { HOP_COLUMNS = sizeof hop_columns / sizeof *hop_columns };

static enum mt_rc
add_hops(struct mt_report *report, const struct mt_header_facts *facts, struct mt_err *err)
{
    if (facts->hops.count == 0)
        return MT_OK;
    struct mt_section *section = add_section(report, "hops", MT_SAY_HEADERS_HOPS, hop_columns, HOP_COLUMNS, err);
    if (!section)
        return MT_FAILED;
    section->lede = mt_text_of(mt_wording(report->reader.language, MT_SAY_HEADERS_HOPS_LEDE));
    for (size_t i = 0; i < facts->hops.count; i++) {
        const struct mt_hop *hop = &facts->hops.list[i];
        const struct mt_cell cells[HOP_COLUMNS] = {
            text_cell(hop->from),
            text_cell(hop->from_ip),
            text_cell(hop->by),
            hop->at_us != MT_MOMENT_UNKNOWN ? mt_cell_integer(hop->at_us) : MT_CELL_UNKNOWN(NULL),
            hop->delay_us != MT_MOMENT_UNKNOWN ? mt_cell_integer(hop->delay_us / MT_SECOND) : MT_CELL_UNKNOWN(NULL),
            text_cell(hop->tls),
            text_cell(hop->with),
        };
        struct mt_cell *row = mt_table_add(section->table);
        if (!row)
            return mt_err_memory(err);
        memcpy(row, cells, sizeof cells);
    }
    return MT_OK;
}

/* What the short names mean; values that everybody asks about say more.
 * Source: Microsoft, "Anti-spam message headers in Microsoft 365". */
static const struct {
    const char *name, *value, *meaning;
} meanings[] = {
    {"SFV", "SPM", "filtered as spam"},
    {"SFV", "NSPM", "not spam"},
    {"SFV", "SKS", "marked as spam before the filter"},
    {"SFV", "SKN", "marked as not spam before the filter"},
    {"SFV", "SKI", "not filtered: mail within the organisation"},
    {"SFV", "SKB", "the sender is on a block list of the tenant"},
    {"SFV", "SKA", "the sender is on an allow list of the tenant"},
    {"SFV", "BLK", "blocked: the user's own list"},
    {"SFV", "SFE", "let through: the user's own list"},
    {"CAT", "SPM", "spam"},
    {"CAT", "HSPM", "high confidence spam"},
    {"CAT", "BULK", "bulk mail"},
    {"CAT", "PHSH", "phishing"},
    {"CAT", "SPOOF", "spoofing"},
    {"CAT", "NONE", "no category"},
    {"CIP", NULL, "connecting IP address"},
    {"CTRY", NULL, "country of that address"},
    {"SCL", NULL, "spam confidence: -1 not filtered, 0 and 1 not spam, 5 and 6 spam, 9 sure spam"},
    {"BCL", NULL, "bulk complaint level, 0 to 9"},
    {"SFV", NULL, "verdict of the spam filter"},
    {"CAT", NULL, "category of the filter's policy"},
    {"DIR", NULL, "direction"},
    {"IPV", NULL, "whether the address is on a list"},
    {"H", NULL, "name the server gave itself"},
    {"PTR", NULL, "name of the address in the DNS"},
    {"LANG", NULL, "language of the mail"},
    {"SFTY", NULL, "phishing or spoofing that was found"},
};

static const char *
meaning_of(const struct mt_antispam *item)
{
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
        if (mt_text_is(item->name, meanings[i].name) &&
            (!meanings[i].value || mt_text_is_nocase(item->value, meanings[i].value)))
            return meanings[i].meaning;
    return NULL;
}

static const struct mt_column filter_columns[] = {
    {"name", "Name", MT_TYPE_TEXT}, {"value", "Value", MT_TYPE_TEXT}, {"meaning", "Meaning", MT_TYPE_TEXT}};
static const struct mt_shown filter_shown[] = {
    {.key = "name"}, {.key = "value"}, {.key = "meaning", .words = mt_own_words}, {.key = NULL}};

static enum mt_rc
add_filters(struct mt_report *report, const struct mt_header_facts *facts, struct mt_err *err)
{
    if (facts->antispam_count == 0)
        return MT_OK;
    struct mt_section *section = add_section(report, "filters", MT_SAY_HEADERS_FILTERS, filter_columns, 3, err);
    if (!section)
        return MT_FAILED;
    section->shown = filter_shown;
    for (size_t i = 0; i < facts->antispam_count; i++) {
        struct mt_cell *row = mt_table_add(section->table);
        if (!row)
            return mt_err_memory(err);
        row[0] = text_cell(facts->antispam[i].name);
        row[1] = text_cell(facts->antispam[i].value);
        row[2] = text_cell(mt_text_of(meaning_of(&facts->antispam[i])));
    }
    return MT_OK;
}

static const struct mt_column fact_columns[] = {{"fact", "What", MT_TYPE_TEXT}, {"value", "Value", MT_TYPE_TEXT}};
static const struct mt_shown fact_shown[] = {{.key = "fact", .words = mt_own_words}, {.key = "value"}, {.key = NULL}};

static enum mt_rc
add_mail(struct mt_report *report, const struct mt_header_fields *fields, const struct mt_header_facts *facts,
         struct mt_err *err)
{
    const struct {
        const char *fact;
        struct mt_text value;
    } rows[] = {
        {"network message id (trace id)", facts->trace_id},
        {"Message-ID", facts->message_id},
        {"from", facts->from},
        {"subject", facts->subject},
        {"written", facts->date},
        {"tenant id", facts->tenant_id},
        {"organisation of the sender", facts->originator_org},
        {"authenticated as", facts->auth_as},
        {"connecting tenant and address", facts->connecting_ip},
    };
    struct mt_section *section = add_section(report, "mail", MT_SAY_HEADERS_MAIL, fact_columns, 2, err);
    if (!section)
        return MT_FAILED;
    section->shown = fact_shown;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!rows[i].value.len)
            continue;
        struct mt_cell *row = mt_table_add(section->table);
        if (!row)
            return mt_err_memory(err);
        row[0] = mt_cell_text(mt_text_of(rows[i].fact));
        row[1] = mt_cell_text(rows[i].value);
    }
    enum mt_rc rc = MT_OK;
    if (fields->strays)
        rc = mt_report_note(report, section,
                            mt_say(&report->arena, &report->reader, MT_SAY_HEADERS_STRAYS,
                                   MT_VALUES(mt_value_count((int64_t)fields->strays))),
                            err);
    if (rc == MT_OK && fields->is_cut)
        rc = mt_report_note(report, section, mt_say(&report->arena, &report->reader, MT_SAY_HEADERS_CUT, MT_NO_VALUES),
                            err);
    return rc;
}

struct mt_text
mt_auth_item_line(struct mt_arena *arena, const struct mt_auth_item *item)
{
    return mt_arena_format(arena, "%.*s=%.*s%s%.*s%s%.*s%s", (int)item->method.len, item->method.at,
                           (int)item->said.len, item->said.at ? item->said.at : "", item->domain.len ? " " : "",
                           (int)item->domain.len, item->domain.at ? item->domain.at : "", item->comment.len ? " (" : "",
                           (int)item->comment.len, item->comment.at ? item->comment.at : "",
                           item->comment.len ? ")" : "");
}

enum mt_rc
mt_explained_headers(struct mt_report *report, const struct mt_header_fields *fields,
                     const struct mt_header_facts *facts, struct mt_err *err)
{
    static enum mt_rc (*const parts[])(struct mt_report *, const struct mt_header_facts *, struct mt_err *) = {
        add_answer, add_results, add_signatures, add_hops, add_filters,
    };
    enum mt_rc rc = MT_OK;
    report->title = mt_text_of(mt_wording(report->reader.language, MT_SAY_HEADERS_TITLE));
    for (size_t i = 0; i < sizeof parts / sizeof *parts && rc == MT_OK; i++)
        rc = parts[i](report, facts, err);
    return rc == MT_OK ? add_mail(report, fields, facts, err) : rc;
}
