#include "reports/cmd_settings.h"

#include "query/suggest.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- which options ---- */

static const struct mt_option *
lasting_in(const struct mt_option *options, const char *name)
{
    for (; options && options->name; options++)
        if (options->lasting && strcmp(options->name, name) == 0)
            return options;
    return NULL;
}

const struct mt_option *
mt_lasting_option(const char *name)
{
    const struct mt_option *found = lasting_in(mt_common_options(), name);
    for (const struct mt_command *const *command = mt_commands(); *command && !found; command++)
        found = lasting_in((*command)->options, name);
    return found;
}

static bool
is_command(struct mt_text name)
{
    for (const struct mt_command *const *command = mt_commands(); *command; command++)
        if (mt_text_is(name, (*command)->name))
            return true;
    return false;
}

void
mt_lasting_variable(const struct mt_option *option, char room[64])
{
    size_t len = 0;
    snprintf(room, 64, "MSGTRACE_%s", option->name);
    for (len = strlen("MSGTRACE_"); room[len]; len++)
        room[len] = room[len] == '-'                       ? '_'
                    : room[len] >= 'a' && room[len] <= 'z' ? (char)(room[len] - 'a' + 'A')
                                                           : room[len];
}

/* ---- the file ---- */

static void
find_path(struct mt_lasting *lasting, bool *is_named)
{
    const char *named = getenv("MSGTRACE_CONFIG"), *folder = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    *is_named = named != NULL && *named;
    lasting->path[0] = '\0';
    if (named)
        snprintf(lasting->path, sizeof lasting->path, "%s", named);
    else if (folder && folder[0] == '/')
        snprintf(lasting->path, sizeof lasting->path, "%s/msgtrace/config", folder);
    else if (home && *home)
        snprintf(lasting->path, sizeof lasting->path, "%s/.config/msgtrace/config", home);
}

/* A word that nobody knows would be a setting that silently does nothing. */
static enum mt_rc
check(const struct mt_lasting *lasting, struct mt_err *err)
{
    for (size_t i = 0; i < lasting->settings.count; i++) {
        const struct mt_setting *setting = &lasting->settings.list[i];
        char key[64];
        snprintf(key, sizeof key, "%.*s", MT_TEXT_ARGS(setting->key));
        if (setting->section.len && !is_command(setting->section))
            return mt_err_set(err, MT_USAGE, "'%.300s' line %d: there is no command '%.*s' for a section",
                              lasting->path, setting->line, MT_TEXT_ARGS(setting->section));
        if (!mt_lasting_option(key))
            return mt_err_set(err, MT_USAGE,
                              "'%.300s' line %d: '%s' is no setting; 'msgtrace config' lists those that are",
                              lasting->path, setting->line, key);
    }
    return MT_OK;
}

static enum mt_rc
read_file(struct mt_lasting *lasting, FILE *file, struct mt_err *err)
{
    lasting->bytes = malloc(MT_SETTINGS_BYTES + 2);
    if (!lasting->bytes)
        return mt_err_memory(err);
    errno = 0;
    size_t len = fread(lasting->bytes, 1, MT_SETTINGS_BYTES + 1, file);
    if (ferror(file))
        return mt_err_set(err, MT_FAILED, "cannot read '%.300s': %s", lasting->path, strerror(errno));
    enum mt_rc rc = mt_settings_parse(&lasting->settings, (struct mt_text){lasting->bytes, len}, lasting->path, err);
    return rc == MT_OK ? check(lasting, err) : rc;
}

enum mt_rc
mt_lasting_open(struct mt_lasting *lasting, struct mt_err *err)
{
    bool is_named;
    lasting->bytes = NULL;
    lasting->is_there = false;
    lasting->settings.count = 0;
    find_path(lasting, &is_named);
    if (!lasting->path[0])
        return MT_OK;
    FILE *file = fopen(lasting->path, "rb");
    if (!file && !is_named && (errno == ENOENT || errno == ENOTDIR))
        return MT_OK;
    if (!file)
        return mt_err_set(err, MT_USAGE, "cannot read the settings in '%.300s': %s", lasting->path, strerror(errno));
    lasting->is_there = true;
    enum mt_rc rc = read_file(lasting, file, err);
    fclose(file);
    return rc;
}

void
mt_lasting_close(struct mt_lasting *lasting)
{
    free(lasting->bytes);
    lasting->bytes = NULL;
}

/* ---- values ---- */

/* The last one counts, and one in the command's own section more than one for all. The text ends where the line did:
 * it becomes a string in place, as the byte behind it is a blank, a quote or the end of the line. */
static const struct mt_setting *
setting_of(const struct mt_lasting *lasting, const struct mt_command *command, const char *key)
{
    const struct mt_setting *found = NULL;
    for (size_t i = 0; i < lasting->settings.count; i++) {
        const struct mt_setting *setting = &lasting->settings.list[i];
        bool own = command && mt_text_is(setting->section, command->name);
        if (!mt_text_is(setting->key, key) || (setting->section.len && !own))
            continue;
        if (!found || own || found->section.len == 0)
            found = setting;
    }
    return found;
}

struct mt_lasting_value
mt_lasting_value(const struct mt_lasting *lasting, const struct mt_command *command, const struct mt_option *option)
{
    char variable[64];
    mt_lasting_variable(option, variable);
    const char *set = getenv(variable);
    if (set && *set)
        return (struct mt_lasting_value){set, "environment", 0};
    const struct mt_setting *setting = setting_of(lasting, command, option->name);
    if (!setting)
        return (struct mt_lasting_value){NULL, NULL, 0};
    lasting->bytes[setting->value.at - lasting->bytes + (ptrdiff_t)setting->value.len] = '\0';
    return (struct mt_lasting_value){setting->value.at, "file", setting->line};
}
