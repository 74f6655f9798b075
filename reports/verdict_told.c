#include "reports/verdict_told.h"

#include <string.h>

#include "reports/messages.h"
#include "reports/words.h"

/* ---- words ---- */

static struct mt_value
word_of(const struct mt_reader *reader, const struct mt_word *words, const char *key)
{
    for (; words->key; words++)
        if (strcmp(words->key, key) == 0)
            return mt_value_words(mt_text_of(reader->language == MT_LANGUAGE_ES && words->spanish
                                                 ? words->spanish
                                                 : mt_in_language(reader->language, words->label)));
    return mt_value_words(mt_text_of(key));
}

/* Sentences begin with a capital letter. Our words begin with ASCII. */
static struct mt_value
begin_sentence(struct mt_arena *arena, struct mt_value word)
{
    struct mt_text copy;
    if (!mt_arena_copy(arena, word.cell.text, &copy) || copy.len == 0)
        return word;
    char *at = mt_arena_take(arena, copy.len + 1);
    if (!at)
        return word;
    memcpy(at, copy.at, copy.len);
    if (at[0] >= 'a' && at[0] <= 'z' && !(copy.len > 1 && at[1] >= 'A' && at[1] <= 'Z'))
        at[0] = (char)(at[0] - 'a' + 'A');
    return mt_value_words((struct mt_text){at, copy.len});
}

struct mt_text
mt_verdict_in_short(struct mt_arena *arena, const struct mt_reader *reader, const struct mt_verdict *verdict)
{
    static const enum mt_sentence by_certainty[] = {
        [MT_CERTAINTY_OPEN] = MT_SAY_VERDICT_OPEN,
        [MT_CERTAINTY_PROBABLE] = MT_SAY_VERDICT_PROBABLE,
        [MT_CERTAINTY_CERTAIN] = MT_SAY_VERDICT_CERTAIN,
    };
    if (verdict->class == MT_REASON_CLASS_UNKNOWN)
        return mt_say(arena, reader, MT_SAY_VERDICT_UNKNOWN, MT_NO_VALUES);
    struct mt_value kind = begin_sentence(arena, word_of(reader, mt_reason_words, mt_reason_class_key(verdict->class)));
    struct mt_text first = mt_say(arena, reader, by_certainty[verdict->certainty], MT_VALUES(kind));
    if (verdict->class != MT_REASON_CLASS_TRANSPORT)
        return first;
    struct mt_text second = mt_say(arena, reader,
                                   verdict->certainty == MT_CERTAINTY_PROBABLE ? MT_SAY_VERDICT_TRANSPORT_PROBABLE
                                                                               : MT_SAY_VERDICT_TRANSPORT_OPEN,
                                   MT_NO_VALUES);
    return mt_text_known(first) && mt_text_known(second)
               ? mt_arena_format(arena, "%.*s %.*s", (int)first.len, first.at, (int)second.len, second.at)
               : MT_TEXT_UNKNOWN;
}

/* ---- signs ---- */

/* What stands in the places of a sign's sentence. */
enum filling {
    NOTHING,
    KNOWN,    /* known answers */
    OF_CLASS, /* of the class, known */
    OTHERS,
    HOSTILE,
    UNSAID,
    WORDS,
    TRIES,
    SENDERS,
    GROUP, /* a control group, and the case */
};

