#include "ingest/json_escape.h"

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
    static const size_t escape_bytes = 6;
    bool has_repaired = false;
    size_t at = 0;
    while (at + escape_bytes <= len) {
        if (text[at] != '\\') {
            at++;
            continue;
        }
        int value = text[at + 1] == 'u' ? escape_value(text + at + 2) : -1;
        if (value < 0xD800 || value > 0xDFFF) {
            at += 2;
            continue;
        }
        bool has_low = value < 0xDC00 && at + 2 * escape_bytes <= len && text[at + escape_bytes] == '\\' &&
                       text[at + escape_bytes + 1] == 'u' &&
                       (escape_value(text + at + escape_bytes + 2) & ~0x3FF) == 0xDC00;
        if (!has_low) {
            for (size_t i = 0; i < 4; i++)
                text[at + 2 + i] = "fffd"[i];
            has_repaired = true;
        }
        at += has_low ? 2 * escape_bytes : escape_bytes;
    }
    return has_repaired;
}
