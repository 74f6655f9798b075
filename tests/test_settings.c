/* Lines of a file of settings, well-formed and not. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "store/base/settings.h"

static struct mt_settings settings;

static enum mt_rc
parse(const char *text, struct mt_err *err)
{
    return mt_settings_parse(&settings, mt_text_of(text), "config", err);
}

static void
assert_setting(size_t number, const char *section, const char *key, const char *value, int line)
{
    assert_true(number < settings.count);
    assert_true(mt_text_is(settings.list[number].section, section));
    assert_true(mt_text_is(settings.list[number].key, key));
    assert_true(mt_text_is(settings.list[number].value, value));
    assert_int_equal(settings.list[number].line, line);
}

static void
lines_sections_and_comments_are_read(void **state)
{
    struct mt_err err;
    (void)state;
    assert_int_equal(
        parse("\xEF\xBB\xBF# hello\n\n  zone =  Europe/Madrid \t\r\ndb=\" a b \"\n[report]\nlang = es", &err), MT_OK);
    assert_int_equal(settings.count, 3);
    assert_setting(0, "", "zone", "Europe/Madrid", 3);
    assert_setting(1, "", "db", " a b ", 4);
    assert_setting(2, "report", "lang", "es", 6);
}

static void
a_value_may_hold_anything_but_the_end_of_its_line(void **state)
{
    struct mt_err err;
    (void)state;
    assert_int_equal(parse("db = a=b # no comment\nlang =\nzone = \"\n", &err), MT_OK);
    assert_setting(0, "", "db", "a=b # no comment", 1);
    assert_setting(1, "", "lang", "", 2);
    assert_setting(2, "", "zone", "\"", 3);
}

static void
what_is_no_setting_is_refused_with_its_line(void **state)
{
    static const char *const bad[] = {"zone", "= x",   "Zone = x", "a b = x",     "[",
                                      "[]",   "[a b]", "[report",  "zone\x01 = x"};
    struct mt_err err;
    char text[64];
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        snprintf(text, sizeof text, "# one\n%s\n", bad[i]);
        if (parse(text, &err) != MT_USAGE)
            fail_msg("'%s' was taken", bad[i]);
        assert_non_null(strstr(err.text, "'config' line 2"));
    }
    assert_int_equal(mt_settings_parse(&settings, (struct mt_text){"a = b\0c", 7}, "config", &err), MT_USAGE);
}

static void
there_are_limits(void **state)
{
    static char text[MT_SETTINGS_BYTES + 10];
    struct mt_err err;
    (void)state;
    memset(text, '\n', sizeof text);
    assert_int_equal(mt_settings_parse(&settings, (struct mt_text){text, sizeof text}, "config", &err), MT_USAGE);
    text[0] = '\0';
    for (int i = 0; i <= MT_SETTINGS_MOST; i++)
        strcat(text, "a = b\n");
    assert_int_equal(parse(text, &err), MT_USAGE);
    assert_non_null(strstr(err.text, "at most 64"));
    strcpy(text, "a = ");
    memset(text + 4, 'x', MT_SETTING_LONGEST + 1);
    text[4 + MT_SETTING_LONGEST + 1] = '\0';
    assert_int_equal(parse(text, &err), MT_USAGE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_sections_and_comments_are_read),
        cmocka_unit_test(a_value_may_hold_anything_but_the_end_of_its_line),
        cmocka_unit_test(what_is_no_setting_is_refused_with_its_line),
        cmocka_unit_test(there_are_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