static const struct {
    enum mt_sentence sentence;
    enum filling filling;
    enum mt_control group;
} signs[] = {
    [MT_SIGN_NO_ANSWER] = {MT_SAY_SIGN_NO_ANSWER, NOTHING, 0},
    [MT_SIGN_ONLY_WRAPPER] = {MT_SAY_SIGN_ONLY_WRAPPER, NOTHING, 0},
    [MT_SIGN_ONE_CLASS] = {MT_SAY_SIGN_ONE_CLASS, KNOWN, 0},
    [MT_SIGN_MOST_CLASS] = {MT_SAY_SIGN_MOST_CLASS, OF_CLASS, 0},
    [MT_SIGN_OTHER_CLASSES] = {MT_SAY_SIGN_OTHER_CLASSES, OTHERS, 0},
    [MT_SIGN_HOSTILE_ANSWERS] = {MT_SAY_SIGN_HOSTILE_ANSWERS, HOSTILE, 0},
    [MT_SIGN_NO_HOSTILE] = {MT_SAY_SIGN_NO_HOSTILE, KNOWN, 0},
    [MT_SIGN_UNSAID] = {MT_SAY_SIGN_UNSAID, UNSAID, 0},
    [MT_SIGN_OWN_WORDS] = {MT_SAY_SIGN_OWN_WORDS, WORDS, 0},
    [MT_SIGN_REPEATED] = {MT_SAY_SIGN_REPEATED, TRIES, 0},
    [MT_SIGN_ELSEWHERE_WELL] = {MT_SAY_SIGN_ELSEWHERE_WELL, GROUP, MT_CONTROL_SENDER_ELSEWHERE},
    [MT_SIGN_ELSEWHERE_TOO] = {MT_SAY_SIGN_ELSEWHERE_TOO, GROUP, MT_CONTROL_SENDER_ELSEWHERE},
    [MT_SIGN_ELSEWHERE_FEW] = {MT_SAY_SIGN_ELSEWHERE_FEW, GROUP, MT_CONTROL_SENDER_ELSEWHERE},
    [MT_SIGN_OTHERS_TOO] = {MT_SAY_SIGN_OTHERS_TOO, GROUP, MT_CONTROL_OTHERS_THERE},
    [MT_SIGN_OTHERS_WELL] = {MT_SAY_SIGN_OTHERS_WELL, GROUP, MT_CONTROL_OTHERS_THERE},
    [MT_SIGN_MANY_SENDERS] = {MT_SAY_SIGN_MANY_SENDERS, SENDERS, 0},
    [MT_SIGN_ONE_SENDER] = {MT_SAY_SIGN_ONE_SENDER, NOTHING, 0},
    [MT_SIGN_BEFORE_WELL] = {MT_SAY_SIGN_BEFORE_WELL, GROUP, MT_CONTROL_BEFORE},
    [MT_SIGN_BEFORE_TOO] = {MT_SAY_SIGN_BEFORE_TOO, GROUP, MT_CONTROL_BEFORE},
    [MT_SIGN_AFTER_WELL] = {MT_SAY_SIGN_AFTER_WELL, GROUP, MT_CONTROL_AFTER},
    [MT_SIGN_NO_CONTROLS] = {MT_SAY_SIGN_NO_CONTROLS, NOTHING, 0},
    [MT_SIGN_AUTH_PASSES] = {MT_SAY_SIGN_AUTH_PASSES, NOTHING, 0},
    [MT_SIGN_AUTH_WEAK] = {MT_SAY_SIGN_AUTH_WEAK, NOTHING, 0},
    [MT_SIGN_AUTH_UNKNOWN] = {MT_SAY_SIGN_AUTH_UNKNOWN, NOTHING, 0},
};

static struct mt_text
say_group(struct mt_arena *arena, const struct mt_reader *reader, enum mt_sentence sentence,
          const struct mt_control_group *group, const struct mt_control_group *own)
{
    return mt_say(arena, reader, sentence,
                  MT_VALUES(mt_value_count(group->trouble), mt_value_count(group->deliveries),
                            mt_value_ratio(group->share), mt_value_count(own->trouble), mt_value_count(own->deliveries),
                            mt_value_ratio(own->share)));
}

static struct mt_text
say_tries(struct mt_arena *arena, const struct mt_reader *reader, const struct mt_answers *answers)
{
    if (answers->first_try_us == MT_MOMENT_UNKNOWN || answers->last_try_us == MT_MOMENT_UNKNOWN ||
        answers->first_try_us == answers->last_try_us)
        return mt_say(arena, reader, MT_SAY_SIGN_REPEATED_COUNT, MT_VALUES(mt_value_count(answers->tries)));
    return mt_say(arena, reader, MT_SAY_SIGN_REPEATED,
                  MT_VALUES(mt_value_count(answers->tries), mt_value_moment(answers->first_try_us),
                            mt_value_moment(answers->last_try_us)));
}

