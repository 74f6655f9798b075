#include "reports/stories.h"

#include "reports/findings_parts.h"
#include "reports/view.h"

/* ---- which are told ---- */

bool
mt_story_touches(const struct mt_finding *finding, int64_t since_us, int64_t until_us)
{
    if (!finding->has_stretch)
        return true;
    return (until_us == MT_MOMENT_UNKNOWN || finding->start_us < until_us) &&
           (since_us == MT_MOMENT_UNKNOWN || finding->end_us > since_us);
}

/* The finding that explains this one in the end. */
static size_t
root_of(const struct mt_findings *findings, size_t number)
{
    for (size_t steps = 0; steps < findings->count && findings->items[number].part_of >= 0; steps++)
        number = (size_t)findings->items[number].part_of;
    return number;
}

bool
mt_story_is_told(const struct mt_findings *findings, size_t number, const struct mt_stories_request *request)
{
    const struct mt_finding *finding = &findings->items[number];
    bool open = mt_finding_standing(finding) == MT_CHANGE_OPEN;
    bool began =
        finding->has_stretch && (request->since_us == MT_MOMENT_UNKNOWN || finding->start_us >= request->since_us);
    if (finding->part_of >= 0 || (request->began_within && !began) || (request->only_open && !open))
        return false;
    if (request->and_later_open && open && finding->has_stretch && request->until_us != MT_MOMENT_UNKNOWN &&
        finding->start_us >= request->until_us)
        return true;
    return mt_story_touches(finding, request->since_us, request->until_us);
}

/* ---- how many there are, and how they stand ---- */

static const struct standing {
    enum mt_change_verdict verdict;
    enum mt_sentence among, alone, word;
    enum mt_tone tone;
} standings[] = {
    {MT_CHANGE_OPEN, MT_SAY_FINDINGS_OPEN, MT_SAY_FINDINGS_ONE_OPEN, MT_SAY_STORY_OPEN, MT_TONE_BAD},
    {MT_CHANGE_RESOLVED, MT_SAY_FINDINGS_RESOLVED, MT_SAY_FINDINGS_ONE_RESOLVED, MT_SAY_STORY_RESOLVED, MT_TONE_GOOD},
    {MT_CHANGE_UNKNOWN, MT_SAY_FINDINGS_UNKNOWN, MT_SAY_FINDINGS_ONE_UNKNOWN, MT_SAY_STORY_UNKNOWN, MT_TONE_UNSURE},
};

enum { STANDINGS = sizeof standings / sizeof *standings };

static const struct standing *
standing_of(const struct mt_finding *finding)
{
    for (size_t i = 0; i < STANDINGS; i++)
        if (standings[i].verdict == mt_finding_standing(finding))
            return &standings[i];
    return &standings[STANDINGS - 1];
}

static struct mt_text
tell_count(struct mt_telling *telling, const struct mt_stories_request *request, size_t *all)
{
    struct mt_value parts[STANDINGS];
    enum mt_sentence alone = MT_SAY_FINDINGS_ONE_UNKNOWN;
    size_t kinds = 0;
    *all = 0;
    for (size_t i = 0; i < STANDINGS; i++) {
        int64_t here = 0;
        for (size_t j = 0; j < telling->findings->count; j++)
            here += mt_story_is_told(telling->findings, j, request) &&
                    standing_of(&telling->findings->items[j]) == &standings[i];
        if (here == 0)
            continue;
        parts[kinds++] = mt_told(telling, standings[i].among, MT_VALUES(mt_value_count(here)));
        alone = standings[i].alone;
        *all += (size_t)here;
    }
    if (*all == 0)
        return MT_TEXT_UNKNOWN;
    if (*all == 1)
        return mt_tell(telling, alone, MT_NO_VALUES);
    return mt_tell(telling, MT_SAY_FINDINGS_COUNT,
                   MT_VALUES(mt_value_count((int64_t)*all), mt_told_list(telling, parts, kinds)));
}

/* ---- the table for data formats ---- */

static const struct mt_column columns[] = {
    {"id", "Id", MT_TYPE_TEXT, false},
    {"headline", "Headline", MT_TYPE_TEXT, false},
    {"state", "State", MT_TYPE_TEXT, false},
    {"provider", "Provider", MT_TYPE_TEXT, false},
    {"domain", "Recipient domain", MT_TYPE_TEXT, false},
    {"start", "Start", MT_TYPE_MOMENT, false},
    {"end", "End", MT_TYPE_MOMENT, false},
    {"bad", "In trouble", MT_TYPE_COUNT, false},
    {"total", "Messages", MT_TYPE_COUNT, false},
    {"bad_ratio", "Share in trouble", MT_TYPE_RATIO, false},
    {"bad_low", "at least", MT_TYPE_RATIO, false},
    {"bad_high", "at most", MT_TYPE_RATIO, false},
    {"usual_ratio", "Usual share", MT_TYPE_RATIO, false},
    {"times", "Times as many as usual", MT_TYPE_REAL, false},
    {"times_low", "at least", MT_TYPE_REAL, false},
    {"times_high", "at most", MT_TYPE_REAL, false},
    {"reason_class", "Reason", MT_TYPE_TEXT, false},
    {"actor", "Who acts", MT_TYPE_TEXT, false},
    {"reason", "Reply", MT_TYPE_TEXT, false},
};

