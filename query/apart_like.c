/* Which well-known domain was meant: "gmial.com", "yahoo.con", "hotmail.co". */

#include "query/apart_parts.h"

#include <stdlib.h>

#include "query/suggest.h"
#include "store/place.h"

/* A domain is well-known when a provider's rule names it, or when it is one of the busiest of the store. */
enum { BUSIEST = 500, BUSY = 10 };

/* Shorter names lie one letter away from half of the world: "me.com", "bt.com". Of them only the end can be misspelt.
 */
enum { SHORTEST_LABEL = 4 };

/* Ends that stand for "label.*" when a domain's own is no end that anybody meant. */
static const char *const usual_ends[] = {"com", "net"};

/* ---- well-known domains ---- */

static bool
add_known(struct mt_apart_known_list *known, struct mt_apart_known one)
{
    struct mt_apart_known *grown = mt_list_grown(known->items, known->count, &known->room, sizeof *grown);
    if (!grown)
        return false;
    known->items = grown;
    known->items[known->count++] = one;
    return true;
}

static enum mt_rc
read_patterns(struct mt_apart_known_list *known, struct mt_apart_asking *asking, struct mt_err *err)
{
    struct mt_statement statement = MT_STATEMENT_CLOSED;
    bool more = false;
    enum mt_rc rc = mt_statement_open(&statement, asking->store, "apart_known.sql", NULL, NULL, err);
    while (rc == MT_OK && (rc = mt_statement_next(&statement, &more, err)) == MT_OK && more) {
        struct mt_apart_known one = {.of_provider = true};
        if (!mt_arena_copy(asking->arena, mt_statement_bytes(&statement, 0), &one.name) || !add_known(known, one))
            rc = mt_err_memory(err);
    }
    mt_statement_close(&statement);
    return rc;
}

/* Of equally busy ones all are taken or none, so that it does not matter which came first. */
static enum mt_rc
read_busiest(struct mt_apart_known_list *known, struct mt_apart_domains *domains, struct mt_apart_asking *asking,
             struct mt_err *err)
{
    size_t count = domains->ids.count;
    mt_apart_domains_sort(domains);
    int64_t least = count > BUSIEST ? domains->sums[BUSIEST].delivered + 1 : BUSY;
    least = least < BUSY ? BUSY : least;
    for (size_t i = 0; i < count && domains->sums[i].delivered >= least; i++) {
        struct mt_apart_known one = {.delivered = domains->sums[i].delivered};
        enum mt_rc rc = mt_apart_name_domain(asking, domains->sums[i].domain_id, &one.name, err);
        if (rc != MT_OK)
            return rc;
        if (one.name.len > 0 && !add_known(known, one))
            return mt_err_memory(err);
    }
    return MT_OK;
}

enum mt_rc
mt_apart_known_read(struct mt_apart_known_list *known, struct mt_apart_domains *domains, struct mt_apart_asking *asking,
                    struct mt_err *err)
{
    enum mt_rc rc = read_patterns(known, asking, err);
    return rc == MT_OK ? read_busiest(known, domains, asking, err) : rc;
}

void
mt_apart_known_release(struct mt_apart_known_list *known)
{
    free(known->items);
    *known = (struct mt_apart_known_list){.items = NULL};
}

/* ---- slips ---- */

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "mail1.example" and "mail2.example" are a series, no slip. */
static bool
differ_in_a_digit(struct mt_text a, struct mt_text b)
{
    size_t i = 0;
    while (i < a.len && i < b.len && a.at[i] == b.at[i])
        i++;
    return a.len == b.len && i < a.len && is_digit(a.at[i]) && is_digit(b.at[i]);
}

static bool
is_slip(struct mt_text domain, struct mt_text known)
{
    size_t longer = domain.len > known.len ? domain.len : known.len;
    size_t shorter = domain.len > known.len ? known.len : domain.len;
    if (longer - shorter > 1 || mt_word_distance(domain, known) != 1 || differ_in_a_digit(domain, known))
        return false;
    struct mt_text rest = domain, rest_known = known;
    struct mt_text label = mt_text_cut(&rest, '.'), label_known = mt_text_cut(&rest_known, '.');
    return label_known.len >= SHORTEST_LABEL || mt_text_equal(label, label_known);
}

/* The usual end that a domain's end is a slip of, or NULL. */
static const char *
usual_end(struct mt_text end)
{
    for (size_t i = 0; i < sizeof usual_ends / sizeof *usual_ends; i++)
        if (mt_word_distance(end, mt_text_of(usual_ends[i])) == 1)
            return usual_ends[i];
    return NULL;
}

/* What "label.*" becomes beside a domain: with the domain's own end, or with a usual one that its end is a slip of.
 * Unknown when neither fits, or both would have to: that is two slips. */
static struct mt_text
spelt_out(struct mt_text label, struct mt_text domain, struct mt_arena *arena)
{
    struct mt_text end = domain, own = mt_text_cut(&end, '.');
    const char *usual = mt_text_known(end) ? usual_end(end) : NULL;
    if (usual && mt_text_equal(own, label))
        return mt_arena_format(arena, "%.*s.%s", MT_TEXT_ARGS(label), usual);
    if (usual || !mt_text_known(end) || label.len < SHORTEST_LABEL || mt_word_distance(own, label) != 1 ||
        differ_in_a_digit(own, label))
        return MT_TEXT_UNKNOWN;
    return mt_arena_format(arena, "%.*s.%.*s", MT_TEXT_ARGS(label), MT_TEXT_ARGS(end));
}

struct choice {
    struct mt_text name;
    int64_t delivered;
};

static void
weigh(struct choice *best, struct mt_text name, int64_t delivered)
{
    bool better = !mt_text_known(best->name) || delivered > best->delivered ||
                  (delivered == best->delivered && mt_text_compare(name, best->name) < 0);
    if (better)
        *best = (struct choice){name, delivered};
}

static struct choice
nearest(const struct mt_apart_known_list *known, struct mt_text domain, int64_t messages, struct mt_arena *arena)
{
    struct choice best = {MT_TEXT_UNKNOWN, 0};
    for (size_t i = 0; i < known->count; i++) {
        const struct mt_apart_known *one = &known->items[i];
        struct mt_text name = one->name;
        /* "ymail.com" is a provider's own, whatever it looks like. */
        if (one->of_provider && mt_text_equal(name, domain))
            return (struct choice){MT_TEXT_UNKNOWN, 0};
        /* Who is written to by mistake gets less mail than who is meant. */
        if (!one->of_provider && one->delivered <= messages)
            continue;
        if (one->of_provider && mt_text_ends_nocase(name, ".*")) {
            name.len -= 2;
            name = spelt_out(name, domain, arena);
            if (mt_text_known(name))
                weigh(&best, name, 0);
        } else if (is_slip(domain, name)) {
            weigh(&best, name, one->delivered);
        }
    }
    return best;
}

bool
mt_apart_like(const struct mt_apart_known_list *known, struct mt_text domain, int64_t messages, struct mt_arena *arena,
              struct mt_text *like)
{
    struct choice best = nearest(known, domain, messages, arena);
    if (!mt_text_known(best.name)) { /* "mail.gmial.com" */
        struct mt_place place = mt_place_of(domain);
        if (mt_text_known(place.registrable) && place.registrable.len < domain.len)
            best = nearest(known, place.registrable, messages, arena);
    }
    *like = MT_TEXT_UNKNOWN;
    return !arena->failed && mt_arena_copy(arena, best.name, like);
}
