#include "query/findings.h"

#include <string.h>

#include "query/apart.h"
#include "query/finding_parts.h"
#include "query/statement.h"
#include "store/row.h"

/* ---- words ---- */

static const char *const kind_keys[] = {
#define X(name, key) [MT_FINDING_##name] = key,
    MT_FINDING_KIND_LIST(X)
#undef X
};

const char *
mt_finding_kind_key(enum mt_finding_kind kind)
{
    return kind_keys[kind];
}

const char *
mt_finding_state_key(enum mt_change_verdict verdict)
{
    static const char *const keys[] = {
        [MT_CHANGE_UNKNOWN] = "unknown", [MT_CHANGE_OPEN] = "open", [MT_CHANGE_RESOLVED] = "resolved"};
    return keys[verdict];
}

/* ---- progress ---- */

static bool
report_progress(void *context, double share)
{
    const struct mt_finding_work *work = context;
    if (work->request->progress)
        work->request->progress(work->request->context, work->part,
                                share < 0 ? share : work->from + (work->to - work->from) * share);
    return work->request->stop && work->request->stop();
}

struct mt_mail_walk
mt_finding_walk(struct mt_finding_work *work)
{
    return (struct mt_mail_walk){
        .store = work->store,
        .filter = work->request->filter,
        .of = work->request->of,
        .apart = work->findings->apart,
        .from_us = MT_MOMENT_UNKNOWN,
        .until_us = MT_MOMENT_UNKNOWN,
        .timeless = work->cube && work->cube->timeless,
        .stop = report_progress,
        .context = work,
        .expect_from_us = work->findings->from_us,
        .expect_until_us = work->findings->until_us,
    };
}

/* When the first and the last mail of the store was received, to tell how far a walk is. */
static enum mt_rc
expect_span(struct mt_finding_work *work, struct mt_err *err)
{
    struct mt_statement statement = MT_STATEMENT_CLOSED;
    bool more = false;
    enum mt_rc rc = mt_statement_open(&statement, work->store, "mail_span.sql", NULL, NULL, err);
    if (rc == MT_OK)
        rc = mt_statement_next(&statement, &more, err);
    if (rc == MT_OK && more && mt_statement_known(&statement, 0)) {
        work->findings->from_us = mt_statement_integer(&statement, 0) * MT_HOUR;
        work->findings->until_us = (mt_statement_integer(&statement, 1) + 1) * MT_HOUR;
    }
    mt_statement_close(&statement);
    return rc;
}

/* ---- from pattern to finding ---- */

static struct mt_text
name_of(const struct mt_text *names, int32_t value)
{
    return value == MT_PATTERN_ANY ? MT_TEXT_UNKNOWN : names[value];
}

static struct mt_finding_where
where_of(const struct mt_mail_cube *cube, const struct mt_pattern *pattern)
{
    const int32_t *value = pattern->where.value;
    struct mt_finding_where where = {
        .provider = name_of(cube->provider_keys, value[MT_PATTERN_PROVIDER]),
        .provider_name = name_of(cube->provider_names, value[MT_PATTERN_PROVIDER]),
        .domain = name_of(cube->domains, value[MT_PATTERN_DOMAIN]),
        .region = name_of(cube->regions, value[MT_PATTERN_REGION]),
        .remote_host = name_of(cube->hosts, value[MT_PATTERN_HOST]),
        .forest = name_of(cube->forests, value[MT_PATTERN_FOREST]),
        .size_min_bytes = MT_SIZE_UNKNOWN,
        .size_min_high_bytes = MT_SIZE_UNKNOWN,
    };
    if (value[MT_PATTERN_SIZE] != MT_PATTERN_ANY)
        where.size_min_bytes = where.size_min_high_bytes = mt_size_band_from(value[MT_PATTERN_SIZE]);
    return where;
}

static enum mt_finding_kind
kind_of(const struct mt_pattern *pattern)
{
    if (pattern->when.drift)
        return MT_FINDING_DRIFT;
    if (pattern->when.until > 0)
        return MT_FINDING_INCIDENT;
    if (pattern->when.week_length > 0)
        return MT_FINDING_RECURRING;
    return pattern->where.value[MT_PATTERN_SIZE] != MT_PATTERN_ANY ? MT_FINDING_SIZE : MT_FINDING_CHRONIC;
}

/* The first and the last local day with hours of the finding, as midnights. */
static void
find_days(const struct mt_mail_cube *cube, const struct mt_pattern *pattern, struct mt_finding *finding)
{
    int64_t *const days[] = {&finding->first_day_us, &finding->last_day_us};
    for (int which = 0; which < 2; which++)
        for (int32_t i = 0; i < pattern->when.until - pattern->when.from; i++) {
            int32_t hour = which == 0 ? pattern->when.from + i : pattern->when.until - 1 - i;
            if (!mt_pattern_when_holds(&pattern->when, hour, cube->data.week_hours[hour]))
                continue;
            int64_t local = mt_zone_to_local(cube->zone, (cube->first_hour + hour) * MT_HOUR);
            *days[which] = mt_zone_to_utc(cube->zone, mt_floor_to(local, MT_DAY));
            break;
        }
}

