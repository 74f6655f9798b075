/* What is said of one finding: which mail and how much, how sure, since when and whether it is over, what became of it,
 * what servers said, and what speaks against taking it at its word. */

#include "reports/findings_parts.h"

#include <math.h>
#include <string.h>

#include "reports/phrase.h"

/* Sentences that begin with a phrase of theirs: ours begin with a letter of ASCII. */
static struct mt_text
with_capital(struct mt_telling *telling, struct mt_text text)
{
    if (text.len == 0 || text.at[0] < 'a' || text.at[0] > 'z')
        return text;
    struct mt_text capital = mt_arena_format(telling->arena, "%c", text.at[0] - 'a' + 'A');
    text.at++;
    text.len--;
    return mt_tell(telling, MT_SAY_PAIR, MT_VALUES(mt_value_words(capital), mt_value_words(text)));
}

void
mt_sentences_add(struct mt_sentences *sentences, enum mt_sentence sentence, const struct mt_value *values, size_t count)
{
    if (!(sentences->wanted & sentences->about))
        return;
    struct mt_text text = mt_tell(&sentences->telling, sentence, values, count);
    if (sentences->count < MT_FINDING_SENTENCES)
        sentences->list[sentences->count++] = with_capital(&sentences->telling, text);
}

static struct mt_value
told(struct mt_sentences *sentences, enum mt_sentence sentence, const struct mt_value *values, size_t count)
{
    return mt_told(&sentences->telling, sentence, values, count);
}

/* ---- which mail, when, how much ---- */

struct mt_value
mt_told_trouble(struct mt_telling *telling, int64_t bad, int64_t unsaid)
{
    static const enum mt_sentence words[] = {
        [MT_TROUBLE_DEFERRED] = MT_SAY_TROUBLE_DEFERRED,
        [MT_TROUBLE_FAILED] = MT_SAY_TROUBLE_FAILED,
        [MT_TROUBLE_ANY] = MT_SAY_TROUBLE_ANY,
    };
    enum mt_sentence trouble = words[telling->findings->of];
    if (trouble == MT_SAY_TROUBLE_DEFERRED && unsaid > 0)
        trouble = MT_SAY_TROUBLE_DEFERRED_UNSAID;
    return mt_told(telling, trouble, MT_VALUES(mt_value_count(bad)));
}

static void
say_weeks(struct mt_sentences *sentences)
{
    const struct mt_finding *finding = sentences->finding;
    enum { MOST = sizeof finding->weekly / sizeof *finding->weekly };
    struct mt_value weeks[MOST];
    int count = finding->weeks < (int)MOST ? finding->weeks : (int)MOST;
    if (count < 2)
        return;
    for (int i = 0; i < count; i++)
        weeks[i] = mt_told_times(&sentences->telling, finding->weekly[i]);
    mt_sentences_add(sentences, MT_SAY_FINDING_WEEKS,
                     MT_VALUES(mt_told_numbers(&sentences->telling, weeks, (size_t)count)));
}

static void
say_what(struct mt_sentences *sentences)
{
    struct mt_telling *telling = &sentences->telling;
    const struct mt_finding *finding = sentences->finding;
    struct mt_value what = told(sentences, MT_SAY_FINDING_WHAT,
                                MT_VALUES(mt_value_count(finding->bad), mt_value_count(finding->total),
                                          mt_told_where(telling, finding), mt_value_ratio(finding->rate),
                                          mt_told_trouble(telling, finding->bad, finding->fate.failed_unsaid),
                                          mt_told_when(telling, finding)));
    struct mt_value times = mt_told_times(telling, finding->ratio), low = mt_told_times(telling, finding->ratio_low),
                    high = mt_told_times(telling, finding->ratio_high), usual = mt_value_ratio(finding->usual_rate);
    if (!isfinite(finding->ratio) || !isfinite(finding->ratio_low) || !isfinite(finding->ratio_high))
        mt_sentences_add(sentences, MT_SAY_FINDING_FAR, MT_VALUES(what, usual));
    else if (finding->kind == MT_FINDING_DRIFT)
        mt_sentences_add(sentences, MT_SAY_FINDING_DRIFT, MT_VALUES(what, times, low, high));
    else
        mt_sentences_add(sentences, MT_SAY_FINDING_TIMES, MT_VALUES(what, times, low, high, usual));
    if (finding->kind == MT_FINDING_DRIFT)
        say_weeks(sentences);
    sentences->about = MT_ABOUT_SHARE;
    mt_sentences_add(sentences, MT_SAY_FINDING_SHARE,
                     MT_VALUES(mt_value_ratio(finding->share_of_mail), mt_value_ratio(finding->share_of_bad)));
}

