#ifndef MT_QUERY_APART_PARTS_H
#define MT_QUERY_APART_PARTS_H

/* The parts of telling apart (apart.h), among themselves: finding each kind, naming what was found, and the index that
 * is asked for each delivery. Only the files apart*.c use this.
 *
 * Dead domains are found in the roll-up and then in the index of mail in trouble. Mailings and loops are looked for
 * together: mail in trouble is read once and gives candidates, and one walk through all mail counts what belongs to
 * these. */

#include "query/apart.h"
#include "query/apart_numbers.h"
#include "query/statement.h"
#include "store/base/arena.h"

/* ---- what is asked ---- */

enum mt_apart_parts {
    MT_APART_OF_DEAD = 1,
    MT_APART_OF_MAILINGS = 2,
    MT_APART_OF_LOOPS = 4,
    MT_APART_OF_ALL = 7,
};

struct mt_apart_asking {
    struct mt_store *store;
    const struct mt_filter *filter;
    unsigned parts;               /* of enum mt_apart_parts */
    struct mt_bindings bindings;  /* the filter's */
    struct mt_arena *arena;       /* of the answer */
    struct mt_text *sql;          /* if not NULL: the question by which candidates are found */
    struct mt_apart_index *index; /* to be filled */
};

/* As mt_apart_find, but some parts alone, the others empty. */
enum mt_rc mt_apart_find_parts(struct mt_store *store, const struct mt_filter *filter, unsigned parts,
                               struct mt_arena *arena, struct mt_apart *apart, struct mt_text *sql, struct mt_err *err);

enum mt_rc mt_apart_find_dead(struct mt_apart_asking *asking, struct mt_apart *apart, struct mt_err *err);
enum mt_rc mt_apart_find_mail(struct mt_apart_asking *asking, struct mt_apart *apart, struct mt_err *err);

/* ---- recipient domains, as the roll-up shows them ---- */

struct mt_apart_sums {
    int64_t domain_id;
    int64_t delivered, failed;     /* deliveries */
    int64_t first_hour, last_hour; /* that failed */
    bool lives;                    /* its servers take mail */
};

struct mt_apart_domains {
    struct mt_numbers ids;
    struct mt_apart_sums *sums; /* by number of the id */
    size_t room;
};

enum mt_rc mt_apart_domains_read(struct mt_apart_domains *domains, struct mt_apart_asking *asking, struct mt_err *err);
/* Those that may be dead; `wanted` stays closed when there are none. Returns false when memory ran out. */
bool mt_apart_domains_choose(const struct mt_apart_domains *domains, struct mt_id_bytes *wanted);
void mt_apart_domains_sort(struct mt_apart_domains *domains); /* most delivered first */
void mt_apart_domains_release(struct mt_apart_domains *domains);

/* ---- misspelt domains ---- */

struct mt_apart_known {
    struct mt_text name; /* or "label.*" */
    int64_t delivered;   /* of this store */
    bool of_provider;
};

struct mt_apart_known_list {
    struct mt_apart_known *items;
    size_t count, room;
};

/* The providers' domains and the store's own busiest ones. Sorts `domains`. */
enum mt_rc mt_apart_known_read(struct mt_apart_known_list *known, struct mt_apart_domains *domains,
                               struct mt_apart_asking *asking, struct mt_err *err);
void mt_apart_known_release(struct mt_apart_known_list *known);

/* The well-known domain that `domain`, with so many failed messages, is one slip away from; unknown when there is none.
 * Returns false when memory ran out. */
bool mt_apart_like(const struct mt_apart_known_list *known, struct mt_text domain, int64_t messages,
                   struct mt_arena *arena, struct mt_text *like);

/* ---- mail, as mailings and loops are looked for in it ---- */

/* Texts are good until the next row. */
struct mt_apart_row {
    int64_t received_us;
    int64_t recipient_id, domain_id, sender_id; /* 0: none */
    struct mt_text trace_id, message_id, subject;
    uint64_t message; /* hash of the Message-ID; 0: it has none */

    /* Of mail in trouble alone. */
    int64_t delivery_id, provider_id; /* 0: none */
    int outcome, reason_class;
    bool within; /* of the mail that was asked for */
};

/* A hash of the trace id; where there is none, of the time of receipt. */
uint64_t mt_apart_trace(const struct mt_apart_row *row);

