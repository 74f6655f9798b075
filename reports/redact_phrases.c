#include "reports/redact_phrases.h"

#include <stdlib.h>
#include <string.h>

/* Between the words of a phrase there may be a mark that parts cells, which is a number of its own. */
enum { APART = 1, FIRST_WORD = 2, PIECE_NUMBERS = 2 * MT_PHRASE_WORDS };

enum { TURNING_WORDS = 4, LONG_NUMBER = 10, SHORT_NUMBER = 4 };

struct mt_seen_word {
    size_t from, to;
    uint32_t number;
    bool is_apart;
};

/* ---- the vocabulary ---- */

static bool
make_room(void **list, size_t *room, size_t wanted, size_t size)
{
    if (wanted <= *room)
        return true;
    size_t more = *room ? *room * 2 : 256;
    while (more < wanted)
        more *= 2;
    if (more > SIZE_MAX / size)
        return false;
    char *grown = realloc(*list, more * size);
    if (!grown)
        return false;
    memset(grown + *room * size, 0, (more - *room) * size);
    *list = grown;
    *room = more;
    return true;
}

#define MAKE_ROOM(list, room, wanted) make_room((void **)&(list), &(room), wanted, sizeof *(list))

/* The number of a word, a new one when it is new; 0: no memory. */
static uint32_t
number_of(struct mt_phrases *phrases, uint64_t hash)
{
    uint32_t next = phrases->word_count + FIRST_WORD;
    struct mt_redact_slot *slot = mt_redact_table_at(&phrases->vocabulary, hash);
    if (!slot)
        return 0;
    if (!slot->value) {
        if (next == UINT32_MAX || !MAKE_ROOM(phrases->is_common, phrases->common_room, (size_t)next + 1))
            return 0;
        slot->value = next;
        phrases->word_count++;
    }
    return slot->value;
}

/* A letter, a small number or a year says nothing by itself. */
static bool
is_slight(struct mt_text text, const struct mt_word *word)
{
    struct mt_text shown = {text.at + word->from, word->to - word->from};
    if (word->is_number)
        return word->letters < SHORT_NUMBER ||
               (word->letters == SHORT_NUMBER && (mt_text_starts(shown, "19") || mt_text_starts(shown, "20")));
    return word->letters == 1;
}

bool
mt_phrases_make_common(struct mt_phrases *phrases, struct mt_text text)
{
    struct mt_word word;
    for (size_t at = 0; mt_word_next(phrases->key, text, &at, &word);) {
        uint32_t number = number_of(phrases, word.hash);
        if (!number)
            return false;
        phrases->is_common[number] = 1;
    }
    return true;
}

/* ---- phrases ---- */

static uint64_t
edge(uint32_t node, uint32_t number)
{
    return (uint64_t)node << 32 | number;
}

/* The root is node 0, which is why nodes are numbered from 1 in `edges` values. */
static bool
put_phrase(struct mt_phrases *phrases, const uint32_t *numbers, size_t count, const struct mt_phrase_kind *kind,
           bool is_literal)
{
    uint32_t node = 0;
    if (phrases->node_count == 0)
        phrases->node_count = 1;
    for (size_t i = 0; i < count; i++) {
        struct mt_redact_slot *slot = mt_redact_table_at(&phrases->edges, edge(node, numbers[i]));
        if (!slot)
            return false;
        if (!slot->value)
            slot->value = (uint32_t)phrases->node_count++;
        node = slot->value;
    }
    if (!MAKE_ROOM(phrases->ends, phrases->node_room, phrases->node_count) ||
        !MAKE_ROOM(phrases->list, phrases->room, phrases->count + 2) ||
        !MAKE_ROOM(phrases->pool, phrases->pool_room, phrases->pool_count + count))
        return false;
    uint32_t there = phrases->ends[node];
    if (there && phrases->list[there].rank <= kind->rank)
        return true;
    struct mt_phrase *phrase = &phrases->list[++phrases->count];
    *phrase = (struct mt_phrase){kind->original, kind->rank, phrases->pool_count, count, is_literal};
    memcpy(phrases->pool + phrases->pool_count, numbers, count * sizeof *numbers);
    phrases->pool_count += count;
    phrases->ends[node] = (uint32_t)phrases->count;
    return true;
}

/* "Jane Doe" as "Doe, Jane": the last words first, in every way. */
static bool
put_turned(struct mt_phrases *phrases, const uint32_t *numbers, size_t count, const struct mt_phrase_kind *kind)
{
    uint32_t turned[TURNING_WORDS];
    for (size_t by = 1; by < count; by++) {
        for (size_t i = 0; i < count; i++)
            turned[i] = numbers[(i + by) % count];
        if (!put_phrase(phrases, turned, count, kind, false))
            return false;
    }
    return true;
}

struct piece {
    uint32_t numbers[PIECE_NUMBERS];
    size_t count, words, letters;
    bool has_number_only;
};

static bool
put_piece(struct mt_phrases *phrases, const struct piece *piece, const struct mt_phrase_kind *kind)
{
    bool is_one = piece->words == 1;
    if (piece->words == 0 || piece->letters < (is_one ? kind->least_letters : kind->least_several))
        return true;
    if (piece->has_number_only && (!is_one || piece->letters < LONG_NUMBER))
        return true;
    /* "j.d" is found as such, and not as the first letters of a name in another sentence. */
    bool is_literal = !is_one && piece->letters < kind->least_letters;
    if (!put_phrase(phrases, piece->numbers, piece->count, kind, is_literal))
        return false;
    bool has_marks = piece->count > piece->words;
    if (!kind->turns || is_literal || has_marks || piece->words > TURNING_WORDS)
        return true;
    return put_turned(phrases, piece->numbers, piece->count, kind);
}

