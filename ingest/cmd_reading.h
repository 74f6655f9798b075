#ifndef MT_INGEST_CMD_READING_H
#define MT_INGEST_CMD_READING_H

/* The options by which a user says what a file means, read alike by every command that reads exports. Part of the
 * program, not of a library. */

#include "cmd.h"
#include "ingest/reading.h"

#define MT_READING_OPTIONS                                                                                             \
    {"as", 0, "FLAVOUR", "take the files for this kind of export instead of finding out"},                             \
        {"delimiter", 0, "CHAR", "between CSV columns: , ; | or tab"},                                                 \
        {"date-order", 0, "ORDER", "dmy (05/09 is 5 September) or mdy, when the file does not tell"},                  \
        {"zone", 0, "ZONE", "the files' times are local, for example Europe/London"},                                  \
    {                                                                                                                  \
        "recipient", 0, "ADDRESS", "whose events a trace detail holds that does not say it (Graph)"                    \
    }

/* Fills the options from the command line and the clock. The zone is opened here and belongs to the caller, who closes
 * it when the reading is done; NULL stays NULL. */
enum mt_rc mt_reading_options_read(const struct mt_arguments *arguments, struct mt_reading_options *options,
                                   struct mt_zone **zone, struct mt_err *err);

/* The option "encoding", of commands that open a file by themselves; without it the encoding stays as it is. */
enum mt_rc mt_encoding_option_read(const struct mt_arguments *arguments, enum mt_encoding *encoding,
                                   struct mt_err *err);

#endif
