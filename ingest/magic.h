#ifndef MT_INGEST_MAGIC_H
#define MT_INGEST_MAGIC_H

/* What a file that is no text looks like, so that a refusal can say what to do about it. Looks at the first bytes
 * only; unpacks nothing. */

#include "store/base/text.h"

/* A clause such as "it is a gzip file; unpack it first", or NULL when the start is that of no known kind of file. */
const char *mt_magic_of(struct mt_text start);

#endif
