/* Messages that went round in circles.
 *
 * A message is known to loop when its failure says so (class loop: hop counts, "loops back to myself"), or when the
 * same Message-ID came to the same recipient under MT_APART_LOOP_TIMES trace ids or more within an hour: each passage
 * of a loop is a message of its own to the service, and turns take seconds to minutes. The hour leaves out devices that
 * give all their messages the same Message-ID and send them now and then.
 *
 * Candidates are mail in trouble: what failed without a reason that is known (the end of a loop, in summary exports),
 * what failed with a reason of class loop, and what is in trouble often enough by itself. Of these all passages are
 * counted, those that were delivered to the next turn included. A loop of which no passage failed is not seen unless so
 * many of them were deferred: looking for it would mean to remember every message that was delivered. */

#include "query/apart_parts.h"

#include <stdlib.h>

#include "store/row.h"

#define TURNS_WITHIN MT_HOUR

struct mt_apart_round {
    uint64_t message; /* or its trace id, when it has no Message-ID */
    int64_t recipient_id;
    int64_t troubled; /* deliveries in trouble */
    bool says_loop, fails_unsaid, within;
    int64_t delivery_id, received_us; /* the best one to name it by */
    uint64_t trace;

    /* From its passages. */
    int64_t times, first_us, last_us;
    bool is_loop;
};

struct mt_apart_passage {
    size_t round;
    uint64_t trace;
    int64_t received_us;
};

static uint64_t
message_of(const struct mt_apart_row *row)
{
    return row->message ? row->message : mt_apart_trace(row);
}

static uint64_t
key_of(const struct mt_apart_row *row)
{
    return mt_numbers_mix(message_of(row), (uint64_t)row->recipient_id);
}

/* ---- candidates ---- */

static bool
is_failure(int outcome)
{
    return outcome == MT_OUTCOME_FAILED || outcome == MT_OUTCOME_FAILED_AFTER_DEFERRAL || outcome == MT_OUTCOME_EXPIRED;
}

/* One that says "loop", then the latest; which of several at the same moment must not depend on the order of import. */
static bool
names_better(const struct mt_apart_round *round, const struct mt_apart_row *row, bool says_loop)
{
    if (round->troubled == 0 || round->says_loop != says_loop)
        return round->troubled == 0 || says_loop;
    if (round->received_us != row->received_us)
        return round->received_us < row->received_us;
    return round->trace < mt_apart_trace(row);
}

bool
mt_apart_loops_add(struct mt_apart_loops *loops, const struct mt_apart_row *row)
{
    size_t before = loops->keys.count, number = mt_numbers_add(&loops->keys, key_of(row));
    struct mt_apart_round *grown = mt_list_grown(loops->rounds, before, &loops->round_room, sizeof *grown);
    if (grown)
        loops->rounds = grown;
    if (number == MT_NUMBERS_NONE || !grown)
        return false;
    struct mt_apart_round *round = &loops->rounds[number];
    if (number == before)
        *round = (struct mt_apart_round){.message = message_of(row), .recipient_id = row->recipient_id};
    bool failed = is_failure(row->outcome), says_loop = failed && row->reason_class == MT_REASON_CLASS_LOOP;
    if (names_better(round, row, says_loop)) {
        round->delivery_id = row->delivery_id;
        round->received_us = row->received_us;
        round->trace = mt_apart_trace(row);
    }
    round->troubled++;
    round->says_loop = round->says_loop || says_loop;
    round->fails_unsaid = round->fails_unsaid || (failed && row->reason_class == MT_REASON_CLASS_UNKNOWN);
    round->within = round->within || row->within;
    return true;
}

static bool
is_candidate(const struct mt_apart_round *round)
{
    return round->says_loop || round->fails_unsaid || round->troubled >= MT_APART_LOOP_TIMES;
}

