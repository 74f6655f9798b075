#include "ingest/reason.h"

#include "ingest/reason_blob.h"
#include "ingest/reason_chain.h"
#include "ingest/reason_host.h"
#include "ingest/reason_text.h"

#include <string.h>

/* Causes that are told without any code. */
static const char *const bare_causes[] = {
    "Hop count exceeded", "Message expired",    "QUEUE.Expired",    "SocketError",
    "Socket error code",  "Winsock error code", "DNS query failed", "STARTTLS is required",
};

static bool
has_bare_cause(struct mt_text text)
{
    for (size_t i = 0; i < sizeof bare_causes / sizeof *bare_causes; i++)
        if (mt_text_find(text, bare_causes[i]) >= 0)
            return true;
    return false;
}

/* A text without a frame: it begins with its codes, or quotes somebody, or has its codes behind a few words. */
static bool
read_plain(struct mt_chain *chain, struct mt_text text)
{
    struct mt_reply reply;
    if (!mt_reply_read(text, &reply) && mt_text_find(text, "returned '") < 0) {
        ptrdiff_t found = mt_reply_find(text);
        if (found < 0 && !has_bare_cause(text))
            return false;
        if (found > 0)
            text = (struct mt_text){text.at + found, text.len - (size_t)found};
    }
    mt_chain_read(chain, text);
    return chain->has_code || chain->piece_count > 0;
}

/* ---- what the chain and the frame say together ---- */

static void
take_endpoint(struct mt_reason *reason, struct mt_endpoint endpoint, struct mt_arena *arena)
{
    /* A server of the service is a stop on our side: neither it nor its address is the remote's. */
    if (mt_host_is_service(endpoint.host))
        return;
    if (!mt_text_known(reason->remote_host))
        mt_host_read(endpoint.host, arena, &reason->remote_host);
    if (!mt_text_known(reason->remote_ip) && !mt_ip_read(endpoint.ip, arena, &reason->remote_ip))
        mt_ip_read(endpoint.host, arena, &reason->remote_ip);
}

/* The surest first: what the transport server wrote of its own last attempt, then the target of the proxy that mail
 * leaves through, the speaker of an NDR's line, and last the next hop, which can be that proxy. */
static void
take_remote(struct mt_reason *reason, const struct mt_chain *chain, const struct mt_blob *blob, struct mt_arena *arena)
{
    const struct mt_endpoint endpoints[] = {
        chain->last_attempted,
        {blob->proxy_host, blob->proxy_ip},
        chain->server_at,
        {blob->values[MT_BLOB_FQDN], blob->values[MT_BLOB_IP]},
        {blob->values[MT_BLOB_SERVER], MT_TEXT_UNKNOWN},
        {MT_TEXT_UNKNOWN, chain->last_endpoint},
    };
    for (size_t i = 0; i < sizeof endpoints / sizeof *endpoints; i++)
        take_endpoint(reason, endpoints[i], arena);
}

static struct mt_text
code_text(const struct mt_reply *reply, struct mt_arena *arena)
{
    struct mt_text code = MT_TEXT_UNKNOWN;
    if (reply->code[0])
        mt_arena_copy(arena, mt_text_of(reply->code), &code);
    return code;
}

static bool
is_same_reply(const struct mt_reply *a, const struct mt_reply *b)
{
    return a->number == b->number && strcmp(a->code, b->code) == 0;
}

static void
take_replies(struct mt_reason *reason, const struct mt_chain *chain, struct mt_arena *arena)
{
    reason->reply = chain->inner.number;
    reason->code = code_text(&chain->inner, arena);
    if (!is_same_reply(&chain->first, &chain->inner)) {
        reason->outer_reply = chain->first.number;
        reason->outer_code = code_text(&chain->first, arena);
    }
    reason->housekeeping = reason->reply ? reason->reply < 300 : chain->inner.code[0] == '2';
    reason->text = mt_reason_text(chain->pieces, chain->piece_count, &chain->inner, arena);
    reason->expired = chain->expired;
}

bool
mt_reason_read(struct mt_text text, struct mt_arena *arena, struct mt_reason *reason)
{
    if (!mt_text_known(text))
        return false;
    struct mt_chain chain = {0};
    struct mt_reason read = {0};
    struct mt_blob blob = mt_blob_of(text);
    if (blob.is_there) {
        mt_chain_read(&chain, blob.values[MT_BLOB_LED]);
        mt_chain_read(&chain, blob.values[MT_BLOB_MSG]);
    } else if (!read_plain(&chain, blob.body)) {
        return false;
    }
    take_replies(&read, &chain, arena);
    take_remote(&read, &chain, &blob, arena);
    read.server = mt_text_known(chain.stamp) ? chain.stamp : chain.service_at;
    if (blob.values[MT_BLOB_LRT].len)
        read.last_try = blob.values[MT_BLOB_LRT];
    read.is_cut = blob.is_cut || chain.is_cut;
    if (!read.reply && !mt_text_known(read.code) && !mt_text_known(read.text) && !mt_text_known(read.remote_host) &&
        !mt_text_known(read.remote_ip) && !mt_text_known(read.last_try))
        return false;
    *reason = read;
    return true;
}
