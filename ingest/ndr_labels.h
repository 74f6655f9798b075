#ifndef MT_INGEST_NDR_LABELS_H
#define MT_INGEST_NDR_LABELS_H

/* The headings and labels of bounces, in the languages in which they were seen. */

#include "store/base/text.h"

enum mt_ndr_label {
    MT_NDR_NO_LABEL,
    MT_NDR_FAILED_TO,  /* "Delivery has failed to these recipients or groups:" */
    MT_NDR_DIAGNOSTIC, /* "Diagnostic information for administrators:" */
    MT_NDR_HEADERS,    /* "Original message headers:" */
    MT_NDR_GENERATING,
    MT_NDR_RECEIVING,
    MT_NDR_ATTEMPTS,
    MT_NDR_CREATED,
    MT_NDR_SENDER,
    MT_NDR_RECIPIENT,
    MT_NDR_SUBJECT,
    MT_NDR_ERROR,
    MT_NDR_STATUS,
    MT_NDR_REJECTED_BY,
    MT_NDR_OTHER, /* ends what stood before it, and says nothing that is kept */
};

/* The label at the start of the line, and what stands behind it. */
enum mt_ndr_label mt_ndr_label_of(struct mt_text line, struct mt_text *value);

#endif
