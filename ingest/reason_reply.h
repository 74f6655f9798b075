#ifndef MT_INGEST_REASON_REPLY_H
#define MT_INGEST_REASON_REPLY_H

/* The codes at the head of an SMTP reply, as servers and people who retype them write them: "421 4.4.2", "550-5.7.26",
 * "451-4.7.23", "550 #5.1.0", "#550 4.4.7", "smtp;550 5.1.1", "5.4.300", "421", and the slip "451 4-4.395". */

#include "store/base/text.h"

#define MT_REPLY_CODE_BYTES 12

struct mt_reply {
    int number;                     /* 421; 0 when there is only an enhanced code */
    char code[MT_REPLY_CODE_BYTES]; /* "4.4.2"; empty when there is none */
    bool goes_on;                   /* "550-": more lines follow, each with its codes */
};

/* How many bytes the codes take at the start of the text, blanks and separators around them included; 0 when the text
 * does not start with any. */
size_t mt_reply_read(struct mt_text text, struct mt_reply *reply);

/* Where in the text the first reply with both codes starts, or -1. A number alone is too weak a sign. */
ptrdiff_t mt_reply_find(struct mt_text text);

#endif
