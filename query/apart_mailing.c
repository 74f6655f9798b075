/* Mailings to lists with bad addresses.
 *
 * What is one mailing: all recipients of one Message-ID, or what one sender sent with the same subject within an hour.
 * Candidates come from the failures: of one Message-ID whenever they were, of a sender and subject those within an hour
 * from the first of them on. To a run of these belongs what can lie within one hour with all of its failures: mail from
 * an hour before the last to an hour after the first. An hour that is no mailing gives way to one that begins ten
 * minutes later, so that a single failure before the mailing does not cut it in two.
 *
 * When it is one with a bad list: at least MT_APART_MAILING_RECIPIENTS recipients; at least MT_APART_MAILING_FAILED
 * different ones and as many percent of them failed, at once, without having been put off. And then what tells a bad
 * list from trouble on the way, which fails mail, too:
 *   - Bad addresses are everywhere: at least five domains, and no provider (or domain of no provider) with more than 60
 * % of the failures. An outage of one provider with a newsletter in it is none.
 *   - Most addresses even of a bad list are good: when more than 90 % failed, it was the message that was refused, or
 * the way that was shut.
 *   - Where reasons are known, they speak of addresses (the recipient, the domain's DNS, the mailbox): when more of
 * them speak of something else (spam, reputation, a rule ...), the others probably would, too. */

#include "query/apart_parts.h"

#include <stdlib.h>

#include "store/key.h"
#include "store/row.h"

enum { DOMAINS_LEAST = 5, PLACE_MOST_PERCENT = 60 };

#define RUN MT_HOUR
#define NEXT_LOOK (10 * MT_MINUTE)

/* What a known reason speaks of. */
enum said { NOTHING, OF_ADDRESSES, OF_ELSE };

static enum said
said_by(int reason_class)
{
    switch (reason_class) {
    case MT_REASON_CLASS_UNKNOWN:
        return NOTHING;
    case MT_REASON_CLASS_RECIPIENT:
    case MT_REASON_CLASS_DNS:
    case MT_REASON_CLASS_MAILBOX_FULL:
        return OF_ADDRESSES;
    }
    return OF_ELSE;
}

/* One delivery that failed at once. */
struct mt_apart_failure {
    uint64_t message, subject; /* hashes; 0: it has none */
    int64_t received_us, sender_id, recipient_id, domain_id;
    int64_t place; /* the provider, or the domain where there is none: below zero */
    int64_t delivery_id;
    enum said said;
    bool within;
};

bool
mt_apart_mailings_add(struct mt_apart_mailings *mailings, const struct mt_apart_row *row)
{
    if (row->outcome != MT_OUTCOME_FAILED)
        return true;
    struct mt_apart_failure *grown =
        mt_list_grown(mailings->failures, mailings->failure_count, &mailings->failure_room, sizeof *grown);
    if (!grown)
        return false;
    mailings->failures = grown;
    mailings->failures[mailings->failure_count++] = (struct mt_apart_failure){
        .message = row->message,
        .subject = row->subject.len > 0 ? mt_hash_of(row->subject).a : 0,
        .received_us = row->received_us,
        .sender_id = row->sender_id,
        .recipient_id = row->recipient_id,
        .domain_id = row->domain_id,
        .place = row->provider_id > 0 ? row->provider_id : -1 - row->domain_id,
        .delivery_id = row->delivery_id,
        .said = said_by(row->reason_class),
        .within = row->within,
    };
    return true;
}

/* ---- candidates ---- */

