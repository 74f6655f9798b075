#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "ingest/columns.h"

enum { MEMBERS = 64 };

/* Keys with a blank between them; the value of each is the key itself. */
static struct mt_json_object
object_of(const char *keys, struct mt_json_member members[MEMBERS])
{
    struct mt_json_object object = {.members = members, .line = 1};
    struct mt_text rest = mt_text_of(keys);
    while (mt_text_known(rest)) {
        struct mt_text key = mt_text_cut(&rest, ' ');
        assert_true(object.count < MEMBERS);
        members[object.count++] = (struct mt_json_member){key, key, MT_JSON_STRING};
    }
    return object;
}

/* What is remembered of objects before never changes what an object says. */
static void
assert_as_if_first(struct mt_keys *keys, const char *text)
{
    struct mt_json_member members[MEMBERS];
    struct mt_json_object object = object_of(text, members);
    struct mt_keys fresh = {.count = 0};
    struct mt_record known, first;
    mt_keys_record(keys, &object, &known);
    mt_keys_record(&fresh, &object, &first);
    for (int field = 0; field < MT_FIELD_COUNT; field++)
        assert_true(mt_text_equal(known.field[field], first.field[field]) ||
                    (!known.field[field].at && !first.field[field].at));
    assert_int_equal(keys->fields & fresh.fields, fresh.fields);
    assert_int_equal(keys->spelling & fresh.spelling, fresh.spelling);
}

static void
keys_are_found(void **state)
{
    (void)state;
    struct mt_json_member members[MEMBERS];
    struct mt_json_object object = object_of("Status SenderAddress Nothing", members);
    struct mt_keys keys = {.count = 0};
    struct mt_record record;
    mt_keys_record(&keys, &object, &record);
    assert_true(mt_text_is(record.field[MT_FIELD_STATUS], "Status"));
    assert_true(mt_text_is(record.field[MT_FIELD_SENDER], "SenderAddress"));
    assert_false(mt_text_known(record.field[MT_FIELD_RECIPIENT]));
}

static void
a_key_is_known_wherever_it_stands(void **state)
{
    (void)state;
    static const char *const objects[] = {
        "Status SenderAddress RecipientAddress Size",
        "Status RecipientAddress Size",
        "First Status SenderAddress RecipientAddress Size",
        "Size RecipientAddress SenderAddress Status",
        "status sender_address recipient_address Size",
        "Status Status Status",
        "Other",
        "Status SenderAddress RecipientAddress Size",
    };
    struct mt_keys keys = {.count = 0};
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < sizeof objects / sizeof *objects; i++)
            assert_as_if_first(&keys, objects[i]);
}

static void
more_keys_than_are_remembered_are_no_less_known(void **state)
{
    (void)state;
    char text[MEMBERS * 4] = "";
    char other[MT_KEY_BYTES + 64];
    struct mt_keys keys = {.count = 0};
    for (int i = 0; i < MT_KEYS_REMEMBERED; i++) {
        char key[] = {i ? ' ' : 'k', 'a', (char)('0' + i % 10), (char)('a' + i / 10), '\0'};
        strcat(text, key);
    }
    assert_as_if_first(&keys, text);
    assert_int_equal(keys.count, MT_KEYS_REMEMBERED);
    assert_as_if_first(&keys, "Status SenderAddress");
    assert_as_if_first(&keys, "SenderAddress Status");

    memset(other, 'k', sizeof other);
    memcpy(other + MT_KEY_BYTES + 40, " Status", sizeof " Status");
    assert_as_if_first(&keys, other);
    assert_as_if_first(&(struct mt_keys){.count = 0}, other);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_found),
        cmocka_unit_test(a_key_is_known_wherever_it_stands),
        cmocka_unit_test(more_keys_than_are_remembered_are_no_less_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
