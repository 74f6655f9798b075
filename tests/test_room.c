#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "store/room.h"

static void
what_no_disk_has_is_refused_and_the_flag_is_named(void **state)
{
    static const char *const paths[] = {"mail.db", "./mail.db", "/mail.db", "/tmp/mail.db"};
    struct mt_err err;
    (void)state;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        assert_int_equal(mt_room_check(paths[i], INT64_MAX, "--all-the-same", &err), MT_FAILED);
        assert_non_null(strstr(err.text, paths[i]));
        assert_non_null(strstr(err.text, "--all-the-same"));
    }
}

static void
what_fits_is_not(void **state)
{
    struct mt_err err;
    (void)state;
    assert_int_equal(mt_room_check("mail.db", 0, "", &err), MT_OK);
    assert_int_equal(mt_room_check("mail.db", 1, "", &err), MT_OK);
}

static void
a_folder_that_is_not_there_is_somebody_elses_trouble(void **state)
{
    struct mt_err err;
    (void)state;
    assert_int_equal(mt_room_check("/no/such/folder/mail.db", INT64_MAX, "", &err), MT_OK);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_no_disk_has_is_refused_and_the_flag_is_named),
        cmocka_unit_test(what_fits_is_not),
        cmocka_unit_test(a_folder_that_is_not_there_is_somebody_elses_trouble),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