/* ---- how sure ---- */

/* One significant digit: the model is not better than that. */
static double
round_down(double value)
{
    double scale = pow(10, floor(log10(value)));
    return floor(value / scale + 1e-9) * scale;
}

static void
say_sure(struct mt_sentences *sentences)
{
    struct mt_telling *telling = &sentences->telling;
    double ln_p = sentences->finding->ln_p_adjusted, p = exp(ln_p < 0 ? ln_p : 0);
    struct mt_value chance;
    if (p < 1e-6)
        chance = told(sentences, MT_SAY_CHANCE_BELOW, MT_NO_VALUES);
    else
        chance = told(sentences, MT_SAY_CHANCE_ABOUT,
                      MT_VALUES(mt_value_count((int64_t)llround(round_down(1 / (p < 1 ? p : 1))))));
    if (telling->findings->searched > 1)
        mt_sentences_add(sentences, MT_SAY_SURE_SEARCHED, MT_VALUES(mt_told_searched(telling), chance));
    else
        mt_sentences_add(sentences, MT_SAY_SURE, MT_VALUES(chance));
}

/* ---- what became of it ---- */

static void
say_fate(struct mt_sentences *sentences)
{
    const struct mt_finding *finding = sentences->finding;
    const struct mt_finding_fate *fate = &finding->fate;
    const struct {
        enum mt_sentence words;
        int64_t groups;
    } ends[] = {
        {fate->delay_median_s >= 0 ? MT_SAY_FATE_DELIVERED_MEDIAN : MT_SAY_FATE_DELIVERED, fate->delivered_later},
        {MT_SAY_FATE_EXPIRED, fate->expired},
        {MT_SAY_FATE_FAILED, fate->failed},
        {MT_SAY_FATE_UNSAID, fate->failed_unsaid},
        {MT_SAY_FATE_PENDING, fate->pending},
    };
    struct mt_value parts[sizeof ends / sizeof *ends], median = mt_value_words(MT_TEXT_LITERAL(""));
    size_t count = 0;
    if (fate->delay_median_s >= 0)
        median = mt_told_span(&sentences->telling, fate->delay_median_s);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (ends[i].groups > 0)
            parts[count++] = told(sentences, ends[i].words, MT_VALUES(mt_value_count(ends[i].groups), median));
    if (count == 0)
        return;
    mt_sentences_add(sentences, finding->bad_deliveries > finding->bad ? MT_SAY_FATE_RECIPIENTS : MT_SAY_FATE,
                     MT_VALUES(mt_value_count(finding->bad), mt_told_list(&sentences->telling, parts, count),
                               mt_value_count(finding->bad_deliveries)));
}

/* ---- what servers said ---- */

/* Behind that a reply repeats itself or quotes a page. */
static struct mt_text
beginning_of(struct mt_text text, bool *is_cut)
{
    enum { MOST = 240 };
    size_t len = 0, taken;
    while (len < text.len && len < MOST) {
        mt_text_code_point((struct mt_text){text.at + len, text.len - len}, &taken);
        len += taken;
    }
    *is_cut = len < text.len;
    return (struct mt_text){text.at, len};
}

