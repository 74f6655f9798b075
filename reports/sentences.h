#ifndef MT_REPORTS_SENTENCES_H
#define MT_REPORTS_SENTENCES_H

/* Every sentence and word that a report prints, in English. See messages.h for what stands in braces. */

#define MT_SENTENCE_LIST(X)                                                                                            \
    /* of all formats */                                                                                               \
    X(CONTENTS, "Contents")                                                                                            \
    X(NOTES, "Notes")                                                                                                  \
    X(ZONE, "Times are in {0}.")                                                                                       \
    X(FRESH, "Data as of {0}.")                                                                                        \
    X(TOO_FEW, "fewer than {0}")                                                                                       \
    X(HEAT_MASK, "Per cent. \xC2\xB7 stands where the share would rest on fewer than {0} deliveries.")                 \
    X(FIGURES, "Show the figures")                                                                                     \
    X(EMPTY_TABLE, "Nothing to show.")                                                                                 \
    X(SHARE_BAR, "{0}: {1}")

#endif
