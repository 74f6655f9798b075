/* msgtrace codes: what reply codes and the texts behind them mean. */

#include "store/cmd_codes.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/cmd_read.h"
#include "store/code_rules.h"

enum { TABLE_BYTES = 16 * 1024 * 1024 };

enum mt_rc
mt_command_codes(const struct mt_arguments *arguments, struct mt_codes **codes, struct mt_err *err)
{
    struct mt_store *store = NULL;
    struct stat facts;
    const char *path = mt_arguments_database(arguments);
    if (!mt_arguments_said(arguments, "db") && stat(path, &facts) != 0) {
        *codes = mt_codes_new();
        return *codes ? MT_OK : mt_err_memory(err);
    }
    enum mt_rc rc = mt_store_open(&store, path, MT_STORE_READ, err);
    if (rc == MT_OK)
        rc = mt_code_rules_codes(store, codes, err);
    mt_store_close(store);
    return rc;
}

static enum mt_rc
print(const struct mt_arguments *arguments, struct mt_err *err)
{
    struct mt_codes *codes = NULL;
    struct mt_out out = MT_OUT_EMPTY;
    enum mt_rc rc = mt_command_codes(arguments, &codes, err);
    if (rc == MT_OK)
        rc = mt_code_rules_write(codes, &out, err);
    if (rc == MT_OK)
        rc = mt_out_send(&out, STDOUT_FILENO, "standard output", err);
    mt_out_release(&out);
    mt_codes_free(codes);
    return rc;
}

static void
say(const char *what, const struct mt_code_change *change)
{
    printf("%" PRId64 " %s %s; %" PRId64 " %s another class now\n", change->lines,
           change->lines == 1 ? "line" : "lines", what, change->reasons,
           change->reasons == 1 ? "reason has" : "reasons have");
}

static enum mt_rc
add(struct mt_store *store, const char *path, struct mt_err *err)
{
    struct mt_code_change change;
    struct mt_out bytes = MT_OUT_EMPTY;
    enum mt_rc rc = mt_command_read(path, TABLE_BYTES, "a table of codes", &bytes, err);
    if (rc == MT_OK)
        rc = mt_code_rules_add(store, mt_out_view(&bytes), path, &change, err);
    if (rc == MT_OK)
        say("added", &change);
    mt_out_release(&bytes);
    return rc;
}

static enum mt_rc
reset(struct mt_store *store, struct mt_err *err)
{
    struct mt_code_change change;
    enum mt_rc rc = mt_code_rules_reset(store, &change, err);
    if (rc == MT_OK)
        say("removed", &change);
    return rc;
}

static enum mt_rc
run(const struct mt_arguments *arguments, struct mt_err *err)
{
    struct mt_store *store = NULL;
    size_t at = 0;
    bool resets = mt_arguments_has(arguments, "reset");
    const char *path = mt_arguments_next(arguments, "add", &at);
    if (arguments->operand_count)
        return mt_err_set(err, MT_USAGE, "'%s' is one word too many; 'msgtrace explain' explains one code",
                          arguments->operands[0]);
    /* Each is one change that happens or does not; two of them could stop half-way. */
    if (path && (resets || mt_arguments_next(arguments, "add", &at)))
        return mt_err_set(err, MT_USAGE, "one --add or --reset at a time");
    if (!path && !resets)
        return print(arguments, err);
    enum mt_rc rc = mt_store_open(&store, mt_arguments_database(arguments), MT_STORE_WRITE, err);
    if (rc == MT_OK)
        rc = path ? add(store, path, err) : reset(store, err);
    mt_store_close(store);
    return rc;
}

static const struct mt_option options[] = {
    {"add", 0, "FILE", "load lines of your own; they win over the shipped ones and stay in the database"},
    {"reset", 0, NULL, "remove the lines of your own"},
    {NULL, 0, NULL, NULL},
};

#define KEY(number, name, key) " " key
#define ACTOR_KEY(number, name, key, words) " " key

#define COLUMNS                                                                                                        \
    "A line has columns separated by tabs: codes, words, class, permanence, actor, meaning, and perhaps a source. "    \
    "Lines that begin with '#' are comments. A file with a bad line is refused as a whole. What `msgtrace codes` "     \
    "prints can be edited and loaded again. All reasons in the database are classed anew at once.\n"
#define CODES                                                                                                          \
    "Codes, with '|' between them: 4.4.2, 556 5.1.10, 5.7.606-5.7.649, x.4.1 (4 or 5), 421 (when no code like 4.4.2 "  \
    "follows), IB508 (a word of the text), * (any code).\n"
#define WORDS                                                                                                          \
    "Words of the text of which one has to be there, with '|' between them; '*' stands for anything between words or " \
    "at their end. Empty: any text.\n"
#define OR_WRAPPER "; or wrapper: what the reply quotes decides; or wrapper:transport, to fall back on a class.\n"
#define CLASSES "Classes:" MT_REASON_CLASS_LIST(KEY) OR_WRAPPER
#define PERMANENCE "Permanence: temporary, permanent, or reply (4xx is temporary, 5xx is permanent).\n"
#define ACTORS "Actors, who have to act:" MT_ACTOR_LIST(ACTOR_KEY) ".\n"
#define ORDER                                                                                                          \
    "The first line that fits decides: your lines with words come first, then shipped words, your codes, shipped "     \
    "codes with words, and shipped codes alone. A wrapper decides only when nothing else does.\n"

const struct mt_command mt_cmd_codes = {
    .name = "codes",
    .operands = NULL,
    .summary = "show or change what reply codes and their texts mean",
    .examples = "  msgtrace codes                        the table: codes, words, class, permanence, actor, meaning,\n"
                "                                        source, shipped or user\n"
                "  msgtrace codes --add mine.tsv         add lines of your own\n"
                "  msgtrace codes --reset                go back to the shipped lines\n"
                "  msgtrace explain 5.4.300              what one code means\n",
    .details = COLUMNS "\n" CODES "\n" WORDS "\n" CLASSES "\n" PERMANENCE "\n" ACTORS "\n" ORDER,
    .options = options,
    .run = run,
};
