#ifndef MT_QUERY_FINDING_CONDITIONS_H
#define MT_QUERY_FINDING_CONDITIONS_H

/* The conditions of a finding one by one, so that a table can leave some of them out: "the same provider at other
 * times", "other hosts at the same time". Pure functions of a cube. */

#include "query/mail_cube.h"

/* The dimensions of enum mt_pattern_by come first. */
enum mt_finding_condition {
    MT_FINDING_STRETCH = MT_PATTERN_BY_COUNT,
    MT_FINDING_CLOCK,    /* recurring hours, on whatever day */
    MT_FINDING_WEEKDAYS, /* their days; the hours after midnight belong to the day on which a stretch began */
    MT_FINDING_CONDITIONS,
};

/* A set of conditions has a bit for each. */
#define MT_FINDING_BIT(condition) (1u << (condition))
#define MT_FINDING_DIMENSIONS (MT_FINDING_BIT(MT_PATTERN_BY_COUNT) - 1)
#define MT_FINDING_TIMES                                                                                               \
    (MT_FINDING_BIT(MT_FINDING_STRETCH) | MT_FINDING_BIT(MT_FINDING_CLOCK) | MT_FINDING_BIT(MT_FINDING_WEEKDAYS))

/* The conditions that the pattern has. */
unsigned mt_finding_conditions(const struct mt_pattern *pattern);

/* Those of them that a cell does not meet. None: it belongs to the finding (mt_mail_cube_holds). */
unsigned mt_finding_missed(const struct mt_mail_cube *cube, const struct mt_pattern *pattern,
                           const struct mt_pattern_cell *cell);

#endif
