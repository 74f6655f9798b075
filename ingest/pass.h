#ifndef MT_INGEST_PASS_H
#define MT_INGEST_PASS_H

/* One pass over an export: CSV or JSON records go by, leave evidence of what the file's dates mean, and, when there is
 * a sink, become rows, events or rejects under the rules that were settled before. Surveying is a pass without a sink.
 * Decides nothing: reading.h does. */

#include "ingest/columns.h"
#include "ingest/flavour.h"
#include "ingest/head.h"
#include "ingest/observed.h"
#include "ingest/reading.h"

enum { MT_SAMPLE_BYTES = 200 };

struct mt_pass {
    struct mt_source *source;
    struct mt_head head;
    struct mt_rules rules;
    enum mt_record_kind kind;       /* what records become */
    struct mt_text recipient;       /* whose they are where the file does not say it, ASCII lower case */
    struct mt_text recipient_trace; /* of this message only; unknown: of every one */
    const struct mt_sink *sink;     /* NULL while surveying */
    const struct mt_reading_progress *progress;
    bool (*stop)(void);   /* NULL: never */
    uint64_t survey_left; /* how many records a survey looks at; 0 for all */

    /* What the file is made of; kept from pass to pass. */
    struct mt_columns columns;           /* CSV */
    struct mt_text header;               /* CSV: the line that named them; unknown for a log without one */
    struct mt_keys keys;                 /* JSON */
    struct mt_keys embedded_keys;        /* JSON inside a string of it */
    char error_text[MT_SAMPLE_BYTES];    /* of a saved error answer */
    char sample_keys[MT_SAMPLE_BYTES];   /* of an object that is no trace */
    char sample_reason[MT_SAMPLE_BYTES]; /* of the first record that was no row */

    /* What this pass has shown. */
    bool has_header;
    uint64_t bare, in_list; /* objects by themselves, and elements of lists */
    struct mt_evidence_votes votes;
    struct mt_observed_evidence taken;
    struct mt_reading_counts counts;

    struct mt_json_flat *embedded_flat; /* NULL until a row is met inside another object */
    struct mt_arena row_arena, embedded_arena, arena;
};

/* From the first character to the last. */
enum mt_rc mt_pass_run(struct mt_pass *pass, struct mt_err *err);

/* A pass without a sink over the first records, or with 0 over all of them. */
enum mt_rc mt_pass_survey(struct mt_pass *pass, uint64_t records, struct mt_err *err);

void mt_pass_release(struct mt_pass *pass);

#endif
