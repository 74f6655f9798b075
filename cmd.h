#ifndef MT_CMD_H
#define MT_CMD_H

/* What main.c and the commands agree on. A command is a table entry: its options, its help, a function. main.c reads
 * the command line by that table, opens nothing, prints errors and turns the result into the exit status.
 *
 * Exit status: 0 done, 1 failed and nothing changed, 2 wrong usage, 3 done but incomplete, 4 a threshold was crossed,
 * 130 interrupted. Data goes to standard output, everything else to standard error. */

#include "store/base/err.h"
#include "store/base/text.h"

#include <stddef.h>

struct mt_option {
    const char *name;     /* long name without dashes */
    char letter;          /* short form, or 0 */
    const char *argument; /* name of its value for the help, e.g. "FILE"; NULL for a switch */
    const char *help;
    bool lasting; /* may be set once and for all, in a file or in the environment (reports/cmd_settings.h) */
    const char *const *words; /* the values that there are, NULL behind the last; NULL: any */
};

/* The command line after parsing. Values are looked up by the option's long name; a name that the command does not
 * have is a bug (assert), not an error. */
struct mt_arguments {
    const struct mt_command *command;
    const char **operands; /* what is no option, in order */
    size_t operand_count;
    struct mt_given *given; /* options in the order given */
    size_t given_count;
};

struct mt_given {
    const struct mt_option *option;
    const char *value; /* NULL for a switch */
    bool is_setting;   /* from the file of settings or the environment, not from the command line */
};

const char *mt_arguments_value(const struct mt_arguments *arguments,
                               const char *name); /* the last one; NULL: not given */
bool mt_arguments_has(const struct mt_arguments *arguments, const char *name);
/* The same on the command line itself: what was said just now, not what is set once and for all. */
bool mt_arguments_said(const struct mt_arguments *arguments, const char *name);
/* Walks the values of an option that may be given several times: start with *at = 0; NULL at the end. */
const char *mt_arguments_next(const struct mt_arguments *arguments, const char *name, size_t *at);

/* The database to use: --db, else msgtrace.db in this folder. ($MSGTRACE_DB is a --db that was given before.) */
const char *mt_arguments_database(const struct mt_arguments *arguments);

struct mt_command {
    const char *name;
    const char *operands;                    /* for the usage line, e.g. "PATH..." */
    const char *summary;                     /* one line */
    const char *examples;                    /* lines, each a command line and what it does */
    const char *details;                     /* paragraphs, or NULL */
    const char *(*operand_at)(size_t index); /* the words that its operand may be, NULL behind the last; NULL: any */
    const struct mt_option *options;         /* ends with an entry whose name is NULL; the common ones come on top */
    enum mt_rc (*run)(const struct mt_arguments *arguments, struct mt_err *err);
};

/* Set by SIGINT and SIGTERM; long work looks at it between records and returns MT_INTERRUPTED. */
bool mt_interrupted(void);

/* All commands in the order of the help, ending with NULL, and the options that each of them has. */
const struct mt_command *const *mt_commands(void);
const struct mt_option *mt_common_options(void);

extern const struct mt_command mt_cmd_import;
extern const struct mt_command mt_cmd_status;
extern const struct mt_command mt_cmd_rejects;
extern const struct mt_command mt_cmd_merge;
extern const struct mt_command mt_cmd_purge;
extern const struct mt_command mt_cmd_doctor;
extern const struct mt_command mt_cmd_providers;
extern const struct mt_command mt_cmd_query;
extern const struct mt_command mt_cmd_findings;
extern const struct mt_command mt_cmd_report;
extern const struct mt_command mt_cmd_ticket;
extern const struct mt_command mt_cmd_trace;
extern const struct mt_command mt_cmd_explain;
extern const struct mt_command mt_cmd_sql;
extern const struct mt_command mt_cmd_codes;
extern const struct mt_command mt_cmd_check;
extern const struct mt_command mt_cmd_config;
extern const struct mt_command mt_cmd_completions;
extern const struct mt_command mt_cmd_manual;

#endif
