#include "ingest/cmd_ndr_answers.h"

#include "ingest/reason.h"
#include "ingest/signature.h"

/* ---- times ---- */

int64_t
mt_ndr_received(const struct mt_ndr *ndr)
{
    unsigned char guid[16];
    int64_t clock;
    if (mt_guid_parse(ndr->original_trace_id, guid) && mt_trace_clock(guid, &clock))
        return clock;
    return ndr->original_date_us;
}

int64_t
mt_ndr_made(const struct mt_ndr *ndr)
{
    int64_t made = ndr->date_us;
    for (size_t i = 0; i < ndr->count && made == MT_MOMENT_UNKNOWN; i++)
        for (size_t j = 0; j < ndr->recipients[i].try_count && made == MT_MOMENT_UNKNOWN; j++)
            made = ndr->recipients[i].tries[j].at_us;
    return made;
}

/* ---- answers ---- */

/* A broken handshake is what the service saw of it; a demand for STARTTLS is what the other side said. */
static bool
is_quoted(const struct mt_reason *reason, enum mt_reason_class class)
{
    bool has_code = reason->code.len || reason->reply;
    if (class == MT_REASON_CLASS_TLS)
        return has_code && mt_text_find(reason->text, "negotiation failed") < 0 &&
               mt_text_find(reason->text, "SocketError") < 0;
    return has_code;
}

static void
take_time(struct mt_answers *answers, int64_t at_us)
{
    if (at_us == MT_MOMENT_UNKNOWN)
        return;
    if (answers->first_try_us == MT_MOMENT_UNKNOWN || at_us < answers->first_try_us)
        answers->first_try_us = at_us;
    if (answers->last_try_us == MT_MOMENT_UNKNOWN || at_us > answers->last_try_us)
        answers->last_try_us = at_us;
}

/* Every answer counts by itself; the service's giving up is none, and the reason of the recipient stands for what no
 * line repeats. */
static void
take_recipient(const struct mt_ndr_recipient *recipient, const struct mt_codes *codes, struct mt_arena *arena,
               struct mt_answers *answers)
{
    bool any = false;
    for (size_t i = 0; i < recipient->try_count; i++) {
        struct mt_reason reason;
        if (!mt_reason_read(recipient->tries[i].reply, arena, &reason))
            continue;
        struct mt_cause cause = mt_codes_cause(codes, &reason);
        take_time(answers, recipient->tries[i].at_us);
        if (cause.class == MT_REASON_CLASS_UNKNOWN || (reason.expired && recipient->try_count > 1))
            continue;
        answers->by_class[cause.class]++;
        answers->tries++;
        any = true;
    }
    if (any)
        return;
    struct mt_cause cause = {.class = MT_REASON_CLASS_UNKNOWN};
    if (recipient->has_reason)
        cause = mt_codes_cause(codes, &recipient->reason);
    answers->by_class[cause.class]++;
    answers->wrappers += cause.class == MT_REASON_CLASS_UNKNOWN && recipient->reason.expired;
}

void
mt_ndr_answers(const struct mt_ndr *ndrs, size_t count, const struct mt_codes *codes, struct mt_answers *answers)
{
    struct mt_arena arena = MT_ARENA_EMPTY;
    bool is_told = false;
    *answers = (struct mt_answers){.first_try_us = MT_MOMENT_UNKNOWN, .last_try_us = MT_MOMENT_UNKNOWN};
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < ndrs[i].count; j++) {
            const struct mt_ndr_recipient *recipient = &ndrs[i].recipients[j];
            if (recipient->action != MT_DSN_FAILED && recipient->action != MT_DSN_DELAYED)
                continue;
            take_recipient(recipient, codes, &arena, answers);
            mt_arena_reset(&arena);
            struct mt_cause cause = {.class = MT_REASON_CLASS_UNKNOWN};
            if (recipient->has_reason)
                cause = mt_codes_cause(codes, &recipient->reason);
            if (is_told || cause.class == MT_REASON_CLASS_UNKNOWN)
                continue;
            is_told = true;
            answers->class = cause.class;
            answers->permanence = cause.permanence;
            answers->actor = cause.actor;
            answers->text = recipient->try_count        ? recipient->tries[0].reply
                            : recipient->diagnostic.len ? recipient->diagnostic
                                                        : recipient->reason.text;
            answers->code = recipient->reason.code;
            answers->is_quoted = is_quoted(&recipient->reason, cause.class);
        }
    if (count == 1 && ndrs[0].attempts > answers->tries)
        answers->tries = ndrs[0].attempts;
    mt_arena_release(&arena);
}

/* ---- authentication ---- */

static struct mt_text
domain_of(struct mt_text address)
{
    for (size_t i = address.len; i > 0; i--)
        if (address.at[i - 1] == '@') {
            struct mt_text domain = {address.at + i, address.len - i};
            return mt_text_cut(&domain, '>');
        }
    return MT_TEXT_UNKNOWN;
}

struct mt_text
mt_ndr_from_domain(const struct mt_header_fields *fields, const struct mt_ndr *ndr)
{
    struct mt_text from = domain_of(mt_header_field(fields, "From", 0));
    return mt_text_known(from) ? from : domain_of(ndr->original_sender);
}

/* Headers of outbound mail are often taken before it is signed: no signature proves nothing, one by the default domain
 * shows that the own one is not set up. */
enum mt_auth_known
mt_ndr_auth(const struct mt_ndr *ndr, struct mt_arena *arena)
{
    struct mt_header_fields fields;
    struct mt_signatures signatures;
    if (!mt_text_known(ndr->original_headers) || !mt_header_fields_read(ndr->original_headers, arena, &fields))
        return MT_AUTH_UNKNOWN;
    mt_signatures_read(&fields, mt_ndr_from_domain(&fields, ndr), &signatures);
    return signatures.signs == MT_SIGNED_DEFAULT ? MT_AUTH_WEAK : MT_AUTH_UNKNOWN;
}
