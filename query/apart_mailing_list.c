/* From candidates to mailings: all their mail is counted, and then the shares decide (apart_mailing.c has the rules).
 */

#include "query/apart_parts.h"

#include <stdlib.h>

#include "store/key.h"

enum { FAILED_MOST_PERCENT = 90 };

uint64_t
mt_apart_run_key(int64_t sender_id, uint64_t subject)
{
    return mt_numbers_mix((uint64_t)sender_id, subject);
}

/* ---- all their mail ---- */

static bool
add_mail(struct mt_apart_mailings *mailings, struct mt_apart_candidate *candidate, const struct mt_apart_row *row)
{
    size_t before = mailings->domains.count, number = (size_t)(candidate - mailings->candidates);
    if (mt_numbers_add(&mailings->domains, mt_numbers_mix(number, (uint64_t)row->domain_id)) == MT_NUMBERS_NONE)
        return false;
    bool is_first = candidate->recipients == 0;
    candidate->first_us = is_first || row->received_us < candidate->first_us ? row->received_us : candidate->first_us;
    candidate->last_us = is_first || row->received_us > candidate->last_us ? row->received_us : candidate->last_us;
    candidate->domains += (int64_t)(mailings->domains.count - before);
    candidate->recipients++;
    return true;
}

/* Every candidate of that key that the row belongs to by its time. */
static bool
add_by_key(struct mt_apart_mailings *mailings, uint64_t key, const struct mt_apart_row *row)
{
    size_t low = 0, high = mailings->candidate_count; /* the first one that begins later is in [low, high] */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct mt_apart_candidate *candidate = &mailings->candidates[middle];
        if (candidate->key < key || (candidate->key == key && candidate->from_us <= row->received_us))
            low = middle + 1;
        else
            high = middle;
    }
    for (; low > 0; low--) {
        struct mt_apart_candidate *candidate = &mailings->candidates[low - 1];
        if (candidate->key != key || candidate->until_us < row->received_us)
            break;
        if (!add_mail(mailings, candidate, row))
            return false;
    }
    return true;
}

/* What loops asked for comes by, too: it counts only when all mail like it does. */
bool
mt_apart_mailings_count(struct mt_apart_mailings *mailings, const struct mt_apart_wanted *wanted,
                        const struct mt_apart_row *row)
{
    if (mailings->candidate_count == 0 || !mt_id_bytes_has(&wanted->senders, row->sender_id))
        return true;
    if (row->message && !add_by_key(mailings, row->message, row))
        return false;
    return row->subject.len == 0 ||
           add_by_key(mailings, mt_apart_run_key(row->sender_id, mt_hash_of(row->subject).a), row);
}

/* ---- the list ---- */

static bool
is_mailing(const struct mt_apart_candidate *candidate)
{
    return candidate->recipients >= MT_APART_MAILING_RECIPIENTS &&
           candidate->failed * 100 >= candidate->recipients * MT_APART_MAILING_FAILED &&
           candidate->failed * 100 <= candidate->recipients * FAILED_MOST_PERCENT;
}

/* A message of a run that is a mailing as a whole. */
static bool
is_part(const struct mt_apart_mailings *mailings, const struct mt_apart_candidate *message)
{
    if (!message->is_message || message->sender_id == 0 || message->subject == 0)
        return false;
    for (size_t i = 0; i < mailings->candidate_count; i++) {
        const struct mt_apart_candidate *run = &mailings->candidates[i];
        if (!run->is_message && run->sender_id == message->sender_id && run->subject == message->subject &&
            run->failed_first_us <= message->failed_first_us && run->failed_last_us >= message->failed_last_us &&
            is_mailing(run))
            return true;
    }
    return false;
}

static enum mt_rc
name(struct mt_apart_asking *asking, const struct mt_apart_candidate *candidate, struct mt_mailing *listed,
     struct mt_err *err)
{
    struct mt_apart_names names;
    enum mt_rc rc = mt_apart_name_delivery(asking, candidate->delivery_id, &names, err);
    *listed = (struct mt_mailing){
        .sender = candidate->sender_id ? names.sender : MT_TEXT_UNKNOWN,
        .subject = candidate->subject ? names.subject : MT_TEXT_UNKNOWN,
        .message_id = candidate->is_message ? names.message_id : MT_TEXT_UNKNOWN,
        .sender_id = candidate->sender_id,
        .first_us = candidate->first_us,
        .last_us = candidate->last_us,
        .recipients = candidate->recipients,
        .failed = candidate->failed,
        .domains = candidate->domains,
        .domains_failed = candidate->domains_failed,
    };
    return rc;
}

static int
compare_mailings(const void *left, const void *right)
{
    const struct mt_mailing *a = left, *b = right;
    if (a->failed != b->failed)
        return a->failed > b->failed ? -1 : 1;
    if (a->first_us != b->first_us)
        return a->first_us < b->first_us ? -1 : 1;
    int by_sender = mt_text_compare(a->sender, b->sender), by_subject = mt_text_compare(a->subject, b->subject);
    return by_sender ? by_sender : by_subject ? by_subject : mt_text_compare(a->message_id, b->message_id);
}

enum mt_rc
mt_apart_mailings_list(struct mt_apart_mailings *mailings, struct mt_apart_asking *asking, struct mt_apart *apart,
                       struct mt_err *err)
{
    size_t count = mailings->candidate_count;
    struct mt_apart_mailing_of *of = mt_arena_take(asking->arena, (count + 1) * sizeof *of);
    apart->mailings = mt_arena_take(asking->arena, (count + 1) * sizeof *apart->mailings);
    if (!of || !apart->mailings)
        return mt_err_memory(err);
    for (size_t i = 0; i < count; i++) {
        const struct mt_apart_candidate *candidate = &mailings->candidates[i];
        if (!candidate->within || !is_mailing(candidate) || is_part(mailings, candidate))
            continue;
        struct mt_mailing *listed = &apart->mailings[apart->mailing_count];
        enum mt_rc rc = name(asking, candidate, listed, err);
        if (rc != MT_OK)
            return rc;
        of[apart->mailing_count++] = (struct mt_apart_mailing_of){
            .message_id = listed->message_id,
            .sender_id = candidate->sender_id,
            .first_us = candidate->first_us,
            .last_us = candidate->last_us,
        };
    }
    qsort(apart->mailings, apart->mailing_count, sizeof *apart->mailings, compare_mailings);
    return mt_apart_index_mailings(asking->index, asking->arena, of, apart->mailing_count) ? MT_OK : mt_err_memory(err);
}
