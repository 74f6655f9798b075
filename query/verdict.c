#include "query/verdict.h"

#include <assert.h>

/* ---- names ---- */

const char *
mt_certainty_key(enum mt_certainty certainty)
{
    static const char *const keys[] = {
#define X(name, key) [MT_CERTAINTY_##name] = (key),
        MT_CERTAINTY_LIST(X)
#undef X
    };
    return keys[certainty];
}

const char *
mt_side_key(enum mt_side side)
{
    static const char *const keys[] = {
#define X(name, key) [MT_SIDE_##name] = (key),
        MT_SIDE_LIST(X)
#undef X
    };
    return keys[side];
}

bool mt_class_is_hostile(enum mt_reason_class class)
{
    return class == MT_REASON_CLASS_AUTH || class == MT_REASON_CLASS_SPAM || class == MT_REASON_CLASS_POLICY ||
           class == MT_REASON_CLASS_REPUTATION;
}

/* Classes that say how a session went and not what the other side thought of the mail: whoever drops connections for a
 * reason of his own looks like that, too. */
static bool is_silent(enum mt_reason_class class)
{
    return class == MT_REASON_CLASS_TRANSPORT || class == MT_REASON_CLASS_TLS;
}

/* ---- signs ---- */

/* Below so many deliveries a group says nothing. */
enum { ENOUGH = 20, SENDERS_ENOUGH = 2, FEW = 3 };

static void
add(struct mt_verdict *verdict, enum mt_sign_kind kind, enum mt_side side)
{
    assert(verdict->sign_count < MT_SIGNS);
    verdict->signs[verdict->sign_count++] = (struct mt_sign){kind, side};
}

static bool
has(const struct mt_verdict *verdict, enum mt_sign_kind kind)
{
    for (size_t i = 0; i < verdict->sign_count; i++)
        if (verdict->signs[i].kind == kind)
            return true;
    return false;
}

static void
count_answers(struct mt_verdict *verdict, const struct mt_answers *answers)
{
    int64_t most = 0;
    for (int class = 1; class < MT_CONTROL_CLASSES; class ++) {
        int64_t count = answers->by_class[class];
        verdict->known += count;
        if (mt_class_is_hostile((enum mt_reason_class) class))
            verdict->hostile += count;
        if (count > most) {
            most = count;
            verdict->class = (enum mt_reason_class) class;
        }
    }
    verdict->of_class = most;
    verdict->others = verdict->known - most;
}

static void
judge_answers(struct mt_verdict *verdict, const struct mt_answers *answers)
{
    int64_t unsaid = answers->by_class[MT_REASON_CLASS_UNKNOWN];
    if (verdict->known == 0) {
        add(verdict, answers->wrappers ? MT_SIGN_ONLY_WRAPPER : MT_SIGN_NO_ANSWER, MT_SIDE_MISSING);
        return;
    }
    if (verdict->others == 0)
        add(verdict, MT_SIGN_ONE_CLASS, MT_SIDE_FOR);
    else
        add(verdict, MT_SIGN_MOST_CLASS, MT_SIDE_FOR);
    /* What the service says of the DNS is its own finding, not an answer of anybody. */
    if (answers->is_quoted && answers->class == verdict->class && !is_silent(verdict->class) &&
        verdict->class != MT_REASON_CLASS_DNS)
        add(verdict, MT_SIGN_OWN_WORDS, MT_SIDE_FOR);
    if (verdict->others > 0)
        add(verdict, MT_SIGN_OTHER_CLASSES, MT_SIDE_AGAINST);
    if (is_silent(verdict->class)) {
        if (verdict->hostile)
            add(verdict, MT_SIGN_HOSTILE_ANSWERS, MT_SIDE_AGAINST);
        else
            add(verdict, MT_SIGN_NO_HOSTILE, MT_SIDE_FOR);
    }
    if (answers->tries >= 2 && verdict->others == 0)
        add(verdict, MT_SIGN_REPEATED, MT_SIDE_FOR);
    if (unsaid * 2 > verdict->known)
        add(verdict, MT_SIGN_UNSAID, MT_SIDE_MISSING);
}

static bool
is_enough(const struct mt_control_group *group)
{
    return group->asked && group->deliveries >= ENOUGH;
}

static void
judge_elsewhere(struct mt_verdict *verdict, const struct mt_control_group *groups)
{
    const struct mt_control_group *elsewhere = &groups[MT_CONTROL_SENDER_ELSEWHERE];
    if (!is_enough(elsewhere)) {
        add(verdict, MT_SIGN_ELSEWHERE_FEW, MT_SIDE_MISSING);
        return;
    }
    if (mt_controls_compare(&groups[MT_CONTROL_CASE], elsewhere) > 0)
        add(verdict, MT_SIGN_ELSEWHERE_WELL, MT_SIDE_FOR);
    else
        add(verdict, MT_SIGN_ELSEWHERE_TOO, MT_SIDE_AGAINST);
}

/* Whether the trouble follows the sender. For what the other side holds against a sender it has to; on the way it must
 * not. */
