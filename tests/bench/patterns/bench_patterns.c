/* Runs the finder of patterns over cells read from standard input and prints what it found, one line a pattern; see
 * README.md for both formats. For measuring: whoever plants patterns in generated cells can tell from the output what
 * was found, and how well its edges fit. */

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "query/patterns.h"
#include "store/base/arena.h"

/* A cell of the input: like the engine's, of a fraction of an hour. */
struct input {
    struct mt_pattern_data data;
    struct mt_pattern_cell *cells;
    int32_t *steps; /* of each cell, since the start */
    int32_t *provider_of_domain, *region_of_domain;
    uint8_t *week_hours, *sights;
    int32_t steps_an_hour;
};

static void *
need(void *memory)
{
    if (!memory) {
        fprintf(stderr, "bench_patterns: not enough memory\n");
        exit(1);
    }
    return memory;
}

static int32_t
read_number(FILE *in)
{
    int32_t number = 0;
    if (fscanf(in, "%" SCNd32, &number) != 1) {
        fprintf(stderr, "bench_patterns: a number is missing\n");
        exit(2);
    }
    return number;
}

static size_t
read_count(FILE *in)
{
    int32_t count = read_number(in);
    if (count < 0) {
        fprintf(stderr, "bench_patterns: %" PRId32 " is no count\n", count);
        exit(2);
    }
    return (size_t)count;
}

static void
read_tables(FILE *in, struct input *input)
{
    struct mt_pattern_data *data = &input->data;
    data->hours = read_number(in);
    input->steps_an_hour = read_number(in);
    int32_t first = read_number(in);
    int32_t *const counts[] = {&data->providers, &data->regions, &data->domains,      &data->hosts,
                               &data->forests,   &data->bands,   &data->rest_provider};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        *counts[i] = read_number(in);
    size_t hours = (size_t)data->hours, domains = (size_t)data->domains;
    input->week_hours = need(calloc(hours + 1, 1));
    for (size_t hour = 0; hour < hours; hour++)
        input->week_hours[hour] = (uint8_t)(((size_t)first + hour) % 168);
    input->provider_of_domain = need(calloc(domains + 1, sizeof(int32_t)));
    input->region_of_domain = need(calloc(domains + 1, sizeof(int32_t)));
    for (size_t i = 0; i < domains; i++) {
        input->provider_of_domain[i] = read_number(in);
        input->region_of_domain[i] = read_number(in);
    }
}

/* What follows the cells, if anything. */
static void
read_sights(FILE *in, struct input *input)
{
    int32_t sight;
    size_t hours = (size_t)input->data.hours;
    if (fscanf(in, "%" SCNd32, &sight) != 1)
        return;
    input->sights = need(calloc(hours + 1, 1));
    for (size_t hour = 0; hour < hours; hour++)
        input->sights[hour] = (uint8_t)(hour == 0 ? sight : read_number(in));
    input->data.sights = input->sights;
}

static void
read_input(FILE *in, struct input *input)
{
    read_tables(in, input);
    size_t count = read_count(in);
    input->cells = need(calloc(count + 1, sizeof *input->cells));
    input->steps = need(calloc(count + 1, sizeof *input->steps));
    for (size_t i = 0; i < count; i++) {
        struct mt_pattern_cell *cell = &input->cells[i];
        input->steps[i] = read_number(in);
        cell->hour = input->steps[i] / input->steps_an_hour;
        cell->domain = read_number(in);
        cell->host = read_number(in);
        cell->forest = read_number(in);
        cell->band = read_number(in);
        cell->mail = (uint32_t)read_number(in);
        cell->bad = (uint32_t)read_number(in);
    }
    input->data.cells = input->cells;
    input->data.count = count;
    input->data.week_hours = input->week_hours;
    input->data.provider_of_domain = input->provider_of_domain;
    input->data.region_of_domain = input->region_of_domain;
    read_sights(in, input);
}

static void
release_input(struct input *input)
{
    free(input->cells);
    free(input->steps);
    free(input->provider_of_domain);
    free(input->region_of_domain);
    free(input->week_hours);
    free(input->sights);
}