static void
fill_time(const struct mt_mail_cube *cube, const struct mt_pattern *pattern, struct mt_finding *finding)
{
    if (pattern->when.week_length > 0) {
        finding->hour_start = pattern->when.week_start;
        finding->hour_length = pattern->when.week_length;
        finding->weekdays = mt_pattern_days(pattern->when.week_days);
    }
    finding->state = MT_CHANGE_OPEN;
    if (pattern->when.until <= 0)
        return;
    finding->has_stretch = true;
    finding->counted_from_us = (cube->first_hour + pattern->when.from) * MT_HOUR;
    finding->counted_until_us = (cube->first_hour + pattern->when.until) * MT_HOUR;
    finding->start_at_gap = pattern->start_at_gap;
    finding->end_at_gap = pattern->end_at_gap;
    finding->flaps = pattern->merged;
    if (pattern->when.week_length > 0)
        find_days(cube, pattern, finding);
}

static void
fill_doses(const struct mt_mail_cube *cube, const struct mt_pattern *pattern, struct mt_finding *finding)
{
    if (pattern->where.value[MT_PATTERN_SIZE] == MT_PATTERN_ANY)
        return;
    for (int32_t band = 0; band < cube->data.bands; band++) {
        const struct mt_pattern_dose *dose = &pattern->dose[band];
        if (dose->mail > 0)
            finding->dose[finding->dose_count++] = (struct mt_finding_dose){mt_size_band_from(band),
                                                                            mt_size_band_below(band),
                                                                            dose->mail,
                                                                            dose->bad,
                                                                            dose->ratio,
                                                                            dose->low,
                                                                            dose->high};
    }
}

static void
fill(const struct mt_finding_work *work, const struct mt_pattern *pattern, struct mt_finding *finding)
{
    const struct mt_findings *findings = work->findings;
    *finding = (struct mt_finding){
        .kind = kind_of(pattern),
        .where = where_of(work->cube, pattern),
        .flaps = 1,
        .bad = pattern->bad,
        .total = pattern->mail,
        .rate = pattern->rate,
        .rate_low = pattern->rate_low,
        .rate_high = pattern->rate_high,
        .usual_rate = pattern->usual_rate,
        .ratio = pattern->ratio,
        .ratio_low = pattern->ratio_low,
        .ratio_high = pattern->ratio_high,
        .share_of_bad = findings->bad > 0 ? (double)pattern->bad / (double)findings->bad : 0,
        .share_of_mail = findings->groups > 0 ? (double)pattern->mail / (double)findings->groups : 0,
        .ln_p_adjusted = pattern->ln_p_adjusted,
        .weeks = pattern->weeks,
        .fate = {.delay_median_s = -1},
        .part_of = pattern->part_of,
        .pattern = pattern,
    };
    memcpy(finding->weekly, pattern->weekly, sizeof finding->weekly);
    memcpy(finding->checks, pattern->checks, sizeof finding->checks);
    fill_time(work->cube, pattern, finding);
    fill_doses(work->cube, pattern, finding);
}

/* ---- ids ---- */

static uint64_t
hash_with(uint64_t hash, struct mt_text text)
{
    for (size_t i = 0; i < text.len; i++)
        hash = (hash ^ (unsigned char)text.at[i]) * UINT64_C(1099511628211);
    return (hash ^ 0xFF) * UINT64_C(1099511628211); /* no byte of UTF-8: parts the texts */
}

static uint64_t
hash_number(uint64_t hash, int64_t number)
{
    for (int i = 0; i < 8; i++)
        hash = (hash ^ ((uint64_t)number >> (8 * i) & 0xFF)) * UINT64_C(1099511628211);
    return hash;
}

/* Of what a ticket would say of it: the kind, what counts as trouble, the conditions, the hours, and the day on which
 * it began. So an incident keeps its id while it goes on and more exports come; where it ends is no part of it. */
static uint64_t
identity_of(const struct mt_findings *findings, const struct mt_finding *finding)
{
    const struct mt_finding_where *where = &finding->where;
    const struct mt_text texts[] = {where->provider, where->domain, where->region, where->remote_host, where->forest};
    uint64_t hash = hash_with(UINT64_C(14695981039346656037), mt_text_of(mt_finding_kind_key(finding->kind)));
    hash = hash_with(hash, mt_text_of(mt_trouble_key(findings->of)));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        hash = hash_with(hash, texts[i]);
    hash = hash_number(hash, where->size_min_bytes);
    hash = hash_number(hash, finding->hour_start);
    hash = hash_number(hash, finding->hour_length);
    hash = hash_number(hash, finding->weekdays);
    return hash_number(hash, finding->has_stretch ? mt_floor_to(finding->start_us, MT_DAY) : 0);
}

