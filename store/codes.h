#ifndef MT_STORE_CODES_H
#define MT_STORE_CODES_H

/* The table of reply codes: what a reason means, whether trying again helps, and who has to act.
 *
 * Shipped as data (store/codes.tsv), and extended by the user without a new build. A line has a pattern of codes
 * ("4.4.2", "4.4.312|5.4.312", "5.7.606-5.7.649", "x.4.1" for any first digit, "IB508" for a word in the text), a hint
 * (words of the text of which one has to be there; empty: any text), class, permanence, actor, and meaning; how it is
 * written stands in codes_line.h. Several codes mean different things in different mouths, so the first line whose
 * code and hint both fit wins, in this order:
 *
 *   1. the user's lines that name words of the text
 *   2. shipped words that speak for themselves, whatever the code ("SocketError", "STARTTLS is required",
 *      "InfoNoRecords", "Winsock error code: 10061")
 *   3. the user's lines for the code
 *   4. shipped lines for the code with a hint that fits
 *   5. shipped lines without a hint: that code, then a range it lies in
 *   6. the same for the code of the wrapper: "5.1.351" before whatever a bare 550 inside it may mean
 *   7. shipped lines for "x.4.1" and for bare reply codes, of the reply and then of the wrapper
 *   8. nothing is known: the class is unknown, and the reply's first digit says whether trying again can help
 *
 * Of lines that stand alike, the one that comes earlier in its table wins, and a table that the user added later goes
 * before those added earlier. A line that says "wrapper" decides only when no other does.
 *
 * Pure: nothing here knows the database. Sources stand beside the lines of the table. */

#include "store/base/err.h"
#include "store/row.h"

struct mt_codes;
struct mt_code_line;

struct mt_cause {
    enum mt_reason_class class;
    enum mt_permanence
        permanence; /* what the reply says by itself: 4xx again, 5xx not, unless the table knows better */
    enum mt_actor actor;
    const char *meaning;             /* a sentence; NULL when the table has none. Lives as long as the codes */
    const struct mt_code_line *line; /* that decided; NULL: none. Lives as long as the codes */
};

/* The shipped table. NULL: no memory. */
struct mt_codes *mt_codes_new(void);
void mt_codes_free(struct mt_codes *codes); /* accepts NULL */

/* Adds the user's lines, tab-separated as above ('#' starts a comment line), before those that were added already.
 * Nothing is added when a line is bad: the error names it. `name` is for the error's text. */
enum mt_rc mt_codes_add(struct mt_codes *codes, struct mt_text table, const char *name, struct mt_err *err);

/* A wrapper without an inner reply is unknown; housekeeping is its own class. */
struct mt_cause mt_codes_cause(const struct mt_codes *codes, const struct mt_reason *reason);

/* The line of the table behind a code alone ("5.4.300", "421 4.4.2"), for people who ask; class unknown and meaning
 * NULL when it is not there. */
struct mt_cause mt_codes_of_code(const struct mt_codes *codes, struct mt_text code);

/* Walks the lines, the user's first: start with *at = 0; NULL at the end. */
const struct mt_code_line *mt_codes_next(const struct mt_codes *codes, size_t *at);

/* What the second number of an enhanced status code is about (RFC 3463): "network and routing". NULL: not assigned, or
 * no such code. */
const char *mt_codes_subject(struct mt_text code);

#endif
