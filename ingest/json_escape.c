#include "ingest/json_escape.h"

#include <string.h>

/* The value of the four digits of an escape, or -1. */
static int
escape_value(const char *digits)
{
    int value = 0;
    for (int i = 0; i < 4; i++) {
        char c = digits[i];
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

bool
mt_json_repair_escapes(char *text, size_t len)
{
    enum { ESCAPE_BYTES = 6 };
    bool has_repaired = false;
    size_t at = 0;
    while (at + ESCAPE_BYTES <= len) {
        if (text[at] != '\\') {
            at++;
            continue;
        }
        int value = text[at + 1] == 'u' ? escape_value(text + at + 2) : -1;
        if (value < 0xD800 || value > 0xDFFF) {
            at += 2;
            continue;
        }
        bool has_low = value < 0xDC00 && at + 2 * ESCAPE_BYTES <= len && text[at + ESCAPE_BYTES] == '\\' &&
                       text[at + ESCAPE_BYTES + 1] == 'u' &&
                       (escape_value(text + at + ESCAPE_BYTES + 2) & ~0x3FF) == 0xDC00;
        if (!has_low) {
            memcpy(text + at + 2, "fffd", 4);
            has_repaired = true;
        }
        at += has_low ? 2 * ESCAPE_BYTES : ESCAPE_BYTES;
    }
    return has_repaired;
}