bool
mt_phrases_add(struct mt_phrases *phrases, struct mt_text text, const struct mt_phrase_kind *kind)
{
    size_t total = mt_words_count(text), pieces = (total + MT_PHRASE_WORDS - 1) / MT_PHRASE_WORDS;
    size_t most = pieces ? (total + pieces - 1) / pieces : 0;
    struct piece piece = {.has_number_only = true};
    struct mt_word word;
    for (size_t at = 0; mt_word_next(phrases->key, text, &at, &word);) {
        uint32_t number = number_of(phrases, word.hash);
        if (!number)
            return false;
        if (is_slight(text, &word))
            phrases->is_common[number] = 1;
        if (piece.words == most) {
            if (!put_piece(phrases, &piece, kind))
                return false;
            piece = (struct piece){.has_number_only = true};
        }
        if (word.is_apart && piece.count)
            piece.numbers[piece.count++] = APART;
        piece.numbers[piece.count++] = number;
        piece.words++;
        piece.letters += word.letters;
        piece.has_number_only &= word.is_number;
    }
    return put_piece(phrases, &piece, kind);
}

uint32_t
mt_phrases_whole(const struct mt_phrases *phrases, struct mt_text text)
{
    struct mt_word word;
    uint32_t node = 0;
    for (size_t at = 0; mt_word_next(phrases->key, text, &at, &word);) {
        uint32_t number = mt_redact_table_find(&phrases->vocabulary, word.hash);
        if (node && word.is_apart)
            node = mt_redact_table_find(&phrases->edges, edge(node, APART));
        node = number ? mt_redact_table_find(&phrases->edges, edge(node, number)) : 0;
        if (!node)
            return 0;
    }
    return node && phrases->ends[node] ? phrases->list[phrases->ends[node]].original : 0;
}

/* ---- finding ---- */

/* Whether one of its words is not common. What is common may have been told after the phrase. */
static bool
is_telling(const struct mt_phrases *phrases, const struct mt_phrase *phrase)
{
    for (size_t i = 0; i < phrase->count; i++) {
        uint32_t number = phrases->pool[phrase->first + i];
        if (number != APART && !phrases->is_common[number])
            return true;
    }
    return false;
}

/* The longest phrase from the run's word `first` on; *end is the word behind it. */
static const struct mt_phrase *
longest(struct mt_phrases *phrases, struct mt_text text, const struct mt_phrases_sink *sink, size_t first, size_t count,
        size_t *end)
{
    const struct mt_phrase *best = NULL;
    uint32_t node = 0;
    for (size_t i = first; i < count; i++) {
        const struct mt_seen_word *word = &phrases->run[i];
        phrases->work++;
        if (i > first && word->is_apart) {
            node = mt_redact_table_find(&phrases->edges, edge(node, APART));
            if (!node)
                break;
        }
        node = mt_redact_table_find(&phrases->edges, edge(node, word->number));
        if (!node)
            break;
        const struct mt_phrase *phrase = phrases->ends[node] ? &phrases->list[phrases->ends[node]] : NULL;
        if (!phrase || !is_telling(phrases, phrase))
            continue;
        struct mt_text shown = {text.at + phrases->run[first].from, word->to - phrases->run[first].from};
        if (phrase->is_literal && !mt_text_equal_nocase(shown, sink->text_of(sink->context, phrase->original)))
            continue;
        best = phrase;
        *end = i + 1;
    }
    return best;
}

static void
match_run(struct mt_phrases *phrases, struct mt_text text, const struct mt_phrases_sink *sink, size_t count)
{
    for (size_t first = 0, end = 0; first < count;) {
        const struct mt_phrase *phrase = longest(phrases, text, sink, first, count, &end);
        bool counts = phrase && sink->found(sink->context, phrases->run[first].from, phrases->run[end - 1].to,
                                            phrase->original, end - first == 1);
        first = counts ? end : first + 1;
    }
}

/* Runs of known words are matched one by one: any other word ends every phrase. */
bool
mt_phrases_match(struct mt_phrases *phrases, struct mt_text text, const struct mt_phrases_sink *sink)
{
    struct mt_word word;
    size_t count = 0;
    if (phrases->count == 0)
        return true;
    for (size_t at = 0; mt_word_next(phrases->key, text, &at, &word);) {
        uint32_t number = mt_redact_table_find(&phrases->vocabulary, word.hash);
        phrases->work++;
        if (number && sink->is_token(sink->context, (struct mt_text){text.at + word.from, word.to - word.from}))
            number = 0;
        if (!number) {
            match_run(phrases, text, sink, count);
            count = 0;
            continue;
        }
        if (!MAKE_ROOM(phrases->run, phrases->run_room, count + 1))
            return false;
        phrases->run[count++] = (struct mt_seen_word){word.from, word.to, number, word.is_apart};
    }
    match_run(phrases, text, sink, count);
    return true;
}

void
mt_phrases_release(struct mt_phrases *phrases)
{
    mt_redact_table_release(&phrases->vocabulary);
    mt_redact_table_release(&phrases->edges);
    free(phrases->is_common);
    free(phrases->ends);
    free(phrases->list);
    free(phrases->pool);
    free(phrases->run);
    *phrases = (struct mt_phrases){0};
}
