#include "query/filter_known.h"

#include <stdio.h>

#include "query/statement.h"
#include "query/suggest.h"

static const struct word {
    size_t member;
    const char *kind; /* as the SQL names it */
    const char *what; /* "no mail here has {what}" */
} words[] = {
    {offsetof(struct mt_filter, domain), "domain", "the recipient domain"},
    {offsetof(struct mt_filter, country), "country", "the recipient country"},
    {offsetof(struct mt_filter, forest), "forest", "the forest"},
    {offsetof(struct mt_filter, region), "region", "the region"},
    {offsetof(struct mt_filter, connector), "connector", "the connector"},
};

/* Looks through all words of a kind; of those that are near, the nearest and among these the first in the alphabet. */
static enum mt_rc
look(struct mt_store *store, const struct word *kind, struct mt_text said, bool *there, char nearest[128],
     struct mt_err *err)
{
    enum { KIND, WORD };
    struct mt_statement statement = MT_STATEMENT_CLOSED;
    struct mt_bindings bindings = {.count = 0};
    size_t least = SIZE_MAX;
    bool more = true;
    *there = false;
    nearest[0] = '\0';
    mt_bindings_text(&bindings, ":kind", mt_text_of(kind->kind));
    enum mt_rc rc = mt_statement_open(&statement, store, "filter_known.sql", NULL, &bindings, err);
    while (rc == MT_OK && !*there && (rc = mt_statement_next(&statement, &more, err)) == MT_OK && more) {
        struct mt_text word = mt_statement_bytes(&statement, WORD);
        size_t distance = mt_word_distance(said, word);
        *there = mt_text_equal_nocase(said, word);
        if (distance < least && mt_word_near(said, distance)) {
            least = distance;
            snprintf(nearest, 128, "%.*s", (int)(word.len < 127 ? word.len : 127), word.at);
        }
    }
    mt_statement_close(&statement);
    return rc;
}

enum mt_rc
mt_filter_known(struct mt_store *store, const struct mt_filter *filter, struct mt_err *hint, struct mt_err *err)
{
    enum mt_rc rc = MT_OK;
    hint->text[0] = '\0';
    for (size_t i = 0; i < sizeof words / sizeof *words && rc == MT_OK && !hint->text[0]; i++) {
        struct mt_text said = *(const struct mt_text *)((const char *)filter + words[i].member);
        char nearest[128];
        bool there;
        if (!mt_text_known(said))
            continue;
        rc = look(store, &words[i], said, &there, nearest, err);
        if (rc == MT_OK && !there)
            mt_err_set(hint, MT_USAGE, "no mail here has %s '%.*s'%s%s%s", words[i].what,
                       (int)(said.len < 100 ? said.len : 100), said.at, nearest[0] ? "; did you mean '" : "", nearest,
                       nearest[0] ? "'" : "");
    }
    return rc;
}
