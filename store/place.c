#include "store/place.h"

#include <stdlib.h>
#include <string.h>

#include <libpsl.h>

#include "store/base/arena.h"

enum { NAME_BYTES = 253, LABEL_BYTES = 63 }; /* RFC 1035, 2.3.4 */

/* ---- registrable domain ---- */

/* Names that the public suffix list does not have, but under which every label is a customer of its own. */
static const char *const shared_suffixes[] = {
    ".mail.onmicrosoft.com",
    ".onmicrosoft.com",
    ".mail.protection.outlook.com",
};

static bool
is_address_literal(struct mt_text domain)
{
    if (domain.len && domain.at[0] == '[')
        return true;
    bool only_digits = true;
    for (size_t i = 0; i < domain.len; i++) {
        if (domain.at[i] == ':')
            return true;
        if ((domain.at[i] < '0' || domain.at[i] > '9') && domain.at[i] != '.')
            only_digits = false;
    }
    return only_digits;
}

static bool
is_name(struct mt_text domain)
{
    if (domain.len == 0 || domain.len > NAME_BYTES || is_address_literal(domain))
        return false;
    size_t label = 0;
    for (size_t i = 0; i < domain.len; i++) {
        unsigned char c = (unsigned char)domain.at[i];
        if (c <= ' ' || c == 0x7F || c == '@' || c == '"' || c == '/' || c == '\\')
            return false;
        label = c == '.' ? 0 : label + 1;
        if (label > LABEL_BYTES || (c == '.' && (i == 0 || domain.at[i - 1] == '.')))
            return false;
    }
    return label > 0;
}

static struct mt_text
last_labels(struct mt_text domain, size_t suffix_len)
{
    size_t from = domain.len - suffix_len;
    while (from > 0 && domain.at[from - 1] != '.')
        from--;
    return (struct mt_text){domain.at + from, domain.len - from};
}

static struct mt_text
registrable_of(struct mt_text domain)
{
    char name[NAME_BYTES + 1];
    for (size_t i = 0; i < sizeof shared_suffixes / sizeof *shared_suffixes; i++)
        if (mt_text_ends_nocase(domain, shared_suffixes[i]) && domain.len > strlen(shared_suffixes[i]))
            return last_labels(domain, strlen(shared_suffixes[i]));
    const psl_ctx_t *list = psl_builtin();
    if (!list)
        return MT_TEXT_UNKNOWN;
    memcpy(name, domain.at, domain.len);
    name[domain.len] = '\0';
    const char *registrable = psl_registrable_domain(list, name);
    if (!registrable)
        return MT_TEXT_UNKNOWN;
    size_t len = strlen(registrable);
    return (struct mt_text){domain.at + domain.len - len, len};
}

/* ---- country ---- */

/* Two-letter endings that are sold to the whole world, or that belong to no country: they say nothing about where a
 * mailbox is. Below "com.", "edu.", "gov.", "net." and "org." they mostly do. */
static const char *const worldwide[] = {
    "ac", "ad", "ag", "ai", "as", "bz", "cc", "cd", "cf", "co", "cx", "dj", "eu", "fm", "ga",
    "gg", "gl", "gq", "gs", "im", "io", "la", "lc", "ly", "me", "ml", "mn", "ms", "mu", "nu",
    "pw", "sc", "sh", "so", "sr", "st", "su", "tf", "tk", "to", "tv", "vc", "vg", "ws",
};

static const char *const institutions[] = {"com", "edu", "gov", "net", "org"};

/* Endings that are no ISO code themselves. */
static const struct {
    const char *ending;
    char country[3];
} renamed[] = {
    {"uk", "GB"},          {"xn--p1ai", "RU"},       {"xn--90ais", "BY"},
    {"xn--j1amh", "UA"},   {"xn--80ao21a", "KZ"},    {"xn--90a3ac", "RS"},
    {"xn--90ae", "BG"},    {"xn--qxam", "GR"},       {"xn--fiqs8s", "CN"},
    {"xn--fiqz9s", "CN"},  {"xn--j6w193g", "HK"},    {"xn--kprw13d", "TW"},
    {"xn--kpry57d", "TW"}, {"xn--3e0b707e", "KR"},   {"xn--h2brj9c", "IN"},
    {"xn--o3cw4h", "TH"},  {"xn--mgbaam7a8h", "AE"}, {"xn--mgberp4a5d4ar", "SA"},
    {"xn--wgbh1c", "EG"},
};

static bool
is_among(struct mt_text text, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (mt_text_is(text, names[i]))
            return true;
    return false;
}

static bool
is_public_ending(struct mt_text ending)
{
    char name[3] = {ending.at[0], ending.at[1], '\0'};
    const psl_ctx_t *list = psl_builtin();
    return list && psl_is_public_suffix2(list, name, PSL_TYPE_ICANN | PSL_TYPE_NO_STAR_RULE);
}

