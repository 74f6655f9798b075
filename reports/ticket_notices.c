/* Texts for people: a notice for those whose mail is affected, and an internal note, in both languages whatever the
 * report's own is. Filled from the case; no sender or recipient is named. */

#include "reports/ticket_case.h"

#include "reports/verdict_told.h"
#include "reports/words.h"

struct notice {
    const struct mt_ticket_case *ticket;
    struct mt_reader reader;
    struct mt_out *out;
    bool is_over;
};

static void
say(struct notice *notice, enum mt_sentence sentence, const struct mt_value *values, size_t count, const char *end)
{
    struct mt_out room = MT_OUT_EMPTY;
    mt_say_into(&room, &notice->reader, sentence, values, count);
    struct mt_text text = mt_out_view(&room);
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] != MT_PROSE_OPEN && text.at[i] != MT_PROSE_CLOSE)
            mt_out_byte(notice->out, text.at[i]);
    notice->out->failed |= room.failed;
    mt_out_release(&room);
    mt_out_string(notice->out, end);
}

static struct mt_value
place(const struct notice *notice)
{
    struct mt_text name = notice->ticket->place;
    if (!mt_text_known(name))
        name = mt_text_of(mt_wording(notice->reader.language, MT_SAY_TICKET_ALL_PLACES));
    return mt_value_words(name);
}

static struct mt_value
class_words(const struct notice *notice)
{
    const char *key = mt_reason_class_key(notice->ticket->verdict.class);
    for (const struct mt_word *word = mt_reason_words; word->key; word++)
        if (mt_text_is(mt_text_of(word->key), key))
            return mt_value_words(
                mt_text_of(notice->reader.language == MT_LANGUAGE_ES && word->spanish ? word->spanish : word->label));
    return mt_value_words(mt_text_of(key));
}

static void
say_what(struct notice *notice)
{
    const struct mt_controls *controls = &notice->ticket->controls;
    const struct mt_control_group *own = &controls->groups[MT_CONTROL_CASE];
    say(notice, notice->is_over ? MT_SAY_NOTICE_OVER : MT_SAY_NOTICE_ON,
        MT_VALUES(mt_value_moment(controls->first_trouble_us), place(notice), mt_value_count(own->trouble),
                  mt_value_count(own->deliveries), mt_value_moment(controls->last_trouble_us)),
        "\n\n");
}

static void
say_why(struct notice *notice)
{
    const struct mt_verdict *verdict = &notice->ticket->verdict;
    if (verdict->class == MT_REASON_CLASS_UNKNOWN)
        say(notice, MT_SAY_NOTICE_CAUSE_OPEN, MT_NO_VALUES, "\n\n");
    else if (verdict->class == MT_REASON_CLASS_TRANSPORT)
        say(notice,
            verdict->certainty == MT_CERTAINTY_PROBABLE ? MT_SAY_NOTICE_CAUSE_OTHER_SIDE : MT_SAY_NOTICE_CAUSE_OPEN,
            MT_NO_VALUES, "\n\n");
    else
        say(notice, MT_SAY_NOTICE_CAUSE_KIND, MT_VALUES(class_words(notice)), "\n\n");
}

static void
write_notice(struct notice *notice)
{
    say(notice, MT_SAY_NOTICE_SUBJECT, MT_VALUES(place(notice)), "\n\n");
    say(notice, MT_SAY_NOTICE_HELLO, MT_NO_VALUES, "\n\n");
    say_what(notice);
    say_why(notice);
    if (!notice->is_over)
        say(notice, MT_SAY_NOTICE_EXPECT, MT_NO_VALUES, "\n\n");
    say(notice, notice->is_over ? MT_SAY_NOTICE_AGAIN : MT_SAY_NOTICE_DO, MT_NO_VALUES, "\n\n");
    say(notice, MT_SAY_NOTICE_SEND_US, MT_NO_VALUES, "\n");
}

static void
write_internal(struct notice *notice)
{
    struct mt_value name = mt_value_words(mt_text_of(notice->ticket->name));
    say(notice, MT_SAY_INTERNAL_SUBJECT, MT_VALUES(place(notice), name), "\n\n");
    say_what(notice);
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct mt_text verdict = mt_verdict_in_short(&arena, &notice->reader, &notice->ticket->verdict);
    mt_out_text(notice->out, verdict);
    mt_out_string(notice->out, "\n\n");
    for (size_t i = 0; i < notice->ticket->verdict.sign_count; i++) {
        struct mt_text sign = mt_verdict_sign(&arena, &notice->reader, notice->ticket->verdict.signs[i],
                                              &notice->ticket->verdict, &notice->ticket->input);
        mt_out_string(notice->out, "- ");
        for (size_t j = 0; j < sign.len; j++)
            if (sign.at[j] != MT_PROSE_OPEN && sign.at[j] != MT_PROSE_CLOSE)
                mt_out_byte(notice->out, sign.at[j]);
        mt_out_byte(notice->out, '\n');
    }
    notice->out->failed |= arena.failed;
    mt_arena_release(&arena);
    mt_out_byte(notice->out, '\n');
    say(notice, MT_SAY_INTERNAL_NEXT, MT_VALUES(name), "\n");
}

enum mt_rc
mt_ticket_notices(const struct mt_ticket_case *ticket, struct mt_files *files, struct mt_err *err)
{
    static const struct {
        const char *name;
        enum mt_language language;
        void (*write)(struct notice *notice);
    } texts[] = {
        {"texts/notice-en.txt", MT_LANGUAGE_EN, write_notice},
        {"texts/notice-es.txt", MT_LANGUAGE_ES, write_notice},
        {"texts/internal-en.txt", MT_LANGUAGE_EN, write_internal},
        {"texts/internal-es.txt", MT_LANGUAGE_ES, write_internal},
    };
    const struct mt_control_group *groups = ticket->controls.groups, *after = &groups[MT_CONTROL_AFTER];
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct notice notice = {
            .ticket = ticket,
            .reader = {.language = texts[i].language},
            .out = mt_files_add(files, mt_text_of(texts[i].name)),
            .is_over =
                after->asked && after->deliveries > 0 && mt_controls_compare(&groups[MT_CONTROL_CASE], after) > 0,
        };
        if (!notice.out)
            return mt_err_memory(err);
        texts[i].write(&notice);
        if (notice.out->failed)
            return mt_err_memory(err);
    }
    return MT_OK;
}
