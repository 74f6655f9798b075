/* DKIM of a domain: the two selectors of Microsoft 365, others that the user names, and the keys behind them. */

#include <string.h>

#include "ingest/dns_key.h"
#include "ingest/dns_parts.h"

enum { LEAST_BITS = 1024, GOOD_BITS = 2048, MICROSOFT_SELECTORS = 2 };

static const char *const microsoft_selectors[MICROSOFT_SELECTORS] = {"selector1", "selector2"};

/* How a selector stands. */
enum stand { HAS_KEY, HAS_NONE, POINTS_NOWHERE, IS_OPEN };

struct selector {
    struct mt_text selector, name; /* "selector1", "selector1._domainkey.contoso.com" */
    bool is_microsoft;
    enum stand stand;
    const struct mt_dns_record *alias; /* NULL: none */
    const struct mt_dns_answer *absence;
};

struct look {
    const struct mt_dns_question *question;
    struct mt_dns_answers *answers;
    struct mt_dns_result *result;
    struct mt_err *err;
};

/* ---- where an alias points ---- */

static bool
ends_with(struct mt_text name, const char *end)
{
    return mt_text_ends_nocase(name, end);
}

static bool
is_old_form(struct mt_text target)
{
    return ends_with(target, ".onmicrosoft.com") || ends_with(target, ".onmicrosoft.us") ||
           ends_with(target, ".partner.onmschina.cn");
}

/* What Get-DkimSigningConfig says is right; the letter and the suffix in it follow no rule that could be computed. */
static bool
is_new_form(struct mt_text target)
{
    return ends_with(target, ".dkim.mail.microsoft");
}

/* "selector1-contoso-com", as both forms begin for this selector and domain. */
static struct mt_text
own_label(struct look *look, const struct selector *selector)
{
    struct mt_text domain = look->question->domain;
    size_t len = selector->selector.len + 1 + domain.len;
    char *label = mt_arena_take(look->result->arena, len + 1);
    if (!label)
        return MT_TEXT_UNKNOWN;
    memcpy(label, selector->selector.at, selector->selector.len);
    label[selector->selector.len] = '-';
    for (size_t i = 0; i < domain.len; i++)
        label[selector->selector.len + 1 + i] = domain.at[i] == '.' ? '-' : domain.at[i];
    return (struct mt_text){label, len};
}

static struct mt_text
first_label(struct mt_text name)
{
    return mt_text_cut(&name, '.');
}

/* The other selector's target at this name: both would sign with one key, and rotation breaks. */
static bool
is_crossed(const struct selector *selector, struct mt_text target)
{
    char other[] = "selector1-";
    other[8] = mt_text_is(selector->selector, "selector1") ? '2' : '1';
    return mt_text_starts(target, other);
}

/* Without the dot at the end of a target the zone's own name is put behind it. */
static bool
is_doubled(struct mt_text target, struct mt_text domain)
{
    static const char *const ends[] = {".onmicrosoft.com", ".dkim.mail.microsoft"};
    if (!mt_dns_is_below(target, domain) || target.len == domain.len)
        return false;
    struct mt_text front = {target.at, target.len - domain.len - 1};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (ends_with(front, ends[i]))
            return true;
    return false;
}

static enum mt_dns_kind
kind_of_alias(struct look *look, const struct selector *selector, struct mt_text target)
{
    if (is_doubled(target, look->question->domain))
        return MT_DNS_KIND_DKIM_DOUBLED;
    if (!selector->is_microsoft)
        return MT_DNS_KIND_DKIM_ALIAS;
    bool is_old = is_old_form(target), is_new = is_new_form(target);
    if (!is_old && !is_new)
        return MT_DNS_KIND_DKIM_NOT_MICROSOFT;
    if (is_crossed(selector, target))
        return MT_DNS_KIND_DKIM_CROSSED;
    if (!mt_text_equal(first_label(target), own_label(look, selector)))
        return MT_DNS_KIND_DKIM_OTHER_DOMAIN;
    return is_old ? MT_DNS_KIND_DKIM_MICROSOFT_OLD : MT_DNS_KIND_DKIM_MICROSOFT_NEW;
}

/* ---- keys ---- */

