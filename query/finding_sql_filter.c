#include "query/finding_sql_parts.h"

#include <stddef.h>

#include "query/literal.h"
#include "query/statement.h"
#include "store/row.h"

/* ---- providers: the views name them, and the names of two may be the same ---- */

static const char and[] = MT_FINDING_SQL_AND;

static void
write_domains(const struct mt_mail_cube *cube, struct mt_text key, struct mt_out *out)
{
    const char *before = "recipient_domain IN (";
    for (int32_t domain = 0; domain < cube->data.domains; domain++)
        if (mt_text_equal(cube->provider_keys[cube->data.provider_of_domain[domain]], key)) {
            mt_out_string(out, before);
            mt_literal_text(out, cube->domains[domain]);
            before = ", ";
        }
    mt_out_string(out, *before == ',' ? ")" : "FALSE");
}

/* Reads the keys and names of all providers: the name of the one with that key, and how many have that name. */
static enum mt_rc
find_name(struct mt_store *store, struct mt_text key, struct mt_arena *arena, struct mt_text *name, int *namesakes,
          struct mt_err *err)
{
    *namesakes = 0;
    *name = MT_TEXT_UNKNOWN;
    for (int pass = 0; pass < 2; pass++) {
        struct mt_statement statement = MT_STATEMENT_CLOSED;
        bool more = false;
        enum mt_rc rc = mt_statement_open(&statement, store, "providers.sql", NULL, NULL, err);
        while (rc == MT_OK && (rc = mt_statement_next(&statement, &more, err)) == MT_OK && more) {
            if (pass == 1)
                *namesakes += mt_text_equal(mt_statement_bytes(&statement, 1), *name);
            else if (mt_text_equal(mt_statement_bytes(&statement, 0), key) &&
                     !mt_arena_copy(arena, mt_statement_bytes(&statement, 1), name))
                rc = mt_err_memory(err);
        }
        mt_statement_close(&statement);
        if (rc != MT_OK)
            return rc;
    }
    return MT_OK;
}

enum mt_rc
mt_finding_sql_provider(const struct mt_finding_sql *wanted, struct mt_text key, struct mt_out *out, struct mt_err *err)
{
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct mt_text name;
    int namesakes;
    if (key.len == 0) {
        mt_out_string(out, "provider IS NULL");
        return MT_OK;
    }
    enum mt_rc rc = find_name(wanted->store, key, &arena, &name, &namesakes, err);
    if (rc == MT_OK && namesakes == 1) {
        mt_out_string(out, "provider = ");
        mt_literal_text(out, name);
    } else if (rc == MT_OK) {
        write_domains(wanted->findings->cube, key, out);
    }
    mt_arena_release(&arena);
    return rc;
}

/* The key that a word of the user means: filter.c takes a key or a name in either case. */
static enum mt_rc
write_provider_word(const struct mt_finding_sql *wanted, struct mt_text word, struct mt_out *out, struct mt_err *err)
{
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct mt_text key = MT_TEXT_UNKNOWN;
    struct mt_statement statement = MT_STATEMENT_CLOSED;
    bool more = false;
    enum mt_rc rc = mt_statement_open(&statement, wanted->store, "providers.sql", NULL, NULL, err);
    while (rc == MT_OK && (rc = mt_statement_next(&statement, &more, err)) == MT_OK && more)
        if ((mt_text_equal_nocase(mt_statement_bytes(&statement, 0), word) ||
             mt_text_equal_nocase(mt_statement_bytes(&statement, 1), word)) &&
            !mt_arena_copy(&arena, mt_statement_bytes(&statement, 0), &key))
            rc = mt_err_memory(err);
    mt_statement_close(&statement);
    mt_out_string(out, and);
    if (rc == MT_OK && key.len > 0)
        rc = mt_finding_sql_provider(wanted, key, out, err);
    else
        mt_out_string(out, "FALSE");
    mt_arena_release(&arena);
    return rc;
}

/* ---- closed lists ---- */

static const char *const outcome_words[] = {
#define X(number, name, key) key,
    MT_OUTCOME_LIST(X)
#undef X
        NULL};

static const char *const direction_words[] = {
#define X(number, name, key) key,
    MT_DIRECTION_LIST(X)
#undef X
        NULL};

static const char *const reason_words[] = {
#define X(number, name, key) key,
    MT_REASON_CLASS_LIST(X)
#undef X
        NULL};

static const struct {
    size_t member;
    const char *column; /* as it compares with the words; what is unknown is NULL in the views */
    const char *const *words;
} closed[] = {
    {offsetof(struct mt_filter, outcome), "outcome", outcome_words},
    {offsetof(struct mt_filter, direction), "coalesce(direction, 'unknown')", direction_words},
    {offsetof(struct mt_filter, reason), "coalesce(reason_class, 'unknown')", reason_words},
};

static struct mt_text
member_of(const struct mt_filter *filter, size_t member)
{
    return *(const struct mt_text *)(const void *)((const char *)filter + member);
}

static void
write_closed(const struct mt_filter *filter, struct mt_out *out)
{
    for (size_t i = 0; i < sizeof closed / sizeof *closed; i++) {
        struct mt_text word = member_of(filter, closed[i].member);
        for (const char *const *key = closed[i].words; mt_text_known(word) && *key; key++)
            if (mt_text_is_nocase(word, *key)) {
                mt_out_string(out, and);
                mt_out_string(out, closed[i].column);
                mt_out_string(out, " = ");
                mt_literal_text(out, mt_text_of(*key));
            }
    }
}

