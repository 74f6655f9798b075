/* All findings as a report: in short, one section a finding, what was told apart, how it was searched. */

#include "reports/findings_parts.h"

#include "query/mail_cube.h"

/* ---- the title ---- */

static enum mt_rc
name_report(struct mt_report *report, struct mt_telling *telling, struct mt_err *err)
{
    static const enum mt_sentence titles[] = {
        [MT_TROUBLE_DEFERRED] = MT_SAY_FINDINGS_TITLE_DEFERRED,
        [MT_TROUBLE_FAILED] = MT_SAY_FINDINGS_TITLE_FAILED,
        [MT_TROUBLE_ANY] = MT_SAY_FINDINGS_TITLE_ANY,
    };
    report->title = mt_tell(telling, titles[telling->findings->of], MT_NO_VALUES);
    report->subtitle = mt_tell_period(telling);
    return telling->failed ? mt_err_memory(err) : MT_OK;
}

struct mt_text
mt_tell_period(struct mt_telling *telling)
{
    const struct mt_findings *findings = telling->findings;
    if (findings->groups == 0 || findings->from_us == MT_MOMENT_UNKNOWN)
        return mt_tell(telling, MT_SAY_FINDINGS_NO_PERIOD, MT_NO_VALUES);
    return mt_tell(telling, MT_SAY_FINDINGS_PERIOD,
                   MT_VALUES(mt_told_moment(telling, findings->from_us), mt_told_moment(telling, findings->until_us)));
}

/* ---- in short ---- */

/* How a standing is told when there are several findings, and when there is one. */
static const struct {
    enum mt_change_verdict standing;
    enum mt_sentence among, alone;
} standings[] = {
    {MT_CHANGE_OPEN, MT_SAY_FINDINGS_OPEN, MT_SAY_FINDINGS_ONE_OPEN},
    {MT_CHANGE_RESOLVED, MT_SAY_FINDINGS_RESOLVED, MT_SAY_FINDINGS_ONE_RESOLVED},
    {MT_CHANGE_UNKNOWN, MT_SAY_FINDINGS_UNKNOWN, MT_SAY_FINDINGS_ONE_UNKNOWN},
};

enum { STANDINGS = sizeof standings / sizeof *standings };

/* Of those that stand alone. */
static int64_t
count_standing(const struct mt_findings *findings, enum mt_change_verdict standing)
{
    int64_t count = 0;
    for (size_t i = 0; i < findings->count; i++)
        count += findings->items[i].part_of < 0 && mt_finding_standing(&findings->items[i]) == standing;
    return count;
}

static struct mt_text
tell_count(struct mt_telling *telling)
{
    struct mt_value parts[STANDINGS];
    enum mt_sentence alone = MT_SAY_FINDINGS_ONE_UNKNOWN;
    int64_t all = 0;
    size_t count = 0;
    for (size_t i = 0; i < STANDINGS; i++) {
        int64_t here = count_standing(telling->findings, standings[i].standing);
        if (here == 0)
            continue;
        parts[count++] = mt_told(telling, standings[i].among, MT_VALUES(mt_value_count(here)));
        alone = standings[i].alone;
        all += here;
    }
    if (all <= 1)
        return mt_tell(telling, alone, MT_NO_VALUES);
    return mt_tell(telling, MT_SAY_FINDINGS_COUNT, MT_VALUES(mt_value_count(all), mt_told_list(telling, parts, count)));
}

static struct mt_text
tell_mail(struct mt_telling *telling)
{
    const struct mt_findings *findings = telling->findings;
    return mt_tell(telling, MT_SAY_FINDINGS_MAIL,
                   MT_VALUES(mt_value_count(findings->groups), mt_value_count(findings->deliveries),
                             mt_value_count(findings->bad),
                             mt_value_ratio((double)findings->bad / (double)findings->groups),
                             mt_told_trouble(telling, findings->bad, findings->bad_unsaid)));
}

static struct mt_text
tell_nothing(struct mt_telling *telling)
{
    const struct mt_findings *findings = telling->findings;
    struct mt_value trouble = mt_told_trouble(telling, findings->bad, findings->bad_unsaid);
    if (findings->groups == 0)
        return mt_tell(telling, MT_SAY_FINDINGS_NO_MAIL, MT_NO_VALUES);
    if (findings->bad == 0)
        return mt_tell(telling, MT_SAY_FINDINGS_NO_BAD,
                       MT_VALUES(mt_value_count(findings->groups), mt_told_trouble(telling, 1, 0)));
    if (findings->bad < mt_pattern_usual_options().bad_floor)
        return mt_tell(telling, MT_SAY_FINDINGS_LITTLE,
                       MT_VALUES(mt_value_count(findings->bad), mt_value_count(findings->groups), trouble));
    return mt_tell(telling, MT_SAY_FINDINGS_NONE, MT_NO_VALUES);
}

static void
append(struct mt_telling *telling, struct mt_text *sentences, struct mt_text sentence)
{
    *sentences = mt_tell(telling, MT_SAY_SENTENCES, MT_VALUES(mt_value_words(*sentences), mt_value_words(sentence)));
}