static void
judge_key(struct look *look, const struct selector *selector, const struct mt_dns_record *record)
{
    struct mt_dns_result *result = look->result;
    struct mt_dkim_key key;
    if (!mt_dkim_key_read(record->text, result->arena, &key)) {
        result->failed = true;
        return;
    }
    enum mt_dns_kind kind = key.fault != MT_DKIM_FAULT_NONE ? MT_DNS_KIND_DKIM_KEY_BAD
                            : key.is_revoked                ? MT_DNS_KIND_DKIM_KEY_REVOKED
                            : key.is_ed25519                ? MT_DNS_KIND_DKIM_KEY_ED25519
                            : key.bits < LEAST_BITS         ? MT_DNS_KIND_DKIM_KEY_SHORT
                            : key.bits < GOOD_BITS          ? MT_DNS_KIND_DKIM_KEY_WEAK
                                                            : MT_DNS_KIND_DKIM_KEY;
    struct mt_dns_finding *finding = mt_dns_find_record(result, kind, selector->name, record);
    finding->text = selector->selector;
    finding->number = key.bits;
    finding->fault = (int)key.fault;
    if (key.is_test && key.fault == MT_DKIM_FAULT_NONE && !key.is_revoked)
        mt_dns_find_record(result, MT_DNS_KIND_DKIM_KEY_TEST, selector->name, record)->text = selector->selector;
}

static void
judge_keys(struct look *look, const struct selector *selector, const struct mt_dns_answer *answer)
{
    size_t count = 0;
    for (size_t i = 0; i < answer->count; i++)
        count += mt_dkim_is_key(answer->records[i].text);
    if (count > 1) {
        struct mt_dns_finding *finding =
            mt_dns_find_record(look->result, MT_DNS_KIND_DKIM_KEY_SEVERAL, selector->name, &answer->records[0]);
        finding->text = selector->selector;
        finding->number = (int64_t)count;
    }
    for (size_t i = 0; i < answer->count; i++)
        if (count <= 1 || mt_dkim_is_key(answer->records[i].text))
            judge_key(look, selector, &answer->records[i]);
}

/* ---- a selector ---- */

static void
judge_alias(struct look *look, const struct selector *selector, bool has_text)
{
    struct mt_text target = selector->alias->text;
    enum mt_dns_kind kind = kind_of_alias(look, selector, target);
    struct mt_dns_finding *finding = mt_dns_find_record(look->result, kind, selector->name, selector->alias);
    finding->text = target;
    if (has_text)
        mt_dns_find_record(look->result, MT_DNS_KIND_DKIM_NOT_ALONE, selector->name, selector->alias)->text =
            selector->selector;
}

static enum mt_rc
judge_selector(struct look *look, struct selector *selector)
{
    const struct mt_dns_answer *alias, *keys, *own = NULL;
    struct mt_text target;
    enum mt_rc rc = mt_dns_look(look->answers, selector->name, MT_DNS_CNAME, &alias, look->err);
    if (rc == MT_OK)
        rc = mt_dns_find(look->answers, selector->name, MT_DNS_TXT, &keys, &target, look->err);
    if (rc != MT_OK)
        return rc;
    if (alias->state == MT_DNS_RECORDS) {
        mt_dns_asker *ask = look->answers->ask;
        selector->alias = &alias->records[0];
        /* Only what was published beside the alias; whoever asks for it is led to the target. */
        look->answers->ask = NULL;
        rc = mt_dns_look(look->answers, selector->name, MT_DNS_TXT, &own, look->err);
        look->answers->ask = ask;
        judge_alias(look, selector, rc == MT_OK && own->state == MT_DNS_RECORDS);
    }
    switch (keys->state) {
    case MT_DNS_RECORDS:
        selector->stand = HAS_KEY;
        if (!selector->alias && selector->is_microsoft)
            mt_dns_find_record(look->result, MT_DNS_KIND_DKIM_AS_TXT, selector->name, &keys->records[0])->text =
                selector->selector;
        judge_keys(look, selector, keys);
        break;
    case MT_DNS_NO_DATA:
    case MT_DNS_NXDOMAIN:
        selector->stand = selector->alias ? POINTS_NOWHERE : HAS_NONE;
        break;
    case MT_DNS_NOT_ASKED:
    case MT_DNS_FAILED:
        selector->stand = IS_OPEN;
        break;
    }
    selector->absence = keys;
    return rc;
}

