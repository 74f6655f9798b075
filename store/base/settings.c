#include "store/base/settings.h"

#include <string.h>

static bool
is_word(struct mt_text text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'))
            return false;
    }
    return text.len > 0 && text.len <= 40;
}

/* A value keeps the blanks at its ends by quotes around it. */
static struct mt_text
unquote(struct mt_text value)
{
    if (value.len >= 2 && value.at[0] == '"' && value.at[value.len - 1] == '"')
        return (struct mt_text){value.at + 1, value.len - 2};
    return value;
}

static enum mt_rc
parse_line(struct mt_settings *settings, struct mt_text line, int number, struct mt_text *section, const char *name,
           struct mt_err *err)
{
    line = mt_text_trim(line);
    if (line.len == 0 || line.at[0] == '#')
        return MT_OK;
    if (line.at[0] == '[' && line.at[line.len - 1] == ']') {
        *section = mt_text_trim((struct mt_text){line.at + 1, line.len - 2});
        if (is_word(*section))
            return MT_OK;
        return mt_err_set(err, MT_USAGE, "'%.300s' line %d: a section is a command's name, like [report]", name,
                          number);
    }
    struct mt_text value = line, key = mt_text_trim(mt_text_cut(&value, '='));
    if (!value.at || !is_word(key))
        return mt_err_set(err, MT_USAGE, "'%.300s' line %d: a setting is 'key = value', like zone = Europe/Madrid",
                          name, number);
    value = unquote(mt_text_trim(value));
    if (value.len > MT_SETTING_LONGEST || memchr(value.at, '\0', value.len))
        return mt_err_set(err, MT_USAGE, "'%.300s' line %d: the value of '%.*s' is too long or no text", name, number,
                          MT_TEXT_ARGS(key));
    if (settings->count == MT_SETTINGS_MOST)
        return mt_err_set(err, MT_USAGE, "'%.300s' line %d: a file has at most %d settings", name, number,
                          MT_SETTINGS_MOST);
    settings->list[settings->count++] = (struct mt_setting){*section, key, value, number};
    return MT_OK;
}

enum mt_rc
mt_settings_parse(struct mt_settings *settings, struct mt_text bytes, const char *name, struct mt_err *err)
{
    struct mt_text section = MT_TEXT_LITERAL("");
    enum mt_rc rc = MT_OK;
    settings->count = 0;
    if (bytes.len > MT_SETTINGS_BYTES)
        return mt_err_set(err, MT_USAGE, "'%.300s' is too large for a file of settings", name);
    if (mt_text_starts(bytes, "\xEF\xBB\xBF"))
        bytes.at += 3, bytes.len -= 3;
    for (int number = 1; bytes.at && rc == MT_OK; number++)
        rc = parse_line(settings, mt_text_cut(&bytes, '\n'), number, &section, name, err);
    return rc;
}
