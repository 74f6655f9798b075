/* msgtrace check: what the DNS says of a domain that sends mail. Needs no database, and no network unless told whom to
 * ask. */

#include "cmd.h"

#include <string.h>

#include "ingest/cmd_check_report.h"
#include "ingest/dns_ask.h"
#include "ingest/dns_spf_eval.h"
#include "ingest/source.h"
#include "reports/cmd_output.h"
#include "reports/cmd_reader.h"
#include "store/base/out.h"
#include "store/place.h"

enum { RECORD_BYTES = 16 * 1024 * 1024 };

struct wishes {
    struct mt_dns_question question;
    const char *records, *resolver;
    bool fails_on_warning, fails_on_error;
    enum mt_language language;
    struct mt_output output;
    struct mt_arena arena;
};

/* ---- what was asked ---- */

static enum mt_rc
read_domain(const struct mt_arguments *arguments, struct wishes *wishes, struct mt_err *err)
{
    const char *said = mt_arguments_value(arguments, "domain");
    struct mt_text *domain = &wishes->question.domain;
    if (!said || !*said)
        return mt_err_set(err, MT_USAGE, "say which domain: msgtrace check dns --domain contoso.com");
    if (strchr(said, '@'))
        return mt_err_set(err, MT_USAGE, "'%.100s' is an address: give what stands behind the @", said);
    if (!mt_dns_name(&wishes->arena, mt_text_of(said), domain) || !memchr(domain->at, '.', domain->len))
        return mt_err_set(err, MT_USAGE,
                          "'%.100s' is no domain; a name with letters beyond ASCII is written in its form that begins "
                          "with xn--",
                          said);
    wishes->question.organisation = mt_place_of(*domain).registrable;
    return MT_OK;
}

static enum mt_rc
read_selectors(const struct mt_arguments *arguments, struct wishes *wishes, struct mt_err *err)
{
    struct mt_dns_question *question = &wishes->question;
    size_t at = 0;
    for (const char *said; (said = mt_arguments_next(arguments, "selector", &at)) != NULL;) {
        struct mt_text name;
        if (question->selector_count == MT_DNS_SELECTORS)
            return mt_err_set(err, MT_USAGE, "at most %d selectors can be checked at once", MT_DNS_SELECTORS);
        if (strlen(said) > 100 || strstr(said, "_domainkey") || !mt_dns_name(&wishes->arena, mt_text_of(said), &name))
            return mt_err_set(err, MT_USAGE,
                              "'%.100s' is no selector: give what stands in front of ._domainkey, as in the s= of a "
                              "signature",
                              said);
        question->selectors[question->selector_count++] = name;
    }
    return MT_OK;
}

static enum mt_rc
read_source(const struct mt_arguments *arguments, struct wishes *wishes, struct mt_err *err)
{
    wishes->records = mt_arguments_value(arguments, "records");
    wishes->resolver = mt_arguments_value(arguments, "resolver");
    if (wishes->records && wishes->resolver)
        return mt_err_set(err, MT_USAGE, "give either --records or --resolver, not both");
    if (!wishes->records && !wishes->resolver)
        return mt_err_set(err, MT_USAGE,
                          "say where the records come from: --records FILE with what dig, nslookup or Resolve-DnsName "
                          "printed, or a zone file; or --resolver ADDRESS to ask that server. Nothing is asked "
                          "unless you say whom");
    return MT_OK;
}

static enum mt_rc
read_fail_on(const struct mt_arguments *arguments, struct wishes *wishes, struct mt_err *err)
{
    const char *said = mt_arguments_value(arguments, "fail-on");
    if (!said)
        return MT_OK;
    wishes->fails_on_warning = strcmp(said, "warning") == 0;
    wishes->fails_on_error = wishes->fails_on_warning || strcmp(said, "error") == 0;
    if (!wishes->fails_on_error)
        return mt_err_set(err, MT_USAGE, "--fail-on takes 'error' or 'warning', not '%.40s'", said);
    return MT_OK;
}

