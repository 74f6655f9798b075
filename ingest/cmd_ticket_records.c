#include "ingest/cmd_ticket_records.h"

#include <string.h>

#include "ingest/cmd_check_words.h"
#include "ingest/dns_paste.h"
#include "reports/cmd_output.h"
#include "store/place.h"

static const struct {
    enum mt_dns_check check;
    enum mt_ticket_point point;
} points[] = {{MT_DNS_CHECK_SPF, MT_TICKET_POINT_SPF},
              {MT_DNS_CHECK_DKIM, MT_TICKET_POINT_DKIM},
              {MT_DNS_CHECK_DMARC, MT_TICKET_POINT_DMARC},
              {MT_DNS_CHECK_MX, MT_TICKET_POINT_MX}};

/* "spf-missing: There is no SPF record. (RFC 7208 section 4.5)", and the record where there is one. */
static struct mt_text
evidence(struct mt_arena *arena, const struct mt_reader *reader, const struct mt_dns_finding *finding)
{
    struct mt_text said = mt_dns_finding_say(arena, reader, finding);
    const char *open = *finding->rule ? " (" : "", *close = *finding->rule ? ")" : "";
    if (!mt_text_known(said) || !finding->record.len)
        return said;
    return mt_arena_format(arena, "%.*s%s%s%s %c%.*s%c", MT_TEXT_ARGS(said), open, finding->rule, close, MT_PROSE_OPEN,
                           MT_TEXT_ARGS(finding->record), MT_PROSE_CLOSE);
}

static void
take_standing(struct mt_ticket_files *files, const struct mt_dns_result *result, const struct mt_reader *reader)
{
    for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
        enum mt_dns_grade grade = mt_dns_standing(result, points[i].check, NULL);
        const struct mt_dns_finding *speaker = mt_dns_speaker(result, points[i].check);
        if (!speaker || grade == MT_DNS_GRADE_UNKNOWN || files->checked_count == MT_TICKET_CHECKS)
            continue;
        files->checked[files->checked_count++] =
            (struct mt_ticket_checked){points[i].point, grade == MT_DNS_GRADE_ERROR ? MT_TICKET_FAILED : MT_TICKET_DONE,
                                       evidence(&files->arena, reader, speaker)};
        /* Records that are in order do not show that mail passes: only what is broken counts for the verdict. */
        if (grade == MT_DNS_GRADE_ERROR && points[i].check != MT_DNS_CHECK_MX)
            files->auth = MT_AUTH_WEAK;
    }
}

static enum mt_rc
warn(struct mt_err *err, const char *text)
{
    mt_err_set(err, MT_OK, "%s", text);
    mt_output_warn(err);
    return MT_OK;
}

static enum mt_rc
check(struct mt_ticket_files *files, const struct mt_dns_question *question, struct mt_dns_answers *answers,
      const struct mt_reader *reader, struct mt_err *err)
{
    struct mt_dns_result result;
    size_t read = 0;
    for (size_t i = 0; i < files->attachment_count; i++) {
        struct mt_dns_paste paste = {.lines = 0};
        if (strcmp(files->attachments[i].folder, "dns") != 0)
            continue;
        enum mt_rc rc = mt_dns_paste_read(files->attachments[i].text, question->domain, answers, &paste, err);
        if (rc != MT_OK)
            return rc;
        read += paste.records + paste.answers;
    }
    if (read == 0)
        return warn(err, "there is no DNS record or answer in the files of --records");
    enum mt_rc rc = mt_dns_check(question, answers, &files->arena, &result, err);
    if (rc == MT_OK)
        take_standing(files, &result, reader);
    return rc == MT_OK && files->arena.failed ? mt_err_memory(err) : rc;
}

static bool
has_records(const struct mt_ticket_files *files)
{
    for (size_t i = 0; i < files->attachment_count; i++)
        if (strcmp(files->attachments[i].folder, "dns") == 0)
            return true;
    return false;
}

enum mt_rc
mt_ticket_records_check(struct mt_ticket_files *files, struct mt_text domain, const struct mt_reader *reader,
                        struct mt_err *err)
{
    struct mt_dns_question question = {.address = MT_TEXT_UNKNOWN};
    struct mt_dns_answers answers;
    if (!has_records(files))
        return MT_OK;
    if (!domain.len || !mt_dns_name(&files->arena, domain, &question.domain)) {
        return files->arena.failed
                   ? mt_err_memory(err)
                   : warn(err, "the DNS records go along unchecked: say with --records-of DOMAIN whose they are");
    }
    question.organisation = mt_place_of(question.domain).registrable;
    mt_dns_answers_init(&answers);
    enum mt_rc rc = check(files, &question, &answers, reader, err);
    mt_dns_answers_release(&answers);
    return rc;
}
