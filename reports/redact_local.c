/* What a local part quotes: addresses inside of addresses, as forwarders, mailing lists and Exchange write them. */

#include "reports/redact_inside.h"

#include <string.h>

#include "reports/redact_fold.h"

/* ---- small questions ---- */

bool
mt_label_is_tld(struct mt_text label)
{
    static const char *const known[] = {
        "com",   "net",     "org",    "info",   "edu",     "gov",     "mil",       "int",      "biz",     "name",
        "pro",   "aero",    "coop",   "museum", "mobi",    "jobs",    "travel",    "cat",      "tel",     "asia",
        "post",  "app",     "dev",    "online", "cloud",   "email",   "site",      "shop",     "store",   "tech",
        "xyz",   "club",    "agency", "group",  "world",   "live",    "solutions", "services", "company", "digital",
        "media", "network", "bank",   "arpa",   "example", "invalid", "test"};
    bool has_letters_only = label.len > 0;
    for (size_t i = 0; i < label.len; i++) {
        char c = mt_ascii_lower(label.at[i]);
        has_letters_only &= c >= 'a' && c <= 'z';
    }
    if (has_letters_only && label.len == 2)
        return true;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (mt_text_is_nocase(label, known[i]))
            return true;
    return mt_text_starts_nocase(label, "xn--");
}

static bool
is_one_of(struct mt_text text, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (mt_text_is_nocase(text, list[i]))
            return true;
    return false;
}

#define IS_ONE_OF(text, list) is_one_of(text, list, sizeof(list) / sizeof *(list))

static ptrdiff_t
last_of(struct mt_text text, const char *marks)
{
    for (size_t i = text.len; i > 0; i--)
        if (text.at[i - 1] && strchr(marks, text.at[i - 1]))
            return (ptrdiff_t)i - 1;
    return -1;
}

static struct mt_text
before(struct mt_text text, ptrdiff_t at)
{
    return (struct mt_text){text.at, (size_t)at};
}

static struct mt_text
behind(struct mt_text text, ptrdiff_t at)
{
    size_t from = (size_t)(at + 1);
    return (struct mt_text){text.at + from, text.len - from};
}

/* "contoso.com", and not "jane.doe". */
static bool
is_domain(struct mt_text text)
{
    ptrdiff_t dot = last_of(text, ".");
    if (dot <= 0 || !mt_label_is_tld(behind(text, dot)) || text.at[0] == '-')
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (!mt_is_word_byte(text.at[i]) && text.at[i] != '-' && (text.at[i] != '.' || i == 0 || text.at[i - 1] == '.'))
            return false;
    return true;
}

/* ---- forms ---- */

struct split {
    struct mt_redactor *redactor;
    struct mt_local_piece *pieces;
    size_t count;
};

static void
add(struct split *split, struct mt_text local, struct mt_text domain)
{
    if (local.len && split->count < MT_LOCAL_PIECES)
        split->pieces[split->count++] = (struct mt_local_piece){local, domain};
}

bool
mt_local_is_harmless(const struct mt_redactor *redactor, struct mt_text prefix)
{
    static const char *const words[] = {"bounce", "bounces", "bounced", "return",  "returns", "verp",
                                        "srs",    "srs0",    "srs1",    "prvs",    "btv1",    "msprvs1",
                                        "list",   "owner",   "reply",   "noreply", "mailer",  "sender",
                                        "errors", "err",     "b",       "bt",      "bnc",     "ext"};
    while (prefix.len) {
        size_t len = 0, digits = 0;
        while (len < prefix.len && !strchr("+-=_./", prefix.at[len]) && prefix.at[len])
            digits += prefix.at[len] >= '0' && prefix.at[len] <= '9', len++;
        struct mt_text word = {prefix.at, len};
        if (len && digits != len && !IS_ONE_OF(word, words) && !mt_is_token(redactor, word))
            return false;
        size_t skip = len < prefix.len ? len + 1 : len;
        prefix = (struct mt_text){prefix.at + skip, prefix.len - skip};
    }
    return true;
}

/* What stands before a quoted address may be another one's: that of a forwarder, of a mailbox with bounces of its own.
 * `prefix` ends in the mark that parts them. */
static void
add_prefix(struct split *split, struct mt_text prefix, struct mt_text domain)
{
    while (prefix.len && strchr("+-=_./", prefix.at[prefix.len - 1]))
        prefix.len--;
    if (!mt_local_is_harmless(split->redactor, prefix))
        add(split, prefix, domain);
}

/* Guests of a tenant: jane.doe_fabrikam.com#EXT# */
static bool
split_guest(struct split *split, struct mt_text local, struct mt_text domain)
{
    (void)domain;
    if (!mt_text_ends_nocase(local, "#EXT#"))
        return false;
    local.len -= 5;
    ptrdiff_t at = last_of(local, "_");
    if (at <= 0)
        return false;
    add(split, before(local, at), behind(local, at));
    return true;
}

