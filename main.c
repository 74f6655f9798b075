/* The program: finds the command, reads its command line by its table, runs it, says what went wrong, and turns the
 * result into the exit status. Everything else is in the libraries and the cmd_*.c files. */

#include "cmd.h"

#include "query/suggest.h"
#include "reports/cmd_output.h"
#include "reports/cmd_settings.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct mt_command *const commands[] = {
    &mt_cmd_import, &mt_cmd_status, &mt_cmd_query,       &mt_cmd_findings,  &mt_cmd_report,
    &mt_cmd_ticket, &mt_cmd_trace,  &mt_cmd_explain,     &mt_cmd_sql,       &mt_cmd_rejects,
    &mt_cmd_merge,  &mt_cmd_purge,  &mt_cmd_doctor,      &mt_cmd_providers, &mt_cmd_codes,
    &mt_cmd_check,  &mt_cmd_config, &mt_cmd_completions, &mt_cmd_manual,    NULL,
};

enum { COMMANDS = sizeof commands / sizeof *commands - 1, EXIT_INTERRUPTED = 130, MOST_SETTINGS = 8 };

/* Every command has these; they come first in its help. */
static const struct mt_option common_options[] = {
    {"db", 0, "FILE", "the database (else $MSGTRACE_DB, else msgtrace.db in this folder)", true},
    {"help", 'h', NULL, "this help"},
    {NULL, 0, NULL, NULL},
};

const struct mt_command *const *
mt_commands(void)
{
    return commands;
}

const struct mt_option *
mt_common_options(void)
{
    return common_options;
}

/* ---- interruption ---- */

static atomic_bool interrupted; /* asked by all threads */

static void
interrupt(int number)
{
    (void)number;
    atomic_store(&interrupted, true);
}

bool
mt_interrupted(void)
{
    return atomic_load(&interrupted);
}

static void
catch_signals(void)
{
    struct sigaction stop = {.sa_handler = interrupt}, ignore = {.sa_handler = SIG_IGN};
    sigemptyset(&stop.sa_mask);
    sigemptyset(&ignore.sa_mask);
    sigaction(SIGINT, &stop, NULL);
    sigaction(SIGTERM, &stop, NULL);
    /* A reader that went away is an error of writing, to be said like any other. */
    sigaction(SIGPIPE, &ignore, NULL);
    /* So is a file that may not grow any more. */
    sigaction(SIGXFSZ, &ignore, NULL);
}

/* A standard descriptor that is closed would be given to the next file that is opened, and read or written as what it
 * is not. It gets a file that is open the wrong way round: to use it fails all the same. */
