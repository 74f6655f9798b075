#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "ingest/stamp.h"

/* What a stamp reads as in an order, as ISO text; "no stamp" or "no date" otherwise. */
static const char *
reads(const char *text, enum mt_date_order order, char room[32])
{
    struct mt_stamp stamp;
    int64_t moment;
    if (!mt_stamp_parse(mt_text_of(text), &stamp))
        return "no stamp";
    if (!mt_stamp_moment(&stamp, order, &moment))
        return "no date";
    return mt_moment_iso(moment, room).at;
}

static void
every_form_of_the_format_notes_reads_as_the_same_moment(void **state)
{
    static const struct {
        const char *text;
        enum mt_date_order order;
    } forms[] = {
        {"2022-10-21T17:25:36Z", MT_DATE_UNSETTLED},
        {"2022-10-21T17:25:36", MT_DATE_UNSETTLED},
        {"2022-10-21T17:25:36.0000000Z", MT_DATE_UNSETTLED},
        {"2022-10-21T19:25:36+02:00", MT_DATE_UNSETTLED},
        {"2022-10-21T12:55:36-0430", MT_DATE_UNSETTLED},
        {"2022-10-21 17:25:36Z", MT_DATE_UNSETTLED},
        {"2022/10/21 17:25:36", MT_DATE_UNSETTLED},
        {"2022/10/21 \xE4\xB8\x8B\xE5\x8D\x88 05:25:36", MT_DATE_UNSETTLED},
        {"2022. 10. 21. \xEC\x98\xA4\xED\x9B\x84 5:25:36", MT_DATE_UNSETTLED},
        {"10/21/2022 5:25:36 PM", MT_DATE_MDY},
        {"10/21/2022 5:25:36\xE2\x80\xAFPM", MT_DATE_MDY},
        {"10/21/2022, 5:25:36 PM", MT_DATE_MDY},
        {"21/10/2022 17:25:36", MT_DATE_DMY},
        {"21/10/2022 5:25:36 p. m.", MT_DATE_DMY},
        {"21/10/2022 5:25:36 p.\xC2\xA0m.", MT_DATE_DMY},
        {"21.10.2022 17:25:36", MT_DATE_UNSETTLED},
        {"21. 10. 2022 17:25:36", MT_DATE_UNSETTLED},
        {"21.10.2022 17.25.36", MT_DATE_UNSETTLED},
        {"21-10-2022 17:25:36", MT_DATE_DMY},
        {"/Date(1666373136000)/", MT_DATE_UNSETTLED},
        {"\\/Date(1666373136000)\\/", MT_DATE_UNSETTLED},
        {"/Date(1666373136000+0200)/", MT_DATE_UNSETTLED},
        {"  2022-10-21T17:25:36Z ", MT_DATE_UNSETTLED},
    };
    (void)state;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        char room[32];
        assert_string_equal(reads(forms[i].text, forms[i].order, room), "2022-10-21T17:25:36Z");
    }
}

static void
fraction_digits_are_kept_to_the_microsecond_and_counted(void **state)
{
    static const struct {
        const char *text;
        int precision;
        const char *reads_as;
    } forms[] = {
        {"2022-10-21T17:25", 0, "2022-10-21T17:25:00Z"},
        {"2022-10-21T17:25:36", 1, "2022-10-21T17:25:36Z"},
        {"2022-10-21T17:25:36.9", 2, "2022-10-21T17:25:36.900000Z"},
        {"2022-10-21T17:25:36.969Z", 4, "2022-10-21T17:25:36.969000Z"},
        {"2022-10-21T17:25:36.969376Z", 7, "2022-10-21T17:25:36.969376Z"},
        {"2022-10-21T17:25:36.9693769Z", 8, "2022-10-21T17:25:36.969376Z"},
        {"2022-10-21T17:25:36.9690000Z", 4, "2022-10-21T17:25:36.969000Z"}, /* milliseconds, padded */
        {"/Date(1666373136969)/", 4, "2022-10-21T17:25:36.969000Z"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct mt_stamp stamp;
        char room[32];
        assert_true(mt_stamp_parse(mt_text_of(forms[i].text), &stamp));
        assert_int_equal(stamp.precision, forms[i].precision);
        assert_string_equal(reads(forms[i].text, MT_DATE_UNSETTLED, room), forms[i].reads_as);
    }
}

static void
an_order_that_the_text_leaves_open_stays_open(void **state)
{
    struct mt_stamp stamp;
    char room[32];
    (void)state;
    assert_true(mt_stamp_parse(mt_text_of("05/09/2022 18:10:13"), &stamp));
    assert_int_equal(stamp.order, MT_DATE_UNSETTLED);
    assert_true(mt_stamp_fits(&stamp, MT_DATE_DMY) && mt_stamp_fits(&stamp, MT_DATE_MDY));
    assert_string_equal(reads("05/09/2022 18:10:13", MT_DATE_UNSETTLED, room), "no date");
    assert_string_equal(reads("05/09/2022 18:10:13", MT_DATE_DMY, room), "2022-09-05T18:10:13Z");
    assert_string_equal(reads("05/09/2022 18:10:13", MT_DATE_MDY, room), "2022-05-09T18:10:13Z");
    assert_string_equal(reads("21/10/2022 17:25:36", MT_DATE_MDY, room), "no date");
}

static void
midnight_and_noon_are_not_mixed_up(void **state)
{
    char room[32];
    (void)state;
    assert_string_equal(reads("9/5/2022 12:10:13 AM", MT_DATE_MDY, room), "2022-09-05T00:10:13Z");
    assert_string_equal(reads("9/5/2022 12:10:13 PM", MT_DATE_MDY, room), "2022-09-05T12:10:13Z");
    assert_string_equal(reads("9/5/2022 1:10:13 PM", MT_DATE_MDY, room), "2022-09-05T13:10:13Z");
}

static void
what_is_no_time_stamp_is_refused(void **state)
{
    static const char *const texts[] = {
        "",
        "Delivered",
        "2022",
        "2022-10",
        "31/02/2022 10:00:00",
        "2022-02-30T10:00:00Z",
        "2022-10-21T25:00:00Z",
        "2022-10-21T10:60:00Z",
        "2022-10-21T10:00:00.Z",
        "2022-10-21T10:00:00+25:00",
        "2022-10-21T10:00:00 tomorrow",
        "13/13/2022 10:00:00",
        "/Date()/",
        "/Date(12x)/",
        "/Date(1666373136000",
        "12345-10-21T10:00:00Z",
        "10/21-2022 10:00",
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char room[32];
        assert_string_equal(reads(texts[i], MT_DATE_DMY, room), "no stamp");
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_form_of_the_format_notes_reads_as_the_same_moment),
        cmocka_unit_test(fraction_digits_are_kept_to_the_microsecond_and_counted),
        cmocka_unit_test(an_order_that_the_text_leaves_open_stays_open),
        cmocka_unit_test(midnight_and_noon_are_not_mixed_up),
        cmocka_unit_test(what_is_no_time_stamp_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
