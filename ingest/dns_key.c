#include "ingest/dns_key.h"

#include <string.h>

#include "ingest/dns_tags.h"

/* ---- base64 ---- */

static int
digit_of(char c)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c ? strchr(digits, c) : NULL;
    return at ? (int)(at - digits) : -1;
}

/* Blanks may stand between. Sloppy ends (no "=", bits that are left over) are taken, as verifiers do. */
static bool
decode(struct mt_text text, unsigned char *bytes, size_t *len)
{
    unsigned bits = 0;
    int have = 0;
    size_t padding = 0;
    *len = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n')
            continue;
        if (c == '=') {
            padding++;
            continue;
        }
        int digit = digit_of(c);
        if (digit < 0 || padding)
            return false;
        bits = bits << 6 | (unsigned)digit;
        have += 6;
        if (have >= 8) {
            have -= 8;
            bytes[(*len)++] = (unsigned char)(bits >> have & 0xFF);
        }
    }
    return padding <= 2 && have != 6;
}

/* ---- DER ---- */

enum { SEQUENCE = 0x30, INTEGER = 0x02, BIT_STRING = 0x03, OBJECT_ID = 0x06 };

struct der {
    const unsigned char *at;
    size_t len;
};

/* Takes the next element off `der` if it has that tag. */
static bool
take(struct der *der, unsigned tag, struct der *content)
{
    if (der->len < 2 || der->at[0] != tag)
        return false;
    size_t at = 2, size = der->at[1];
    if (size >= 0x80) {
        size_t count = size & 0x7F;
        size = 0;
        if (count == 0 || count > 3 || count > der->len - 2)
            return false;
        for (size_t i = 0; i < count; i++)
            size = size << 8 | der->at[at++];
    }
    if (size > der->len - at)
        return false;
    *content = (struct der){der->at + at, size};
    *der = (struct der){der->at + at + size, der->len - at - size};
    return true;
}

static int
bits_of(struct der number)
{
    while (number.len && number.at[0] == 0)
        number = (struct der){number.at + 1, number.len - 1};
    if (number.len == 0)
        return 0;
    int bits = (int)(number.len - 1) * 8;
    for (unsigned top = number.at[0]; top; top >>= 1)
        bits++;
    return bits;
}

/* RSAPublicKey: the modulus and the exponent. */
static int
modulus_bits(struct der der)
{
    struct der pair, modulus, exponent;
    if (!take(&der, SEQUENCE, &pair) || !take(&pair, INTEGER, &modulus) || !take(&pair, INTEGER, &exponent))
        return 0;
    return bits_of(modulus);
}

/* SubjectPublicKeyInfo with rsaEncryption, or the RSAPublicKey inside of it alone, which RFC 6376 also allows. */
static int
rsa_bits(const unsigned char *bytes, size_t len)
{
    static const unsigned char rsa_encryption[] = {0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01};
    struct der der = {bytes, len}, info, algorithm, id, key;
    int bits = modulus_bits(der);
    if (bits || !take(&der, SEQUENCE, &info) || !take(&info, SEQUENCE, &algorithm) || !take(&info, BIT_STRING, &key) ||
        !take(&algorithm, OBJECT_ID, &id))
        return bits;
    if (id.len != sizeof rsa_encryption || memcmp(id.at, rsa_encryption, id.len) != 0 || key.len < 1 || key.at[0] != 0)
        return 0;
    return modulus_bits((struct der){key.at + 1, key.len - 1});
}

/* ---- tags ---- */

/* True when one of the words between colons is `word` or "*". */
static bool
names(struct mt_text list, const char *word, bool allows_star)
{
    while (mt_text_known(list)) {
        struct mt_text item = mt_text_trim(mt_text_cut(&list, ':'));
        if (mt_text_is_nocase(item, word) || (allows_star && mt_text_is(item, "*")))
            return true;
    }
    return false;
}

static bool
is_tag_name(struct mt_text name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = mt_ascii_lower(name.at[i]);
        if (!((c >= 'a' && c <= 'z') || (i && ((c >= '0' && c <= '9') || c == '_'))))
            return false;
    }
    return name.len > 0;
}

/* Tags that mean something here, each allowed once. */
static enum mt_dkim_fault
check_tags(struct mt_text text)
{
    static const char letters[] = "vgkhnpst";
    bool seen[sizeof letters] = {false};
    struct mt_dns_tag tag;
    for (bool is_first = true; mt_dns_tag_next(&text, &tag); is_first = false) {
        if (!is_tag_name(tag.name) || !mt_text_known(tag.value))
            return MT_DKIM_FAULT_TAGS;
        const char *letter = tag.name.len == 1 ? strchr(letters, tag.name.at[0]) : NULL;
        if (letter && seen[letter - letters])
            return MT_DKIM_FAULT_TWICE;
        if (letter)
            seen[letter - letters] = true;
        if (mt_text_is(tag.name, "v") && (!is_first || !mt_text_is(tag.value, "DKIM1")))
            return MT_DKIM_FAULT_VERSION;
    }
    return MT_DKIM_FAULT_NONE;
}

bool
mt_dkim_is_key(struct mt_text text)
{
    return mt_text_known(mt_dns_tag_value(text, "p")) || mt_text_starts_nocase(mt_text_trim(text), "v=DKIM1");
}

static enum mt_dkim_fault
read_public(struct mt_text value, struct mt_arena *arena, struct mt_dkim_key *key, bool *has_memory)
{
    size_t len;
    unsigned char *bytes = mt_arena_take(arena, value.len + 1);
    *has_memory = bytes != NULL;
    if (!bytes)
        return MT_DKIM_FAULT_NONE;
    if (!decode(value, bytes, &len))
        return MT_DKIM_FAULT_BASE64;
    if (key->is_ed25519)
        key->bits = len == 32 ? 256 : 0;
    else
        key->bits = rsa_bits(bytes, len);
    return key->bits ? MT_DKIM_FAULT_NONE : MT_DKIM_FAULT_CONTENT;
}

bool
mt_dkim_key_read(struct mt_text text, struct mt_arena *arena, struct mt_dkim_key *key)
{
    bool has_memory = true;
    *key = (struct mt_dkim_key){.fault = check_tags(text)};
    if (key->fault != MT_DKIM_FAULT_NONE)
        return true;
    struct mt_text kind = mt_dns_tag_value(text, "k"), value = mt_dns_tag_value(text, "p"),
                   flags = mt_dns_tag_value(text, "t"), hashes = mt_dns_tag_value(text, "h"),
                   services = mt_dns_tag_value(text, "s");
    key->is_ed25519 = mt_text_is_nocase(kind, "ed25519");
    key->is_test = names(flags, "y", false);
    key->is_revoked = mt_text_known(value) && value.len == 0;
    if (!mt_text_known(value))
        key->fault = MT_DKIM_FAULT_NO_KEY;
    else if (mt_text_known(kind) && !key->is_ed25519 && !mt_text_is_nocase(kind, "rsa"))
        key->fault = MT_DKIM_FAULT_KIND;
    else if (mt_text_known(services) && !names(services, "email", true))
        key->fault = MT_DKIM_FAULT_SERVICE;
    else if (mt_text_known(hashes) && !names(hashes, "sha256", false))
        key->fault = MT_DKIM_FAULT_HASH;
    else if (!key->is_revoked)
        key->fault = read_public(value, arena, key, &has_memory);
    return has_memory;
}
