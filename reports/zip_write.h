#ifndef MT_REPORTS_ZIP_WRITE_H
#define MT_REPORTS_ZIP_WRITE_H

/* Files as a zip archive in memory (PKWARE's APPNOTE, 4.3). No time of making is in it, so that the same files give the
 * same bytes. Written here, because minizip 1.1 (Debian 12) goes on with a pointer that it did not get when memory runs
 * out. Archives of 4 GiB and more would take the format's later additions and are refused. */

#include "reports/files.h"

/* Appends the archive to `out`, which must be empty. */
enum mt_rc mt_zip_write(struct mt_out *out, const struct mt_files *files, struct mt_err *err);

#endif