/* "4.7.0 Too many connections": the code, and the text unless it says the code itself. */
static struct mt_value
told_reply(struct mt_sentences *sentences, const struct mt_finding_reason *reason)
{
    struct mt_text code = reason->code.len ? reason->code : reason->outer_code, both = MT_TEXT_UNKNOWN;
    struct mt_out out = MT_OUT_EMPTY;
    char start[32] = "";
    bool is_cut;
    if (code.len && code.len < sizeof start)
        memcpy(start, code.at, code.len);
    if (code.len && (reason->text.len == 0 || mt_text_find(reason->text, start) < 0))
        mt_out_text(&out, code);
    if (out.len && reason->text.len)
        mt_out_byte(&out, ' ');
    mt_out_text(&out, beginning_of(reason->text, &is_cut));
    mt_out_string(&out, is_cut ? "\xE2\x80\xA6" : "");
    if (out.failed || !mt_arena_copy(sentences->telling.arena, mt_out_view(&out), &both))
        sentences->telling.failed = true;
    mt_out_release(&out);
    return mt_value_data(both);
}

static bool
is_said(const struct mt_finding_reason *reason)
{
    return reason->code.len || reason->text.len || reason->outer_code.len;
}

static struct mt_value
told_cause(struct mt_sentences *sentences, const struct mt_finding_reason *reason)
{
    struct mt_telling *telling = &sentences->telling;
    struct mt_value class = mt_told_numbered(telling, mt_reason_words, reason->class);
    if (reason->actor <= 0)
        return class;
    return told(sentences, MT_SAY_REASON_CLASS_ACTOR,
                MT_VALUES(class, mt_told_numbered(telling, mt_actor_short_words, reason->actor)));
}

static void
say_reasons(struct mt_sentences *sentences)
{
    const struct mt_finding *finding = sentences->finding;
    bool first = true;
    for (size_t i = 0; i < finding->reason_count && i < MT_FINDING_REASONS; i++) {
        const struct mt_finding_reason *reason = &finding->reasons[i];
        if (!is_said(reason))
            continue;
        mt_sentences_add(
            sentences, first ? MT_SAY_REASON_FIRST : MT_SAY_REASON_NEXT,
            MT_VALUES(mt_value_count(reason->groups), told_reply(sentences, reason), told_cause(sentences, reason)));
        first = false;
        sentences->about = MT_ABOUT_REASONS;
    }
    /* What became of the mail tells already how much of it failed without a reason. */
    sentences->about = first ? MT_ABOUT_REASON : MT_ABOUT_REASONS;
    if (finding->reason_unknown > 0 && finding->reason_unknown >= finding->bad)
        mt_sentences_add(sentences, MT_SAY_REASON_ALL_UNKNOWN, MT_NO_VALUES);
    else if (finding->reason_unknown > 0 && finding->reason_unknown != finding->fate.failed_unsaid)
        mt_sentences_add(sentences, MT_SAY_REASON_SOME_UNKNOWN,
                         MT_VALUES(mt_value_count(finding->reason_unknown), mt_value_count(finding->bad)));
}

/* ---- sizes ---- */

static struct mt_value
told_dose(struct mt_sentences *sentences, const struct mt_finding_dose *dose)
{
    struct mt_telling *telling = &sentences->telling;
    struct mt_value times = mt_told_times(telling, dose->ratio), from = mt_told_size(telling, dose->from_bytes);
    if (dose->below_bytes == INT64_MAX)
        return told(sentences, MT_SAY_DOSE_FROM, MT_VALUES(times, from));
    struct mt_value below = mt_told_size(telling, dose->below_bytes);
    if (dose->from_bytes <= 0)
        return told(sentences, MT_SAY_DOSE_BELOW, MT_VALUES(times, below));
    return told(sentences, MT_SAY_DOSE_BETWEEN,
                MT_VALUES(times, mt_told_sizes(telling, dose->from_bytes, dose->below_bytes)));
}