/* Which mail the candidates need to be counted in: for the statements, a superset. */
struct mt_apart_wanted {
    struct mt_id_bytes recipients;     /* of loops */
    struct mt_id_bytes senders, hours; /* of mailings; hours since 1970 */
};

/* Each kind is opened with zeroes; first all mail in trouble is added, then candidates are chosen, then all mail of
 * these is counted, then the list is made. `false`: memory ran out. */

/* What may be a mailing. */
struct mt_apart_candidate {
    uint64_t key; /* of the message, or of sender and subject */
    bool is_message;
    uint64_t message, subject;      /* of all its failures; 0 when they differ */
    int64_t sender_id;              /* the same */
    int64_t failed, domains_failed; /* deliveries and their domains */
    int64_t failed_first_us, failed_last_us;
    int64_t from_us, until_us;   /* mail of that time belongs to it */
    int64_t recipients, domains; /* of all its mail */
    int64_t first_us, last_us;
    int64_t delivery_id; /* of its first failure */
    bool within;
};

struct mt_apart_mailings {
    struct mt_apart_failure *failures; /* mail that failed at once */
    size_t failure_count, failure_room;
    struct mt_apart_candidate *candidates;
    size_t candidate_count, candidate_room;
    struct mt_numbers domains; /* of candidates */
};

bool mt_apart_mailings_add(struct mt_apart_mailings *mailings, const struct mt_apart_row *row);
uint64_t mt_apart_run_key(int64_t sender_id, uint64_t subject); /* of a candidate that is no single message */
bool mt_apart_mailings_choose(struct mt_apart_mailings *mailings, struct mt_apart_wanted *wanted);
bool mt_apart_mailings_count(struct mt_apart_mailings *mailings, const struct mt_apart_wanted *wanted,
                             const struct mt_apart_row *row);
enum mt_rc mt_apart_mailings_list(struct mt_apart_mailings *mailings, struct mt_apart_asking *asking,
                                  struct mt_apart *apart, struct mt_err *err);
void mt_apart_mailings_release(struct mt_apart_mailings *mailings);

struct mt_apart_loops {
    struct mt_numbers keys;        /* of a message and its recipient */
    struct mt_apart_round *rounds; /* by the number of the key */
    size_t round_room;
    struct mt_apart_passage *passages;
    size_t passage_count, passage_room;
};

bool mt_apart_loops_add(struct mt_apart_loops *loops, const struct mt_apart_row *row);
bool mt_apart_loops_choose(struct mt_apart_loops *loops, struct mt_apart_wanted *wanted);
bool mt_apart_loops_count(struct mt_apart_loops *loops, const struct mt_apart_row *row);
enum mt_rc mt_apart_loops_list(struct mt_apart_loops *loops, struct mt_apart_asking *asking, struct mt_apart *apart,
                               struct mt_err *err);
void mt_apart_loops_release(struct mt_apart_loops *loops);

/* ---- names of what was found; the copies live in the asking's arena ---- */

struct mt_apart_names {
    struct mt_text sender, recipient, subject, message_id, reason;
};

enum mt_rc mt_apart_name_delivery(struct mt_apart_asking *asking, int64_t delivery_id, struct mt_apart_names *names,
                                  struct mt_err *err);
enum mt_rc mt_apart_name_domain(struct mt_apart_asking *asking, int64_t domain_id, struct mt_text *name,
                                struct mt_err *err);
enum mt_rc mt_apart_name_reason(struct mt_apart_asking *asking, int64_t reason_id, int *reason_class,
                                struct mt_text *text, struct mt_err *err);

/* ---- the index ---- */

struct mt_apart_index *mt_apart_index_new(struct mt_arena *arena); /* NULL: memory ran out, as with `false` below */
bool mt_apart_index_dead(struct mt_apart_index *index, struct mt_arena *arena, const struct mt_dead_domain *dead,
                         size_t count);
bool mt_apart_index_loops(struct mt_apart_index *index, struct mt_arena *arena, const struct mt_loop *loops,
                          size_t count);

/* The failures of one mailing: of one message, or of a sender within that time. */
struct mt_apart_mailing_of {
    struct mt_text message_id; /* unknown: of the sender */
    int64_t sender_id, first_us, last_us;
};
bool mt_apart_index_mailings(struct mt_apart_index *index, struct mt_arena *arena, struct mt_apart_mailing_of *of,
                             size_t count);

#endif