static void
judge_senders(struct mt_verdict *verdict, const struct mt_controls *controls)
{
    const struct mt_control_group *others = &controls->groups[MT_CONTROL_OTHERS_THERE];
    bool of_sender = mt_class_is_hostile(verdict->class);
    if (others->asked && others->deliveries >= ENOUGH) {
        if (mt_controls_compare(&controls->groups[MT_CONTROL_CASE], others) > 0)
            add(verdict, MT_SIGN_OTHERS_WELL, of_sender ? MT_SIDE_FOR : MT_SIDE_AGAINST);
        else if (others->trouble > 0)
            add(verdict, MT_SIGN_OTHERS_TOO, of_sender ? MT_SIDE_AGAINST : MT_SIDE_FOR);
    } else if (!others->asked && controls->senders_in_trouble > 0) {
        if (controls->senders_in_trouble >= SENDERS_ENOUGH)
            add(verdict, MT_SIGN_MANY_SENDERS, MT_SIDE_FOR);
        else
            add(verdict, MT_SIGN_ONE_SENDER, of_sender ? MT_SIDE_FOR : MT_SIDE_AGAINST);
    }
}

static void
judge_times(struct mt_verdict *verdict, const struct mt_control_group *groups)
{
    const struct mt_control_group *before = &groups[MT_CONTROL_BEFORE], *after = &groups[MT_CONTROL_AFTER];
    if (is_enough(before)) {
        if (mt_controls_compare(&groups[MT_CONTROL_CASE], before) > 0)
            add(verdict, MT_SIGN_BEFORE_WELL, MT_SIDE_FOR);
        else
            add(verdict, MT_SIGN_BEFORE_TOO, MT_SIDE_AGAINST);
    }
    if (is_enough(after) && mt_controls_compare(&groups[MT_CONTROL_CASE], after) > 0)
        add(verdict, MT_SIGN_AFTER_WELL, MT_SIDE_FOR);
}

static void
judge_authentication(struct mt_verdict *verdict, enum mt_auth_known auth)
{
    static const struct {
        enum mt_sign_kind kind;
        enum mt_side silent, hostile; /* for sessions that broke, and for refusals of the sender */
    } signs[] = {
        [MT_AUTH_UNKNOWN] = {MT_SIGN_AUTH_UNKNOWN, MT_SIDE_MISSING, MT_SIDE_MISSING},
        [MT_AUTH_WEAK] = {MT_SIGN_AUTH_WEAK, MT_SIDE_AGAINST, MT_SIDE_FOR},
        [MT_AUTH_PASSES] = {MT_SIGN_AUTH_PASSES, MT_SIDE_FOR, MT_SIDE_AGAINST},
    };
    if (is_silent(verdict->class))
        add(verdict, signs[auth].kind, signs[auth].silent);
    else if (verdict->class == MT_REASON_CLASS_AUTH || verdict->class == MT_REASON_CLASS_REPUTATION)
        add(verdict, signs[auth].kind, signs[auth].hostile);
}

/* ---- how sure ---- */

static enum mt_certainty
certainty_of(const struct mt_verdict *verdict, const struct mt_answers *answers)
{
    bool is_clear = verdict->others * 10 <= verdict->known; /* one in ten may say something else */
    int64_t unsaid = answers->by_class[MT_REASON_CLASS_UNKNOWN];
    /* A few answers do not speak for the many deliveries of which nobody knows. */
    bool is_told = verdict->known * 4 >= unsaid;
    if (verdict->known == 0 || !is_told)
        return MT_CERTAINTY_OPEN;
    if (verdict->class == MT_REASON_CLASS_TRANSPORT) {
        /* The destination alone has it, and not one sender alone. */
        bool bound = has(verdict, MT_SIGN_ELSEWHERE_WELL);
        bool shared = has(verdict, MT_SIGN_OTHERS_TOO) || has(verdict, MT_SIGN_MANY_SENDERS);
        return bound && shared && verdict->known >= FEW && verdict->hostile == 0 && !has(verdict, MT_SIGN_AUTH_WEAK)
                   ? MT_CERTAINTY_PROBABLE
                   : MT_CERTAINTY_OPEN;
    }
    if (verdict->class == MT_REASON_CLASS_TLS)
        return answers->is_quoted && is_clear ? MT_CERTAINTY_CERTAIN : MT_CERTAINTY_PROBABLE;
    bool told = answers->is_quoted && answers->class == verdict->class;
    return told && is_clear ? MT_CERTAINTY_CERTAIN : MT_CERTAINTY_PROBABLE;
}

struct mt_verdict
mt_verdict_of(const struct mt_verdict_input *input)
{
    const struct mt_answers *answers = input->answers;
    struct mt_verdict verdict = {.class = MT_REASON_CLASS_UNKNOWN};
    count_answers(&verdict, answers);
    judge_answers(&verdict, answers);
    if (input->controls && input->controls->groups[MT_CONTROL_CASE].deliveries > 0) {
        judge_elsewhere(&verdict, input->controls->groups);
        judge_senders(&verdict, input->controls);
        judge_times(&verdict, input->controls->groups);
    } else {
        add(&verdict, MT_SIGN_NO_CONTROLS, MT_SIDE_MISSING);
    }
    judge_authentication(&verdict, input->auth);
    verdict.certainty = certainty_of(&verdict, answers);
    if (answers->class == verdict.class) {
        verdict.permanence = answers->permanence;
        verdict.actor = answers->actor;
    }
    return verdict;
}
