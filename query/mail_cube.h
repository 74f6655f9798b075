#ifndef MT_QUERY_MAIL_CUBE_H
#define MT_QUERY_MAIL_CUBE_H

/* The mail of a store as the finder of patterns wants it: cells of counts, and the names behind their numbers. */

#include "query/mail_groups.h"
#include "query/text_numbers.h"

struct mt_mail_cube {
    struct mt_pattern_data data;
    int64_t first_hour; /* since 1970 UTC: hour 0 of the data */
    const struct mt_zone *zone;

    /* Names by number; all texts live in the arena. Numbers follow the order of names, never that of the store. */
    struct mt_text *provider_keys, *provider_names; /* the last one is the rest: domains without provider */
    struct mt_text *regions;                        /* countries of recipient domains */
    struct mt_text *domains, *hosts, *forests;

    /* From ids of the store to numbers; MT_PATTERN_ANY for none. */
    int32_t *domain_of_id, *forest_of_route;
    int64_t domain_ids, route_ids; /* one more than the largest */

    int64_t groups, bad, bad_unsaid, deliveries, with_events; /* sums; all but deliveries in groups */
    int64_t failed, failed_said; /* groups that failed, and those of which an export says why */

    bool timeless; /* see mail_groups.h */
    bool is_cut;   /* mail older than MT_PATTERN_HOURS is left out */

    struct mt_pattern_cell *cells; /* malloc'd, like what follows */
    size_t room;
    struct mt_text_numbers host_numbers; /* `hosts` are its texts */
};

/* Tables come from `arena`, cells from malloc: mt_mail_cube_close frees them. */
enum mt_rc mt_mail_cube_open(struct mt_mail_cube *cube, const struct mt_mail_walk *walk, struct mt_arena *arena,
                             struct mt_err *err);
void mt_mail_cube_close(struct mt_mail_cube *cube);

/* The cell that a group belongs to, with mail 1 and bad 0 or 1. False: its domain, host or hour is not of this cube. */
bool mt_mail_cube_place(const struct mt_mail_cube *cube, const struct mt_mail_group *group,
                        struct mt_pattern_cell *cell);

/* Whether a pattern's conditions and recurring hours hold in a cell; its stretch is tested only when asked for. */
bool mt_mail_cube_holds(const struct mt_mail_cube *cube, const struct mt_pattern *pattern,
                        const struct mt_pattern_cell *cell, bool within_stretch);

#endif