/* Where SRS begins in a local part, or -1: SRS0=hash=day=contoso.com=jane, also behind the forwarder's own name. */
static ptrdiff_t
srs_begins(struct mt_text local)
{
    static const char *const marks[] = {"srs0=", "srs0+", "srs0-", "srs1=", "srs1+", "srs1-", "srs="};
    for (size_t at = 0; at < local.len; at++) {
        if (at > 0 && local.at[at - 1] != '+')
            continue;
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
            if (mt_text_starts_nocase((struct mt_text){local.at + at, local.len - at}, marks[i]))
                return (ptrdiff_t)at;
    }
    return -1;
}

static bool
split_srs(struct split *split, struct mt_text local, struct mt_text domain)
{
    ptrdiff_t begin = srs_begins(local);
    if (begin < 0)
        return false;
    add_prefix(split, before(local, begin), domain);
    ptrdiff_t user = last_of(local, "="), host = user > begin ? last_of(before(local, user), "=") : -1;
    if (host < begin || !is_domain(behind(before(local, user), host)))
        return true; /* bounces+SRS=hash=day: it quotes nobody */
    add(split, behind(local, user), behind(before(local, user), host));
    return true;
}

/* A signature in front of the own address: prvs=0123abcdef=jane */
static bool
split_signed(struct split *split, struct mt_text local, struct mt_text domain)
{
    static const char *const marks[] = {"prvs=", "btv1=", "msprvs1="};
    bool any = false;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        any |= mt_text_starts_nocase(local, marks[i]);
    if (!any)
        return false;
    struct mt_text rest = local, user = behind(local, last_of(local, "="));
    mt_text_cut(&rest, '=');
    if (is_domain(user) && last_of(rest, "=") > 0) /* msprvs1=…=bounces-jane=contoso.com */
        return false;
    add(split, user, domain);
    return true;
}

/* The user of user=contoso.com: behind what the list put in front. Somebody known decides; else the last '+' or '='. */
static struct mt_text
verp_user(struct mt_redactor *redactor, struct mt_text local, struct mt_text domain)
{
    struct mt_text key;
    for (size_t at = 0, tried = 0; at < local.len && tried < 16; at++) {
        if (at > 0 && !strchr("+=-_./", local.at[at - 1]))
            continue;
        struct mt_text user = {local.at + at, local.len - at};
        tried++;
        if (mt_original_key(redactor, MT_REDACT_PERSON, mt_address_of(redactor, user, domain), &key)) {
            uint32_t number = mt_original_find(redactor, MT_REDACT_PERSON, key);
            if (number && mt_original_at(redactor, number)->is_known)
                return user;
        } else if (mt_is_token(redactor, user)) {
            return user;
        }
    }
    return behind(local, last_of(local, "+="));
}

/* Lists that want to know whose address bounced: bounces+jane=contoso.com */
static bool
split_verp(struct split *split, struct mt_text local, struct mt_text domain)
{
    ptrdiff_t at = last_of(local, "=");
    if (at <= 0 || !is_domain(behind(local, at)))
        return false;
    struct mt_text inner = behind(local, at), user = verp_user(split->redactor, before(local, at), inner);
    add_prefix(split, (struct mt_text){local.at, (size_t)(user.at - local.at)}, domain);
    add(split, user, inner);
    return true;
}

/* A setting in a line of a log or a header: envelope-from=jane.doe */
static bool
split_setting(struct split *split, struct mt_text local, struct mt_text domain)
{
    static const char *const keys[] = {"from",
                                       "to",
                                       "cc",
                                       "rcpt",
                                       "mail",
                                       "email",
                                       "user",
                                       "username",
                                       "i",
                                       "u",
                                       "mailfrom",
                                       "smtp.mailfrom",
                                       "smtp.rcpttodomain",
                                       "header.from",
                                       "header.i",
                                       "envelope-from",
                                       "envelope-to",
                                       "sender",
                                       "recipient",
                                       "address",
                                       "rcptto",
                                       "smtp.from",
                                       "smtp.to",
                                       "smtp.mail",
                                       "smtp.rcpt",
                                       "auth",
                                       "smtp.auth",
                                       "login",
                                       "upn",
                                       "id",
                                       "mailto",
                                       "orcpt",
                                       "x-sender",
                                       "addr"};
    ptrdiff_t at = last_of(local, "=");
    if (at <= 0)
        return false;
    struct mt_text rest = before(local, at), key = behind(rest, last_of(rest, "=&?;,"));
    if (!IS_ONE_OF(key, keys))
        return false;
    add(split, behind(local, at), domain);
    return true;
}

bool
mt_local_is_certain(struct mt_text local)
{
    return srs_begins(local) >= 0;
}

size_t
mt_local_split(struct mt_redactor *redactor, struct mt_text local, struct mt_text domain, bool in_text,
               struct mt_local_piece pieces[MT_LOCAL_PIECES])
{
    struct split split = {.redactor = redactor, .pieces = pieces};
    if (split_guest(&split, local, domain) || split_srs(&split, local, domain) || split_signed(&split, local, domain) ||
        (in_text && split_setting(&split, local, domain)) || split_verp(&split, local, domain))
        return split.count;
    add(&split, local, domain);
    return split.count;
}