/* The largest sizes: there the trouble is, with what lies just below it to compare. */
static void
say_sizes(struct mt_sentences *sentences)
{
    enum { MOST = 5 };
    const struct mt_finding *finding = sentences->finding;
    const struct mt_finding_where *where = &finding->where;
    struct mt_value doses[MOST];
    size_t all = finding->dose_count < MT_PATTERN_BANDS ? finding->dose_count : MT_PATTERN_BANDS, count = 0;
    if (!mt_finding_has_size(where) || all < 2)
        return;
    for (size_t i = all > MOST ? all - MOST : 0; i < all; i++)
        doses[count++] = told_dose(sentences, &finding->dose[i]);
    struct mt_value list = mt_told_numbers(&sentences->telling, doses, count);
    struct mt_value low = mt_told_size(&sentences->telling, where->size_min_bytes);
    if (finding->pattern && finding->pattern->size_slope)
        mt_sentences_add(sentences, MT_SAY_SIZE_SLOPE, MT_VALUES(list));
    else if (where->size_min_high_bytes > where->size_min_bytes)
        mt_sentences_add(sentences, MT_SAY_SIZE_UNSETTLED,
                         MT_VALUES(low, mt_told_size(&sentences->telling, where->size_min_high_bytes), list));
    else
        mt_sentences_add(sentences, MT_SAY_SIZE_STEP, MT_VALUES(low, list));
}

/* ---- what to be careful with ---- */

static void
say_checks(struct mt_sentences *sentences)
{
    static const double most_apart = 1.25;
    static const enum mt_sentence words[MT_PATTERN_BY_COUNT] = {
        [MT_PATTERN_PROVIDER] = MT_SAY_CHECK_PROVIDER, [MT_PATTERN_REGION] = MT_SAY_CHECK_REGION,
        [MT_PATTERN_DOMAIN] = MT_SAY_CHECK_DOMAIN,     [MT_PATTERN_HOST] = MT_SAY_CHECK_HOST,
        [MT_PATTERN_FOREST] = MT_SAY_CHECK_FOREST,     [MT_PATTERN_SIZE] = MT_SAY_CHECK_SIZE,
    };
    struct mt_telling *telling = &sentences->telling;
    for (int by = 0; by < MT_PATTERN_BY_COUNT; by++) {
        const struct mt_pattern_check *check = &sentences->finding->checks[by];
        bool usable = check->known && check->crude > 0 && check->adjusted > 0 && isfinite(check->crude) &&
                      isfinite(check->adjusted) && isfinite(check->low) && isfinite(check->high);
        if (!usable || (check->crude < check->adjusted * most_apart && check->adjusted < check->crude * most_apart))
            continue;
        mt_sentences_add(sentences, MT_SAY_CHECK,
                         MT_VALUES(told(sentences, words[by], MT_NO_VALUES), mt_told_times(telling, check->adjusted),
                                   mt_told_times(telling, check->low), mt_told_times(telling, check->high),
                                   mt_told_times(telling, check->crude)));
    }
}

/* Among fewer messages one sender has most of them by chance or because few people write there. */
static void
say_sender(struct mt_sentences *sentences)
{
    enum { LEAST_BAD = 10 };
    static const double most_share = 0.6;
    const struct mt_finding *finding = sentences->finding;
    if (!mt_text_known(finding->top_sender) || finding->bad < LEAST_BAD ||
        (double)finding->top_sender_groups < most_share * (double)finding->bad)
        return;
    if (finding->top_sender_groups >= finding->bad)
        mt_sentences_add(sentences, MT_SAY_ONLY_SENDER,
                         MT_VALUES(mt_value_count(finding->bad), mt_value_data(finding->top_sender)));
    else
        mt_sentences_add(sentences, MT_SAY_ONE_SENDER,
                         MT_VALUES(mt_value_count(finding->top_sender_groups), mt_value_count(finding->bad),
                                   mt_value_data(finding->top_sender)));
}

/* Exports that were narrowed to a part of the mail, or details that were fetched of a part, make it look different. */
static void
say_sight(struct mt_sentences *sentences)
{
    enum { LEAST_ALL_BAD = 20 };
    static const double much_more = 0.3, mostly = 0.5;
    const struct mt_finding *finding = sentences->finding;
    const struct mt_finding_where *where = &finding->where;
    if (finding->seen_inside >= 0 && finding->seen_outside >= 0 &&
        finding->seen_inside - finding->seen_outside >= much_more)
        mt_sentences_add(sentences, MT_SAY_MORE_SEEN,
                         MT_VALUES(mt_value_ratio(finding->seen_inside), mt_value_ratio(finding->seen_outside)));
    if (finding->explained_outside >= mostly && (double)finding->fate.failed_unsaid >= mostly * (double)finding->bad)
        mt_sentences_add(
            sentences, MT_SAY_LESS_EXPLAINED,
            MT_VALUES(mt_value_count(finding->fate.failed_unsaid), mt_value_ratio(finding->explained_outside)));
    bool wide = !mt_text_known(where->provider) && !mt_text_known(where->domain) && !mt_text_known(where->remote_host);
    if (wide && finding->bad == finding->total && finding->bad >= LEAST_ALL_BAD)
        mt_sentences_add(sentences, MT_SAY_NONE_DELIVERED, MT_VALUES(mt_value_count(finding->total)));
}

