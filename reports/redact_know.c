/* What an original is: what makes two of them the same, what stays, and how it is looked for in texts. */

#include "reports/redact_inside.h"

#include <string.h>

#include "reports/redact_fold.h"

/* ---- keys ---- */

static struct mt_text
without_around(struct mt_text text, const char *marks)
{
    for (text = mt_text_trim(text); text.len && text.at[0] && strchr(marks, text.at[0]);)
        text = mt_text_trim((struct mt_text){text.at + 1, text.len - 1});
    while (text.len && text.at[text.len - 1] && strchr(marks, text.at[text.len - 1]))
        text = mt_text_trim((struct mt_text){text.at, text.len - 1});
    return text;
}

/* ASCII lower case, as mail systems compare addresses. */
static bool
put_lower(struct mt_redactor *redactor, struct mt_text text)
{
    for (size_t i = 0; i < text.len; i++)
        mt_out_byte(&redactor->scratch, mt_ascii_lower(text.at[i]));
    redactor->failed |= redactor->scratch.failed;
    return !redactor->failed;
}

/* Words, so that blanks, case and accents make no other one of it; marks alone are themselves. */
static bool
put_folded(struct mt_redactor *redactor, struct mt_text text)
{
    size_t before = redactor->scratch.len;
    mt_words_fold(text, &redactor->scratch);
    return redactor->scratch.len == before ? put_lower(redactor, text) : !redactor->scratch.failed;
}

static bool
person_key(struct mt_redactor *redactor, struct mt_text text)
{
    text = without_around(text, "<>");
    if (mt_text_starts_nocase(text, "mailto:"))
        text = (struct mt_text){text.at + 7, text.len - 7};
    size_t at = text.len;
    while (at > 0 && text.at[at - 1] != '@')
        at--;
    struct mt_text local = {text.at, at ? at - 1 : text.len}, domain = {text.at + at, at ? text.len - at : 0};
    local = without_around(local, "\"");
    while (domain.len && domain.at[domain.len - 1] == '.')
        domain.len--;
    if (local.len == 0 || (at && mt_sender_stays(local)) || mt_is_token(redactor, local))
        return false;
    bool fine = put_lower(redactor, local);
    if (at) {
        mt_out_byte(&redactor->scratch, '@');
        fine = put_lower(redactor, domain);
    }
    return fine;
}

/* What was redacted before: "N9ZMB, RXDKS". */
static bool
has_tokens_only(const struct mt_redactor *redactor, struct mt_text text)
{
    struct mt_word word;
    bool any = false;
    for (size_t at = 0; mt_word_next(redactor->phrases.key, text, &at, &word); any = true)
        if (!mt_is_token(redactor, (struct mt_text){text.at + word.from, word.to - word.from}))
            return false;
    return any;
}

static bool
subject_key(struct mt_redactor *redactor, struct mt_text text)
{
    text = mt_subject_base(text);
    return text.len > 0 && !has_tokens_only(redactor, text) && put_folded(redactor, text);
}

static const char around_names[] = "\"',;<>";

/* "Doe, Jane" is Jane Doe. */
static bool
name_key(struct mt_redactor *redactor, struct mt_text text)
{
    text = without_around(text, around_names);
    if (mt_words_count(text) == 0 || mt_name_stays(text) || has_tokens_only(redactor, text))
        return false;
    struct mt_text rest = text, last = mt_text_cut(&rest, ',');
    if (!rest.at)
        return put_folded(redactor, text);
    bool fine = put_folded(redactor, mt_text_trim(rest));
    mt_out_byte(&redactor->scratch, ' ');
    return fine && put_folded(redactor, last);
}

static struct mt_text
host_of(struct mt_text text)
{
    text = without_around(text, "[]<>()");
    while (text.len && text.at[text.len - 1] == '.')
        text.len--;
    return text;
}

static bool
host_key(struct mt_redactor *redactor, struct mt_text text)
{
    text = host_of(text);
    return mt_host_is_internal(text) && !mt_is_token(redactor, text) && put_lower(redactor, text);
}

