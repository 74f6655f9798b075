/* msgtrace providers: which mail domains belong to which mailbox provider. */

#include "cmd.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "store/cmd_read.h"
#include "store/providers.h"

enum { TABLE_BYTES = 16 * 1024 * 1024 };

static enum mt_rc
add(struct mt_store *store, const char *path, struct mt_err *err)
{
    int64_t rules = 0;
    struct mt_out bytes = MT_OUT_EMPTY;
    enum mt_rc rc = mt_command_read(path, TABLE_BYTES, "a table of providers", &bytes, err);
    if (rc == MT_OK)
        rc = mt_store_add_providers(store, mt_out_view(&bytes), path, &rules, err);
    if (rc == MT_OK)
        printf("%" PRId64 " %s added\n", rules, rules == 1 ? "rule" : "rules");
    mt_out_release(&bytes);
    return rc;
}

static enum mt_rc
print(struct mt_store *store, struct mt_err *err)
{
    struct mt_out out = MT_OUT_EMPTY;
    enum mt_rc rc = mt_providers_write(store, &out, err);
    if (rc == MT_OK)
        rc = mt_out_send(&out, STDOUT_FILENO, "standard output", err);
    mt_out_release(&out);
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
        return mt_err_set(err, MT_USAGE, "'%s' is one word too many; to load rules use --add", arguments->operands[0]);
    /* Each is one change that happens or does not; two of them could stop half-way. */
    if (path && (resets || mt_arguments_next(arguments, "add", &at)))
        return mt_err_set(err, MT_USAGE, "one --add or --reset at a time");
    enum mt_rc rc =
        mt_store_open(&store, mt_arguments_database(arguments), resets || path ? MT_STORE_WRITE : MT_STORE_READ, err);
    if (rc == MT_OK && resets)
        rc = mt_providers_reset(store, err);
    if (rc == MT_OK && path)
        rc = add(store, path, err);
    if (rc == MT_OK && !resets && !path)
        rc = print(store, err);
    mt_store_close(store);
    return rc;
}

static const struct mt_option options[] = {
    {"add", 0, "FILE", "load rules of your own; they win over the shipped ones and stay in the database"},
    {"reset", 0, NULL, "remove the rules of your own"},
    {NULL, 0, NULL, NULL},
};

const struct mt_command mt_cmd_providers = {
    .name = "providers",
    .operands = NULL,
    .summary = "show or change which domains belong to which mailbox provider",
    .examples = "  msgtrace providers                     the rules: pattern, key, name, shipped or user\n"
                "  msgtrace providers --add mine.tsv      add rules of your own\n"
                "  msgtrace providers --reset             go back to the shipped rules\n",
    .details = "A rule is a line of three columns separated by tabs: pattern, key, name. The pattern is a domain\n"
               "(that domain and all below it) or 'label.*' (yahoo.co.uk for 'yahoo.*'). Lines that begin with\n"
               "'#' are comments. A file with a bad line is refused as a whole. What `msgtrace providers` prints\n"
               "can be edited and loaded again. All domains are sorted anew at once; nothing is imported again.\n",
    .options = options,
    .run = run,
};