struct mt_text
mt_verdict_sign(struct mt_arena *arena, const struct mt_reader *reader, struct mt_sign sign,
                const struct mt_verdict *verdict, const struct mt_verdict_input *input)
{
    static const struct mt_control_group none = {.asked = false};
    const struct mt_control_group *groups = input->controls ? input->controls->groups : NULL;
    enum mt_sentence sentence = signs[sign.kind].sentence;
    if (sign.kind == MT_SIGN_AUTH_UNKNOWN && verdict->class != MT_REASON_CLASS_TRANSPORT)
        sentence = MT_SAY_SIGN_AUTH_UNCHECKED;
    int64_t unsaid = input->answers->by_class[MT_REASON_CLASS_UNKNOWN];
    switch (signs[sign.kind].filling) {
    case NOTHING:
        return mt_say(arena, reader, sentence, MT_NO_VALUES);
    case KNOWN:
        return mt_say(arena, reader, sentence, MT_VALUES(mt_value_count(verdict->known)));
    case OF_CLASS:
        return mt_say(arena, reader, sentence,
                      MT_VALUES(mt_value_count(verdict->of_class), mt_value_count(verdict->known)));
    case OTHERS:
        return mt_say(arena, reader, sentence,
                      MT_VALUES(mt_value_count(verdict->others), mt_value_count(verdict->known)));
    case HOSTILE:
        return mt_say(arena, reader, sentence,
                      MT_VALUES(mt_value_count(verdict->hostile), mt_value_count(verdict->known)));
    case UNSAID:
        return mt_say(arena, reader, sentence,
                      MT_VALUES(mt_value_count(unsaid), mt_value_count(unsaid + verdict->known)));
    case WORDS:
        return mt_say(arena, reader, sentence, MT_VALUES(mt_value_data(input->answers->text)));
    case TRIES:
        return say_tries(arena, reader, input->answers);
    case SENDERS:
        return mt_say(arena, reader, sentence,
                      MT_VALUES(mt_value_count(input->controls ? input->controls->senders_in_trouble : 0)));
    case GROUP:
        return say_group(arena, reader, sentence, groups ? &groups[signs[sign.kind].group] : &none,
                         groups ? &groups[MT_CONTROL_CASE] : &none);
    }
    return MT_TEXT_UNKNOWN;
}

/* ---- sections ---- */

static const enum mt_sentence refutes[] = {
    [MT_REASON_CLASS_UNKNOWN] = MT_SAY_REFUTE_UNKNOWN,
    [MT_REASON_CLASS_TRANSPORT] = MT_SAY_REFUTE_TRANSPORT,
    [MT_REASON_CLASS_TLS] = MT_SAY_REFUTE_TLS,
    [MT_REASON_CLASS_DNS] = MT_SAY_REFUTE_DNS,
    [MT_REASON_CLASS_THROTTLE] = MT_SAY_REFUTE_THROTTLE,
    [MT_REASON_CLASS_AUTH] = MT_SAY_REFUTE_AUTH,
    [MT_REASON_CLASS_POLICY] = MT_SAY_REFUTE_POLICY,
    [MT_REASON_CLASS_SPAM] = MT_SAY_REFUTE_SPAM,
    [MT_REASON_CLASS_REPUTATION] = MT_SAY_REFUTE_REPUTATION,
    [MT_REASON_CLASS_RECIPIENT] = MT_SAY_REFUTE_RECIPIENT,
    [MT_REASON_CLASS_MAILBOX_FULL] = MT_SAY_REFUTE_RECIPIENT,
    [MT_REASON_CLASS_SIZE] = MT_SAY_REFUTE_OTHER,
    [MT_REASON_CLASS_CONTENT] = MT_SAY_REFUTE_OTHER,
    [MT_REASON_CLASS_CONFIG] = MT_SAY_REFUTE_OTHER,
    [MT_REASON_CLASS_LOOP] = MT_SAY_REFUTE_OTHER,
    [MT_REASON_CLASS_SYSTEM] = MT_SAY_REFUTE_OTHER,
    [MT_REASON_CLASS_PROTOCOL] = MT_SAY_REFUTE_OTHER,
    [MT_REASON_CLASS_HOUSEKEEPING] = MT_SAY_REFUTE_OTHER,
};

static const struct mt_column verdict_columns[] = {
    {"class", "Class", MT_TYPE_TEXT},
    {"certainty", "Certainty", MT_TYPE_TEXT},
    {"permanence", "Trying again", MT_TYPE_TEXT},
    {"actor", "Who has to act", MT_TYPE_TEXT},
    {"answers", "Known answers", MT_TYPE_COUNT},
    {"of_class", "Of this class", MT_TYPE_COUNT},
    {"of_other_classes", "Of other classes", MT_TYPE_COUNT},
    {"without_reason", "Without a reason", MT_TYPE_COUNT},
};

enum { VERDICT_COLUMNS = sizeof verdict_columns / sizeof *verdict_columns };

