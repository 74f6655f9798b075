/* People read a word for every key that a list of facts can put into a table. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "reports/messages.h"
#include "reports/view.h"
#include "store/row.h"

static void
assert_complete(const struct mt_word *words, const char *const *keys, size_t count)
{
    size_t word_count = 0;
    for (size_t i = 0; i < count; i++)
        if (!mt_word_label(words, mt_text_of(keys[i]), MT_LANGUAGE_EN))
            fail_msg("'%s' has no word", keys[i]);
    while (words[word_count].key)
        word_count++;
    assert_int_equal(word_count, count);
}

#define ASSERT_COMPLETE(words, keys) assert_complete(words, keys, sizeof(keys) / sizeof *(keys))

static void
every_outcome_reason_actor_and_permanence_has_a_word(void **state)
{
    (void)state;
#define X(number, name, key) key,
    static const char *const outcomes[] = {MT_OUTCOME_LIST(X)};
    static const char *const classes[] = {MT_REASON_CLASS_LIST(X)};
    static const char *const permanences[] = {MT_PERMANENCE_LIST(X)};
#undef X
#define X(number, name, key, words) key,
    static const char *const actors[] = {MT_ACTOR_LIST(X)};
#undef X
    ASSERT_COMPLETE(mt_outcome_words, outcomes);
    ASSERT_COMPLETE(mt_reason_words, classes);
    ASSERT_COMPLETE(mt_permanence_words, permanences);
    ASSERT_COMPLETE(mt_actor_short_words, actors);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_outcome_reason_actor_and_permanence_has_a_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