static bool
ip_key(struct mt_redactor *redactor, struct mt_text text)
{
    char room[64];
    bool is_internal;
    return mt_redact_ip_read(host_of(text), room, &is_internal) && is_internal && put_lower(redactor, mt_text_of(room));
}

/* An internal domain is a host, whether domains are hidden or not. */
static bool
domain_key(struct mt_redactor *redactor, struct mt_text text)
{
    text = host_of(text);
    return redactor->options.hide_domains && text.len > 0 && memchr(text.at, '.', text.len) &&
           !mt_host_is_internal(text) && !mt_domain_stays(text) && !mt_text_ends_nocase(text, ".invalid") &&
           put_lower(redactor, text);
}

static const struct {
    bool (*key)(struct mt_redactor *redactor, struct mt_text text);
    size_t shown; /* the option that lets it stay; offset */
    /* How it is looked for in texts. */
    size_t least_letters, least_several;
    bool turns;
} kinds[] = {
    [MT_REDACT_PERSON] = {person_key, offsetof(struct mt_redact_options, show_people), 5, 2, true},
    [MT_REDACT_SUBJECT] = {subject_key, offsetof(struct mt_redact_options, show_subjects), 4, 4, false},
    [MT_REDACT_NAME] = {name_key, offsetof(struct mt_redact_options, show_names), 4, 4, true},
    [MT_REDACT_HOST] = {host_key, offsetof(struct mt_redact_options, show_hosts), 4, 4, false},
    [MT_REDACT_IP] = {ip_key, offsetof(struct mt_redact_options, show_hosts), 0, 0, false},
    [MT_REDACT_DOMAIN] = {domain_key, SIZE_MAX, 1, 1, false},
};

bool
mt_original_key(struct mt_redactor *redactor, enum mt_redact_kind kind, struct mt_text text, struct mt_text *key)
{
    mt_out_clear(&redactor->scratch);
    if (!text.at || !kinds[kind].key(redactor, text))
        return false;
    *key = mt_out_view(&redactor->scratch);
    return key->len > 0;
}

/* ---- knowing ---- */

static bool
is_shown(const struct mt_redactor *redactor, enum mt_redact_kind kind)
{
    return kinds[kind].shown != SIZE_MAX && *(const bool *)((const char *)&redactor->options + kinds[kind].shown);
}

static void
add_phrase(struct mt_redactor *redactor, uint32_t number, enum mt_redact_kind kind, struct mt_text text)
{
    struct mt_phrase_kind phrase = {
        .original = number,
        .rank = (int)kind,
        .least_letters = kinds[kind].least_letters,
        .least_several = kinds[kind].least_several,
        .turns = kinds[kind].turns,
    };
    if (!mt_phrases_add(&redactor->phrases, text, &phrase))
        redactor->failed = true;
}

static struct mt_text
domain_of(struct mt_text address)
{
    for (size_t i = address.len; i > 0; i--)
        if (address.at[i - 1] == '@')
            return (struct mt_text){address.at + i, address.len - i};
    return MT_TEXT_UNKNOWN;
}

/* Of an address the local part is looked for by itself. The words of its domain are no secret, and so are common. */
static void
add_person(struct mt_redactor *redactor, uint32_t number, bool is_strong)
{
    struct mt_text local = mt_original_at(redactor, number)->key, domain = domain_of(local);
    struct mt_local_piece pieces[MT_LOCAL_PIECES];
    if (!domain.at) {
        add_phrase(redactor, number, MT_REDACT_PERSON, local);
        return;
    }
    local.len -= domain.len + 1;
    size_t count = mt_local_split(redactor, local, domain, false, pieces);
    if (count == 1 && pieces[0].local.len == local.len)
        add_phrase(redactor, number, MT_REDACT_PERSON, local);
    else
        for (size_t i = 0; i < count; i++)
            mt_know_address(redactor, pieces[i].local, pieces[i].domain, is_strong);
    if (!redactor->options.hide_domains && !mt_phrases_make_common(&redactor->phrases, domain))
        redactor->failed = true;
}

