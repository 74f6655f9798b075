#ifndef MT_INGEST_REJECTED_H
#define MT_INGEST_REJECTED_H

/* Records that could not be read, as a file that people can edit and that is read again.
 *
 * The file is an export like any other, with one column (or key) more: msgtrace_reject, the number under which the
 * record is kept. What reads exports steps over it. A record that is no record by itself (a quote that is never closed,
 * half an object) cannot stand between the others as it is: it comes as the text of one cell, or under the key
 * msgtrace_raw, and has to be made a record by hand. Texts are borrowed unless said otherwise. */

#include "ingest/source.h"
#include "store/base/arena.h"
#include "store/base/out.h"

#define MT_REJECTED_NUMBER "msgtrace_reject"
#define MT_REJECTED_RAW "msgtrace_raw"

struct mt_rejected_form {
    bool is_json;
    char delimiter; /* CSV */
};

struct mt_rejected {
    int64_t number;
    struct mt_text raw;
    uint64_t line; /* of the file it was read from */
};

/* By the delimiter as exports keep it: ",", "tab", unknown for JSON. */
struct mt_rejected_form mt_rejected_form_of(struct mt_text delimiter);

/* ---- writing ---- */

/* `header` is the header line of the export, unknown when it was not kept: then the file has none, and records stand
 * in it as they were, without their number. */
void mt_rejected_begin(struct mt_out *out, const struct mt_rejected_form *form, struct mt_text header);
enum mt_rc mt_rejected_put(struct mt_out *out, const struct mt_rejected_form *form, struct mt_text header,
                           const struct mt_rejected *rejected, struct mt_err *err);
void mt_rejected_end(struct mt_out *out, const struct mt_rejected_form *form);

void mt_rejected_quote(struct mt_out *out, struct mt_text cell); /* a CSV cell in quotes */

/* ---- reading such a file ---- */

struct mt_rejected_list {
    struct mt_rejected_form form;
    struct mt_text header; /* CSV, without the column msgtrace_reject */
    struct mt_rejected *items;
    size_t count, room;
    struct mt_arena arena; /* of texts that were read */
};

/* Appends; the text is copied when `copies`. */
enum mt_rc mt_rejected_add(struct mt_rejected_list *list, const struct mt_rejected *rejected, bool copies,
                           struct mt_err *err);

/* `delimiter` is the user's, or 0. Refuses a file without numbers, with one number twice, or with a record that cannot
 * be read: the error names the line. */
enum mt_rc mt_rejected_read(struct mt_rejected_list *list, struct mt_source *source, char delimiter,
                            struct mt_err *err);
void mt_rejected_release(struct mt_rejected_list *list);

/* ---- an export of them ---- */

/* Writes the records as one export, without numbers; lines[i] is where record i begins, 0 when it is left out because
 * it is no record by itself. */
enum mt_rc mt_rejected_compose(const struct mt_rejected_list *list, struct mt_out *out, uint64_t *lines,
                               struct mt_err *err);

#endif