bool
mt_apart_loops_choose(struct mt_apart_loops *loops, struct mt_apart_wanted *wanted)
{
    int64_t last = -1;
    for (size_t i = 0; i < loops->keys.count; i++)
        if (is_candidate(&loops->rounds[i]) && loops->rounds[i].recipient_id > last)
            last = loops->rounds[i].recipient_id;
    if (last < 0)
        return true;
    if (!mt_id_bytes_open(&wanted->recipients, 0, last))
        return false;
    for (size_t i = 0; i < loops->keys.count; i++)
        if (is_candidate(&loops->rounds[i]))
            mt_id_bytes_add(&wanted->recipients, loops->rounds[i].recipient_id);
    return true;
}

bool
mt_apart_loops_count(struct mt_apart_loops *loops, const struct mt_apart_row *row)
{
    size_t number = mt_numbers_find(&loops->keys, key_of(row));
    if (number == MT_NUMBERS_NONE || !is_candidate(&loops->rounds[number]))
        return true;
    struct mt_apart_passage *grown =
        mt_list_grown(loops->passages, loops->passage_count, &loops->passage_room, sizeof *grown);
    if (!grown)
        return false;
    loops->passages = grown;
    loops->passages[loops->passage_count++] = (struct mt_apart_passage){number, mt_apart_trace(row), row->received_us};
    return true;
}

/* ---- passages ---- */

static int
by_trace(const void *left, const void *right)
{
    const struct mt_apart_passage *a = left, *b = right;
    if (a->round != b->round)
        return a->round < b->round ? -1 : 1;
    if (a->trace != b->trace)
        return a->trace < b->trace ? -1 : 1;
    return (a->received_us > b->received_us) - (a->received_us < b->received_us);
}

static int
by_time(const void *left, const void *right)
{
    const struct mt_apart_passage *a = left, *b = right;
    if (a->round != b->round)
        return a->round < b->round ? -1 : 1;
    return (a->received_us > b->received_us) - (a->received_us < b->received_us);
}

/* One passage for each trace id, by time. */
static void
settle_passages(struct mt_apart_loops *loops)
{
    struct mt_apart_passage *passages = loops->passages;
    size_t kept = 0;
    if (loops->passage_count == 0)
        return;
    qsort(passages, loops->passage_count, sizeof *passages, by_trace);
    for (size_t i = 0; i < loops->passage_count; i++)
        if (kept == 0 || passages[kept - 1].round != passages[i].round || passages[kept - 1].trace != passages[i].trace)
            passages[kept++] = passages[i];
    loops->passage_count = kept;
    qsort(passages, kept, sizeof *passages, by_time);
}

static bool
turns_fast(const struct mt_apart_passage *passages, size_t count)
{
    for (size_t i = MT_APART_LOOP_TIMES - 1; i < count; i++)
        if (passages[i].received_us - passages[i + 1 - MT_APART_LOOP_TIMES].received_us <= TURNS_WITHIN)
            return true;
    return false;
}

static void
judge(struct mt_apart_loops *loops)
{
    size_t end;
    settle_passages(loops);
    for (size_t i = 0; i < loops->keys.count; i++) {
        struct mt_apart_round *round = &loops->rounds[i];
        round->is_loop = round->says_loop;
        round->times = 1;
        round->first_us = round->last_us = round->received_us;
    }
    for (size_t begin = 0; begin < loops->passage_count; begin = end) {
        const struct mt_apart_passage *first = &loops->passages[begin];
        struct mt_apart_round *round = &loops->rounds[first->round];
        for (end = begin + 1; end < loops->passage_count && loops->passages[end].round == first->round;)
            end++;
        round->times = (int64_t)(end - begin);
        round->first_us = first->received_us;
        round->last_us = loops->passages[end - 1].received_us;
        round->is_loop = round->is_loop || turns_fast(first, end - begin);
    }
}

/* ---- the list ---- */

struct named {
    struct mt_apart_round round;
    struct mt_apart_names names;
};

/* Those of one message side by side; the recipient to whom it went round most often first. */
static int
by_message_and_times(const void *left, const void *right)
{
    const struct named *a = left, *b = right;
    if (a->round.message != b->round.message)
        return a->round.message < b->round.message ? -1 : 1;
    if (a->round.times != b->round.times)
        return a->round.times > b->round.times ? -1 : 1;
    return mt_text_compare(a->names.recipient, b->names.recipient);
}