static void
write_size(const struct mt_filter *filter, struct mt_out *out)
{
    if (!mt_text_known(filter->size_band))
        return;
    for (int band = 0; band < MT_SIZE_BANDS; band++)
        if (mt_text_is_nocase(filter->size_band, mt_size_band_key(band))) {
            mt_out_string(out, and);
            mt_out_string(out, "size_bytes >= ");
            mt_out_int(out, mt_size_band_from(band));
            mt_out_string(out, " AND size_bytes < ");
            mt_out_int(out, mt_size_band_below(band));
            return;
        }
    mt_out_string(out, and);
    mt_out_string(out, "size_bytes IS NULL");
}

/* ---- texts ---- */

enum fold { AS_IT_IS, LOWER, UPPER };

/* The filter lowers and raises ASCII letters, as SQLite does. */
static bool
fold_text(struct mt_arena *arena, struct mt_text text, enum fold fold, struct mt_text *folded)
{
    char *bytes = mt_arena_take(arena, text.len + 1);
    if (!bytes)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        bytes[i] = fold == LOWER                           ? mt_ascii_lower(c)
                   : fold == UPPER && c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A')
                                                           : c;
    }
    *folded = (struct mt_text){bytes, text.len};
    return true;
}

static const struct {
    size_t member;
    const char *column;
    enum fold fold;
    const char *behind;
} texts[] = {
    {offsetof(struct mt_filter, domain), "coalesce(recipient_domain, '') = ", LOWER, ""},
    {offsetof(struct mt_filter, country), "recipient_country = ", UPPER, ""},
    {offsetof(struct mt_filter, forest), "forest = ", AS_IT_IS, " COLLATE NOCASE"},
    {offsetof(struct mt_filter, region), "region = ", AS_IT_IS, " COLLATE NOCASE"},
    {offsetof(struct mt_filter, connector), "connector = ", AS_IT_IS, " COLLATE NOCASE"},
};

static bool
write_texts(const struct mt_filter *filter, struct mt_arena *arena, struct mt_out *out)
{
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct mt_text text = member_of(filter, texts[i].member), folded;
        if (!mt_text_known(text))
            continue;
        if (!fold_text(arena, text, texts[i].fold, &folded))
            return false;
        mt_out_string(out, and);
        mt_out_string(out, texts[i].column);
        mt_literal_text(out, folded);
        mt_out_string(out, texts[i].behind);
    }
    return true;
}

/* Whether a text ends with a mark and this: "@domain", ".domain". */
static bool
write_tail(const char *column, char mark, struct mt_text tail, struct mt_arena *arena, struct mt_out *out)
{
    char *bytes = mt_arena_take(arena, tail.len + 1);
    if (!bytes)
        return false;
    bytes[0] = mark;
    for (size_t i = 0; i < tail.len; i++)
        bytes[i + 1] = tail.at[i];
    struct mt_text marked = {bytes, tail.len + 1};
    mt_out_string(out, "substr(");
    mt_out_string(out, column);
    mt_out_string(out, ", -length(");
    mt_literal_text(out, marked);
    mt_out_string(out, ")) = ");
    mt_literal_text(out, marked);
    return true;
}

static bool
write_sender(const struct mt_filter *filter, struct mt_arena *arena, struct mt_out *out)
{
    struct mt_text sender;
    if (!mt_text_known(filter->sender))
        return true;
    if (!fold_text(arena, filter->sender, LOWER, &sender))
        return false;
    mt_out_string(out, and);
    if (!mt_text_starts(sender, "@")) {
        mt_out_string(out, "sender = ");
        mt_literal_text(out, sender);
        return true;
    }
    sender.at++;
    sender.len--;
    if (sender.len == 0) {
        mt_out_string(out, "(instr(sender, '@') = 0 OR substr(sender, -1) = '@')");
        return true;
    }
    return write_tail("sender", '@', sender, arena, out);
}

static bool
write_remote_host(const struct mt_filter *filter, struct mt_arena *arena, struct mt_out *out)
{
    if (!mt_text_known(filter->remote_host))
        return true;
    mt_out_string(out, and);
    mt_out_string(out, "(remote_host = ");
    mt_literal_text(out, filter->remote_host);
    mt_out_string(out, " COLLATE NOCASE OR ");
    bool fine = write_tail("remote_host", '.', filter->remote_host, arena, out);
    mt_out_string(out, " COLLATE NOCASE)");
    return fine;
}

/* ---- all together ---- */

static void
write_window(const struct mt_filter *filter, struct mt_out *out)
{
    static const char *const comparisons[] = {" >= ", " < "};
    const int64_t ends[] = {filter->since_us, filter->until_us};
    for (int i = 0; i < 2; i++) {
        if (ends[i] == MT_MOMENT_UNKNOWN)
            continue;
        bool whole = mt_floor_to(ends[i], MT_SECOND) == ends[i];
        mt_out_string(out, and);
        mt_out_string(out, whole ? "received_utc" : "received_us");
        mt_out_string(out, comparisons[i]);
        if (whole)
            mt_literal_moment(out, ends[i]);
        else
            mt_out_int(out, ends[i]);
    }
}

enum mt_rc
mt_finding_sql_filter(const struct mt_finding_sql *wanted, struct mt_out *out, struct mt_err *err)
{
    const struct mt_filter *filter = wanted->filter;
    struct mt_arena arena = MT_ARENA_EMPTY;
    enum mt_rc rc = MT_OK;
    write_window(filter, out);
    if (mt_text_known(filter->provider))
        rc = write_provider_word(wanted, filter->provider, out, err);
    write_closed(filter, out);
    write_size(filter, out);
    if (rc == MT_OK && (!write_texts(filter, &arena, out) || !write_sender(filter, &arena, out) ||
                        !write_remote_host(filter, &arena, out)))
        rc = mt_err_memory(err);
    mt_arena_release(&arena);
    return rc;
}