bool
mt_findings_lack_events(const struct mt_findings *findings)
{
    return findings->with_events < 0.0005;
}

/* Of all mail that was searched, so once a page is enough. */
struct mt_text
mt_tell_evidence(struct mt_telling *telling)
{
    static const double nearly_all = 0.995;
    double share = telling->findings->with_events;
    if (share >= nearly_all)
        return mt_tell(telling, MT_SAY_EVIDENCE_FINDINGS_ALL, MT_NO_VALUES);
    if (mt_findings_lack_events(telling->findings))
        return mt_tell(telling, MT_SAY_EVIDENCE_FINDINGS_NONE, MT_NO_VALUES);
    return mt_tell(telling, MT_SAY_EVIDENCE_FINDINGS_PART, MT_VALUES(mt_value_ratio(share)));
}

enum mt_rc
mt_finding_sentences(struct mt_arena *arena, const struct mt_reader *reader, const struct mt_findings *findings,
                     const struct mt_finding *finding, int wanted, struct mt_text list[MT_FINDING_SENTENCES],
                     size_t *count, struct mt_err *err)
{
    static const struct {
        void (*say)(struct mt_sentences *sentences);
        enum mt_finding_about about;
    } parts[] = {
        {say_what, MT_ABOUT_MUCH},    {say_sure, MT_ABOUT_CHANCE},    {mt_finding_tell_course, MT_ABOUT_EDGES},
        {say_fate, MT_ABOUT_FATE},    {say_reasons, MT_ABOUT_REASON}, {say_sizes, MT_ABOUT_SIZES},
        {say_checks, MT_ABOUT_DOUBT}, {say_sender, MT_ABOUT_DOUBT},   {say_sight, MT_ABOUT_DOUBT},
    };
    struct mt_sentences sentences = {
        .telling = mt_telling_of(arena, reader, findings), .finding = finding, .list = list, .wanted = wanted};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        sentences.about = (int)parts[i].about;
        parts[i].say(&sentences);
    }
    if (sentences.telling.failed)
        return mt_err_memory(err);
    *count = sentences.count;
    return MT_OK;
}

struct mt_text
mt_finding_in_short(struct mt_arena *arena, const struct mt_reader *reader, const struct mt_findings *findings,
                    const struct mt_finding *finding)
{
    static const enum mt_sentence words[] = {
        [MT_CHANGE_UNKNOWN] = MT_SAY_SHORT_UNKNOWN,
        [MT_CHANGE_OPEN] = MT_SAY_SHORT_OPEN,
        [MT_CHANGE_RESOLVED] = MT_SAY_SHORT_RESOLVED,
    };
    struct mt_telling telling = mt_telling_of(arena, reader, findings);
    struct mt_value end =
        finding->has_stretch ? mt_told_moment(&telling, finding->end_us) : mt_told_moment(&telling, findings->until_us);
    struct mt_text what = mt_tell(&telling, MT_SAY_FINDING_WHAT,
                                  MT_VALUES(mt_value_count(finding->bad), mt_value_count(finding->total),
                                            mt_told_where(&telling, finding), mt_value_ratio(finding->rate),
                                            mt_told_trouble(&telling, finding->bad, finding->fate.failed_unsaid),
                                            mt_told_when(&telling, finding)));
    enum mt_sentence how = finding->has_stretch ? words[mt_finding_standing(finding)] : MT_SAY_SHORT_WHOLE;
    struct mt_text text = mt_tell(&telling, how, MT_VALUES(mt_value_words(with_capital(&telling, what)), end));
    return telling.failed ? MT_TEXT_UNKNOWN : text;
}
