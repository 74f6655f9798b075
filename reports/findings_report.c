/* All findings as a report: in short, one section a finding, what was told apart, how it was searched. */

#include "reports/findings_parts.h"

#include "query/mail_cube.h"
#include "reports/stories.h"

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

struct mt_text
mt_tell_nothing(struct mt_telling *telling)
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

/* How many there are and how they stand, of how much mail; then each of them. */
static enum mt_rc
add_stories(struct mt_report *report, struct mt_telling *telling, struct mt_err *err)
{
    static const struct mt_stories_request all = {.since_us = MT_MOMENT_UNKNOWN, .until_us = MT_MOMENT_UNKNOWN};
    const struct mt_findings *findings = telling->findings;
    size_t told;
    struct mt_section *section =
        mt_report_section(report, "findings", mt_wording(report->reader.language, MT_SAY_FINDINGS_SUMMARY), NULL);
    if (!section)
        return mt_err_memory(err);
    section->no_heading = true;
    enum mt_rc rc = mt_stories_tell(report, section, findings, &all, &told, err);
    if (rc != MT_OK)
        return rc;
    if (told == 0)
        section->lede = mt_tell_nothing(telling);
    section->lede_says_none = told == 0;
    if (findings->groups > 0 && (told > 0 || findings->bad >= mt_pattern_usual_options().bad_floor))
        append(telling, &section->lede, tell_mail(telling));
    if (findings->groups > 0 && told == 0 && mt_findings_lack_events(findings))
        append(telling, &section->lede, mt_tell(telling, MT_SAY_FINDINGS_NO_EVENTS, MT_NO_VALUES));
    return telling->failed ? mt_err_memory(err) : MT_OK;
}

/* ---- one finding ---- */

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
    enum mt_rc rc = mt_finding_sentences(&report->arena, &report->reader, telling->findings, finding, MT_ABOUT_ALL,
                                         sentences, &count, err);
    for (size_t i = 0; i < count && rc == MT_OK; i++)
        rc = mt_report_point(report, section, sentences[i], err);
    if (rc == MT_OK)
        *added = section;
    return rc;
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
        rc = add_stories(report, &telling, err);
    if (rc == MT_OK)
        rc = mt_findings_apart(report, findings, err);
    return rc == MT_OK ? add_how(report, &telling, err) : rc;
}