static bool
holds(const struct input *input, const struct mt_pattern *pattern, const struct mt_pattern_cell *cell)
{
    const int32_t values[MT_PATTERN_BY_COUNT] = {
        [MT_PATTERN_PROVIDER] = input->provider_of_domain[cell->domain],
        [MT_PATTERN_REGION] = input->region_of_domain[cell->domain],
        [MT_PATTERN_DOMAIN] = cell->domain,
        [MT_PATTERN_HOST] = cell->host,
        [MT_PATTERN_FOREST] = cell->forest,
    };
    for (enum mt_pattern_by by = 0; by < MT_PATTERN_SIZE; by++)
        if (pattern->where.value[by] != MT_PATTERN_ANY && pattern->where.value[by] != values[by])
            return false;
    struct mt_pattern_when week = pattern->when;
    week.from = week.until = 0;
    return cell->band >= pattern->where.value[MT_PATTERN_SIZE] &&
           mt_pattern_when_holds(&week, cell->hour, input->week_hours[cell->hour]);
}

/* The edges again, from the finer steps of the input. */
static void
refine_edges(const struct input *input, struct mt_pattern *pattern)
{
    size_t count = (size_t)input->data.hours * (size_t)input->steps_an_hour, used = 0;
    struct mt_change_step *steps = need(calloc(count + 1, sizeof *steps));
    double width = 1.0 / input->steps_an_hour;
    for (size_t i = 0; i < input->data.count; i++)
        if (holds(input, pattern, &input->cells[i])) {
            steps[input->steps[i]].mail += input->cells[i].mail;
            steps[input->steps[i]].bad += input->cells[i].bad;
        }
    for (size_t i = 0; i < count; i++)
        if (steps[i].mail > 0) {
            steps[used] = steps[i];
            steps[used].from = (double)i * width;
            steps[used].until = (double)(i + 1) * width;
            steps[used].usual_rate = pattern->usual_by_hour[i / (size_t)input->steps_an_hour];
            used++;
        }
    struct mt_change_stretch stretch = {pattern->when.from, pattern->when.until, pattern->ratio,
                                        pattern->ratio_low, pattern->clumping,   input->data.hours};
    if (mt_change_edges(steps, used, &stretch, &pattern->start, &pattern->end))
        pattern->state = mt_change_judge(steps, used, &stretch, pattern->end.at);
    free(steps);
}

static void
print_pattern(const struct mt_pattern *p)
{
    static const char *const verdicts[] = {"undetermined", "open", "resolved"};
    printf("pattern");
    for (int by = 0; by < MT_PATTERN_BY_COUNT; by++)
        printf(" %" PRId32, p->where.value[by]);
    printf(" %" PRId32 " %" PRId32 " %" PRId32 " %" PRId32 " %" PRId32 " %d", p->when.from, p->when.until,
           p->when.week_start, p->when.week_length, p->when.week_days, p->when.drift);
    printf(" %" PRId64 " %" PRId64 " %.6f %.4f %.4f %.4f %.4f %.4f", p->mail, p->bad, p->expected, p->ratio,
           p->ratio_low, p->ratio_high, p->ln_p_adjusted, p->score);
    printf(" %.4f %.4f %.4f %.4f %.4f %.4f %s %" PRId32 " %" PRId32, p->start.low, p->start.at, p->start.high,
           p->end.low, p->end.at, p->end.high, verdicts[p->state.verdict], p->part_of, p->merged);
    printf(" %" PRId32 " %" PRId32 " %d\n", p->size_low, p->size_high, p->size_slope);
}

static void
print_search(const struct mt_pattern_search *search, double seconds)
{
    printf("search %.3f %" PRId64 " %" PRId64 " %" PRId32 " %.4f %.4f", seconds, search->slices, search->windows,
           search->passes, search->clumping, search->wandering);
    for (int by = 0; by < MT_PATTERN_BY_COUNT; by++)
        printf(" %.4f", search->differences[by]);
    printf("\n");
}

static double
cpu_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

int
main(void)
{
    struct input input = {.cells = NULL};
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct mt_pattern_options options = mt_pattern_usual_options();
    struct mt_pattern_search search;
    struct mt_err err;
    read_input(stdin, &input);
    double before = cpu_seconds();
    enum mt_rc rc = mt_patterns_find(&input.data, &options, &arena, &search, &err);
    if (rc == MT_OK) {
        print_search(&search, cpu_seconds() - before);
        for (size_t i = 0; i < search.count; i++) {
            if (search.patterns[i].when.until > 0 && input.steps_an_hour > 1)
                refine_edges(&input, &search.patterns[i]);
            print_pattern(&search.patterns[i]);
        }
    } else {
        fprintf(stderr, "bench_patterns: %s\n", err.text);
    }
    mt_arena_release(&arena);
    release_input(&input);
    return rc == MT_OK ? 0 : 1;
}