static void
country_of(struct mt_text domain, char country[3])
{
    struct mt_text ending = last_labels(domain, 0);
    country[0] = '\0';
    if (ending.len == domain.len)
        return;
    for (size_t i = 0; i < sizeof renamed / sizeof *renamed; i++) {
        if (mt_text_is(ending, renamed[i].ending)) {
            memcpy(country, renamed[i].country, 3);
            return;
        }
    }
    if (ending.len != 2 || !is_public_ending(ending))
        return;
    if (is_among(ending, worldwide, sizeof worldwide / sizeof *worldwide)) {
        struct mt_text second = last_labels(domain, ending.len + 1);
        second.len -= ending.len + 1;
        bool is_whole = second.at == domain.at;
        if (mt_text_is(ending, "eu") || is_whole ||
            !is_among(second, institutions, sizeof institutions / sizeof *institutions))
            return;
    }
    for (int i = 0; i < 2; i++)
        country[i] = (char)(ending.at[i] >= 'a' && ending.at[i] <= 'z' ? ending.at[i] - ('a' - 'A') : ending.at[i]);
    country[2] = '\0';
}

struct mt_place
mt_place_of(struct mt_text domain)
{
    struct mt_place place = {MT_TEXT_UNKNOWN, ""};
    if (!is_name(domain))
        return place;
    place.registrable = registrable_of(domain);
    country_of(domain, place.country);
    return place;
}

/* ---- providers ---- */

struct rule {
    struct mt_text pattern;
    int64_t provider;
    bool of_user;
};

struct mt_rules {
    struct rule *rules;
    size_t count, room;
    bool sorted;
    struct mt_arena arena;
};

struct mt_rules *
mt_rules_new(void)
{
    return calloc(1, sizeof(struct mt_rules));
}

void
mt_rules_free(struct mt_rules *rules)
{
    if (!rules)
        return;
    mt_arena_release(&rules->arena);
    free(rules->rules);
    free(rules);
}

bool
mt_rules_add(struct mt_rules *rules, struct mt_text pattern, int64_t provider, bool of_user)
{
    if (rules->count == rules->room) {
        size_t room = rules->room ? rules->room * 2 : 256;
        struct rule *grown = realloc(rules->rules, room * sizeof *grown);
        if (!grown)
            return false;
        rules->rules = grown;
        rules->room = room;
    }
    struct rule *rule = &rules->rules[rules->count];
    if (!mt_arena_copy(&rules->arena, pattern, &rule->pattern))
        return false;
    rule->provider = provider;
    rule->of_user = of_user;
    rules->count++;
    rules->sorted = false;
    return true;
}

static int
compare_rules(const void *a, const void *b)
{
    const struct rule *one = a, *other = b;
    if (one->of_user != other->of_user)
        return one->of_user ? -1 : 1;
    return mt_text_compare(one->pattern, other->pattern);
}

static int64_t
provider_of(const struct mt_rules *rules, struct mt_text pattern, bool of_user)
{
    struct rule wanted = {.pattern = pattern, .of_user = of_user};
    const struct rule *found = NULL;
    if (rules->count)
        found = bsearch(&wanted, rules->rules, rules->count, sizeof wanted, compare_rules);
    return found ? found->provider : 0;
}

static int64_t
find_among(const struct mt_rules *rules, struct mt_text domain, struct mt_text registrable, bool of_user)
{
    for (struct mt_text rest = domain; rest.at;) {
        int64_t provider = provider_of(rules, rest, of_user);
        if (provider)
            return provider;
        mt_text_cut(&rest, '.');
    }
    struct mt_text rest = registrable, first = mt_text_cut(&rest, '.');
    char pattern[LABEL_BYTES + 2];
    if (!rest.at || first.len > LABEL_BYTES)
        return 0;
    memcpy(pattern, first.at, first.len);
    pattern[first.len] = '.';
    pattern[first.len + 1] = '*';
    return provider_of(rules, (struct mt_text){pattern, first.len + 2}, of_user);
}

int64_t
mt_rules_find(struct mt_rules *rules, struct mt_text domain, struct mt_text registrable)
{
    if (!is_name(domain))
        return 0;
    if (!rules->sorted && rules->count)
        qsort(rules->rules, rules->count, sizeof *rules->rules, compare_rules);
    rules->sorted = true;
    int64_t provider = find_among(rules, domain, registrable, true);
    return provider ? provider : find_among(rules, domain, registrable, false);
}

const char *
mt_rules_refuse(struct mt_text pattern)
{
    struct mt_text name = pattern;
    if (mt_text_ends_nocase(name, ".*")) {
        name.len -= 2;
        if (name.len && memchr(name.at, '.', name.len))
            return "only one label may stand before '.*'";
    } else if (!name.len || !memchr(name.at, '.', name.len)) {
        return "a pattern is a domain like 'example.com', or 'example.*'";
    }
    if (!is_name(name) || memchr(name.at, '*', name.len))
        return "the pattern is no domain name";
    for (size_t i = 0; i < name.len; i++)
        if (name.at[i] >= 'A' && name.at[i] <= 'Z')
            return "patterns are written in lower case";
    return NULL;
}
