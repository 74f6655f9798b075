#include "ingest/reason_reply.h"

#include <string.h>

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static struct mt_text
behind(struct mt_text text, size_t from)
{
    return (struct mt_text){text.at + from, text.len - from};
}

/* How many bytes at the start are among `marks`. */
static size_t
run_of(struct mt_text text, const char *marks)
{
    size_t len = 0;
    while (len < text.len && text.at[len] != '\0' && strchr(marks, text.at[len]))
        len++;
    return len;
}

/* RFC 5321 4.2.1: the first digit is 2 to 5, the second 0 to 5. */
static size_t
number_at(struct mt_text text, struct mt_reply *reply)
{
    if (text.len < 3 || text.at[0] < '2' || text.at[0] > '5' || text.at[1] < '0' || text.at[1] > '5' ||
        !is_digit(text.at[2]))
        return 0;
    if (text.len > 3 && (text.at[3] == '\0' || !strchr(" \t\r\n-:;,", text.at[3])))
        return 0;
    reply->number = (text.at[0] - '0') * 100 + (text.at[1] - '0') * 10 + (text.at[2] - '0');
    reply->goes_on = text.len > 3 && text.at[3] == '-';
    return 3;
}

/* RFC 3463: class 2, 4 or 5, subject and detail of up to three digits. "4-4.395" was seen in a real export. */
static size_t
code_at(struct mt_text text, char code[MT_REPLY_CODE_BYTES])
{
    size_t at = 0;
    if (text.len < 5 || !strchr("245", text.at[0]) || text.at[0] == '\0')
        return 0;
    for (int number = 0; number < 3; number++) {
        size_t digits = 0;
        while (at + digits < text.len && is_digit(text.at[at + digits]))
            digits++;
        if (digits == 0 || digits > (number == 0 ? 1u : 3u))
            return 0;
        memcpy(code + at, text.at + at, digits);
        at += digits;
        if (number == 2)
            break;
        if (at == text.len || (text.at[at] != '.' && !(text.at[at] == '-' && number == 0)))
            return 0;
        code[at++] = '.';
    }
    /* Four numbers are an address or a version. */
    if (at + 1 < text.len && text.at[at] == '.' && is_digit(text.at[at + 1]))
        return 0;
    code[at] = '\0';
    return at;
}

size_t
mt_reply_read(struct mt_text text, struct mt_reply *reply)
{
    struct mt_reply found = {0};
    size_t at = run_of(text, " \t\r\n\"'#");
    if (mt_text_starts_nocase(behind(text, at), "smtp;"))
        at += strlen("smtp;") + run_of(behind(text, at + strlen("smtp;")), " ");

    size_t number = number_at(behind(text, at), &found);
    at += number;
    size_t gap = number ? run_of(behind(text, at), " \t\r\n-:#") : 0;
    char code[MT_REPLY_CODE_BYTES];
    size_t len = code_at(behind(text, at + gap), code);
    if (!number && !len)
        return 0;
    if (len) {
        memcpy(found.code, code, len + 1);
        at += gap + len;
    }
    *reply = found;
    return at + run_of(behind(text, at), " \t\r\n-:;#");
}

ptrdiff_t
mt_reply_find(struct mt_text text)
{
    bool in_word = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        struct mt_reply reply;
        if (!in_word && is_digit(c) && mt_reply_read(behind(text, i), &reply) && reply.number && reply.code[0])
            return (ptrdiff_t)i;
        in_word = is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-';
    }
    return -1;
}