enum { COLUMNS = sizeof columns / sizeof *columns };

static const char no_stretch[] = "it has no beginning and no end: it holds for the whole period";
static const char goes_on[] = "it goes on when the data ends";
static const char no_reason[] = "no export says why";
static const char no_condition[] = "it is not about one alone";

/* A text of the findings, which need not outlive the report. */
static struct mt_cell
text_cell(struct mt_table *table, struct mt_text text, const char *why)
{
    struct mt_text copy;
    if (!mt_text_known(text) || !mt_arena_copy(&table->arena, text, &copy))
        return MT_CELL_UNKNOWN(why);
    return mt_cell_text(copy);
}

static enum mt_rc
add_row(struct mt_telling *telling, struct mt_table *table, const struct mt_finding *finding, struct mt_err *err)
{
    const struct mt_finding_reason *reason = finding->reason_count > 0 ? &finding->reasons[0] : NULL;
    struct mt_text headline = mt_finding_headline(&table->arena, telling->reader, telling->findings, finding);
    struct mt_cell *cells = mt_table_add(table);
    if (!cells || !headline.at)
        return mt_err_memory(err);
    size_t at = 0;
    cells[at++] = text_cell(table, mt_text_of(finding->id), NULL);
    cells[at++] = mt_cell_text(headline);
    cells[at++] = mt_cell_text(mt_text_of(mt_finding_state_key(mt_finding_standing(finding))));
    cells[at++] = text_cell(table, finding->where.provider_name, no_condition);
    cells[at++] = text_cell(table, finding->where.domain, no_condition);
    cells[at++] = finding->has_stretch ? mt_cell_integer(finding->start_us) : MT_CELL_UNKNOWN(no_stretch);
    cells[at++] = !finding->has_stretch ? MT_CELL_UNKNOWN(no_stretch)
                  : finding->end_open   ? MT_CELL_UNKNOWN(goes_on)
                                        : mt_cell_integer(finding->end_us);
    cells[at++] = mt_cell_integer(finding->bad);
    cells[at++] = mt_cell_integer(finding->total);
    cells[at++] = mt_cell_real(finding->rate);
    cells[at++] = mt_cell_real(finding->rate_low);
    cells[at++] = mt_cell_real(finding->rate_high);
    cells[at++] = mt_cell_real(finding->usual_rate);
    cells[at++] = mt_cell_real(finding->ratio);
    cells[at++] = mt_cell_real(finding->ratio_low);
    cells[at++] = mt_cell_real(finding->ratio_high);
    cells[at++] = reason ? mt_cell_text(mt_text_of(mt_word_numbered(mt_reason_words, reason->class)->key))
                         : MT_CELL_UNKNOWN(no_reason);
    cells[at++] = reason && reason->actor > 0
                      ? mt_cell_text(mt_text_of(mt_word_numbered(mt_actor_short_words, reason->actor)->key))
                      : MT_CELL_UNKNOWN(no_reason);
    cells[at++] = text_cell(table, reason ? reason->text : MT_TEXT_UNKNOWN, no_reason);
    return table->arena.failed ? mt_err_memory(err) : MT_OK;
}

/* ---- the section ---- */

enum { BRIEFLY = MT_ABOUT_MUCH | MT_ABOUT_STATE | MT_ABOUT_REASON };

static enum mt_rc
add_parts(struct mt_report *report, struct mt_telling *telling, size_t number, struct mt_story *story,
          struct mt_err *err)
{
    const struct mt_findings *findings = telling->findings;
    enum mt_rc rc = MT_OK;
    for (size_t i = 0; i < findings->count && rc == MT_OK; i++) {
        const struct mt_finding *part = &findings->items[i];
        if (i == number || root_of(findings, i) != number)
            continue;
        rc = mt_report_story_point(
            report, story,
            mt_tell(telling, MT_SAY_FINDING_PART,
                    MT_VALUES(mt_value_words(mt_tell_headline(telling, part)), mt_value_words(mt_text_of(part->id)))),
            err);
    }
    return rc;
}

static enum mt_rc
add_story(struct mt_report *report, struct mt_telling *telling, struct mt_section *section, size_t number,
          const struct mt_stories_request *request, struct mt_err *err)
{
    const struct mt_finding *finding = &telling->findings->items[number];
    const struct standing *standing = standing_of(finding);
    struct mt_text sentences[MT_FINDING_SENTENCES];
    int wanted = request->briefly ? BRIEFLY : request->about ? request->about : MT_ABOUT_ALL;
    size_t count = 0;
    struct mt_story told = {
        .id = mt_text_of(finding->id),
        .title = mt_tell_headline(telling, finding),
        .status = mt_text_of(mt_wording(mt_reader_language(telling->reader), standing->word)),
        .tone = standing->tone,
    };
    struct mt_story *story = mt_report_story(report, section, &told);
    if (!story)
        return mt_err_memory(err);
    enum mt_rc rc = mt_finding_sentences(&report->arena, telling->reader, telling->findings, finding, wanted, sentences,
                                         &count, err);
    for (size_t i = 0; i < count && rc == MT_OK; i++)
        rc = mt_report_story_point(report, story, sentences[i], err);
    if (rc == MT_OK && !request->briefly)
        rc = add_parts(report, telling, number, story, err);
    return rc;
}

