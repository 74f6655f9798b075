/* The table of reply codes: how lines are read and which of them decides, what the shipped lines say of real texts, and
 * the user's own lines in a database. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "ingest/reason.h"
#include "store/base/embedded.h"
#include "store/code_rules.h"
#include "store/codes_line.h"
#include "tests/store_fixture.h"

extern const struct mt_embedded store_files[];

/* ---- tools ---- */

static struct mt_codes *
codes_with(const char *table)
{
    struct mt_err err;
    struct mt_codes *codes = mt_codes_new();
    assert_non_null(codes);
    if (mt_codes_add(codes, mt_text_of(table), "mine.tsv", &err) != MT_OK)
        fail_msg("%s", err.text);
    return codes;
}

static struct mt_reason
reason_of(int reply, const char *code, const char *text)
{
    return (struct mt_reason){.reply = reply, .code = mt_text_of(code), .text = mt_text_of(text)};
}

static struct mt_reason
inside(struct mt_reason reason, int reply, const char *code)
{
    reason.outer_reply = reply;
    reason.outer_code = mt_text_of(code);
    return reason;
}

static const char *
class_of(const struct mt_codes *codes, struct mt_reason reason)
{
    return mt_reason_class_key(mt_codes_cause(codes, &reason).class);
}

static const char *
permanence_of(const struct mt_codes *codes, struct mt_reason reason)
{
    return mt_permanence_key(mt_codes_cause(codes, &reason).permanence);
}

/* ---- lines ---- */

static void
the_shipped_table_has_no_bad_line(void **unused)
{
    (void)unused;
    struct mt_err err;
    struct mt_codes *codes = mt_codes_new();
    assert_non_null(codes);
    if (mt_codes_add(codes, mt_embedded_file(store_files, "codes.tsv"), "codes.tsv", &err) != MT_OK)
        fail_msg("%s", err.text);
    mt_codes_free(codes);
}

/* A second line with the same codes and hint would never be looked at. */
static void
no_two_shipped_lines_have_the_same_codes_and_words(void **unused)
{
    (void)unused;
    struct mt_codes *codes = mt_codes_new();
    size_t first = 0;
    for (const struct mt_code_line *a; (a = mt_codes_next(codes, &first)) != NULL;) {
        size_t second = first;
        for (const struct mt_code_line *b; (b = mt_codes_next(codes, &second)) != NULL;)
            if (mt_text_equal(a->codes, b->codes) && mt_text_equal(a->hint, b->hint))
                fail_msg("twice: %s %s", a->codes.at, a->hint.at);
    }
    mt_codes_free(codes);
}

static void
every_shipped_line_says_where_it_is_from(void **unused)
{
    (void)unused;
    struct mt_codes *codes = mt_codes_new();
    size_t at = 0, lines = 0;
    for (const struct mt_code_line *line; (line = mt_codes_next(codes, &at)) != NULL; lines++)
        if (line->source.len == 0)
            fail_msg("no source: %s %s", line->codes.at, line->hint.at);
    assert_in_range(lines, 200, 1000);
    mt_codes_free(codes);
}

