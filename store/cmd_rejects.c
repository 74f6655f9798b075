/* msgtrace rejects: the records that were kept aside. */

#include "cmd.h"

#include <unistd.h>

#include "store/rejects.h"

enum { CHUNK_BYTES = 256 * 1024 };

static enum mt_rc
print(struct mt_store *store, struct mt_out *out, struct mt_err *err)
{
    struct mt_rejects *rejects = NULL;
    bool more = true;
    enum mt_rc rc = mt_rejects_open(&rejects, store, err);
    while (rc == MT_OK && more) {
        rc = mt_rejects_next(rejects, out, &more, err);
        if (rc == MT_OK && mt_interrupted())
            rc = mt_err_set(err, MT_INTERRUPTED, "interrupted");
        if (rc == MT_OK && out->len && (!more || out->len >= CHUNK_BYTES)) {
            rc = mt_out_send(out, STDOUT_FILENO, "standard output", err);
            mt_out_clear(out);
        }
    }
    mt_rejects_close(rejects);
    return rc;
}

static enum mt_rc
run(const struct mt_arguments *arguments, struct mt_err *err)
{
    struct mt_store *store = NULL;
    struct mt_out out = MT_OUT_EMPTY;
    if (arguments->operand_count)
        return mt_err_set(err, MT_USAGE, "'%s' is one word too many", arguments->operands[0]);
    enum mt_rc rc = mt_store_open(&store, mt_arguments_database(arguments), MT_STORE_READ, err);
    if (rc == MT_OK)
        rc = print(store, &out, err);
    mt_out_release(&out);
    mt_store_close(store);
    return rc;
}

static const struct mt_option options[] = {{NULL, 0, NULL, NULL}};

const struct mt_command mt_cmd_rejects = {
    .name = "rejects",
    .operands = NULL,
    .summary = "show the records that could not be read",
    .examples = "  msgtrace rejects              every record that was kept aside, with file, line and reason\n"
                "  msgtrace rejects | less       page by page\n",
    .details = "Each record is shown as 'file:line: reason' with its text below. Control characters are\n"
               "written as \\t, \\r or \\x1B, so that nothing in a file can command your terminal.\n"
               "The records as they stood are in the view v1_reject.\n",
    .options = options,
    .run = run,
};