/* What goes on is told first, then what may, then what is over; of each the latest first. */
static bool
comes_before(const struct mt_finding *one, const struct mt_finding *two)
{
    static const int rank[] = {[MT_CHANGE_OPEN] = 0, [MT_CHANGE_UNKNOWN] = 1, [MT_CHANGE_RESOLVED] = 2};
    int first = rank[mt_finding_standing(one)], second = rank[mt_finding_standing(two)];
    if (first != second)
        return first < second;
    return one->has_stretch && (!two->has_stretch || one->start_us > two->start_us);
}

/* There are a handful of findings, so each place is found by itself: of those that are told, the one with as many in
 * front of it. Those of equal rank stay in their order. */
size_t
mt_story_at(const struct mt_findings *findings, const struct mt_stories_request *request, size_t place)
{
    for (size_t i = 0; i < findings->count; i++) {
        size_t before = 0;
        if (!mt_story_is_told(findings, i, request))
            continue;
        for (size_t j = 0; j < findings->count; j++) {
            if (j == i || !mt_story_is_told(findings, j, request))
                continue;
            bool first = request->open_first && comes_before(&findings->items[j], &findings->items[i]);
            bool later = request->open_first && comes_before(&findings->items[i], &findings->items[j]);
            before += first || (!later && j < i);
        }
        if (before == place)
            return i;
    }
    return SIZE_MAX;
}

enum mt_rc
mt_stories_tell(struct mt_report *report, struct mt_section *section, const struct mt_findings *findings,
                const struct mt_stories_request *request, size_t *told, struct mt_err *err)
{
    struct mt_telling telling = mt_telling_of(&report->arena, &report->reader, findings);
    size_t all, here = 0;
    section->lede = tell_count(&telling, request, &all);
    section->table = mt_report_table(report);
    if (!section->table)
        return mt_err_memory(err);
    section->table->name = section->key;
    section->table->title = section->title;
    section->table_is_data = true;
    enum mt_rc rc = mt_table_columns(section->table, columns, COLUMNS, err);
    for (size_t i; rc == MT_OK && (request->most == 0 || here < request->most) &&
                   (i = mt_story_at(findings, request, here)) != SIZE_MAX;
         here++) {
        rc = add_row(&telling, section->table, &findings->items[i], err);
        if (rc == MT_OK)
            rc = add_story(report, &telling, section, i, request, err);
    }
    if (rc == MT_OK && here < all) {
        struct mt_value left = mt_value_count((int64_t)(all - here));
        rc = mt_report_note(report, section, mt_tell(&telling, MT_SAY_STORY_MORE, MT_VALUES(left)), err);
    }
    *told = all;
    return rc == MT_OK && telling.failed ? mt_err_memory(err) : rc;
}

/* ---- for builders ---- */

enum mt_rc
mt_stories_find(struct mt_build *build, const struct mt_filter *filter, struct mt_findings *findings,
                struct mt_err *err)
{
    struct mt_findings_request request = {.filter = filter, .of = MT_TROUBLE_DEFERRED, .stop = build->stop};
    return mt_findings_find(build->store, &request, &build->report->arena, findings, err);
}

enum mt_rc
mt_stories_add(struct mt_build *build, const char *key, const char *title, const struct mt_findings *findings,
               const struct mt_stories_request *request, struct mt_section **added, size_t *told, struct mt_err *err)
{
    struct mt_telling telling = mt_telling_of(&build->report->arena, &build->report->reader, findings);
    struct mt_section *section = mt_report_section(build->report, key, title, NULL);
    size_t count = 0;
    if (!section)
        return mt_err_memory(err);
    enum mt_rc rc = mt_stories_tell(build->report, section, findings, request, &count, err);
    if (rc == MT_OK && count == 0)
        section->lede =
            findings->count > 0 ? mt_tell(&telling, MT_SAY_STORY_NONE, MT_NO_VALUES) : mt_tell_nothing(&telling);
    if (rc == MT_OK && count == 0 && findings->groups > 0 && mt_findings_lack_events(findings))
        section->lede = mt_tell(
            &telling, MT_SAY_SENTENCES,
            MT_VALUES(mt_value_words(section->lede), mt_told(&telling, MT_SAY_FINDINGS_NO_EVENTS, MT_NO_VALUES)));
    section->lede_says_none = count == 0;
    *added = section;
    if (told)
        *told = count;
    return rc == MT_OK && telling.failed ? mt_err_memory(err) : rc;
}
