#include "store/resolve.h"

enum { AHEAD = 8 };

struct resolving {
    struct mt_tables *tables;
    struct mt_record *records;
    struct mt_hash senders[AHEAD]; /* of the records that are announced, by their number modulo AHEAD */
};

static void
announce(struct resolving *resolving, size_t i)
{
    const struct mt_record *record = &resolving->records[i];
    struct mt_text sender = record->facts.sender;
    struct mt_hash *hash = &resolving->senders[i % AHEAD];
    /* Those of a message to many come one after another. */
    bool is_same = i > 0 && mt_text_equal(sender, resolving->records[i - 1].facts.sender);
    *hash = is_same ? resolving->senders[(i - 1) % AHEAD] : mt_hash_of(sender);
    mt_dictionary_expect(resolving->tables->dictionary, record->recipient_hash);
    if (!is_same)
        mt_dictionary_expect(resolving->tables->dictionary, *hash);
}

static enum mt_rc
resolve(struct mt_tables *tables, struct mt_record *record, struct mt_hash sender_hash, struct mt_err *err)
{
    struct mt_address recipient, sender;
    enum mt_rc rc =
        mt_dictionary_address(tables->dictionary, record->recipient, record->recipient_hash, &recipient, err);
    if (rc == MT_OK)
        rc = mt_dictionary_address(tables->dictionary, record->facts.sender, sender_hash, &sender, err);
    if (rc != MT_OK)
        return rc;
    record->recipient_id = recipient.id;
    record->domain_id = recipient.domain_id;
    record->sender_id = sender.id;
    return mt_record_derive_others(tables, record, err);
}

enum mt_rc
mt_records_resolve(struct mt_tables *tables, struct mt_record *records, size_t count, struct mt_err *err)
{
    struct resolving resolving = {.tables = tables, .records = records};
    enum mt_rc rc = MT_OK;
    size_t announced = 0;
    for (size_t i = 0; i < count && rc == MT_OK; i++) {
        for (; announced < count && announced < i + AHEAD; announced++)
            announce(&resolving, announced);
        rc = resolve(tables, &records[i], resolving.senders[i % AHEAD], err);
    }
    return rc;
}