/* ---- what is missing ---- */

static void
say_open(struct look *look, const struct selector *selector)
{
    enum mt_dns_kind kind = selector->absence->state == MT_DNS_FAILED ? MT_DNS_KIND_DKIM_NO_ANSWER
                            : selector->alias                         ? MT_DNS_KIND_DKIM_TARGET_NOT_ASKED
                                                                      : MT_DNS_KIND_DKIM_NOT_ASKED;
    struct mt_text name = selector->alias ? selector->alias->text : selector->name;
    mt_dns_find_absence(look->result, kind, name, selector->absence)->text = selector->selector;
}

/* One of Microsoft's two selectors signs, the other waits for the next rotation: it may be missing for a while. */
static void
say_absence(struct look *look, const struct selector *selector, bool has_key)
{
    enum mt_dns_kind kind;
    /* That the target has a mistake in it was said. */
    if (mt_dns_has_found(look->result, MT_DNS_KIND_DKIM_DOUBLED, selector->name))
        return;
    if (selector->stand == POINTS_NOWHERE)
        kind =
            has_key && selector->is_microsoft ? MT_DNS_KIND_DKIM_ONE_POINTS_NOWHERE : MT_DNS_KIND_DKIM_POINTS_NOWHERE;
    else
        kind = selector->is_microsoft ? MT_DNS_KIND_DKIM_SELECTOR_MISSING : MT_DNS_KIND_DKIM_OTHER_MISSING;
    struct mt_dns_finding *finding = mt_dns_find_absence(look->result, kind, selector->name, selector->absence);
    finding->text = selector->selector;
    if (selector->alias) {
        finding->record = selector->alias->text;
        finding->line = selector->alias->line;
    }
}

static void
judge_absences(struct look *look, const struct selector *selectors, size_t count)
{
    bool has_key = false;
    size_t none = 0;
    for (size_t i = 0; i < count; i++) {
        has_key |= selectors[i].is_microsoft && selectors[i].stand == HAS_KEY;
        none += selectors[i].is_microsoft && selectors[i].stand == HAS_NONE;
    }
    for (size_t i = 0; i < count; i++) {
        if (selectors[i].stand == IS_OPEN)
            say_open(look, &selectors[i]);
        else if (selectors[i].stand == POINTS_NOWHERE ||
                 (selectors[i].stand == HAS_NONE && (none < MICROSOFT_SELECTORS || !selectors[i].is_microsoft)))
            say_absence(look, &selectors[i], has_key);
    }
    if (none == MICROSOFT_SELECTORS)
        mt_dns_find_absence(look->result, MT_DNS_KIND_DKIM_NONE, selectors[0].name, selectors[0].absence);
}

/* ---- all of it ---- */

static bool
name_selector(struct look *look, struct mt_text said, struct selector *selector)
{
    struct mt_text name = mt_arena_format(look->result->arena, "%.*s._domainkey.%.*s", (int)said.len, said.at,
                                          (int)look->question->domain.len, look->question->domain.at);
    selector->selector = said;
    return mt_text_known(name) && mt_dns_name(look->result->arena, name, &selector->name);
}

enum mt_rc
mt_dns_check_dkim(const struct mt_dns_question *question, struct mt_dns_answers *answers, struct mt_dns_result *result,
                  struct mt_err *err)
{
    struct look look = {question, answers, result, err};
    struct selector selectors[MICROSOFT_SELECTORS + MT_DNS_SELECTORS] = {{.is_microsoft = false}};
    size_t count = 0;
    enum mt_rc rc = MT_OK;
    for (size_t i = 0; i < MICROSOFT_SELECTORS; i++) {
        selectors[count].is_microsoft = true;
        if (name_selector(&look, mt_text_of(microsoft_selectors[i]), &selectors[count]))
            count++;
    }
    for (size_t i = 0; i < question->selector_count; i++)
        if (name_selector(&look, question->selectors[i], &selectors[count]) &&
            !mt_text_equal(selectors[count].name, selectors[0].name) &&
            !mt_text_equal(selectors[count].name, selectors[1].name))
            count++;
    for (size_t i = 0; rc == MT_OK && i < count; i++)
        rc = judge_selector(&look, &selectors[i]);
    if (rc == MT_OK)
        judge_absences(&look, selectors, count);
    return rc;
}