static enum mt_rc
read_wishes(const struct mt_arguments *arguments, struct wishes *wishes, struct mt_err *err)
{
    struct mt_spf_mail unused;
    const char *address = mt_arguments_value(arguments, "ip");
    if (arguments->operand_count != 1 || strcmp(arguments->operands[0], "dns") != 0)
        return mt_err_set(err, MT_USAGE, "say what to check: msgtrace check dns --domain contoso.com");
    wishes->question.address = mt_text_of(address);
    if (address && !mt_spf_address(wishes->question.address, &unused))
        return mt_err_set(err, MT_USAGE, "--ip takes one address, as 192.0.2.25 or 2001:db8::25, not '%.60s'", address);
    enum mt_rc rc = read_domain(arguments, wishes, err);
    if (rc == MT_OK)
        rc = read_selectors(arguments, wishes, err);
    if (rc == MT_OK)
        rc = read_source(arguments, wishes, err);
    if (rc == MT_OK)
        rc = read_fail_on(arguments, wishes, err);
    if (rc == MT_OK)
        rc = mt_reader_read_language(arguments, &wishes->language, err);
    return rc == MT_OK ? mt_output_read(arguments, &wishes->output, err) : rc;
}

/* ---- records from a file ---- */

/* In any encoding that PowerShell writes. */
static enum mt_rc
read_file(const char *path, struct mt_out *text, struct mt_err *err)
{
    struct mt_source *source = NULL;
    char room[16 * 1024];
    size_t got = 0;
    enum mt_rc rc = mt_source_open_until(&source, path, MT_ENCODING_DETECT, mt_interrupted, err);
    if (rc != MT_OK)
        return rc;
    do {
        rc = mt_source_read(source, room, sizeof room, &got, err);
        if (rc == MT_OK)
            mt_out_text(text, (struct mt_text){room, got});
        if (rc == MT_OK && text->len > RECORD_BYTES)
            rc = mt_err_set(err, MT_FAILED, "'%.300s' is too large for DNS records: give those of the domain alone",
                            path);
    } while (rc == MT_OK && got > 0);
    mt_source_close(source);
    return rc == MT_OK && text->failed ? mt_err_memory(err) : rc;
}

static enum mt_rc
read_records(const struct wishes *wishes, struct mt_out *text, struct mt_dns_answers *answers,
             struct mt_dns_paste *paste, struct mt_err *err)
{
    enum mt_rc rc = read_file(wishes->records, text, err);
    if (rc == MT_OK)
        rc = mt_dns_paste_read(mt_out_view(text), wishes->question.domain, answers, paste, err);
    if (rc != MT_OK)
        return mt_err_where(err, rc, "%.300s", wishes->records);
    if (paste->records == 0 && paste->answers == 0)
        return mt_err_set(err, MT_FAILED,
                          "there is no DNS record or answer in '%.300s': give what dig, nslookup or Resolve-DnsName "
                          "printed, or a zone file",
                          wishes->records);
    return MT_OK;
}

/* ---- all of it ---- */

static bool
is_crossed(const struct wishes *wishes, const struct mt_dns_result *result)
{
    for (size_t i = 0; i < result->count; i++)
        if ((wishes->fails_on_error && result->findings[i].grade == MT_DNS_GRADE_ERROR) ||
            (wishes->fails_on_warning && result->findings[i].grade == MT_DNS_GRADE_WARNING))
            return true;
    return false;
}

static enum mt_rc
tell(const struct wishes *wishes, const struct mt_checked *checked, struct mt_err *err)
{
    struct mt_report report;
    mt_report_init(&report, "check-dns");
    report.reader.language = wishes->language;
    enum mt_rc rc = mt_checked_report(&report, checked, err);
    if (rc == MT_OK)
        rc = mt_output_write(&wishes->output, &report, err);
    mt_report_release(&report);
    if (rc == MT_OK && is_crossed(wishes, checked->result))
        rc = MT_CROSSED;
    if (rc == MT_OK && checked->paste && checked->paste->unread_count > 0)
        rc = MT_INCOMPLETE;
    return rc;
}

