#ifndef MT_STORE_DICTIONARY_H
#define MT_STORE_DICTIONARY_H

/* Addresses, domains and routes that the database knows, in memory, so that a row costs no look-up in the database.
 * Texts are recognised by a 128-bit hash and not kept (routes are: there are few). New ones get the next number at
 * once and are written by mt_dictionary_flush, which has to come before anything that refers to them. About 24 bytes
 * for each distinct address. */

#include "store/handle.h"
#include "store/key.h"
#include "store/row.h"

struct mt_dictionary;

struct mt_address {
    uint32_t id;        /* 0: unknown */
    uint32_t domain_id; /* 0: none */
};

struct mt_route {
    enum mt_direction direction;
    struct mt_text connector, forest;
};

/* Reads everything, inside the caller's transaction. */
enum mt_rc mt_dictionary_open(struct mt_dictionary **dictionary, struct mt_store *store, struct mt_err *err);
void mt_dictionary_close(struct mt_dictionary *dictionary); /* accepts NULL */

/* The dictionary that the handle keeps, read anew when somebody else has written since; inside the caller's
 * transaction. It belongs to the handle. */
enum mt_rc mt_dictionary_of(struct mt_store *store, struct mt_dictionary **dictionary, struct mt_err *err);

/* `hash` is mt_hash_of(address). Unknown text is address 0. */
enum mt_rc mt_dictionary_address(struct mt_dictionary *dictionary, struct mt_text address, struct mt_hash hash,
                                 struct mt_address *found, struct mt_err *err);

/* Fetches what mt_dictionary_address will need for an address of which it will soon be asked. */
void mt_dictionary_expect(const struct mt_dictionary *dictionary, struct mt_hash hash);

/* The route of a message: its forest is read from the message id. */
enum mt_rc mt_dictionary_route(struct mt_dictionary *dictionary, enum mt_direction direction, struct mt_text connector,
                               struct mt_text message_id, uint32_t *id, struct mt_err *err);
/* Until the next new route; its texts live as long as the dictionary. */
const struct mt_route *mt_dictionary_route_at(const struct mt_dictionary *dictionary, uint32_t id);

enum mt_rc mt_dictionary_flush(struct mt_dictionary *dictionary, struct mt_err *err);

/* What stands behind the last '@' (a quoted local part may hold more of them); empty for "<>" and names without. */
struct mt_text mt_address_domain(struct mt_text address);

#endif
