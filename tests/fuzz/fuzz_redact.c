/* Any text with any known originals: after redacting, nothing that was known is found in it any more, and redacting it
 * again changes nothing. The first lines of the input are what is known, a letter for the kind in front; the text
 * follows behind an empty line. */

#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "reports/redact.h"

enum { ORIGINALS_MOST = 32 };

static void
demand(bool holds)
{
    if (!holds)
        abort();
}

static struct mt_text
behind(struct mt_text text, size_t count)
{
    return text.len >= count ? (struct mt_text){text.at + count, text.len - count} : MT_TEXT_LITERAL("");
}

static void
tell(struct mt_redactor *redactor, struct mt_text line)
{
    static const char letters[] = "PSNHID";
    struct mt_err err;
    const char *letter = line.at[0] ? strchr(letters, line.at[0]) : NULL;
    struct mt_text text = behind(line, 1);
    if (letter)
        demand(mt_redactor_know(redactor, (enum mt_redact_kind)(letter - letters), text, &err) == MT_OK);
    else if (line.at[0] == 'K')
        demand(mt_redactor_keep(redactor, text, &err) == MT_OK);
    else if (line.at[0] == 'L')
        demand(mt_redactor_learn(redactor, text, &err) == MT_OK);
    else if (line.at[0] == 'B') {
        struct mt_text address = text, name = mt_text_cut(&address, '=');
        demand(mt_redactor_know_name(redactor, name, address, &err) == MT_OK);
    }
}

static void
check(const struct mt_redact_options *options, struct mt_text text)
{
    static const unsigned char key[MT_REDACT_KEY_BYTES] = "the key of a fuzzer";
    struct mt_redactor *redactor = NULL;
    struct mt_redact_leak leak;
    struct mt_err err;
    struct mt_out once = MT_OUT_EMPTY, twice = MT_OUT_EMPTY, alone = MT_OUT_EMPTY;
    demand(mt_redactor_open(&redactor, key, options, &err) == MT_OK);
    for (int i = 0; i < ORIGINALS_MOST && text.at; i++) {
        struct mt_text line = mt_text_cut(&text, '\n');
        if (line.len == 0)
            break;
        tell(redactor, line);
    }
    mt_redact_text(redactor, text, &once);
    demand(!once.failed);
    demand(!mt_redactor_finds(redactor, mt_out_view(&once), &leak));
    mt_redact_text(redactor, mt_out_view(&once), &twice);
    demand(mt_text_equal(mt_out_view(&once), mt_out_view(&twice)));
    if (text.len < 200)
        for (int kind = MT_REDACT_PERSON; kind <= MT_REDACT_DOMAIN; kind++)
            mt_redact(redactor, (enum mt_redact_kind)kind, text, &alone);
    mt_out_release(&once);
    mt_out_release(&twice);
    mt_out_release(&alone);
    mt_redactor_close(redactor);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    check(&(struct mt_redact_options){0}, (struct mt_text){(const char *)data, size});
    check(&(struct mt_redact_options){.hide_domains = true}, (struct mt_text){(const char *)data, size});
    check(&(struct mt_redact_options){.show_people = true, .hide_domains = true},
          (struct mt_text){(const char *)data, size});
    return 0;
}
