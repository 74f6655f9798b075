#ifndef MT_INGEST_ARCHIVE_NAME_H
#define MT_INGEST_ARCHIVE_NAME_H

/* The names that members have in archives. They are whatever somebody wrote there: any bytes, "../", "C:\", line ends.
 */

#include "store/base/out.h"

/* The name for people: UTF-8 as it is, all else read as code page 437, which ZIP prescribes. Backslashes become slashes
 * (some Windows programs write them); empty parts, "." and ".." are dropped, so that the name cannot be taken for one
 * of a file elsewhere; control characters and malformed UTF-8 become U+FFFD. A name of nothing else becomes "unnamed".
 */
void mt_archive_name_show(struct mt_text raw, bool is_utf8, struct mt_out *out);

/* What no person put there: hidden files and folders, "__MACOSX/", "Thumbs.db", "desktop.ini". */
bool mt_archive_name_is_junk(struct mt_text raw);

#endif