static struct mt_section *
add_section(struct mt_report *report, const char *key, enum mt_sentence title, struct mt_table *table)
{
    const char *words = mt_wording(report->reader.language, title);
    if (table)
        mt_table_init(table, key, mt_wording(MT_LANGUAGE_EN, title));
    return mt_report_section(report, key, words, table);
}

static enum mt_rc
add_verdict(struct mt_report *report, const struct mt_verdict *verdict, const struct mt_verdict_input *input,
            struct mt_err *err)
{
    const struct mt_cell cells[VERDICT_COLUMNS] = {
        mt_cell_text(mt_text_of(mt_reason_class_key(verdict->class))),
        mt_cell_text(mt_text_of(mt_certainty_key(verdict->certainty))),
        mt_cell_text(mt_text_of(mt_permanence_key(verdict->permanence))),
        mt_cell_text(mt_text_of(mt_actor_key(verdict->actor))),
        mt_cell_integer(verdict->known),
        mt_cell_integer(verdict->of_class),
        mt_cell_integer(verdict->others),
        mt_cell_integer(input->answers->by_class[MT_REASON_CLASS_UNKNOWN]),
    };
    struct mt_table *table = mt_report_table(report);
    struct mt_section *section = table ? add_section(report, "verdict", MT_SAY_VERDICT_TITLE, table) : NULL;
    if (!section)
        return mt_err_memory(err);
    section->table_is_data = true;
    section->lede = mt_verdict_in_short(&report->arena, &report->reader, verdict);
    enum mt_rc rc = mt_table_columns(table, verdict_columns, VERDICT_COLUMNS, err);
    struct mt_cell *row = rc == MT_OK ? mt_table_add(table) : NULL;
    if (!row || !mt_text_known(section->lede))
        return rc != MT_OK ? rc : mt_err_memory(err);
    memcpy(row, cells, sizeof cells);
    if (verdict->actor != MT_ACTOR_UNKNOWN)
        rc = mt_report_point(
            report, section,
            mt_say(&report->arena, &report->reader, MT_SAY_VERDICT_ACTOR,
                   MT_VALUES(word_of(&report->reader, mt_actor_short_words, mt_actor_key(verdict->actor)))),
            err);
    if (rc == MT_OK && verdict->permanence != MT_PERMANENCE_UNKNOWN)
        rc = mt_report_point(
            report, section,
            mt_say(&report->arena, &report->reader, MT_SAY_VERDICT_RETRY,
                   MT_VALUES(word_of(&report->reader, mt_permanence_words, mt_permanence_key(verdict->permanence)))),
            err);
    return rc;
}

static enum mt_rc
add_side(struct mt_report *report, enum mt_side side, const struct mt_verdict *verdict,
         const struct mt_verdict_input *input, struct mt_err *err)
{
    static const enum mt_sentence titles[] = {
        [MT_SIDE_FOR] = MT_SAY_VERDICT_FOR,
        [MT_SIDE_AGAINST] = MT_SAY_VERDICT_AGAINST,
        [MT_SIDE_MISSING] = MT_SAY_VERDICT_MISSING,
    };
    struct mt_section *section = NULL;
    enum mt_rc rc = MT_OK;
    for (size_t i = 0; i < verdict->sign_count && rc == MT_OK; i++) {
        if (verdict->signs[i].side != side)
            continue;
        if (!section)
            section = add_section(report, mt_side_key(side), titles[side], NULL);
        if (!section)
            return mt_err_memory(err);
        rc = mt_report_point(report, section,
                             mt_verdict_sign(&report->arena, &report->reader, verdict->signs[i], verdict, input), err);
    }
    return rc;
}

static enum mt_rc
add_refutes(struct mt_report *report, const struct mt_verdict *verdict, struct mt_err *err)
{
    struct mt_section *section = add_section(report, "refuted", MT_SAY_VERDICT_REFUTED, NULL);
    if (!section)
        return mt_err_memory(err);
    return mt_report_point(report, section,
                           mt_say(&report->arena, &report->reader, refutes[verdict->class], MT_NO_VALUES), err);
}

static const struct mt_column control_columns[] = {
    {"group", "Mail", MT_TYPE_TEXT},
    {"since", "From", MT_TYPE_MOMENT},
    {"until", "Until", MT_TYPE_MOMENT},
    {"deliveries", "Deliveries", MT_TYPE_COUNT},
    {"trouble", "Trouble", MT_TYPE_COUNT},
    {"deferred", "Deferred", MT_TYPE_COUNT},
    {"failed", "Failed", MT_TYPE_COUNT},
    {"trouble_ratio", "Share", MT_TYPE_RATIO},
    {"trouble_low", "At least", MT_TYPE_RATIO},
    {"trouble_high", "At most", MT_TYPE_RATIO},
};