static void
a_bad_line_is_named_and_nothing_is_added(void **unused)
{
    (void)unused;
    static const struct {
        const char *table, *error;
    } cases[] = {
        {"# mine\n\n4.4\t\tdns\treply\tnobody\tText\n", "'mine.tsv' line 3: the first column has codes"},
        {"9.9.9\t\tdns\treply\tnobody\tText\n", "line 1: the first column has codes"},
        {"4.4.1000\t\tdns\treply\tnobody\tText\n", "line 1: the first column has codes"},
        {"4.4.9-4.4.2\t\tdns\treply\tnobody\tText\n", "line 1: a range goes up"},
        {"4.4.1-4.5.9\t\tdns\treply\tnobody\tText\n", "line 1: a range goes up"},
        {"4.4.1|\t\tdns\treply\tnobody\tText\n", "line 1: the first column has codes"},
        {"123\t\tdns\treply\tnobody\tText\n", "line 1: the first column has codes"},
        {"*\t\tdns\treply\tnobody\tText\n", "line 1: '*' needs words"},
        {"4.4.1|IB9\t\tdns\treply\tnobody\tText\n", "line 1: codes and words"},
        {"4.4.1\ta||b\tdns\treply\tnobody\tText\n", "line 1: a hint in the second column is empty"},
        {"4.4.1\t**\tdns\treply\tnobody\tText\n", "line 1: a hint in the second column is empty"},
        {"4.4.1\t\tweather\treply\tnobody\tText\n", "line 1: the third column is a class"},
        {"4.4.1\t\twrapper:\treply\tnobody\tText\n", "line 1: the third column is a class"},
        {"4.4.1\t\tdns\tmaybe\tnobody\tText\n", "line 1: the fourth column is"},
        {"4.4.1\t\tdns\treply\tsomebody\tText\n", "line 1: the fifth column is"},
        {"4.4.1\t\tdns\treply\tnobody\t\n", "line 1: the sixth column is"},
        {"4.4.1\t\tdns\treply\tnobody\n", "line 1: the sixth column is"},
        {"4.4.1\t\tdns\treply\tnobody\tA \x1B[31m\n", "line 1: the line has a control character"},
        {"4.4.1\t\tdns\treply\tnobody\tA \xFF\n", "line 1: the line is not UTF-8"},
        {"4.4.1\t\tspam\treply\tnobody\tGood\n4.4.1 dns reply nobody Text\n", "line 2: the first column has codes"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct mt_err err = {.text = ""};
        struct mt_codes *codes = mt_codes_new();
        assert_int_equal(mt_codes_add(codes, mt_text_of(cases[i].table), "mine.tsv", &err), MT_FAILED);
        if (!strstr(err.text, cases[i].error))
            fail_msg("'%s' does not say '%s'", err.text, cases[i].error);
        assert_string_equal(class_of(codes, reason_of(450, "4.4.1", "foo")), "transport");
        mt_codes_free(codes);
    }
}

static void
lines_of_another_editor_are_read(void **unused)
{
    (void)unused;
    struct mt_codes *codes =
        codes_with("\xEF\xBB\xBF# mine\r\n\r\n 4.9.1 \t Foo | bar \tdns\treply\tnobody\tText\there\tuser\r\n");
    assert_string_equal(class_of(codes, reason_of(450, "4.9.1", "a bar")), "dns");
    mt_codes_free(codes);
}

/* ---- matching ---- */

static void
codes_are_alternatives_ranges_and_patterns(void **unused)
{
    (void)unused;
    static const struct {
        const char *codes;
        int reply;
        const char *code;
        bool fits;
    } cases[] = {
        {"4.9.1", 450, "4.9.1", true},
        {"4.9.1", 550, "5.9.1", false},
        {"4.9.1", 450, "4.9.10", false},
        {"4.9.1|5.9.2", 550, "5.9.2", true},
        {"4.9.1 | 5.9.2", 450, "4.9.1", true},
        {"5.9.6-5.9.12", 550, "5.9.6", true},
        {"5.9.6-5.9.12", 550, "5.9.12", true},
        {"5.9.6-5.9.12", 550, "5.9.13", false},
        {"5.9.6-5.9.12", 450, "4.9.7", false},
        {"x.9.1", 450, "4.9.1", true},
        {"X.9.1", 550, "5.9.1", true},
        {"x.9.1", 250, "2.9.1", false},
        {"x.9.1-x.9.3", 550, "5.9.3", true},
        {"550 5.9.1", 550, "5.9.1", true},
        {"550 5.9.1", 554, "5.9.1", false},
        {"598", 598, NULL, true},
        {"598", 598, "5.9.1", false},
        {"598", 597, NULL, false},
        {"598", 0, NULL, false},
        {"5.9.1", 0, "5.9.1", true},
        {"5.9.1", 550, NULL, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char table[128];
        snprintf(table, sizeof table, "%s\t\tsize\treply\tnobody\tText\n", cases[i].codes);
        struct mt_codes *codes = codes_with(table);
        struct mt_reason reason = reason_of(cases[i].reply, cases[i].code, "foo");
        if (reason.reply / 100 != 2 && (strcmp(class_of(codes, reason), "size") == 0) != cases[i].fits)
            fail_msg("%s and %d %s", cases[i].codes, cases[i].reply, cases[i].code ? cases[i].code : "-");
        mt_codes_free(codes);
    }
}

static void
words_are_whole_words_in_any_case(void **unused)
{
    (void)unused;
    static const struct {
        const char *hint, *text;
        bool fits;
    } cases[] = {
        {"frob", "a frob b", true},
        {"frob", "FROB", true},
        {"frob", "frobs", false},
        {"frob", "afrob", false},
        {"frob", "frobs and frob", true},
        {"frob*", "frobs", true},
        {"*frob", "afrob", true},
        {"frob", "(frob).", true},
        {"frob",
         "caf\xC3\xA9"
         "frob",
         false},
        {"frob  nitz", "frob \t nitz", true},
        {"frob nitz", "frobnitz", false},
        {"one*two", "one and then two", true},
        {"one*two", "two and then one", false},
        {"one*two", "one one two", true},
        {"one*two", "onetwo", true},
        {"one * two", "one two", true},
        {"[TSS", "x [TSS04]", false},
        {"[TSS*", "x [TSS04]", true},
        {"no|frob", "frob", true},
        {"no|nor", "frob", false},
        {"frob", "", false},
        {"frob nitz", "frob ", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char table[128];
        snprintf(table, sizeof table, "*\t%s\tsize\treply\tnobody\tText\n", cases[i].hint);
        struct mt_codes *codes = codes_with(table);
        if ((strcmp(class_of(codes, reason_of(0, NULL, cases[i].text)), "size") == 0) != cases[i].fits)
            fail_msg("'%s' and '%s'", cases[i].hint, cases[i].text);
        mt_codes_free(codes);
    }
}

static void
a_word_in_the_first_column_is_looked_for_in_the_text(void **unused)
{
    (void)unused;
    struct mt_codes *codes =
        codes_with("ZZ-17\t\tsize\treply\tnobody\tText\nZZ-18\tbut only\tdns\treply\tnobody\tText\n");
    assert_string_equal(class_of(codes, reason_of(0, NULL, "see (ZZ-17)")), "size");
    assert_string_equal(class_of(codes, reason_of(0, NULL, "see ZZ-177")), "unknown");
    assert_string_equal(class_of(codes, reason_of(0, NULL, "see zz-18")), "unknown");
    assert_string_equal(class_of(codes, reason_of(0, NULL, "see zz-18 but only here")), "dns");
    mt_codes_free(codes);
}

/* ---- the order of lines ---- */

static void
words_that_speak_for_themselves_come_before_the_code(void **unused)
{
    (void)unused;
    struct mt_codes *codes = mt_codes_new();
    assert_string_equal(class_of(codes, reason_of(550, "5.1.1", "Winsock error code: 10061")), "transport");
    assert_string_equal(class_of(codes, reason_of(451, "4.4.0", "TLS negotiation failed with error SocketError")),
                        "tls");
    assert_string_equal(class_of(codes, reason_of(421, "4.4.2", "Connection dropped due to SocketError")), "transport");
    mt_codes_free(codes);
}

static void
a_line_with_a_hint_comes_before_one_without(void **unused)
{
    (void)unused;
    struct mt_codes *codes = mt_codes_new();
    assert_string_equal(class_of(codes, reason_of(421, "4.2.1", "Unable to connect")), "transport");
    assert_string_equal(class_of(codes, reason_of(450, "4.2.1", "mailbox busy")), "recipient");
    assert_string_equal(class_of(codes, reason_of(550, "5.2.2", "Submission quota exceeded")), "throttle");
    assert_string_equal(class_of(codes, reason_of(550, "5.2.2", "too bad")), "mailbox_full");
    mt_codes_free(codes);
}

static void
a_code_comes_before_the_range_it_lies_in(void **unused)
{
    (void)unused;
    struct mt_codes *codes = mt_codes_new();
    assert_string_equal(class_of(codes, reason_of(451, "4.7.650", "foo")), "reputation");
    assert_string_equal(class_of(codes, reason_of(451, "4.7.651", "foo")), "throttle");
    assert_string_equal(class_of(codes, reason_of(550, "5.7.708", "foo")), "reputation");
    assert_string_equal(class_of(codes, reason_of(550, "5.7.711", "foo")), "spam");
    mt_codes_free(codes);
}

static void
the_users_lines_come_before_the_shipped_ones(void **unused)
{
    (void)unused;
    struct mt_codes *codes = codes_with("4.4.2\t\tthrottle\treply\tnobody\tMine\n"
                                        "*\tInfoNoRecords\tconfig\treply\tnobody\tMine\n"
                                        "4.4.2\tSocketError\tpolicy\tpermanent\tmicrosoft\tMine too\n");
    struct mt_reason dropped = reason_of(421, "4.4.2", "Connection dropped due to SocketError");
    struct mt_cause cause = mt_codes_cause(codes, &dropped);
    assert_int_equal(cause.class, MT_REASON_CLASS_POLICY);
    assert_int_equal(cause.permanence, MT_PERMANENCE_PERMANENT);
    assert_int_equal(cause.actor, MT_ACTOR_MICROSOFT);
    assert_string_equal(cause.meaning, "Mine too");
    assert_true(cause.line->is_user);
    assert_string_equal(class_of(codes, reason_of(421, "4.4.2", "foo")), "throttle");
    assert_string_equal(class_of(codes, reason_of(0, NULL, "InfoNoRecords")), "config");
    /* Words that speak for themselves still come before a code alone. */
    assert_string_equal(class_of(codes, reason_of(421, "4.4.2", "Connection dropped due to ConnectionReset")),
                        "transport");
    mt_codes_free(codes);
}

static void
of_the_users_tables_the_latest_comes_first_and_of_its_lines_the_earliest(void **unused)
{
    (void)unused;
    struct mt_err err;
    struct mt_codes *codes = codes_with("*\tfrob\tsize\treply\tnobody\tOld\n");
    struct mt_text newer = MT_TEXT_LITERAL("*\tfrob\tdns\treply\tnobody\tNew\n*\tfrob*\tspam\treply\tnobody\tNew\n");
    assert_int_equal(mt_codes_add(codes, newer, "newer.tsv", &err), MT_OK);
    assert_string_equal(class_of(codes, reason_of(0, NULL, "frob")), "dns");
    assert_string_equal(class_of(codes, reason_of(0, NULL, "frobs")), "spam");
    size_t at = 0;
    assert_string_equal(mt_codes_next(codes, &at)->class_key.at, "dns");
    assert_string_equal(mt_codes_next(codes, &at)->class_key.at, "spam");
    assert_string_equal(mt_codes_next(codes, &at)->class_key.at, "size");
    assert_false(mt_codes_next(codes, &at)->is_user);
    mt_codes_free(codes);
}

/* ---- wrappers ---- */

static void
a_wrapper_is_classed_by_what_it_quotes(void **unused)
{
    (void)unused;
    struct mt_codes *codes = mt_codes_new();
    struct mt_reason full = inside(reason_of(452, "4.2.2", "foo"), 550, "5.4.300");
    assert_string_equal(class_of(codes, full), "mailbox_full");
    assert_string_equal(class_of(codes, inside(reason_of(452, "4.2.2", "foo"), 451, "4.4.400")), "mailbox_full");
    assert_string_equal(class_of(codes, inside(reason_of(421, "4.4.2", NULL), 550, "5.4.300")), "transport");
    mt_codes_free(codes);
}

static void
a_wrapper_that_quotes_nothing_is_unknown(void **unused)
{
    (void)unused;
    struct mt_codes *codes = mt_codes_new();
    struct mt_reason expired = reason_of(550, "5.4.300", "Message expired");
    expired.expired = true;
    assert_string_equal(class_of(codes, expired), "unknown");
    assert_non_null(mt_codes_cause(codes, &expired).meaning);
    assert_string_equal(class_of(codes, reason_of(550, "4.4.7", "QUEUE.Expired; message expired")), "unknown");
    assert_string_equal(class_of(codes, reason_of(451, "4.4.395", "Target host responded with error.")), "unknown");
    mt_codes_free(codes);
}

static void
a_wrapper_may_have_a_class_to_fall_back_on(void **unused)
{
    (void)unused;
    struct mt_codes *codes = mt_codes_new();
    assert_string_equal(class_of(codes, reason_of(450, "4.4.317", "Cannot connect to remote server")), "transport");
    struct mt_reason vague = inside(reason_of(451, "4.4.0", "something new"), 450, "4.4.317");
    assert_string_equal(class_of(codes, vague), "transport");
    struct mt_reason vaguer = inside(reason_of(0, NULL, "something new"), 451, "4.4.397");
    assert_string_equal(class_of(codes, vaguer), "transport");
    mt_codes_free(codes);
}

static void
an_outer_code_of_its_own_class_counts_when_the_inner_reply_is_vague(void **unused)
{
    (void)unused;
    struct mt_codes *codes = mt_codes_new();
    assert_string_equal(class_of(codes, inside(reason_of(550, NULL, "nem"), 550, "5.1.351")), "recipient");
    assert_string_equal(class_of(codes, inside(reason_of(554, "5.7.1", "nem"), 550, "5.7.350")), "spam");
    assert_string_equal(class_of(codes, inside(reason_of(550, "5.7.1", "DMARC policy"), 550, "5.7.350")), "auth");
    assert_string_equal(class_of(codes, inside(reason_of(550, "5.7.606", "nem"), 550, "5.1.351")), "reputation");
    mt_codes_free(codes);
}

/* ---- permanence ---- */

static void
the_innermost_reply_says_whether_it_is_temporary(void **unused)
{
    (void)unused;
    struct mt_codes *codes = mt_codes_new();
    assert_string_equal(permanence_of(codes, reason_of(452, "4.2.2", "mailbox full")), "temporary");
    assert_string_equal(permanence_of(codes, reason_of(552, "5.2.2", "mailbox full")), "permanent");
    assert_string_equal(permanence_of(codes, reason_of(0, "4.9.9", "foo")), "temporary");
    assert_string_equal(permanence_of(codes, reason_of(599, NULL, "foo")), "permanent");
    assert_string_equal(permanence_of(codes, reason_of(0, NULL, "foo")), "unknown");
    assert_string_equal(permanence_of(codes, inside(reason_of(452, "4.2.2", "foo"), 550, "5.4.300")), "temporary");
    assert_string_equal(permanence_of(codes, inside(reason_of(550, NULL, "new"), 550, "5.4.300")), "permanent");
    assert_string_equal(permanence_of(codes, inside(reason_of(550, NULL, "new"), 451, "4.4.397")), "permanent");
    mt_codes_free(codes);
}

static void
what_expired_without_a_reply_was_temporary(void **unused)
{
    (void)unused;
    struct mt_codes *codes = mt_codes_new();
    struct mt_reason expired = reason_of(550, "5.4.312", "Message expired, DNS query failed; InfoNoRecords");
    expired.expired = true;
    assert_string_equal(permanence_of(codes, expired), "temporary");
    expired = reason_of(550, "5.4.300", "Message expired");
    expired.expired = true;
    assert_string_equal(permanence_of(codes, expired), "temporary");
    mt_codes_free(codes);
}

static void
a_line_may_know_better_than_the_reply(void **unused)
{
    (void)unused;
    struct mt_codes *codes = mt_codes_new();
    struct mt_reason yahoo = reason_of(421, "4.7.1", "[TS03] All messages will be permanently deferred");
    assert_string_equal(permanence_of(codes, yahoo), "permanent");
    mt_codes_free(codes);
}

static void
a_reply_of_success_is_housekeeping(void **unused)
{
    (void)unused;
    struct mt_codes *codes = codes_with("*\tSocketError\tspam\treply\tnobody\tMine\n");
    struct mt_reason reason = reason_of(250, "2.1.5", "RESOLVER.GRP.Expanded; SocketError");
    assert_string_equal(class_of(codes, reason), "housekeeping");
    reason = reason_of(0, NULL, "foo");
    reason.housekeeping = true;
    assert_string_equal(class_of(codes, reason), "housekeeping");
    assert_int_equal(mt_codes_cause(codes, &reason).actor, MT_ACTOR_NOBODY);
    mt_codes_free(codes);
}

static void
what_no_line_knows_is_unknown(void **unused)
{
    (void)unused;
    struct mt_codes *codes = mt_codes_new();
    struct mt_reason reason = reason_of(598, "5.9.9", "never heard");
    struct mt_cause cause = mt_codes_cause(codes, &reason);
    assert_int_equal(cause.class, MT_REASON_CLASS_UNKNOWN);
    assert_int_equal(cause.actor, MT_ACTOR_UNKNOWN);
    assert_null(cause.meaning);
    assert_null(cause.line);
    reason = (struct mt_reason){.reply = 0};
    assert_string_equal(class_of(codes, reason), "unknown");
    mt_codes_free(codes);
}

/* ---- codes alone ---- */

static void
a_code_alone_is_explained(void **unused)
{
    (void)unused;
    static const struct {
        const char *code, *class;
    } cases[] = {
        {"4.4.2", "transport"}, {"421 4.4.2", "transport"}, {" 421  4.4.2 ", "transport"},
        {"5.4.300", "unknown"}, {"5.7.23", "auth"},         {"IB508", "auth"},
        {"451 5.7.3", "tls"},   {"5.7.3", "config"},        {"9.9.9", "unknown"},
        {"", "unknown"},        {"552", "mailbox_full"},    {"556 5.1.10", "dns"},
    };
    struct mt_codes *codes = mt_codes_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(mt_reason_class_key(mt_codes_of_code(codes, mt_text_of(cases[i].code)).class),
                            cases[i].class);
    assert_non_null(mt_codes_of_code(codes, MT_TEXT_LITERAL("5.4.300")).meaning);
    assert_null(mt_codes_of_code(codes, MT_TEXT_LITERAL("5.9.9")).meaning);
    assert_int_equal(mt_codes_of_code(codes, MT_TEXT_UNKNOWN).class, MT_REASON_CLASS_UNKNOWN);
    mt_codes_free(codes);
}

static void
the_second_number_says_what_a_code_is_about(void **unused)
{
    (void)unused;
    assert_string_equal(mt_codes_subject(MT_TEXT_LITERAL("5.4.999")), "network and routing");
    assert_string_equal(mt_codes_subject(MT_TEXT_LITERAL("450 4.7.1")), "security and policy");
    assert_null(mt_codes_subject(MT_TEXT_LITERAL("5.9.1")));
    assert_null(mt_codes_subject(MT_TEXT_LITERAL("421")));
    assert_null(mt_codes_subject(MT_TEXT_LITERAL("hello")));
}

/* ---- real texts ---- */

enum { KEY, CLASS, EXPIRED = 6, TEXT = 14, FIELDS = 15 };

static size_t
check_line(const struct mt_codes *codes, struct mt_text line)
{
    struct mt_text fields[FIELDS] = {{NULL, 0}};
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct mt_reason reason;
    for (int i = 0; i < FIELDS - 1; i++)
        fields[i] = mt_text_cut(&line, '\t');
    fields[TEXT] = line;
    if (fields[KEY].len == 0 || fields[KEY].at[0] == '#')
        return 0;
    assert_non_null(fields[TEXT].at);
    bool is_reason = mt_reason_read(fields[TEXT], &arena, &reason);
    if (mt_text_is(fields[CLASS], "none") == is_reason)
        fail_msg("%.*s: %s", MT_TEXT_ARGS(fields[KEY]), is_reason ? "is no reason" : "is not read");
    if (is_reason) {
        struct mt_cause cause = mt_codes_cause(codes, &reason);
        if (!mt_text_is(fields[CLASS], mt_reason_class_key(cause.class)))
            fail_msg("%.*s: '%s', not '%.*s' (reply %d, code '%.*s', text '%.*s')", MT_TEXT_ARGS(fields[KEY]),
                     mt_reason_class_key(cause.class), MT_TEXT_ARGS(fields[CLASS]), reason.reply,
                     MT_TEXT_ARGS(reason.code), MT_TEXT_ARGS(reason.text));
        if (mt_text_is(fields[EXPIRED], "1") && reason.outer_reply == 0 && reason.outer_code.len == 0)
            assert_int_equal(cause.permanence, MT_PERMANENCE_TEMPORARY);
    }
    mt_arena_release(&arena);
    return 1;
}

static void
every_known_text_has_its_class(void **unused)
{
    (void)unused;
    static char bytes[256 * 1024];
    FILE *file = fopen(MSGTRACE_SOURCE_DIR "/fixtures/reasons.tsv", "rb");
    assert_non_null(file);
    struct mt_text rest = {bytes, fread(bytes, 1, sizeof bytes, file)};
    fclose(file);
    assert_true(rest.len < sizeof bytes);
    struct mt_codes *codes = mt_codes_new();
    size_t texts = 0;
    while (rest.at)
        texts += check_line(codes, mt_text_cut(&rest, '\n'));
    assert_true(texts >= 70);
    mt_codes_free(codes);
}

/* Texts that no export of ours holds, one for each kind of line that they do not reach. */
static void
texts_of_other_providers_have_their_class(void **unused)
{
    (void)unused;
    static const struct {
        const char *class;
        int reply;
        const char *code, *text;
    } cases[] = {
        {"throttle", 421, "4.7.28",
         "Gmail has detected an unusual rate of unsolicited mail originating from your SPF domain"},
        {"throttle", 450, "4.2.1", "The user you are trying to contact is receiving mail at a rate that prevents more"},
        {"reputation", 421, "4.7.0", "This message is suspicious due to the very low reputation of the sending domain"},
        {"spam", 550, "5.7.1", "Our system has detected that this message is likely unsolicited mail"},
        {"auth", 550, "5.7.26", "Unauthenticated email from <host> is not accepted due to domain's DMARC policy"},
        {"auth", 550, "5.7.515", "Access denied, sending domain does not meet the required authentication level"},
        {"mailbox_full", 452, "4.2.2", "The email account that you tried to reach is over quota"},
        {"recipient", 550, "5.1.1", "The email account that you tried to reach does not exist"},
        {"dns", 550, "5.4.310", "DNS domain <host> does not exist"},
        {"dns", 556, "5.1.10", "Recipient address has null MX"},
        {"reputation", 550, "5.7.1",
         "Unfortunately, messages from [<ip>] weren't sent. Part of their network is on our block list (S3150)"},
        {"policy", 550, "5.7.513", "Service unavailable, Client host blocked using Customer Block list (AS16012607)"},
        {"policy", 550, "5.7.703", "Your message can't be delivered because it is in the Tenant Allow/Block List"},
        {"reputation", 553, "5.7.1",
         "[BL21] Connections will not be accepted from <ip>, because the ip is in Spamhaus's list"},
        {"throttle", 451, "4.7.500", "Server busy. Please try again later from [<ip>]. (AS780090)"},
        {"throttle", 450, "4.7.1", "Recipient address rejected: Greylisted for 5 minutes"},
        {"recipient", 550, "5.4.1", "Recipient address rejected: Access denied"},
        {"config", 554, "5.4.1", "Relay Access Denied"},
        {"size", 552, "5.3.4", "Message size exceeds fixed maximum message size"},
        {"loop", 554, "5.4.14", "Hop count exceeded - possible mail loop ATTR34"},
        {"config", 550, "5.7.57", "Client was not authenticated to send anonymous mail during MAIL FROM"},
        {"policy", 550, "5.7.133", "Sender not authenticated for group"},
        {"policy", 550, "5.7.193", "UnifiedGroupAgent; Delivery failed because the sender isn't a group member"},
        {"policy", 550, "5.7.520", "Access denied, Your organization does not allow external forwarding (AS7555)"},
        {"tls", 451, "4.7.323", "tlsa-invalid: The domain failed DANE validation"},
        {"dns", 451, "4.7.324", "dnssec-invalid: Destination domain returned invalid DNSSEC records"},
        {"tls", 530, "5.7.0", "Must issue a STARTTLS command first"},
        {"content", 550, "5.6.11", "SMTPSEND.BareLinefeedsAreIllegal; message contains bare linefeeds"},
        {"system", 451, "4.7.0", "Temporary server error. Please try again later. PRX4"},
        {"protocol", 500, "5.5.1", "Invalid command"},
        {"reputation", 554, NULL, "Client host [<ip>] blocked using zen RBL"},
        {"transport", 421, "4.4.1", "Connection timed out"},
    };
    struct mt_codes *codes = mt_codes_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *class = class_of(codes, reason_of(cases[i].reply, cases[i].code, cases[i].text));
        if (strcmp(class, cases[i].class) != 0)
            fail_msg("'%s': %s, not %s", cases[i].text, class, cases[i].class);
    }
    mt_codes_free(codes);
}

/* ---- the user's lines in a database ---- */

static void
put_reason(struct mt_store *store, int id, int reply, const char *code, const char *text)
{
    char sql[512];
    snprintf(sql, sizeof sql,
             "INSERT INTO reason (id, outer_reply, outer_code, reply, code, text, expired, housekeeping, class, "
             "permanence, actor) VALUES (%d, 0, '', %d, '%s', '%s', 0, 0, 0, 0, 0)",
             id, reply, code, text);
    if (sqlite3_exec(mt_store_connection(store), sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s", sqlite3_errmsg(mt_store_connection(store)));
}

static struct mt_code_change
add_lines(struct mt_store *store, const char *table)
{
    struct mt_err err;
    struct mt_code_change change;
    if (mt_code_rules_add(store, mt_text_of(table), "mine.tsv", &change, &err) != MT_OK)
        fail_msg("%s", err.text);
    return change;
}

#define REASONS "SELECT id, class, permanence, actor FROM reason ORDER BY id"

static void
added_lines_class_stored_reasons_anew_and_reset_takes_it_back(void **unused)
{
    (void)unused;
    struct room room;
    struct mt_code_change change;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    put_reason(store, 1, 421, "4.4.2", "Connection dropped due to SocketError");
    put_reason(store, 2, 598, "5.9.9", "never heard");
    put_reason(store, 3, 250, "2.1.5", "RESOLVER.GRP.Expanded");
    change = add_lines(store, "5.9.9\t\tpolicy\treply\tsender\tMine\n5.9.8\t\tspam\treply\tsender\tMine\n");
    assert_int_equal(change.lines, 2);
    assert_int_equal(change.reasons, 3); /* they were written without a class */
    assert_dump(store, REASONS, "1|1|1|6\n2|6|2|1\n3|17|0|10\n");
    change = add_lines(store, "5.9.9\t\tsize\treply\tsender\tMine\n");
    assert_int_equal(change.lines, 1);
    assert_int_equal(change.reasons, 1);
    assert_dump(store, REASONS, "1|1|1|6\n2|11|2|1\n3|17|0|10\n");
    assert_dump(store, "SELECT count(*) FROM code_rule", "2\n");
    mt_store_close(store);

    store = room_store(&room, MT_STORE_WRITE); /* they stay */
    assert_int_equal(mt_code_rules_reset(store, &change, &room.err), MT_OK);
    assert_int_equal(change.lines, 2);
    assert_int_equal(change.reasons, 1);
    assert_dump(store, REASONS, "1|1|1|6\n2|0|2|0\n3|17|0|10\n");
    assert_dump(store, "SELECT count(*) FROM code_rule", "0\n");
    mt_store_close(store);
    room_close(&room);
}

/* The figures of every report come from the roll-up: a new class has to show there at once. */
static void
the_rollup_follows_the_class(void **unused)
{
    (void)unused;
    static const char hours[] = "SELECT reason_class, deliveries FROM hourly ORDER BY 1";
    struct room room;
    struct mt_row row = row_of("a@mail.example", MT_STATUS_FAILED, NOON);
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    row_trace(&row, NOON, 1);
    import_rows(store, 1, NOON + MT_HOUR, &row, 1);
    put_reason(store, 1, 598, "5.9.9", "never heard");
    assert_int_equal(sqlite3_exec(mt_store_connection(store),
                                  "INSERT INTO course (delivery_id, events, status, deferrals, attempts, last_us, "
                                  "expired, reason_id) SELECT id, 1, 3, 0, 1, 0, 0, 1 FROM delivery",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    assert_dump(store, hours, "0|1\n");
    add_lines(store, "5.9.9\t\tpolicy\treply\tsender\tMine\n");
    assert_dump(store, hours, "6|1\n");
    mt_store_close(store);
    room_close(&room);
}

static void
a_bad_table_changes_nothing(void **unused)
{
    (void)unused;
    struct room room;
    struct mt_code_change change;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    put_reason(store, 1, 598, "5.9.9", "never heard");
    struct mt_text bad =
        MT_TEXT_LITERAL("5.9.9\t\tpolicy\treply\tsender\tMine\n5.9.9\t\tnothing\treply\tsender\tMine\n");
    assert_int_equal(mt_code_rules_add(store, bad, "mine.tsv", &change, &room.err), MT_FAILED);
    assert_non_null(strstr(room.err.text, "'mine.tsv' line 2"));
    assert_dump(store, "SELECT class FROM reason", "0\n");
    assert_dump(store, "SELECT count(*) FROM code_rule", "0\n");
    mt_store_close(store);
    room_close(&room);
}

static void
lines_keep_their_order_in_the_database(void **unused)
{
    (void)unused;
    struct room room;
    struct mt_codes *codes = NULL;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    add_lines(store, "*\tfrob\tsize\treply\tnobody\tOld\n*\tfro*\tloop\treply\tnobody\tOld\n");
    add_lines(store, "*\tfrobs\tdns\treply\tnobody\tNew\n*\tfrob*\tspam\treply\tnobody\tNew\n");
    assert_int_equal(mt_code_rules_codes(store, &codes, &room.err), MT_OK);
    assert_string_equal(class_of(codes, reason_of(0, NULL, "frobs")), "dns");
    assert_string_equal(class_of(codes, reason_of(0, NULL, "frob")), "spam");
    assert_string_equal(class_of(codes, reason_of(0, NULL, "from")), "loop");
    mt_codes_free(codes);
    mt_store_close(store);
    room_close(&room);
}

static void
what_codes_prints_can_be_loaded_again(void **unused)
{
    (void)unused;
    struct room room;
    struct mt_codes *codes = NULL, *again = NULL;
    struct mt_out first = MT_OUT_EMPTY, second = MT_OUT_EMPTY;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    add_lines(store, "*\tfrob\tsize\treply\tnobody\tOld\n*\tfro*\tloop\treply\tnobody\tOld\n");
    assert_int_equal(mt_code_rules_codes(store, &codes, &room.err), MT_OK);
    assert_int_equal(mt_code_rules_write(codes, &first, &room.err), MT_OK);
    mt_out_byte(&first, '\0');
    struct mt_code_change change = add_lines(store, first.bytes);
    assert_int_equal(change.lines, 2); /* not the shipped ones */
    assert_int_equal(mt_code_rules_codes(store, &again, &room.err), MT_OK);
    assert_int_equal(mt_code_rules_write(again, &second, &room.err), MT_OK);
    mt_out_byte(&second, '\0');
    assert_string_equal(first.bytes, second.bytes);
    mt_out_release(&first);
    mt_out_release(&second);
    mt_codes_free(codes);
    mt_codes_free(again);
    mt_store_close(store);
    room_close(&room);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_shipped_table_has_no_bad_line),
        cmocka_unit_test(no_two_shipped_lines_have_the_same_codes_and_words),
        cmocka_unit_test(every_shipped_line_says_where_it_is_from),
        cmocka_unit_test(a_bad_line_is_named_and_nothing_is_added),
        cmocka_unit_test(lines_of_another_editor_are_read),
        cmocka_unit_test(codes_are_alternatives_ranges_and_patterns),
        cmocka_unit_test(words_are_whole_words_in_any_case),
        cmocka_unit_test(a_word_in_the_first_column_is_looked_for_in_the_text),
        cmocka_unit_test(words_that_speak_for_themselves_come_before_the_code),
        cmocka_unit_test(a_line_with_a_hint_comes_before_one_without),
        cmocka_unit_test(a_code_comes_before_the_range_it_lies_in),
        cmocka_unit_test(the_users_lines_come_before_the_shipped_ones),
        cmocka_unit_test(of_the_users_tables_the_latest_comes_first_and_of_its_lines_the_earliest),
        cmocka_unit_test(a_wrapper_is_classed_by_what_it_quotes),
        cmocka_unit_test(a_wrapper_that_quotes_nothing_is_unknown),
        cmocka_unit_test(a_wrapper_may_have_a_class_to_fall_back_on),
        cmocka_unit_test(an_outer_code_of_its_own_class_counts_when_the_inner_reply_is_vague),
        cmocka_unit_test(the_innermost_reply_says_whether_it_is_temporary),
        cmocka_unit_test(what_expired_without_a_reply_was_temporary),
        cmocka_unit_test(a_line_may_know_better_than_the_reply),
        cmocka_unit_test(a_reply_of_success_is_housekeeping),
        cmocka_unit_test(what_no_line_knows_is_unknown),
        cmocka_unit_test(a_code_alone_is_explained),
        cmocka_unit_test(the_second_number_says_what_a_code_is_about),
        cmocka_unit_test(every_known_text_has_its_class),
        cmocka_unit_test(texts_of_other_providers_have_their_class),
        cmocka_unit_test(added_lines_class_stored_reasons_anew_and_reset_takes_it_back),
        cmocka_unit_test(the_rollup_follows_the_class),
        cmocka_unit_test(a_bad_table_changes_nothing),
        cmocka_unit_test(lines_keep_their_order_in_the_database),
        cmocka_unit_test(what_codes_prints_can_be_loaded_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
