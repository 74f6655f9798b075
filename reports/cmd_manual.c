/* msgtrace manual: the manual page, written from the command table in the language of man(7). */

#include "cmd.h"

#include "store/base/out.h"

#include <unistd.h>

/* Text for roff: a backslash, a leading dot or apostrophe and a plain hyphen all mean something there. */
static void
put(struct mt_out *out, const char *text)
{
    bool line_start = out->len == 0 || out->bytes[out->len - 1] == '\n';
    for (const char *at = text; *at; at++) {
        if (line_start && (*at == '.' || *at == '\''))
            mt_out_string(out, "\\&");
        if (*at == '\\')
            mt_out_string(out, "\\e");
        else if (*at == '-')
            mt_out_string(out, "\\-");
        else
            mt_out_byte(out, *at);
        line_start = *at == '\n';
    }
}

static void
put_options(struct mt_out *out, const struct mt_option *options)
{
    for (; options && options->name; options++) {
        mt_out_string(out, ".TP\n.B ");
        if (options->letter) {
            char letter[3] = {'-', options->letter, '\0'};
            put(out, letter);
            put(out, ", ");
        }
        put(out, "--");
        put(out, options->name);
        if (options->argument) {
            mt_out_string(out, " \\fI");
            put(out, options->argument);
            mt_out_string(out, "\\fR");
        }
        mt_out_byte(out, '\n');
        put(out, options->help);
        mt_out_byte(out, '\n');
    }
}

/* A block whose lines stay as they are. */
static void
put_lines(struct mt_out *out, const char *lines)
{
    mt_out_string(out, ".nf\n");
    put(out, lines);
    mt_out_string(out, ".fi\n");
}

static void
put_command(struct mt_out *out, const struct mt_command *command)
{
    mt_out_string(out, ".SS msgtrace ");
    put(out, command->name);
    if (command->operands) {
        mt_out_byte(out, ' ');
        put(out, command->operands);
    }
    mt_out_byte(out, '\n');
    put(out, command->summary);
    mt_out_string(out, ".\n.PP\n");
    put_lines(out, command->examples);
    put_options(out, command->options);
    if (command->details) {
        mt_out_string(out, ".PP\n");
        put(out, command->details);
        mt_out_byte(out, '\n');
    }
}

static enum mt_rc
run(const struct mt_arguments *arguments, struct mt_err *err)
{
    struct mt_out out = MT_OUT_EMPTY;
    mt_out_string(&out, ".TH MSGTRACE 1\n.SH NAME\nmsgtrace \\- find out which mail is deferred, expires or fails, "
                        "where, when and since when\n.SH SYNOPSIS\n.B msgtrace\n.I command\n[options] [operands]\n"
                        ".SH DESCRIPTION\n"
                        "msgtrace loads Exchange Online message trace exports into an SQLite database and answers "
                        "questions about them by recipient domain, mailbox provider, hour, size and route. Importing "
                        "is repeatable: files may overlap and come in any order.\n.SH COMMANDS\n");
    for (const struct mt_command *const *command = mt_commands(); *command; command++)
        put_command(&out, *command);
    mt_out_string(&out, ".SH OPTIONS OF ALL COMMANDS\n");
    put_options(&out, mt_common_options());
    mt_out_string(&out,
                  ".SH EXIT STATUS\n"
                  "0 done; 1 failed and nothing changed; 2 wrong usage; 3 done but incomplete (rejects, a file "
                  "refused); 4 done, and a threshold was crossed (findings \\-\\-fail\\-on); 130 interrupted.\n"
                  ".SH ENVIRONMENT\n"
                  ".TP\n.B MSGTRACE_DB, MSGTRACE_ZONE, MSGTRACE_LANG, MSGTRACE_COLOR\n"
                  "What holds without \\-\\-db, \\-\\-zone, \\-\\-lang and \\-\\-color; they win over the file of "
                  "settings.\n"
                  ".TP\n.B MSGTRACE_CONFIG\nAnother file of settings; none when it is empty.\n"
                  ".TP\n.B NO_COLOR\nNo colours in the terminal.\n"
                  ".SH FILES\n.TP\n.I ~/.config/msgtrace/config\n"
                  "Settings for all commands, as lines like zone = Europe/Madrid; see msgtrace config. In "
                  "$XDG_CONFIG_HOME where that is set.\n");

    const char *path = mt_arguments_value(arguments, "output");
    enum mt_rc rc = path ? mt_out_save(&out, path, err) : mt_out_send(&out, STDOUT_FILENO, "standard output", err);
    mt_out_release(&out);
    return rc;
}

static const struct mt_option options[] = {
    {"output", 'o', "FILE", "write to a file"},
    {NULL, 0, NULL, NULL},
};

const struct mt_command mt_cmd_manual = {
    .name = "manual",
    .operands = NULL,
    .summary = "print the manual page",
    .examples = "  msgtrace manual | man -l -                          read it\n"
                "  msgtrace manual -o msgtrace.1                        keep it\n",
    .options = options,
    .run = run,
};
