/* msgtrace completions: what shells complete, written from the tables of commands and options, so that it cannot fall
 * behind them. Every text in it is a literal of ours. */

#include "cmd.h"

#include "query/suggest.h"

#include <stdio.h>
#include <string.h>

/* ---- what there is ---- */

/* A file is a value that shells complete by themselves. */
static bool
takes_file(const struct mt_option *option)
{
    return option->argument && (strcmp(option->argument, "FILE") == 0 || strcmp(option->argument, "DIR") == 0);
}

/* Calls `say` for each option of a command, those that all have among them. */
static void
each_option(const struct mt_command *command,
            void (*say)(const struct mt_command *command, const struct mt_option *option))
{
    for (const struct mt_option *option = command->options; option && option->name; option++)
        say(command, option);
    for (const struct mt_option *option = mt_common_options(); option->name; option++)
        say(command, option);
}

static void
each_command(void (*say)(const struct mt_command *command))
{
    for (const struct mt_command *const *command = mt_commands(); *command; command++)
        say(*command);
}

static void
print_words(const char *const *words, const char *between)
{
    for (size_t i = 0; words && words[i]; i++)
        printf("%s%s", i ? between : "", words[i]);
}

static void
print_operands(const struct mt_command *command, const char *between)
{
    const char *word;
    for (size_t i = 0; command->operand_at && (word = command->operand_at(i)); i++)
        printf("%s%s", i ? between : "", word);
}

/* A text between single quotes, in which a quote is written as the shell wants it. */
static void
print_quoted(const char *text, const char *quote)
{
    putchar('\'');
    for (; *text; text++) {
        if (*text == '\'')
            fputs(quote, stdout);
        else
            putchar(*text);
    }
    putchar('\'');
}

/* ---- bash ---- */

static void
bash_option(const struct mt_command *command, const struct mt_option *option)
{
    (void)command;
    printf(" --%s", option->name);
    if (option->letter)
        printf(" -%c", option->letter);
}

static void
bash_values(const struct mt_command *command, const struct mt_option *option)
{
    if (option->words) {
        printf("        %s:--%s) words='", command->name, option->name);
        print_words(option->words, " ");
        printf("' ;;\n");
    } else if (takes_file(option)) {
        printf("        %s:--%s", command->name, option->name);
        if (option->letter)
            printf(" | %s:-%c", command->name, option->letter);
        printf(") COMPREPLY=($(compgen -f -- \"$word\")); return ;;\n");
    } else if (option->argument) {
        printf("        %s:--%s) return ;;\n", command->name, option->name);
    }
}

static void
bash_command(const struct mt_command *command)
{
    printf("    %s)\n        options='", command->name);
    each_option(command, bash_option);
    printf("'\n        operands='");
    print_operands(command, " ");
    printf("' ;;\n");
}

static void
bash_name(const struct mt_command *command)
{
    printf(" %s", command->name);
}

static void
bash_command_values(const struct mt_command *command)
{
    each_option(command, bash_values);
}

static void
print_bash(void)
{
    printf("# msgtrace: completion for bash. Put it where bash-completion looks, or source it.\n"
           "_msgtrace() {\n"
           "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} words= options= operands=\n"
           "    COMPREPLY=()\n"
           "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
           "        COMPREPLY=($(compgen -W 'help");
    each_command(bash_name);
    printf("' -- \"$word\"))\n        return\n    fi\n"
           "    case ${COMP_WORDS[1]}:$before in\n"
           "        help:help) words='");
    each_command(bash_name);
    printf("' ;;\n");
    each_command(bash_command_values);
    printf("    esac\n    if [ -n \"$words\" ]; then\n"
           "        COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n        return\n    fi\n"
           "    case ${COMP_WORDS[1]} in\n");
    each_command(bash_command);
    printf("    esac\n    case $word in\n"
           "    -*) COMPREPLY=($(compgen -W \"$options\" -- \"$word\")) ;;\n"
           "    *)\n"
           "        if [ -n \"$operands\" ]; then\n"
           "            COMPREPLY=($(compgen -W \"$operands\" -- \"$word\"))\n"
           "        else\n"
           "            COMPREPLY=($(compgen -f -- \"$word\"))\n"
           "        fi ;;\n"
           "    esac\n}\n"
           "complete -o filenames -F _msgtrace msgtrace\n");
}

