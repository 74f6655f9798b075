/* msgtrace config: what is set once and for all, and where. */

#include "cmd.h"

#include "reports/cmd_output.h"
#include "reports/cmd_settings.h"

#include <stdio.h>

/* Every lasting option once, in the order of the tables. */
static bool
is_first(const struct mt_option *option)
{
    return mt_lasting_option(option->name) == option;
}

static void
print_setting(const struct mt_lasting *lasting, const struct mt_option *option)
{
    struct mt_lasting_value value = mt_lasting_value(lasting, NULL, option);
    char variable[64];
    mt_lasting_variable(option, variable);
    printf("%-8s ", option->name);
    mt_output_plain(stdout, mt_text_of(value.value ? value.value : "-"));
    if (!value.value)
        printf("  (not set; %s or a line in the file sets it: %s)\n", variable, option->help);
    else if (value.line)
        printf("  (line %d of the file)\n", value.line);
    else
        printf("  (%s)\n", variable);
}

static void
print_settings(const struct mt_lasting *lasting, const struct mt_option *options)
{
    for (; options && options->name; options++)
        if (options->lasting && is_first(options))
            print_setting(lasting, options);
}

/* What holds for one command only. */
static void
print_sections(const struct mt_lasting *lasting)
{
    for (size_t i = 0; i < lasting->settings.count; i++) {
        const struct mt_setting *setting = &lasting->settings.list[i];
        if (setting->section.len == 0)
            continue;
        printf("[%.*s] %.*s = ", MT_TEXT_ARGS(setting->section), MT_TEXT_ARGS(setting->key));
        mt_output_plain(stdout, setting->value);
        printf("  (line %d of the file)\n", setting->line);
    }
}

static enum mt_rc
run(const struct mt_arguments *arguments, struct mt_err *err)
{
    struct mt_lasting lasting;
    if (arguments->operand_count > 0)
        return mt_err_set(err, MT_USAGE, "'%.60s' is one word too many: settings are lines of the file",
                          arguments->operands[0]);
    enum mt_rc rc = mt_lasting_open(&lasting, err);
    if (mt_arguments_has(arguments, "path")) {
        /* Asked by those who want to mend it, too. */
        mt_output_plain(stdout, mt_text_of(lasting.path));
        putchar('\n');
        rc = MT_OK;
    } else if (rc == MT_OK) {
        printf("file     ");
        mt_output_plain(stdout, mt_text_of(lasting.path[0] ? lasting.path : "-"));
        printf("%s\n", lasting.is_there ? "" : lasting.path[0] ? "  (there is none)" : "  (none)");
        print_settings(&lasting, mt_common_options());
        for (const struct mt_command *const *command = mt_commands(); *command; command++)
            print_settings(&lasting, (*command)->options);
        print_sections(&lasting);
    }
    if (rc == MT_OK)
        err->text[0] = '\0';
    mt_lasting_close(&lasting);
    return rc;
}

static const struct mt_option options[] = {
    {"path", 0, NULL, "print where the file is looked for, and nothing else"},
    {NULL, 0, NULL, NULL},
};

const struct mt_command mt_cmd_config = {
    .name = "config",
    .operands = "",
    .summary = "show the settings that hold for every command, and where they come from",
    .examples = "  msgtrace config                                    all settings\n"
                "  \"${EDITOR:-vi}\" \"$(msgtrace config --path)\"         change them\n"
                "  MSGTRACE_ZONE=UTC msgtrace report weekly           for one command\n",
    .details = "The file has lines like 'zone = Europe/Madrid', 'lang = es' or 'db = /srv/mail/msgtrace.db', and "
               "sections like '[report]' for what holds for that command alone. It is msgtrace/config in "
               "$XDG_CONFIG_HOME or in ~/.config; $MSGTRACE_CONFIG names another one, and none when it is empty.\n\n"
               "A variable of the environment (MSGTRACE_ZONE, MSGTRACE_LANG, MSGTRACE_DB) wins over the file, and a "
               "flag wins over both. The zone is that of questions and reports; what zone a file's times are in is "
               "said to 'import' each time.\n",
    .options = options,
    .run = run,
};