static enum mt_rc
check(struct wishes *wishes, struct mt_err *err)
{
    struct mt_dns_answers answers;
    struct mt_dns_paste paste = {.lines = 0};
    struct mt_dns_result result;
    struct mt_dns_ask *ask = NULL;
    struct mt_out text = MT_OUT_EMPTY;
    enum mt_rc rc;
    mt_dns_answers_init(&answers);
    if (wishes->records)
        rc = read_records(wishes, &text, &answers, &paste, err);
    else
        rc = mt_dns_ask_open(&ask, wishes->resolver, mt_interrupted, err);
    if (ask) {
        answers.ask = mt_dns_ask_one;
        answers.asker = ask;
    }
    if (rc == MT_OK)
        rc = mt_dns_check(&wishes->question, &answers, &wishes->arena, &result, err);
    if (rc == MT_OK) {
        struct mt_checked checked = {.question = &wishes->question,
                                     .answers = &answers,
                                     .result = &result,
                                     .paste = wishes->records ? &paste : NULL,
                                     .source = mt_text_of(wishes->records ? wishes->records : wishes->resolver)};
        rc = tell(wishes, &checked, err);
    }
    mt_dns_ask_close(ask);
    mt_out_release(&text);
    mt_dns_answers_release(&answers);
    return rc;
}

static enum mt_rc
run(const struct mt_arguments *arguments, struct mt_err *err)
{
    struct wishes wishes = {.arena = MT_ARENA_EMPTY};
    enum mt_rc rc = read_wishes(arguments, &wishes, err);
    if (rc == MT_OK)
        rc = check(&wishes, err);
    mt_arena_release(&wishes.arena);
    return rc;
}

static const char *
operand_at(size_t index)
{
    return index == 0 ? "dns" : NULL;
}

static const char *const fail_words[] = {"error", "warning", NULL};

static const struct mt_option options[] = {
    {"domain", 0, "DOMAIN", "the domain that the mail is sent from"},
    {"records", 0, "FILE", "its records: what dig, nslookup or Resolve-DnsName printed, a zone file; '-' reads them"},
    {"resolver", 0, "ADDRESS", "ask this DNS server: 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:5353"},
    {"selector", 0, "NAME", "a DKIM selector besides selector1 and selector2; may be given several times"},
    {"ip", 0, "ADDRESS", "may this server send for the domain, by its SPF record?"},
    {"fail-on", 0, "STATE", "exit status 4 when there is an error, or at least a warning", false, fail_words},
    MT_LANGUAGE_OPTION,
    MT_OUTPUT_OPTIONS,
    MT_JSON_OPTION,
    {NULL, 0, NULL, NULL},
};

const struct mt_command mt_cmd_check = {
    .name = "check",
    .operands = "dns",
    .summary = "check a domain's SPF, DKIM, DMARC and MX records",
    .examples = "  msgtrace check dns --domain contoso.com --records dig.txt       what somebody pasted or saved\n"
                "  dig txt contoso.com | msgtrace check dns --domain contoso.com --records -\n"
                "  msgtrace check dns --domain contoso.com --resolver 192.0.2.53   ask that server now\n"
                "  msgtrace check dns --domain contoso.com --records zone.txt --ip 192.0.2.25   may it send?\n",
    .details = "Holds the records against the RFCs and against what Microsoft 365 needs, and names the rule for each\n"
               "finding. Needs no database, and goes on the network only to the server that --resolver names.\n\n"
               "Records may come from several commands, one below the other; keep the command lines, which say what\n"
               "was asked. What was not asked is reported as not known, never as missing; the report says which\n"
               "command fills the gap. Lines that could not be read are listed, and the exit status is then 3.\n",
    .operand_at = operand_at,
    .options = options,
    .run = run,
};