/* Machines are often spoken of by their first label alone. A short one without digits is a word like others. */
static bool
is_machine(struct mt_text label)
{
    enum { LONG = 7 };
    bool is_numbered = false;
    for (size_t i = 0; i < label.len; i++)
        is_numbered |= label.at[i] == '-' || (label.at[i] >= '0' && label.at[i] <= '9');
    return is_numbered || label.len >= LONG;
}

static void
add_host(struct mt_redactor *redactor, uint32_t number)
{
    struct mt_text host = mt_original_at(redactor, number)->key, rest = host, label = mt_text_cut(&rest, '.');
    if (rest.at)
        add_phrase(redactor, number, MT_REDACT_HOST, host);
    if (is_machine(label))
        add_phrase(redactor, number, MT_REDACT_HOST, label);
}

static void
add_phrases(struct mt_redactor *redactor, uint32_t number, enum mt_redact_kind kind, struct mt_text text,
            bool is_strong)
{
    switch (kind) {
    case MT_REDACT_PERSON:
        add_person(redactor, number, is_strong);
        return;
    case MT_REDACT_SUBJECT:
    case MT_REDACT_NAME:
    case MT_REDACT_DOMAIN:
        add_phrase(redactor, number, kind, text);
        return;
    case MT_REDACT_HOST:
        add_host(redactor, number);
        return;
    case MT_REDACT_IP: /* read as a number, not as words */
        return;
    }
}

/* As people are to see it when they ask. */
static struct mt_text
shown_text(enum mt_redact_kind kind, struct mt_text text, struct mt_text key)
{
    switch (kind) {
    case MT_REDACT_SUBJECT:
        return mt_subject_base(text);
    case MT_REDACT_NAME:
        return without_around(text, around_names);
    case MT_REDACT_PERSON:
    case MT_REDACT_HOST:
    case MT_REDACT_IP:
    case MT_REDACT_DOMAIN:
        break;
    }
    return key;
}

struct mt_text
mt_address_of(struct mt_redactor *redactor, struct mt_text local, struct mt_text domain)
{
    mt_out_clear(&redactor->address);
    mt_out_text(&redactor->address, local);
    mt_out_byte(&redactor->address, '@');
    mt_out_text(&redactor->address, domain);
    redactor->failed |= redactor->address.failed;
    return mt_out_view(&redactor->address);
}

uint32_t
mt_know(struct mt_redactor *redactor, enum mt_redact_kind kind, struct mt_text text, bool is_strong)
{
    struct mt_text key;
    /* Also of senders that stay, and of people who are to be seen. */
    if (kind == MT_REDACT_PERSON && redactor->options.hide_domains)
        mt_know(redactor, MT_REDACT_DOMAIN, domain_of(text), is_strong);
    if (is_shown(redactor, kind) || !mt_original_key(redactor, kind, text, &key))
        return 0;
    uint32_t number = mt_original_make(redactor, kind, key, shown_text(kind, text, key));
    if (!number)
        return 0;
    struct mt_original *original = mt_original_at(redactor, number);
    original->is_strong |= is_strong;
    if (!original->is_known) {
        original->is_known = true;
        add_phrases(redactor, number, kind, original->text, is_strong);
    }
    return number;
}

uint32_t
mt_know_address(struct mt_redactor *redactor, struct mt_text local, struct mt_text domain, bool is_strong)
{
    struct mt_text address = mt_address_of(redactor, local, domain);
    return mt_know(redactor, MT_REDACT_PERSON, address, is_strong);
}

void
mt_know_name(struct mt_redactor *redactor, struct mt_text name, uint32_t person)
{
    uint32_t number = mt_know(redactor, MT_REDACT_NAME, name, true);
    if (!number || !person)
        return;
    struct mt_original *original = mt_original_at(redactor, number);
    if (original->same_as)
        return;
    original->same_as = person;
    struct mt_text shown = original->text;
    struct mt_phrase_kind phrase = {.original = person,
                                    .rank = MT_REDACT_PERSON,
                                    .least_letters = kinds[MT_REDACT_NAME].least_letters,
                                    .least_several = kinds[MT_REDACT_NAME].least_several,
                                    .turns = true};
    if (!mt_phrases_add(&redactor->phrases, shown, &phrase))
        redactor->failed = true;
}