static void
write_id(uint64_t hash, char id[MT_FINDING_ID_BYTES])
{
    /* Crockford's digits: none is taken for another on paper or on the telephone. */
    static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    id[0] = 'F';
    id[1] = '-';
    for (int i = 0; i < 6; i++)
        id[2 + i] = digits[hash >> (5 * i) & 31];
    id[8] = '\0';
}

static void
number_findings(struct mt_findings *findings)
{
    for (size_t i = 0; i < findings->count; i++) {
        uint64_t hash = identity_of(findings, &findings->items[i]);
        bool taken = true;
        hash ^= hash >> 32;
        while (taken) { /* two incidents of the same place on one day, the stronger one first */
            write_id(hash, findings->items[i].id);
            taken = false;
            for (size_t j = 0; j < i; j++)
                taken = taken || strcmp(findings->items[j].id, findings->items[i].id) == 0;
            hash++;
        }
    }
}

const struct mt_finding *
mt_findings_named(const struct mt_findings *findings, const char *name)
{
    const struct mt_text wanted = mt_text_of(name);
    int64_t number;
    for (size_t i = 0; i < findings->count; i++)
        if (mt_text_is_nocase(wanted, findings->items[i].id))
            return &findings->items[i];
    if (mt_text_to_int(wanted, &number) && number >= 1 && number <= (int64_t)findings->count)
        return &findings->items[number - 1];
    return NULL;
}

/* ---- all together ---- */

static enum mt_rc
read_mail(struct mt_finding_work *work, struct mt_mail_cube *cube, struct mt_err *err)
{
    struct mt_findings *findings = work->findings;
    work->part = "reading mail";
    struct mt_mail_walk walk = mt_finding_walk(work);
    enum mt_rc rc = mt_mail_cube_open(cube, &walk, work->arena, err);
    if (rc != MT_OK)
        return rc;
    work->cube = cube;
    findings->cube = cube;
    findings->groups = cube->groups;
    findings->bad = cube->bad;
    findings->bad_unsaid = cube->bad_unsaid;
    findings->deliveries = cube->deliveries;
    findings->with_events = cube->groups > 0 ? (double)cube->with_events / (double)cube->groups : 0;
    findings->from_us = cube->first_hour * MT_HOUR;
    findings->until_us = (cube->first_hour + cube->data.hours) * MT_HOUR;
    return MT_OK;
}

static enum mt_rc
search(struct mt_finding_work *work, struct mt_err *err)
{
    struct mt_findings *findings = work->findings;
    struct mt_pattern_options options = mt_pattern_usual_options();
    struct mt_pattern_search *found = mt_arena_take(work->arena, sizeof *found);
    if (work->request->alpha > 0)
        options.alpha = work->request->alpha;
    if (!found)
        return mt_err_memory(err);
    options.stop = report_progress;
    options.context = work;
    work->part = "searching for patterns";
    enum mt_rc rc = mt_patterns_find(&work->cube->data, &options, work->arena, found, err);
    if (rc != MT_OK)
        return rc;
    findings->search = found;
    findings->searched = found->windows;
    findings->items = mt_arena_take(work->arena, (found->count + 1) * sizeof *findings->items);
    if (!findings->items)
        return mt_err_memory(err);
    work->patterns = found->patterns;
    findings->count = found->count;
    for (size_t i = 0; i < found->count; i++)
        fill(work, &found->patterns[i], &findings->items[i]);
    return MT_OK;
}

enum mt_rc
mt_findings_find(struct mt_store *store, const struct mt_findings_request *request, struct mt_arena *arena,
                 struct mt_findings *findings, struct mt_err *err)
{
    *findings = (struct mt_findings){.of = request->of, .from_us = MT_MOMENT_UNKNOWN, .until_us = MT_MOMENT_UNKNOWN};
    struct mt_finding_work work = {
        .store = store, .request = request, .arena = arena, .findings = findings, .from = 0, .to = 1};
    struct mt_apart *apart = mt_arena_take(arena, sizeof *apart);
    struct mt_mail_cube *cube = mt_arena_take(arena, sizeof *cube);
    if (!apart || !cube)
        return mt_err_memory(err);
    work.part = "telling apart what is no case";
    report_progress(&work, -1);
    enum mt_rc rc = mt_apart_find(store, request->filter, arena, apart, err);
    findings->apart = apart;
    if (rc == MT_OK)
        rc = expect_span(&work, err);
    if (rc == MT_OK)
        rc = read_mail(&work, cube, err);
    if (rc == MT_OK && cube->groups > 0)
        rc = search(&work, err);
    if (rc == MT_OK && findings->count > 0)
        rc = mt_finding_edges(&work, err);
    if (rc == MT_OK && findings->count > 0)
        rc = mt_finding_fates(&work, err);
    if (rc == MT_OK)
        mt_finding_compare_sight(&work);
    if (rc == MT_OK)
        number_findings(findings);
    else
        mt_findings_release(findings);
    return rc;
}

void
mt_findings_release(struct mt_findings *findings)
{
    if (findings->cube) {
        struct mt_mail_cube cube = *findings->cube;
        mt_mail_cube_close(&cube);
    }
    findings->cube = NULL;
    findings->count = 0;
}
