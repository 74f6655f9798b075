#ifndef MT_REPORTS_REDACT_ENCODED_H
#define MT_REPORTS_REDACT_ENCODED_H

/* Encoded words of mail headers (RFC 2047): =?utf-8?Q?Jane_Doe?=. Part of reports/redact.h; not for others. */

#include "store/base/text.h"

/* Decodes the encoded word that the text begins with and writes what it says, in UTF-8, to `room`, which holds at least
 * half as much again as the word. Returns how many bytes of the text it took, with the blanks that only part it from a
 * following encoded word; 0: there is none. Of a charset that is not known, ASCII is read and the rest is left out. */
size_t mt_encoded_word(struct mt_text text, char *room, size_t *len);

#endif
