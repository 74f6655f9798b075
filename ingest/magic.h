#ifndef MT_INGEST_MAGIC_H
#define MT_INGEST_MAGIC_H

/* What a file that is no text looks like, so that an archive can be opened, and a refusal of all else can say what to
 * do about it. Looks at the first bytes only; unpacks nothing. */

#include "store/base/text.h"

enum mt_container {
    MT_CONTAINER_NONE,
    MT_CONTAINER_GZIP,
    MT_CONTAINER_ZIP,
};

/* Whether archive.h opens it. Office documents are ZIP archives, too: what is in them tells them apart. */
enum mt_container mt_magic_container(struct mt_text start);

/* A clause such as "it is an xz file; unpack it first", or NULL when the start is that of no known kind of file. */
const char *mt_magic_of(struct mt_text start);

/* Such clauses for Office documents, which show themselves by the names in them: "xl/workbook.xml", or just
 * "[Content_Types].xml". */
extern const char mt_magic_workbook[];
extern const char mt_magic_document[];

#endif
