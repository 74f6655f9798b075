/* Any bytes as an archive, with small limits: nothing may crash, hang or come out larger than permitted, every refusal
 * says why, and names are fit for people. */

#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "ingest/archive.h"
#include "ingest/source.h"

static const struct mt_archive_limits limits = {
    .member_bytes = 64 * 1024,
    .total_bytes = 256 * 1024,
    .ratio = 200,
    .ratio_from = 16 * 1024,
    .members = 20,
    .name_bytes = 64,
};

static void
demand(bool holds)
{
    if (!holds)
        abort();
}

static void
check_name(struct mt_text name)
{
    demand(mt_text_starts(name, "fuzz") && mt_text_valid_utf8(name, false));
    for (size_t i = 0; i < name.len; i++)
        demand((unsigned char)name.at[i] >= 0x20 && name.at[i] != 0x7F && name.at[i] != '\\');
    demand(mt_text_find(name, "/../") < 0 && mt_text_find(name, "//") < 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mt_archive *archive = NULL;
    struct mt_err err = {""};
    int64_t total = 0;
    enum mt_rc rc = mt_archive_open_memory(&archive, (struct mt_text){(const char *)data, size}, "fuzz", &limits, &err);
    demand(rc == MT_OK || (rc == MT_FAILED && err.text[0]));
    for (size_t i = 0; rc == MT_OK && i < mt_archive_count(archive); i++) {
        struct mt_source *source = NULL;
        check_name(mt_text_of(mt_archive_name(archive, i)));
        err.text[0] = '\0';
        enum mt_rc opened = mt_archive_source(archive, i, MT_ENCODING_DETECT, &source, &err);
        demand(opened == MT_OK || (opened == MT_FAILED && err.text[0]));
        if (opened != MT_OK)
            continue;
        demand(strcmp(mt_source_facts(source)->name.at, mt_archive_name(archive, i)) == 0);
        demand(mt_source_facts(source)->bytes <= limits.member_bytes || mt_archive_count(archive) == 1);
        total += mt_source_facts(source)->bytes;
        mt_source_close(source);
    }
    demand(rc != MT_OK || mt_archive_count(archive) == 1 || total <= limits.total_bytes);
    mt_archive_close(archive);
    return 0;
}