/* ---- zsh ---- */

/* In a description a bracket or colon would end it. */
static void
zsh_text(const char *text)
{
    for (; *text; text++) {
        if (*text == '[' || *text == ']' || *text == ':' || *text == '\\')
            putchar('\\');
        if (*text == '\'')
            fputs("'\\''", stdout);
        else
            putchar(*text);
    }
}

static void
zsh_option(const struct mt_command *command, const struct mt_option *option)
{
    (void)command;
    printf("            '--%s[", option->name);
    zsh_text(option->help);
    printf("]");
    if (option->words) {
        printf(":%s:(", option->argument);
        print_words(option->words, " ");
        printf(")");
    } else if (takes_file(option)) {
        printf(":%s:_files", option->argument);
    } else if (option->argument) {
        printf(":%s: ", option->argument);
    }
    printf("' \\\n");
}

static void
zsh_command(const struct mt_command *command)
{
    printf("        %s)\n            _arguments \\\n", command->name);
    each_option(command, zsh_option);
    if (command->operand_at) {
        printf("            '1:%s:(", command->name);
        print_operands(command, " ");
        printf(")'");
    } else {
        printf("            '*:file:_files'");
    }
    printf(" ;;\n");
}

static void
zsh_name(const struct mt_command *command)
{
    printf("        '%s:", command->name);
    zsh_text(command->summary);
    printf("'\n");
}

static void
print_zsh(void)
{
    printf("#compdef msgtrace\n# msgtrace: completion for zsh. Put it as _msgtrace into a folder of $fpath.\n"
           "_msgtrace() {\n"
           "    local -a commands\n    commands=(\n        'help:show the help of a command'\n");
    each_command(zsh_name);
    printf("    )\n"
           "    if (( CURRENT == 2 )); then\n        _describe command commands\n        return\n    fi\n"
           "    local command=$words[2]\n    shift words\n    (( CURRENT-- ))\n"
           "    case $command in\n"
           "        help) _describe command commands ;;\n");
    each_command(zsh_command);
    printf("    esac\n}\n_msgtrace \"$@\"\n");
}

/* ---- fish ---- */

static void
fish_option(const struct mt_command *command, const struct mt_option *option)
{
    printf("complete -c msgtrace -n '__fish_seen_subcommand_from %s' -l %s", command->name, option->name);
    if (option->letter)
        printf(" -s %c", option->letter);
    if (option->words) {
        printf(" -x -a '");
        print_words(option->words, " ");
        printf("'");
    } else if (takes_file(option)) {
        printf(" -r -F");
    } else if (option->argument) {
        printf(" -x");
    }
    printf(" -d ");
    print_quoted(option->help, "\\'");
    putchar('\n');
}

static void
fish_command(const struct mt_command *command)
{
    printf("complete -c msgtrace -n __fish_use_subcommand -f -a %s -d ", command->name);
    print_quoted(command->summary, "\\'");
    putchar('\n');
    if (command->operand_at) {
        printf("complete -c msgtrace -n '__fish_seen_subcommand_from %s' -f -a '", command->name);
        print_operands(command, " ");
        printf("'\n");
    }
    each_option(command, fish_option);
}

static void
print_fish(void)
{
    printf("# msgtrace: completion for fish. Put it as msgtrace.fish into ~/.config/fish/completions.\n");
    each_command(fish_command);
}

/* ---- PowerShell ---- */

static void
powershell_item(const char *word, const char *kind, const char *tip)
{
    printf("            [System.Management.Automation.CompletionResult]::new('%s', '%s', '%s', ", word, word, kind);
    print_quoted(tip, "''");
    printf(")\n");
}

