/* Any text as a reason: what is read keeps the promises of store/row.h and ingest/reason_text.h, and the same text
 * reads the same again. */

#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "ingest/reason.h"
#include "ingest/reason_text.h"

static void
demand(bool holds)
{
    if (!holds)
        abort();
}

/* "" or a class of 2, 4 or 5 and two numbers. */
static void
check_code(struct mt_text code)
{
    int dots = 0;
    demand(!mt_text_known(code) || (code.len >= 5 && code.len <= 9 && strchr("245", code.at[0])));
    for (size_t i = 0; i < code.len; i++) {
        dots += code.at[i] == '.';
        demand(code.at[i] == '.' || (code.at[i] >= '0' && code.at[i] <= '9'));
    }
    demand(!mt_text_known(code) || dots == 2);
}

static void
check_words(struct mt_text words)
{
    demand(!mt_text_known(words) || (words.len > 0 && words.len <= MT_REASON_TEXT_BYTES));
    demand(mt_text_valid_utf8(words, false));
    for (size_t i = 0; i < words.len; i++)
        demand((unsigned char)words.at[i] >= 0x20 && words.at[i] != 0x7F);
}

static void
check(const struct mt_reason *reason)
{
    demand(reason->reply == 0 || (reason->reply >= 200 && reason->reply < 560));
    demand(reason->outer_reply == 0 || (reason->outer_reply >= 200 && reason->outer_reply < 560));
    check_code(reason->code);
    check_code(reason->outer_code);
    check_words(reason->text);
    demand(!mt_text_known(reason->remote_host) || memchr(reason->remote_host.at, '.', reason->remote_host.len));
    demand(!mt_text_known(reason->remote_ip) || (reason->remote_ip.len >= 2 && reason->remote_ip.len < 46));
    demand(!mt_text_starts(reason->remote_ip, "25."));
    demand(!mt_text_known(reason->server) || mt_text_ends_nocase(reason->server, ".com") ||
           mt_text_ends_nocase(reason->server, ".us") || mt_text_ends_nocase(reason->server, ".cn"));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mt_text text = {(const char *)data, size};
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct mt_reason reason, again;
    if (mt_reason_read(text, &arena, &reason)) {
        check(&reason);
        demand(mt_reason_read(text, &arena, &again));
        demand(reason.reply == again.reply && mt_text_equal(reason.code, again.code) &&
               mt_text_equal(reason.text, again.text) && mt_text_equal(reason.remote_host, again.remote_host));
    }
    mt_arena_release(&arena);
    return 0;
}
