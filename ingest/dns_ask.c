#include "ingest/dns_ask.h"

#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/time.h>

#include <ares.h>

enum { SERVER_BYTES = 80, MOST_SILENT = 2, LONGEST_WAIT_MS = 200 };

struct mt_dns_ask {
    ares_channel channel;
    bool (*stop)(void);
    int silent; /* questions in a row that nobody answered */
    int asked;
    bool is_stopped;
};

/* What came back of one question. */
struct reply {
    bool is_done;
    int status;
    struct mt_dns_answers *answers;
    struct mt_text name;
    enum mt_dns_type type;
    enum mt_rc rc;
    struct mt_err *err;
};

/* ---- the server ---- */

static bool
is_address(const char *text, int family)
{
    unsigned char bytes[16];
    return inet_pton(family, text, bytes) == 1;
}

static bool
is_port(const char *text)
{
    int64_t port;
    return mt_text_to_int(mt_text_of(text), &port) && port > 0 && port <= 65535;
}

/* As c-ares wants it: "192.0.2.53:5353", "[2001:db8::53]:5353". */
static bool
read_server(const char *said, char server[SERVER_BYTES])
{
    char address[SERVER_BYTES];
    const char *port = "53";
    size_t len = strlen(said), skip = said[0] == '[' ? 1 : 0;
    if (len >= SERVER_BYTES - 8)
        return false;
    memcpy(address, said + skip, len - skip + 1);
    char *end = said[0] == '[' ? strchr(address, ']') : is_address(address, AF_INET6) ? NULL : strchr(address, ':');
    if (said[0] == '[' && (!end || (end[1] != '\0' && end[1] != ':')))
        return false;
    if (end) {
        const char *behind = *end == ']' ? end + 1 : end;
        if (*behind == ':')
            port = behind + 1;
        *end = '\0';
    }
    bool is_long = is_address(address, AF_INET6);
    if ((!is_long && (said[0] == '[' || !is_address(address, AF_INET))) || !is_port(port))
        return false;
    snprintf(server, SERVER_BYTES, is_long ? "[%s]:%s" : "%s:%s", address, port);
    return true;
}

enum mt_rc
mt_dns_ask_open(struct mt_dns_ask **ask, const char *server, bool (*stop)(void), struct mt_err *err)
{
    char plain[SERVER_BYTES], only_dns[] = "b", no_file[] = "/dev/null";
    /* Nothing of this machine's own settings: neither its servers nor its search list. */
    struct ares_options options = {.flags = ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES | ARES_FLAG_NOCHECKRESP |
                                            ARES_FLAG_STAYOPEN | ARES_FLAG_EDNS,
                                   .timeout = MT_DNS_ASK_MS,
                                   .tries = MT_DNS_ASK_TRIES,
                                   .lookups = only_dns,
                                   .resolvconf_path = no_file,
                                   .ednspsz = 1232};
    if (!read_server(server, plain))
        return mt_err_set(err, MT_USAGE,
                          "'%.60s' is no address of a resolver: write 192.0.2.53, 192.0.2.53:5353 or "
                          "[2001:db8::53]:5353",
                          server);
    struct mt_dns_ask *made = calloc(1, sizeof *made);
    if (!made)
        return mt_err_memory(err);
    if (ares_library_init(ARES_LIB_INIT_ALL) != ARES_SUCCESS) {
        free(made);
        return mt_err_set(err, MT_FAILED, "c-ares cannot start");
    }
    int mask = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_NDOTS | ARES_OPT_LOOKUPS |
               ARES_OPT_EDNSPSZ | ARES_OPT_RESOLVCONF | ARES_OPT_DOMAINS | ARES_OPT_SERVERS;
    int status = ares_init_options(&made->channel, &options, mask);
    if (status == ARES_SUCCESS && (status = ares_set_servers_ports_csv(made->channel, plain)) != ARES_SUCCESS)
        ares_destroy(made->channel);
    if (status != ARES_SUCCESS) {
        free(made);
        ares_library_cleanup();
        return mt_err_set(err, MT_FAILED, "cannot ask '%s': %s", plain, ares_strerror(status));
    }
    made->stop = stop;
    *ask = made;
    return MT_OK;
}

void
mt_dns_ask_close(struct mt_dns_ask *ask)
{
    if (!ask)
        return;
    ares_destroy(ask->channel);
    ares_library_cleanup();
    free(ask);
}

/* ---- one question ---- */

