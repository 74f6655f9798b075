#ifndef MT_INGEST_CSV_H
#define MT_INGEST_CSV_H

/* CSV text into records: the one place that knows libcsv.
 *
 * Records of plain form take a fast lane (csv_plain.h) that gives what libcsv would. libcsv is used strict, in chunks,
 * with these habits of its own undone: fields are committed only when their record is complete; blanks around unquoted
 * fields stay; after a malformed record reading resumes at the line behind the one on which that record began, so that
 * a wrong quote costs one line and not the rest of the file; an open quote at the end of the file is an error; a field
 * or record beyond the limit is an error of its record and costs no more memory than the limit. Lines are counted as an
 * editor counts them (CR LF, LF or CR; also inside quotes). A quoted field ends right before the delimiter: `"a" ,` and
 * `, "a"` are malformed. */

#include "ingest/source.h"

enum {
    MT_CSV_FIELD_BYTES = 1024 * 1024,      /* longest field */
    MT_CSV_FIELDS = 512,                   /* most fields in a record */
    MT_CSV_RECORD_BYTES = 4 * 1024 * 1024, /* longest record, line ends included */
    MT_RAW_BYTES = 64 * 1024,              /* how much of a record's own text is kept for a reject */
};

struct mt_csv_record {
    const struct mt_text *fields; /* an unquoted empty field is unknown, a quoted one is empty */
    size_t count;
    uint64_t line;      /* where the record starts */
    struct mt_text raw; /* without its line end */
    bool raw_is_cut;
};

struct mt_csv_handler {
    void *context;
    /* Anything but MT_OK ends the reading and is returned by mt_csv_read. Blank lines, and lines of spaces and tabs
     * that separate nothing, are not reported. What the record points to lives until the callback returns. */
    enum mt_rc (*record)(void *context, const struct mt_csv_record *record, struct mt_err *err);
    /* `reason` is a clause like "has text behind a closing quote"; the record has no fields, and raw is the line that
     * was given up. */
    enum mt_rc (*malformed)(void *context, const char *reason, const struct mt_csv_record *record, struct mt_err *err);
};

/* Reads from where the source stands to its end. `first_line` is the number of the line that comes next. A delimiter
 * that is a quote or a line end is refused. */
enum mt_rc mt_csv_read(struct mt_source *source, char delimiter, uint64_t first_line,
                       const struct mt_csv_handler *handler, struct mt_err *err);

/* The same through libcsv alone: what the fast lane is held against. */
enum mt_rc mt_csv_read_carefully(struct mt_source *source, char delimiter, uint64_t first_line,
                                 const struct mt_csv_handler *handler, struct mt_err *err);

#endif