enum { CONTROL_COLUMNS = sizeof control_columns / sizeof *control_columns };

static const struct mt_word *
control_words(struct mt_report *report)
{
    static const enum mt_sentence names[] = {
#define X(name, key) [MT_CONTROL_##name] = MT_SAY_CONTROL_##name,
        MT_CONTROL_LIST(X)
#undef X
    };
    struct mt_word *words = mt_arena_take(&report->arena, (MT_CONTROLS + 1) * sizeof *words);
    for (int i = 0; words && i < MT_CONTROLS; i++)
        words[i] = (struct mt_word){mt_control_key((enum mt_control)i), mt_wording(MT_LANGUAGE_EN, names[i]),
                                    mt_wording(MT_LANGUAGE_ES, names[i])};
    return words;
}

static enum mt_rc
fill_controls(struct mt_table *table, const struct mt_controls *controls, struct mt_err *err)
{
    enum mt_rc rc = mt_table_columns(table, control_columns, CONTROL_COLUMNS, err);
    for (int i = 0; i < MT_CONTROLS && rc == MT_OK; i++) {
        const struct mt_control_group *group = &controls->groups[i];
        if (!group->asked)
            continue;
        const struct mt_cell cells[CONTROL_COLUMNS] = {
            mt_cell_text(mt_text_of(mt_control_key((enum mt_control)i))),
            group->since_us != MT_MOMENT_UNKNOWN ? mt_cell_integer(group->since_us) : MT_CELL_UNKNOWN(NULL),
            group->until_us != MT_MOMENT_UNKNOWN ? mt_cell_integer(group->until_us) : MT_CELL_UNKNOWN(NULL),
            mt_cell_integer(group->deliveries),
            mt_cell_integer(group->trouble),
            mt_cell_integer(group->deferred),
            mt_cell_integer(group->failed),
            group->has_share ? mt_cell_real(group->share) : MT_CELL_UNKNOWN(NULL),
            group->has_share ? mt_cell_real(group->interval.low) : MT_CELL_UNKNOWN(NULL),
            group->has_share ? mt_cell_real(group->interval.high) : MT_CELL_UNKNOWN(NULL),
        };
        struct mt_cell *row = mt_table_add(table);
        if (!row)
            return mt_err_memory(err);
        memcpy(row, cells, sizeof cells);
    }
    table->evidence = controls->evidence;
    return rc;
}

static enum mt_rc
add_controls(struct mt_report *report, const struct mt_controls *controls, struct mt_err *err)
{
    const struct mt_shown shown[] = {
        {.key = "group", .words = control_words(report)},
        {.key = "since"},
        {.key = "until"},
        {.key = "deliveries"},
        {.key = "trouble"},
        {.key = "deferred"},
        {.key = "failed"},
        {.key = "trouble_ratio", .low = "trouble_low", .high = "trouble_high"},
        {.key = NULL},
    };
    struct mt_table *table = mt_report_table(report);
    struct mt_section *section = table ? add_section(report, "controls", MT_SAY_VERDICT_CONTROLS, table) : NULL;
    struct mt_shown *list = mt_arena_take(&report->arena, sizeof shown);
    if (!section || !list || !shown[0].words)
        return mt_err_memory(err);
    memcpy(list, shown, sizeof shown);
    section->shown = list;
    section->lede = mt_text_of(mt_wording(report->reader.language, MT_SAY_VERDICT_CONTROLS_LEDE));
    return fill_controls(table, controls, err);
}

enum mt_rc
mt_verdict_told(struct mt_report *report, const struct mt_verdict *verdict, const struct mt_verdict_input *input,
                struct mt_err *err)
{
    enum mt_rc rc = add_verdict(report, verdict, input, err);
    for (int side = MT_SIDE_FOR; side <= MT_SIDE_MISSING && rc == MT_OK; side++)
        rc = add_side(report, (enum mt_side)side, verdict, input, err);
    if (rc == MT_OK)
        rc = add_refutes(report, verdict, err);
    bool compared = input->controls && input->controls->groups[MT_CONTROL_CASE].deliveries > 0;
    return rc == MT_OK && compared ? add_controls(report, input->controls, err) : rc;
}
