/* What nobody asked for is not in the SQL that is run and shown. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "query/unasked.h"

/* :domain is NULL, :hour is 7, :other is not given. */
static void
assert_becomes(const char *sql, const char *expected)
{
    struct mt_bindings bindings = {.count = 0};
    struct mt_out out = MT_OUT_EMPTY;
    mt_bindings_null(&bindings, ":domain");
    mt_bindings_integer(&bindings, ":hour", 7);
    mt_unasked_leave_out(mt_text_of(sql), &bindings, &out);
    mt_out_byte(&out, '\0');
    assert_false(out.failed);
    assert_string_equal(out.bytes, expected);
    mt_out_release(&out);
}

static void
a_condition_on_null_is_left_out_with_its_lines(void **state)
{
    (void)state;
    assert_becomes("WHERE a\n  AND (:domain IS NULL OR b = :domain)\n  AND c\n", "WHERE a\n  AND c\n");
    assert_becomes(
        "WHERE a\n  AND (:domain IS NULL OR b IN (SELECT x FROM t\n    WHERE n = lower(:domain)))\nGROUP BY 1",
        "WHERE a\nGROUP BY 1");
    assert_becomes("a\n  AND (:domain IS NULL OR b)\n  AND (:domain IS NULL OR c)", "a");
    assert_becomes("a\nAND (:domain IS NULL OR b = ')' || '(')\nc", "a\nc");
}

static void
everything_else_stays(void **state)
{
    static const char *const texts[] = {
        "",
        "SELECT 1",
        "a\n  AND (:hour IS NULL OR b = :hour)\n",
        "a\n  AND (:other IS NULL OR b = :other)\n",
        "a\n  AND (:domain IS NOT NULL AND b)\n",
        "a\n  AND (:domainless IS NULL OR b)\n",
        "a AND (:domain IS NULL OR b)",
        "a\n  OR (:domain IS NULL OR b)\n",
        "a\n  AND (:domain IS NULL OR b",
        "a\n  AND (:domain IS NULL OR 'b)\n",
        "a\n  AND (",
        "a\n  AND (:domain",
        "\n",
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_becomes(texts[i], texts[i]);
}

static void
without_values_everything_stays(void **state)
{
    struct mt_out out = MT_OUT_EMPTY;
    (void)state;
    mt_unasked_leave_out(MT_TEXT_LITERAL("a\n  AND (:domain IS NULL OR b)"), NULL, &out);
    assert_true(mt_text_is(mt_out_view(&out), "a\n  AND (:domain IS NULL OR b)"));
    mt_out_release(&out);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_condition_on_null_is_left_out_with_its_lines),
        cmocka_unit_test(everything_else_stays),
        cmocka_unit_test(without_values_everything_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