static void
powershell_option(const struct mt_command *command, const struct mt_option *option)
{
    char name[64];
    (void)command;
    snprintf(name, sizeof name, "--%s", option->name);
    powershell_item(name, "ParameterName", option->help);
}

static void
powershell_values(const struct mt_command *command, const struct mt_option *option)
{
    if (!option->words)
        return;
    printf("        '%s --%s' { @('", command->name, option->name);
    print_words(option->words, "', '");
    printf("') | Where-Object { $_ -like \"$word*\" }; return }\n");
}

static void
powershell_command_values(const struct mt_command *command)
{
    each_option(command, powershell_values);
}

static void
powershell_command(const struct mt_command *command)
{
    const char *word;
    printf("        '%s' {\n", command->name);
    for (size_t i = 0; command->operand_at && (word = command->operand_at(i)); i++)
        powershell_item(word, "ParameterValue", command->summary);
    each_option(command, powershell_option);
    printf("        }\n");
}

static void
powershell_name(const struct mt_command *command)
{
    powershell_item(command->name, "ParameterValue", command->summary);
}

static void
print_powershell(void)
{
    printf("# msgtrace: completion for PowerShell. Dot-source it in $PROFILE.\n"
           "Register-ArgumentCompleter -Native -CommandName msgtrace -ScriptBlock {\n"
           "    param($word, $ast, $cursor)\n"
           "    $said = @($ast.CommandElements | ForEach-Object { $_.ToString() })\n"
           "    $command = if ($said.Count -gt 1) { $said[1] } else { '' }\n"
           "    $before = if ($word) { $said[-2] } else { $said[-1] }\n"
           "    switch (\"$command $before\") {\n");
    each_command(powershell_command_values);
    printf("    }\n    $all = if ($said.Count -lt 2 -or ($said.Count -eq 2 -and $word)) {\n        @(\n");
    each_command(powershell_name);
    printf("        )\n    } else {\n        switch ($command) {\n");
    each_command(powershell_command);
    printf("        }\n    }\n    $all | Where-Object { $_.CompletionText -like \"$word*\" }\n}\n");
}

/* ---- the command ---- */

static const struct {
    const char *name;
    void (*print)(void);
} shells[] = {{"bash", print_bash}, {"zsh", print_zsh}, {"fish", print_fish}, {"powershell", print_powershell}};

enum { SHELLS = sizeof shells / sizeof *shells };

static const char *
shell_at(size_t index)
{
    return index < SHELLS ? shells[index].name : NULL;
}

static enum mt_rc
run(const struct mt_arguments *arguments, struct mt_err *err)
{
    const char *names[SHELLS + 1] = {NULL};
    for (size_t i = 0; i < SHELLS; i++)
        names[i] = shells[i].name;
    if (arguments->operand_count != 1)
        return mt_err_set(err, MT_USAGE, "name one shell: bash, zsh, fish or powershell");
    for (size_t i = 0; i < SHELLS; i++)
        if (strcmp(arguments->operands[0], names[i]) == 0) {
            shells[i].print();
            return MT_OK;
        }
    const char *nearest = mt_word_nearest(mt_text_of(arguments->operands[0]), names);
    return mt_err_set(err, MT_USAGE, "there is nothing for '%.60s'; %s %s", arguments->operands[0],
                      nearest ? "did you mean" : "there are bash, zsh, fish and powershell", nearest ? nearest : "");
}

const struct mt_command mt_cmd_completions = {
    .name = "completions",
    .operands = "bash|zsh|fish|powershell",
    .operand_at = shell_at,
    .summary = "print what makes a shell complete commands, options and their values",
    .examples = "  . <(msgtrace completions bash)                     in ~/.bashrc\n"
                "  msgtrace completions zsh >~/.zfunc/_msgtrace       a folder of $fpath\n"
                "  msgtrace completions fish >~/.config/fish/completions/msgtrace.fish\n"
                "  msgtrace completions powershell >>$PROFILE\n",
    .run = run,
};
