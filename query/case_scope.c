#include "query/case_scope.h"

#include <stddef.h>
#include <string.h>

#include "store/base/out.h"

static const struct {
    const char *key;
    size_t member;
} texts[] = {
    {"provider", offsetof(struct mt_filter, provider)},   {"domain", offsetof(struct mt_filter, domain)},
    {"country", offsetof(struct mt_filter, country)},     {"remote-host", offsetof(struct mt_filter, remote_host)},
    {"sender", offsetof(struct mt_filter, sender)},       {"size", offsetof(struct mt_filter, size_band)},
    {"forest", offsetof(struct mt_filter, forest)},       {"region", offsetof(struct mt_filter, region)},
    {"connector", offsetof(struct mt_filter, connector)}, {"direction", offsetof(struct mt_filter, direction)},
};

static const struct {
    const char *key;
    size_t member;
} moments[] = {
    {"since", offsetof(struct mt_filter, since_us)},
    {"until", offsetof(struct mt_filter, until_us)},
};

/* ---- writing ---- */

static void
put(struct mt_out *out, const char *key, struct mt_text value)
{
    static const char digits[] = "0123456789ABCDEF";
    if (out->len)
        mt_out_byte(out, ' ');
    mt_out_string(out, key);
    mt_out_byte(out, '=');
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.at[i];
        bool plain = c > ' ' && c != '%' && c != '=' && c < 0x7F;
        if (plain) {
            mt_out_byte(out, (char)c);
            continue;
        }
        mt_out_byte(out, '%');
        mt_out_byte(out, digits[c >> 4]);
        mt_out_byte(out, digits[c & 15]);
    }
}

struct mt_text
mt_case_scope_write(const struct mt_filter *filter, struct mt_arena *arena)
{
    struct mt_out out = MT_OUT_EMPTY;
    struct mt_text scope = MT_TEXT_UNKNOWN;
    char room[32];
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct mt_text value = *(const struct mt_text *)((const char *)filter + texts[i].member);
        if (mt_text_known(value))
            put(&out, texts[i].key, value);
    }
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
        int64_t moment = *(const int64_t *)((const char *)filter + moments[i].member);
        if (moment != MT_MOMENT_UNKNOWN)
            put(&out, moments[i].key, mt_moment_iso(moment, room));
    }
    if (out.failed || !mt_arena_copy(arena, out.len ? mt_out_view(&out) : MT_TEXT_LITERAL(""), &scope))
        scope = MT_TEXT_UNKNOWN;
    mt_out_release(&out);
    return scope;
}

/* ---- reading ---- */

static int
hex(char c)
{
    char low = mt_ascii_lower(c);
    return c >= '0' && c <= '9' ? c - '0' : low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

static bool
take(struct mt_text value, struct mt_arena *arena, struct mt_text *plain)
{
    char *at = mt_arena_take(arena, value.len + 1);
    size_t len = 0;
    if (!at)
        return false;
    for (size_t i = 0; i < value.len; i++) {
        bool escaped =
            value.at[i] == '%' && i + 2 < value.len && hex(value.at[i + 1]) >= 0 && hex(value.at[i + 2]) >= 0;
        at[len++] = escaped ? (char)(hex(value.at[i + 1]) * 16 + hex(value.at[i + 2])) : value.at[i];
        i += escaped ? 2 : 0;
    }
    *plain = (struct mt_text){at, len};
    return true;
}

bool
mt_case_scope_read(struct mt_text scope, struct mt_arena *arena, struct mt_filter *filter)
{
    mt_filter_init(filter);
    for (struct mt_text rest = scope; rest.len;) {
        struct mt_text value = mt_text_cut(&rest, ' ');
        struct mt_text key = mt_text_cut(&value, '='), plain;
        bool known = false;
        if (!mt_text_known(value) || !take(value, arena, &plain))
            return false;
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
            if (mt_text_is(key, texts[i].key)) {
                *(struct mt_text *)((char *)filter + texts[i].member) = plain;
                known = true;
            }
        for (size_t i = 0; i < sizeof moments / sizeof *moments; i++)
            if (mt_text_is(key, moments[i].key)) {
                struct mt_err ignored;
                known = mt_filter_moment(plain.at, NULL, (int64_t *)((char *)filter + moments[i].member), &ignored) ==
                        MT_OK;
            }
        if (!known)
            return false;
    }
    return true;
}
