#include "ingest/cmd_reading.h"

#include "ingest/flavour.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static enum mt_rc
read_delimiter(const char *said, char *delimiter, struct mt_err *err)
{
    if (strcmp(said, "tab") == 0 || strcmp(said, "\\t") == 0)
        *delimiter = '\t';
    else if (strlen(said) == 1 && strchr(",;|\t", *said))
        *delimiter = *said;
    else
        return mt_err_set(err, MT_USAGE, "--delimiter is one of , ; | tab, not '%.60s'", said);
    return MT_OK;
}

static enum mt_rc
refuse_flavour(const char *said, struct mt_err *err)
{
    char known[400] = "";
    size_t used = 0;
    for (size_t i = 0; mt_flavour_at(i) && used < sizeof known; i++)
        used += (size_t)snprintf(known + used, sizeof known - used, "%s%s", used ? ", " : "", mt_flavour_at(i)->key);
    return mt_err_set(err, MT_USAGE, "--as is one of %s, not '%.60s'", known, said);
}

enum mt_rc
mt_reading_options_read(const struct mt_arguments *arguments, struct mt_reading_options *options, struct mt_zone **zone,
                        struct mt_err *err)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    *options = (struct mt_reading_options){.stop = mt_interrupted,
                                           .flavour = mt_arguments_value(arguments, "as"),
                                           .recipient = mt_arguments_value(arguments, "recipient"),
                                           .exported_at_us = MT_MOMENT_UNKNOWN,
                                           .now_us = (int64_t)now.tv_sec * MT_SECOND + now.tv_nsec / 1000};
    *zone = NULL;
    if (options->flavour && !mt_flavour_named(options->flavour))
        return refuse_flavour(options->flavour, err);
    if (options->recipient && !strchr(options->recipient, '@'))
        return mt_err_set(err, MT_USAGE, "--recipient is an address like ann@contoso.com, not '%.100s'",
                          options->recipient);
    const char *order = mt_arguments_value(arguments, "date-order");
    if (order && !mt_date_order_parse(order, &options->date_order))
        return mt_err_set(err, MT_USAGE, "--date-order is one of dmy, mdy, ymd, not '%.60s'", order);
    const char *delimiter = mt_arguments_value(arguments, "delimiter");
    if (delimiter && read_delimiter(delimiter, &options->delimiter, err) != MT_OK)
        return MT_USAGE;
    const char *name = mt_arguments_value(arguments, "zone");
    enum mt_rc rc = name ? mt_zone_open(zone, name, err) : MT_OK;
    options->zone = *zone;
    return rc;
}

enum mt_rc
mt_encoding_option_read(const struct mt_arguments *arguments, enum mt_encoding *encoding, struct mt_err *err)
{
    const char *said = mt_arguments_value(arguments, "encoding");
    if (said && !mt_encoding_parse(said, encoding))
        return mt_err_set(err, MT_USAGE, "--encoding is one of utf-8, utf-16le, utf-16be, cp1252, not '%.60s'", said);
    return MT_OK;
}
