#ifndef MT_INGEST_RECIPIENTS_H
#define MT_INGEST_RECIPIENTS_H

/* Recipient cells: one address, several separated by ';', or the enhanced summary's pairs of address and history. */

#include "store/base/arena.h"
#include "store/row.h"

struct mt_recipient {
    struct mt_text address; /* ASCII lower case */
    enum mt_status status;
};

/* An address in lower case, without blanks around it and without angle brackets when there is an address between
 * them; "<>" stays. False when memory ran out. */
bool mt_address_lower(struct mt_arena *arena, struct mt_text text, struct mt_text *address);

/* The addresses of a cell, which is split at ';' (or ',') only when each part has an '@', because a quoted local part
 * may hold one. None is fine. False with a reason. */
bool mt_addresses_of(struct mt_text cell, struct mt_arena *arena, struct mt_text **addresses, size_t *count,
                     char *reason, size_t size);

/* RecipientAddress and Status: the status goes for every address of the cell. Both functions return false with a
 * reason. */
bool mt_recipients_from_cells(struct mt_text cell, struct mt_text status, struct mt_arena *arena,
                              struct mt_recipient **recipients, size_t *count, char *reason, size_t size);

/* "addr##Receive, Deliver;addr##Receive, Fail": the text behind "##" is a list of words that ends at the next ';', and
 * everything from there to the next "##" is the next address, whatever it holds (quotes, '<', ';' were seen). */
bool mt_recipients_from_pairs(struct mt_text cell, struct mt_arena *arena, struct mt_recipient **recipients,
                              size_t *count, char *reason, size_t size);

#endif
