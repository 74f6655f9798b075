#ifndef MT_REPORTS_STORIES_H
#define MT_REPORTS_STORIES_H

/* Findings as part of a report: a section of stories for people with a table of typed cells for data formats.
 *
 * The table has a row a finding that stands alone (and is told), in the order of the stories: id, headline, state
 * (open, resolved, unknown), provider, domain, start, end, bad, total, bad_ratio, bad_low, bad_high, usual_ratio,
 * times, times_low, times_high, reason_class, actor, reason. */

#include "reports/build.h"
#include "reports/findings.h"

/* What is told. */
struct mt_stories_request {
    int64_t since_us, until_us; /* findings that touch this time; MT_MOMENT_UNKNOWN: no limit */
    bool began_within;          /* only what began in this time */
    bool only_open;             /* only what goes on, as far as the data tell */
    bool and_later_open;        /* besides, what began after this time and goes on */
    size_t most;                /* 0: all */
    bool open_first;            /* what goes on first, then the latest; else the strongest first */
    bool briefly;               /* what, whether it is over, and why: three sentences at most */
    int about;                  /* else what is told of each: bits of enum mt_finding_about; 0: everything */
};

/* Looks for patterns in the mail of `filter`; `findings` is to be released by the caller, its arena is the report's. */
enum mt_rc mt_stories_find(struct mt_build *build, const struct mt_filter *filter, struct mt_findings *findings,
                           struct mt_err *err);

/* Whether a finding touches the time: what has no stretch touches every time of the search. */
bool mt_story_touches(const struct mt_finding *finding, int64_t since_us, int64_t until_us);

bool mt_story_is_told(const struct mt_findings *findings, size_t number, const struct mt_stories_request *request);

/* The number of the finding that is told at that place, from 0 on; SIZE_MAX when no more are told. */
size_t mt_story_at(const struct mt_findings *findings, const struct mt_stories_request *request, size_t place);

/* Appends a section of stories; its lede says how many there are and how many are open. Without any, the lede says that
 * nothing stands out, or that the data are too few to tell. `told` (may be NULL) is how many there are. */
enum mt_rc mt_stories_add(struct mt_build *build, const char *key, const char *title,
                          const struct mt_findings *findings, const struct mt_stories_request *request,
                          struct mt_section **added, size_t *told, struct mt_err *err);

/* The same into a section that has no table yet; without any, it has no lede. */
enum mt_rc mt_stories_tell(struct mt_report *report, struct mt_section *section, const struct mt_findings *findings,
                           const struct mt_stories_request *request, size_t *told, struct mt_err *err);

#endif