static int
compare_loops(const void *left, const void *right)
{
    const struct mt_loop *a = left, *b = right;
    if (a->times != b->times)
        return a->times > b->times ? -1 : 1;
    if (a->first_us != b->first_us)
        return a->first_us < b->first_us ? -1 : 1;
    int by_id = mt_text_compare(a->message_id, b->message_id), by_sender = mt_text_compare(a->sender, b->sender);
    return by_id ? by_id : by_sender ? by_sender : mt_text_compare(a->recipient, b->recipient);
}

static bool
is_within(const struct named *named, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (named[i].round.within)
            return true;
    return false;
}

/* One entry for each message: `count` of `named` are of the same one. */
static struct mt_loop
loop_of(const struct named *named, size_t count)
{
    struct mt_loop loop = {
        .sender = named->names.sender,
        .recipient = named->names.recipient,
        .subject = named->names.subject,
        .message_id = named->names.message_id,
        .recipients = (int64_t)count,
        .times = named->round.times,
        .first_us = named->round.first_us,
        .last_us = named->round.last_us,
        .reason = named->names.reason,
    };
    for (size_t i = 0; i < count; i++) {
        loop.first_us = named[i].round.first_us < loop.first_us ? named[i].round.first_us : loop.first_us;
        loop.last_us = named[i].round.last_us > loop.last_us ? named[i].round.last_us : loop.last_us;
    }
    return loop;
}

/* Those that are within, or those that are not. */
static void
list_messages(const struct named *named, size_t count, bool within, struct mt_apart *apart)
{
    size_t end, before = apart->loop_known;
    for (size_t begin = 0; begin < count; begin = end) {
        for (end = begin + 1; end < count && named[end].round.message == named[begin].round.message;)
            end++;
        if (is_within(&named[begin], end - begin) == within)
            apart->loops[apart->loop_known++] = loop_of(&named[begin], end - begin);
    }
    qsort(apart->loops + before, apart->loop_known - before, sizeof *apart->loops, compare_loops);
}

static enum mt_rc
name_all(const struct mt_apart_loops *loops, struct mt_apart_asking *asking, struct named *named, size_t *count,
         struct mt_err *err)
{
    *count = 0;
    for (size_t i = 0; i < loops->keys.count; i++) {
        if (!loops->rounds[i].is_loop)
            continue;
        struct named *one = &named[(*count)++];
        one->round = loops->rounds[i];
        enum mt_rc rc = mt_apart_name_delivery(asking, one->round.delivery_id, &one->names, err);
        if (rc != MT_OK)
            return rc;
    }
    return MT_OK;
}

enum mt_rc
mt_apart_loops_list(struct mt_apart_loops *loops, struct mt_apart_asking *asking, struct mt_apart *apart,
                    struct mt_err *err)
{
    size_t room = 1, count;
    judge(loops);
    for (size_t i = 0; i < loops->keys.count; i++)
        room += loops->rounds[i].is_loop;
    struct named *named = calloc(room, sizeof *named);
    apart->loops = mt_arena_take(asking->arena, room * sizeof *apart->loops);
    enum mt_rc rc = named && apart->loops ? MT_OK : mt_err_memory(err);
    if (rc == MT_OK)
        rc = name_all(loops, asking, named, &count, err);
    if (rc == MT_OK) {
        qsort(named, count, sizeof *named, by_message_and_times);
        list_messages(named, count, true, apart);
        apart->loop_count = apart->loop_known;
        list_messages(named, count, false, apart);
        if (!mt_apart_index_loops(asking->index, asking->arena, apart->loops, apart->loop_known))
            rc = mt_err_memory(err);
    }
    free(named);
    return rc;
}

void
mt_apart_loops_release(struct mt_apart_loops *loops)
{
    mt_numbers_release(&loops->keys);
    free(loops->rounds);
    free(loops->passages);
}
