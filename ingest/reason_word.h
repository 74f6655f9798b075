#ifndef MT_INGEST_REASON_WORD_H
#define MT_INGEST_REASON_WORD_H

/* What a word of a reason stands for. The marks are described in reason_text.h. */

#include "store/base/text.h"

enum mt_word {
    MT_WORD_PLAIN,
    MT_WORD_URL,
    MT_WORD_ADDRESS,
    MT_WORD_IP,
    MT_WORD_HOST,
    MT_WORD_ID,
    MT_WORD_TIME,
    MT_WORD_NUMBER,
};

enum mt_word mt_word_of(struct mt_text word);

/* The host that a link names; unknown when that is an address or nothing. */
struct mt_text mt_word_url_host(struct mt_text url);

bool mt_word_is_unit(struct mt_text word); /* "seconds", "MB" */

#endif