static int
compare_numbers(const void *left, const void *right)
{
    const int64_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

/* Sorts the numbers: how many different ones, and how often the most frequent one is there. */
static int64_t
count_different(int64_t *numbers, size_t count, int64_t *most)
{
    int64_t different = 0, same = 0;
    *most = 0;
    qsort(numbers, count, sizeof *numbers, compare_numbers);
    for (size_t i = 0; i < count; i++) {
        bool is_new = i == 0 || numbers[i] != numbers[i - 1];
        different += is_new;
        same = is_new ? 1 : same + 1;
        *most = same > *most ? same : *most;
    }
    return different;
}

/* Whether failures look like those of a bad list; `scratch` has room for a number each. */
static bool
is_like_list(const struct mt_apart_failure *failures, size_t count, int64_t *scratch, int64_t *domains)
{
    int64_t ignored, most, of_addresses = 0, of_else = 0;
    if (count < MT_APART_MAILING_FAILED)
        return false;
    for (size_t i = 0; i < count; i++) {
        scratch[i] = failures[i].recipient_id;
        of_addresses += failures[i].said == OF_ADDRESSES;
        of_else += failures[i].said == OF_ELSE;
    }
    if (of_else > of_addresses || count_different(scratch, count, &ignored) < MT_APART_MAILING_FAILED)
        return false;
    for (size_t i = 0; i < count; i++)
        scratch[i] = failures[i].domain_id;
    *domains = count_different(scratch, count, &ignored);
    for (size_t i = 0; i < count; i++)
        scratch[i] = failures[i].place;
    count_different(scratch, count, &most);
    return *domains >= DOMAINS_LEAST && most * 100 <= (int64_t)count * PLACE_MOST_PERCENT;
}

/* Failures by time. */
static bool
add_candidate(struct mt_apart_mailings *mailings, const struct mt_apart_failure *failures, size_t count,
              bool is_message, int64_t domains, struct mt_apart_wanted *wanted)
{
    const struct mt_apart_failure *first = &failures[0], *last = &failures[count - 1];
    struct mt_apart_candidate *grown =
        mt_list_grown(mailings->candidates, mailings->candidate_count, &mailings->candidate_room, sizeof *grown);
    if (!grown)
        return false;
    mailings->candidates = grown;
    struct mt_apart_candidate *candidate = &mailings->candidates[mailings->candidate_count++];
    *candidate = (struct mt_apart_candidate){
        .key = is_message ? first->message : mt_apart_run_key(first->sender_id, first->subject),
        .is_message = is_message,
        .message = first->message,
        .subject = first->subject,
        .sender_id = first->sender_id,
        .failed = (int64_t)count,
        .domains_failed = domains,
        .failed_first_us = first->received_us,
        .failed_last_us = last->received_us,
        .from_us = (is_message ? first->received_us : last->received_us) - RUN,
        .until_us = (is_message ? last->received_us : first->received_us) + RUN,
        .delivery_id = first->delivery_id,
    };
    for (size_t i = 0; i < count; i++) {
        candidate->message = candidate->message == failures[i].message ? candidate->message : 0;
        candidate->subject = candidate->subject == failures[i].subject ? candidate->subject : 0;
        candidate->sender_id = candidate->sender_id == failures[i].sender_id ? candidate->sender_id : 0;
        candidate->within = candidate->within || failures[i].within;
        mt_id_bytes_add(&wanted->senders, failures[i].sender_id);
    }
    return true;
}

static int
by_message(const void *left, const void *right)
{
    const struct mt_apart_failure *a = left, *b = right;
    if (a->message != b->message)
        return a->message < b->message ? -1 : 1;
    return (a->received_us > b->received_us) - (a->received_us < b->received_us);
}

static int
by_sender_and_subject(const void *left, const void *right)
{
    const struct mt_apart_failure *a = left, *b = right;
    if (a->sender_id != b->sender_id)
        return a->sender_id < b->sender_id ? -1 : 1;
    if (a->subject != b->subject)
        return a->subject < b->subject ? -1 : 1;
    return (a->received_us > b->received_us) - (a->received_us < b->received_us);
}

static bool
choose_messages(struct mt_apart_mailings *mailings, int64_t *scratch, struct mt_apart_wanted *wanted)
{
    struct mt_apart_failure *failures = mailings->failures;
    size_t count = mailings->failure_count, end;
    int64_t domains;
    qsort(failures, count, sizeof *failures, by_message);
    for (size_t begin = 0; begin < count; begin = end) {
        for (end = begin + 1; end < count && failures[end].message == failures[begin].message;)
            end++;
        if (failures[begin].message && is_like_list(&failures[begin], end - begin, scratch, &domains) &&
            !add_candidate(mailings, &failures[begin], end - begin, true, domains, wanted))
            return false;
    }
    return true;
}

/* All of one message: that is a candidate by itself. */
static bool
is_one_message(const struct mt_apart_failure *failures, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (failures[i].message != failures[0].message)
            return false;
    return failures[0].message != 0;
}

/* The runs among the failures of one sender and subject, by time. */
static bool
choose_runs_of(struct mt_apart_mailings *mailings, const struct mt_apart_failure *failures, size_t count,
               int64_t *scratch, struct mt_apart_wanted *wanted)
{
    size_t begin = 0, end = 0;
    int64_t domains;
    while (begin < count) {
        int64_t first_us = failures[begin].received_us, next_us = first_us + NEXT_LOOK;
        while (end < count && failures[end].received_us - first_us <= RUN)
            end++;
        if (!is_one_message(&failures[begin], end - begin) &&
            is_like_list(&failures[begin], end - begin, scratch, &domains)) {
            if (!add_candidate(mailings, &failures[begin], end - begin, false, domains, wanted))
                return false;
            begin = end;
            continue;
        }
        while (begin < count && failures[begin].received_us < next_us)
            begin++;
    }
    return true;
}

static bool
choose_runs(struct mt_apart_mailings *mailings, int64_t *scratch, struct mt_apart_wanted *wanted)
{
    struct mt_apart_failure *failures = mailings->failures;
    size_t count = mailings->failure_count, end;
    qsort(failures, count, sizeof *failures, by_sender_and_subject);
    for (size_t begin = 0; begin < count; begin = end) {
        for (end = begin + 1; end < count && failures[end].sender_id == failures[begin].sender_id &&
                              failures[end].subject == failures[begin].subject;)
            end++;
        if (failures[begin].sender_id > 0 && failures[begin].subject &&
            !choose_runs_of(mailings, &failures[begin], end - begin, scratch, wanted))
            return false;
    }
    return true;
}

/* Of one key by time: neither the begins nor the ends of runs go back. */
static int
by_key_and_time(const void *left, const void *right)
{
    const struct mt_apart_candidate *a = left, *b = right;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return (a->from_us > b->from_us) - (a->from_us < b->from_us);
}

static bool
open_hours(const struct mt_apart_mailings *mailings, struct mt_id_bytes *hours)
{
    int64_t first = INT64_MAX, last = INT64_MIN;
    for (size_t i = 0; i < mailings->candidate_count; i++) {
        const struct mt_apart_candidate *candidate = &mailings->candidates[i];
        first = candidate->from_us < first ? candidate->from_us : first;
        last = candidate->until_us > last ? candidate->until_us : last;
    }
    if (!mt_id_bytes_open(hours, mt_floor_to(first, MT_HOUR) / MT_HOUR, mt_floor_to(last, MT_HOUR) / MT_HOUR))
        return false;
    for (size_t i = 0; i < mailings->candidate_count; i++) {
        const struct mt_apart_candidate *candidate = &mailings->candidates[i];
        int64_t until = mt_floor_to(candidate->until_us, MT_HOUR) / MT_HOUR;
        for (int64_t hour = mt_floor_to(candidate->from_us, MT_HOUR) / MT_HOUR; hour <= until; hour++)
            mt_id_bytes_add(hours, hour);
    }
    return true;
}

bool
mt_apart_mailings_choose(struct mt_apart_mailings *mailings, struct mt_apart_wanted *wanted)
{
    int64_t last_sender = 0;
    for (size_t i = 0; i < mailings->failure_count; i++)
        last_sender = mailings->failures[i].sender_id > last_sender ? mailings->failures[i].sender_id : last_sender;
    if (mailings->failure_count < MT_APART_MAILING_FAILED)
        return true;
    int64_t *scratch = malloc(mailings->failure_count * sizeof *scratch);
    bool done = scratch && mt_id_bytes_open(&wanted->senders, 0, last_sender) &&
                choose_messages(mailings, scratch, wanted) && choose_runs(mailings, scratch, wanted);
    free(scratch);
    if (!done || mailings->candidate_count == 0)
        return done;
    qsort(mailings->candidates, mailings->candidate_count, sizeof *mailings->candidates, by_key_and_time);
    return open_hours(mailings, &wanted->hours);
}

void
mt_apart_mailings_release(struct mt_apart_mailings *mailings)
{
    free(mailings->failures);
    free(mailings->candidates);
    mt_numbers_release(&mailings->domains);
}