static void
hold_standard_descriptors(void)
{
    for (int i = STDIN_FILENO; i <= STDERR_FILENO; i++)
        if (fcntl(i, F_GETFD) == -1 && errno == EBADF)
            (void)open("/dev/null", i == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

/* ---- the command line ---- */

static const struct mt_option *
option_in(const struct mt_option *options, const char *name, size_t len, char letter)
{
    for (; options && options->name; options++) {
        if (name && strlen(options->name) == len && memcmp(options->name, name, len) == 0)
            return options;
        if (letter && options->letter == letter)
            return options;
    }
    return NULL;
}

static const struct mt_option *
option_of(const struct mt_command *command, const char *name, size_t len, char letter)
{
    const struct mt_option *found = option_in(common_options, name, len, letter);
    return found ? found : option_in(command->options, name, len, letter);
}

const char *
mt_arguments_next(const struct mt_arguments *arguments, const char *name, size_t *at)
{
    assert(option_of(arguments->command, name, strlen(name), 0));
    while (*at < arguments->given_count) {
        const struct mt_given *given = &arguments->given[(*at)++];
        if (strcmp(given->option->name, name) == 0)
            return given->value ? given->value : "";
    }
    return NULL;
}

const char *
mt_arguments_value(const struct mt_arguments *arguments, const char *name)
{
    const char *last = NULL;
    size_t at = 0;
    for (const char *value; (value = mt_arguments_next(arguments, name, &at)) != NULL;)
        last = value;
    return last;
}

bool
mt_arguments_has(const struct mt_arguments *arguments, const char *name)
{
    return mt_arguments_value(arguments, name) != NULL;
}

bool
mt_arguments_said(const struct mt_arguments *arguments, const char *name)
{
    for (size_t i = 0; i < arguments->given_count; i++)
        if (!arguments->given[i].is_setting && strcmp(arguments->given[i].option->name, name) == 0)
            return true;
    return false;
}

const char *
mt_arguments_database(const struct mt_arguments *arguments)
{
    const char *told = mt_arguments_value(arguments, "db");
    return told && *told ? told : "msgtrace.db";
}

static void
consider(const char *said, const char *known, const char **best, size_t *least)
{
    size_t apart = mt_word_distance(mt_text_of(said), mt_text_of(known));
    if (apart < *least) {
        *least = apart;
        *best = known;
    }
}

static enum mt_rc
unknown_option(const struct mt_command *command, const char *said, struct mt_err *err)
{
    const char *best = NULL;
    size_t least = 4;
    for (const struct mt_option *o = common_options; o->name; o++)
        consider(said, o->name, &best, &least);
    for (const struct mt_option *o = command->options; o && o->name; o++)
        consider(said, o->name, &best, &least);
    if (best)
        return mt_err_set(err, MT_USAGE, "'%s' has no option --%.100s; did you mean --%s", command->name, said, best);
    return mt_err_set(err, MT_USAGE, "'%s' has no option --%.100s; see msgtrace %s --help", command->name, said,
                      command->name);
}

/* Reads one option at argv[*at] and its value, which may be the next word. */
static enum mt_rc
read_option(struct mt_arguments *arguments, int argc, char **argv, int *at, struct mt_err *err)
{
    const struct mt_command *command = arguments->command;
    const char *word = argv[*at], *value = NULL;
    const struct mt_option *option;
    if (word[1] == '-') {
        size_t len = strcspn(word + 2, "=");
        option = option_of(command, word + 2, len, 0);
        if (word[2 + len] == '=')
            value = word + 2 + len + 1;
        if (!option)
            return unknown_option(command, word + 2, err);
    } else {
        option = option_of(command, NULL, 0, word[1]);
        if (!option)
            return mt_err_set(err, MT_USAGE, "'%s' has no option -%c; see msgtrace %s --help", command->name, word[1],
                              command->name);
        if (word[2])
            value = word + 2;
        if (value && !option->argument)
            return mt_err_set(err, MT_USAGE, "-%c takes no value: write '%s' apart", word[1], word);
    }
    if (!option->argument && value)
        return mt_err_set(err, MT_USAGE, "--%s takes no value", option->name);
    if (option->argument && !value) {
        if (*at + 1 >= argc)
            return mt_err_set(err, MT_USAGE, "--%s needs a value: --%s %s", option->name, option->name,
                              option->argument);
        value = argv[++*at];
    }
    arguments->given[arguments->given_count++] = (struct mt_given){option, value, false};
    return MT_OK;
}

/* What was set once and for all counts as given before everything else on the command line. */
static void
give_settings(struct mt_arguments *arguments, const struct mt_lasting *lasting)
{
    const struct mt_option *const tables[] = {common_options, arguments->command->options};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        for (const struct mt_option *option = tables[i]; option && option->name; option++) {
            struct mt_lasting_value value = {NULL, NULL, 0};
            if (option->lasting && arguments->given_count < MOST_SETTINGS)
                value = mt_lasting_value(lasting, arguments->command, option);
            if (value.value)
                arguments->given[arguments->given_count++] = (struct mt_given){option, value.value, true};
        }
}

static enum mt_rc
read_arguments(struct mt_arguments *arguments, int argc, char **argv, struct mt_err *err)
{
    bool only_operands = false;
    for (int i = 2; i < argc; i++) {
        const char *word = argv[i];
        if (!only_operands && strcmp(word, "--") == 0) {
            only_operands = true;
        } else if (!only_operands && word[0] == '-' && word[1]) {
            enum mt_rc rc = read_option(arguments, argc, argv, &i, err);
            if (rc != MT_OK)
                return rc;
        } else {
            arguments->operands[arguments->operand_count++] = word;
        }
    }
    return MT_OK;
}

/* ---- help ---- */

static void
print_options(const struct mt_option *options)
{
    for (; options && options->name; options++) {
        char left[64], letter[8] = "    ";
        if (options->letter)
            snprintf(letter, sizeof letter, "-%c, ", options->letter);
        snprintf(left, sizeof left, "%s--%s%s%s", letter, options->name, options->argument ? " " : "",
                 options->argument ? options->argument : "");
        printf("  %-30s %s\n", left, options->help);
    }
}

/* Paragraphs are filled to a width that every terminal has; the tables write them as they come. */
static void
print_paragraphs(const char *text)
{
    enum { WIDTH = 79 };
    size_t column = 0;
    while (*text) {
        size_t word = strcspn(text, " \n"), blank = strspn(text + word, " \n");
        bool ends = memchr(text + word, '\n', blank) != NULL && strncmp(text + word, "\n\n", 2) == 0;
        if (column > 0 && column + 1 + word > WIDTH) {
            putchar('\n');
            column = 0;
        }
        if (column > 0) {
            putchar(' ');
            column++;
        }
        fwrite(text, 1, word, stdout);
        column += word;
        text += word + blank;
        if (ends) {
            fputs("\n\n", stdout);
            column = 0;
        }
    }
    putchar('\n');
}

static void
print_command_help(const struct mt_command *command)
{
    printf("msgtrace %s - %s\n\nExamples:\n%s\nUsage:\n  msgtrace %s [options]%s%s\n\nOptions:\n", command->name,
           command->summary, command->examples, command->name, command->operands ? " " : "",
           command->operands ? command->operands : "");
    print_options(command->options);
    print_options(common_options);
    if (command->details) {
        putchar('\n');
        print_paragraphs(command->details);
    }
}

static void
print_help(void)
{
    printf("msgtrace %s - which mail is deferred, expires or fails, where, when and since when\n\n"
           "Examples:\n"
           "  msgtrace import ~/exports/*.csv            load message trace exports into msgtrace.db\n"
           "  msgtrace status                            what is in the database, and what is missing\n"
           "  msgtrace query providers                   deferrals and failures by mailbox provider\n"
           "  msgtrace query reasons                     why, who acts, and whether trying again helps\n"
           "  msgtrace explain 5.4.300                   what a reply code means\n"
           "  msgtrace report weekly -o week.html        the weekly report\n\nCommands:\n",
           MSGTRACE_VERSION);
    for (size_t i = 0; i < COMMANDS; i++)
        printf("  %-12s %s\n", commands[i]->name, commands[i]->summary);
    printf("\n'msgtrace COMMAND --help' has examples and all options of a command.\n");
}

static enum mt_rc
unknown_command(const char *said, struct mt_err *err)
{
    const char *best = NULL;
    size_t least = 4;
    for (size_t i = 0; i < COMMANDS; i++)
        consider(said, commands[i]->name, &best, &least);
    if (best)
        return mt_err_set(err, MT_USAGE, "there is no command '%.100s'; did you mean '%s'", said, best);
    return mt_err_set(err, MT_USAGE, "there is no command '%.100s'; msgtrace --help lists them", said);
}

/* ---- running ---- */

static enum mt_rc
run_command(const struct mt_command *command, int argc, char **argv, struct mt_err *err)
{
    struct mt_arguments arguments = {.command = command};
    struct mt_lasting lasting;
    arguments.operands = calloc((size_t)argc, sizeof *arguments.operands);
    arguments.given = calloc((size_t)argc + MOST_SETTINGS, sizeof *arguments.given);
    enum mt_rc rc = mt_lasting_open(&lasting, err);
    /* Who asks for help, or where the settings are, must get it however broken the file is. */
    if (rc != MT_OK && (command == &mt_cmd_config || (argc > 2 && strcmp(argv[2], "--help") == 0)))
        rc = MT_OK;
    if (rc == MT_OK && (!arguments.operands || !arguments.given))
        rc = mt_err_memory(err);
    if (rc == MT_OK) {
        give_settings(&arguments, &lasting);
        rc = read_arguments(&arguments, argc, argv, err);
    }
    if (rc == MT_OK && mt_arguments_has(&arguments, "help"))
        print_command_help(command);
    else if (rc == MT_OK)
        rc = command->run(&arguments, err);
    free(arguments.operands);
    free(arguments.given);
    mt_lasting_close(&lasting);
    return rc;
}

static const struct mt_command *
command_named(const char *name)
{
    for (size_t i = 0; i < COMMANDS; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

static enum mt_rc
dispatch(int argc, char **argv, struct mt_err *err)
{
    const char *first = argc > 1 ? argv[1] : "--help";
    if (strcmp(first, "--version") == 0) {
        printf("msgtrace %s\n", MSGTRACE_VERSION);
        return MT_OK;
    }
    if (strcmp(first, "--help") == 0 || strcmp(first, "-h") == 0 || (strcmp(first, "help") == 0 && argc == 2)) {
        print_help();
        return MT_OK;
    }
    bool asks_help = strcmp(first, "help") == 0;
    const struct mt_command *command = command_named(asks_help ? argv[2] : first);
    if (!command)
        return unknown_command(asks_help ? argv[2] : first, err);
    if (asks_help) {
        print_command_help(command);
        return MT_OK;
    }
    return run_command(command, argc, argv, err);
}

static void
print_error(const struct mt_err *err)
{
    fputs("msgtrace: ", stderr);
    mt_output_plain(stderr, mt_text_of(err->text));
    fputc('\n', stderr);
}

int
main(int argc, char **argv)
{
    struct mt_err err = {""};
    hold_standard_descriptors();
    catch_signals();
    enum mt_rc rc = dispatch(argc, argv, &err);

    /* Output that never arrived is a failure, whatever the command thought of it. */
    if ((fflush(stdout) != 0 || ferror(stdout)) && (rc == MT_OK || rc == MT_INCOMPLETE || rc == MT_CROSSED))
        rc = mt_err_set(&err, MT_FAILED, "cannot write to standard output: %s", strerror(errno));
    if (rc != MT_OK && err.text[0])
        print_error(&err);
    switch (rc) {
    case MT_OK:
        return 0;
    case MT_USAGE:
        return 2;
    case MT_INCOMPLETE:
        return 3;
    case MT_CROSSED:
        return 4;
    case MT_INTERRUPTED:
        return EXIT_INTERRUPTED;
    case MT_AGAIN:
    case MT_FAILED:
        break;
    }
    return 1;
}