static enum mt_rc
add_summary(struct mt_report *report, struct mt_telling *telling, struct mt_err *err)
{
    const struct mt_findings *findings = telling->findings;
    struct mt_section *section =
        mt_report_section(report, "summary", mt_wording(report->reader.language, MT_SAY_FINDINGS_SUMMARY), NULL);
    if (!section)
        return mt_err_memory(err);
    section->no_heading = true;
    section->lede = findings->count > 0 ? tell_count(telling) : tell_nothing(telling);
    if (findings->groups > 0 && (findings->count > 0 || findings->bad >= mt_pattern_usual_options().bad_floor))
        append(telling, &section->lede, tell_mail(telling));
    if (findings->groups > 0 && findings->count == 0 && mt_findings_lack_events(findings))
        append(telling, &section->lede, mt_tell(telling, MT_SAY_FINDINGS_NO_EVENTS, MT_NO_VALUES));
    return telling->failed ? mt_err_memory(err) : MT_OK;
}

/* ---- findings ---- */

/* The finding that explains this one in the end. */
static size_t
root_of(const struct mt_findings *findings, size_t number)
{
    for (size_t steps = 0; steps < findings->count && findings->items[number].part_of >= 0; steps++)
        number = (size_t)findings->items[number].part_of;
    return number;
}

enum mt_rc
mt_finding_section(struct mt_report *report, struct mt_telling *telling, const struct mt_finding *finding,
                   struct mt_section **added, struct mt_err *err)
{
    struct mt_text sentences[MT_FINDING_SENTENCES], key, title = MT_TEXT_UNKNOWN;
    struct mt_text headline = mt_finding_headline(&report->arena, &report->reader, telling->findings, finding);
    size_t count = 0;
    if (headline.at)
        title = mt_tell(telling, MT_SAY_FINDING_TITLE,
                        MT_VALUES(mt_value_words(headline), mt_value_words(mt_text_of(finding->id))));
    if (!title.at || !mt_arena_copy(&report->arena, mt_text_of(finding->id), &key))
        return mt_err_memory(err);
    struct mt_section *section = mt_report_section(report, key.at, title.at, NULL);
    if (!section)
        return mt_err_memory(err);
    enum mt_rc rc =
        mt_finding_sentences(&report->arena, &report->reader, telling->findings, finding, sentences, &count, err);
    for (size_t i = 0; i < count && rc == MT_OK; i++)
        rc = mt_report_point(report, section, sentences[i], err);
    if (rc == MT_OK)
        *added = section;
    return rc;
}

static enum mt_rc
add_finding(struct mt_report *report, struct mt_telling *telling, size_t number, struct mt_err *err)
{
    const struct mt_findings *findings = telling->findings;
    struct mt_section *section;
    enum mt_rc rc = mt_finding_section(report, telling, &findings->items[number], &section, err);
    for (size_t i = 0; i < findings->count && rc == MT_OK; i++) {
        const struct mt_finding *part = &findings->items[i];
        if (i == number || root_of(findings, i) != number)
            continue;
        rc = mt_report_point(
            report, section,
            mt_tell(telling, MT_SAY_FINDING_PART,
                    MT_VALUES(mt_value_words(mt_tell_headline(telling, part)), mt_value_words(mt_text_of(part->id)))),
            err);
    }
    return rc == MT_OK && telling->failed ? mt_err_memory(err) : rc;
}

/* ---- how it was searched ---- */

static enum mt_rc
add_how(struct mt_report *report, struct mt_telling *telling, struct mt_err *err)
{
    const struct mt_findings *findings = telling->findings;
    struct mt_text points[5];
    size_t count = 0;
    if (findings->groups == 0)
        return MT_OK;
    struct mt_section *section =
        mt_report_section(report, "how", mt_wording(report->reader.language, MT_SAY_FINDINGS_HOW_TITLE), NULL);
    if (!section)
        return mt_err_memory(err);
    if (findings->searched > 0)
        points[count++] = mt_tell(telling, MT_SAY_FINDINGS_HOW, MT_VALUES(mt_told_searched(telling)));
    points[count++] = mt_tell(telling, MT_SAY_FINDINGS_UNIT, MT_NO_VALUES);
    points[count++] = mt_tell_evidence(telling);
    if (findings->bad_unsaid > 0 && findings->of == MT_TROUBLE_DEFERRED)
        points[count++] = mt_tell(telling, MT_SAY_FINDINGS_UNSAID, MT_VALUES(mt_value_count(findings->bad_unsaid)));
    if (findings->cube && findings->cube->is_cut)
        points[count++] = mt_tell(telling, MT_SAY_FINDINGS_CUT, MT_VALUES(mt_value_count(MT_PATTERN_HOURS)));
    enum mt_rc rc = MT_OK;
    for (size_t i = 0; i < count && rc == MT_OK; i++)
        rc = mt_report_point(report, section, points[i], err);
    return rc;
}

enum mt_rc
mt_findings_report(struct mt_report *report, const struct mt_findings *findings, struct mt_err *err)
{
    struct mt_telling telling = mt_telling_of(&report->arena, &report->reader, findings);
    enum mt_rc rc = name_report(report, &telling, err);
    if (rc == MT_OK)
        rc = add_summary(report, &telling, err);
    for (size_t i = 0; i < findings->count && rc == MT_OK; i++)
        if (findings->items[i].part_of < 0)
            rc = add_finding(report, &telling, i, err);
    if (rc == MT_OK)
        rc = mt_findings_apart(report, findings, err);
    return rc == MT_OK ? add_how(report, &telling, err) : rc;
}