/* Statuses that come with a reply are read from the reply itself. */
static void
take(void *context, int status, int timeouts, unsigned char *bytes, int len)
{
    struct reply *reply = context;
    (void)timeouts;
    reply->is_done = true;
    reply->status = status;
    if (bytes && len > 0)
        reply->rc = mt_dns_reply_read((struct mt_text){(const char *)bytes, (size_t)len}, reply->name, reply->type,
                                      reply->answers, reply->err);
}

static void
wait_for(struct mt_dns_ask *ask, const struct reply *reply)
{
    while (!reply->is_done) {
        ares_socket_t sockets[ARES_GETSOCK_MAXNUM];
        struct pollfd polled[ARES_GETSOCK_MAXNUM];
        struct timeval most = {0, LONGEST_WAIT_MS * 1000}, room;
        nfds_t count = 0;
        /* The macros of c-ares for this shift a one into the sign. */
        unsigned bits = (unsigned)ares_getsock(ask->channel, sockets, ARES_GETSOCK_MAXNUM);
        for (int i = 0; i < ARES_GETSOCK_MAXNUM; i++) {
            bool reads = bits >> i & 1, writes = bits >> (i + ARES_GETSOCK_MAXNUM) & 1;
            short events = (short)((reads ? POLLIN : 0) | (writes ? POLLOUT : 0));
            if (events)
                polled[count++] = (struct pollfd){.fd = sockets[i], .events = events};
        }
        struct timeval *next = ares_timeout(ask->channel, &most, &room);
        int ready = poll(polled, count, (int)(next->tv_sec * 1000 + next->tv_usec / 1000) + 1);
        if (ask->stop && ask->stop()) {
            ask->is_stopped = true;
            ares_cancel(ask->channel);
            return;
        }
        if (ready <= 0)
            ares_process_fd(ask->channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
        for (nfds_t i = 0; ready > 0 && i < count; i++)
            if (polled[i].revents)
                ares_process_fd(ask->channel,
                                polled[i].revents & (POLLIN | POLLERR | POLLHUP) ? polled[i].fd : ARES_SOCKET_BAD,
                                polled[i].revents & POLLOUT ? polled[i].fd : ARES_SOCKET_BAD);
    }
}

static enum mt_dns_why
why_of(int status)
{
    switch (status) {
    case ARES_ETIMEOUT:
        return MT_DNS_WHY_TIMEOUT;
    case ARES_ECONNREFUSED:
    case ARES_EREFUSED:
        return MT_DNS_WHY_REFUSED;
    case ARES_ESERVFAIL:
        return MT_DNS_WHY_SERVER;
    case ARES_EBADRESP:
    case ARES_EFORMERR:
        return MT_DNS_WHY_MALFORMED;
    case ARES_ECANCELLED:
        return MT_DNS_WHY_STOPPED;
    }
    return MT_DNS_WHY_OTHER;
}

enum mt_rc
mt_dns_ask_one(void *context, struct mt_dns_answers *answers, struct mt_text name, enum mt_dns_type type,
               struct mt_err *err)
{
    struct mt_dns_ask *ask = context;
    char text[MT_DNS_NAME_BYTES + 1];
    struct reply reply = {.answers = answers, .name = name, .type = type, .rc = MT_OK, .err = err};
    bool is_silent = ask->silent >= MOST_SILENT;
    if (ask->is_stopped)
        return mt_err_set(err, MT_INTERRUPTED, "interrupted");
    if (name.len >= sizeof text || is_silent || ask->asked >= MT_DNS_ASK_MOST) {
        mt_dns_add_state(answers, name, type, MT_DNS_FAILED, is_silent ? MT_DNS_WHY_TIMEOUT : MT_DNS_WHY_TOO_MANY, 0);
        return MT_OK;
    }
    memcpy(text, name.at, name.len);
    text[name.len] = '\0';
    ask->asked++;
    ares_query(ask->channel, text, 1, (int)type, take, &reply);
    wait_for(ask, &reply);
    if (ask->is_stopped)
        return mt_err_set(err, MT_INTERRUPTED, "interrupted");
    ask->silent = reply.status == ARES_ETIMEOUT ? ask->silent + 1 : 0;
    if (reply.rc != MT_OK)
        return reply.rc;
    /* Does nothing when the reply said something. */
    mt_dns_add_state(answers, name, type, MT_DNS_FAILED, why_of(reply.status), 0);
    return answers->failed ? mt_err_memory(err) : MT_OK;
}
