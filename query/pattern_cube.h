#ifndef MT_QUERY_PATTERN_CUBE_H
#define MT_QUERY_PATTERN_CUBE_H

/* The cells of a cube in one settled order, with the ways to walk through them that the search needs. Only the finder
 * of patterns uses this. Cells are ordered by provider, domain, host, forest, band, hour, equal keys added up: whatever
 * order they came in, every later sum adds the same numbers in the same order. */

#include "query/patterns.h"
#include "store/base/err.h"

/* Office hours, their shoulders, the nights of workdays, weekends: local time. */
enum { MT_CUBE_CLASSES = 4 };

struct mt_cube_cell {
    int32_t domain, host;
    uint32_t mail, bad;
    uint16_t hour;
    uint16_t in;    /* a bit for each pattern of the model that holds here */
    uint8_t forest; /* the number of forests when unknown */
    uint8_t band;   /* unknown is 0: no threshold can hold for it */
};

struct mt_cube {
    const struct mt_pattern_data *data;
    struct mt_cube_cell *cells;
    size_t count;
    int32_t hours, providers, regions, domains, hosts, forests, bands;

    int32_t *domain_order;     /* domains by provider */
    size_t *domain_start;      /* into cells, by place in domain_order; one more at the end */
    int32_t *provider_start;   /* into domain_order; one more at the end */
    int32_t *domain_place;     /* of each domain in domain_order */
    uint32_t *host_cells;      /* numbers of cells, by host */
    size_t *host_start;        /* into host_cells; one more at the end */
    int32_t *provider_of_host; /* MT_PATTERN_ANY when its domains are of several providers */
    bool *host_is_domain;      /* the only host of its only domain; or a host without mail */

    double mail, bad;
    double mail_of_class[MT_CUBE_CLASSES], mail_of_sight[MT_PATTERN_SIGHTS];
    uint8_t *hour_class; /* of each hour, below MT_CUBE_CLASSES */
    uint8_t *hour_sight; /* of each hour, below `sights` */
    int32_t sights;
    int32_t *local_day; /* of each hour, from 0 */
    int32_t local_days;
};

enum mt_rc mt_cube_open(struct mt_cube *cube, const struct mt_pattern_data *data, struct mt_err *err);
void mt_cube_close(struct mt_cube *cube);

/* A walk through the cells that meet the conditions, in order. Start with at = 0 and the rest zero. */
struct mt_cube_walk {
    const struct mt_cube *cube;
    struct mt_pattern_where where;
    int32_t place, last_place; /* in domain_order */
    size_t at, until;          /* in cells, or in host_cells */
    bool by_host;
};

struct mt_cube_walk mt_cube_walk_start(const struct mt_cube *cube, const struct mt_pattern_where *where);

/* The next cell, or NULL behind the last. */
struct mt_cube_cell *mt_cube_walk_next(struct mt_cube_walk *walk);

/* The same, many at once: cells that follow each other, as numbers; false behind the last. Only for conditions on
 * provider, region and domain. */
bool mt_cube_walk_run(struct mt_cube_walk *walk, size_t *from, size_t *until);

int32_t mt_cube_region(const struct mt_cube *cube, int32_t domain); /* the number of regions when there is none */

/* The value of a cell in a dimension (of size: its band), or MT_PATTERN_ANY; and how many values there are. */
int32_t mt_cube_value(const struct mt_cube *cube, const struct mt_cube_cell *cell, enum mt_pattern_by by);
int32_t mt_cube_values(const struct mt_cube *cube, enum mt_pattern_by by);

/* ---- conditions ---- */

extern const struct mt_pattern_where mt_where_all;

bool mt_where_equal(const struct mt_pattern_where *a, const struct mt_pattern_where *b);
int mt_where_compare(const struct mt_pattern_where *a, const struct mt_pattern_where *b);
int32_t mt_where_count(const struct mt_pattern_where *where);

/* Without its forest and size conditions: what blocks are made of. */
struct mt_pattern_where mt_where_base(const struct mt_pattern_where *where);
bool mt_where_only_provider(const struct mt_pattern_where *where);
bool mt_where_holds(const struct mt_cube *cube, const struct mt_pattern_where *where, const struct mt_cube_cell *cell);
bool mt_when_equal(const struct mt_pattern_when *a, const struct mt_pattern_when *b);
bool mt_when_is_always(const struct mt_pattern_when *when);

/* The one provider that all of this mail goes to, or MT_PATTERN_ANY. */
int32_t mt_where_provider(const struct mt_cube *cube, const struct mt_pattern_where *where);

#endif
