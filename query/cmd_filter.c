#include "query/cmd_filter.h"

#include "query/filter_known.h"
#include "reports/cmd_output.h"

#include <stddef.h>
#include <string.h>

static enum mt_rc
read_window(const struct mt_arguments *arguments, struct mt_filter *filter, struct mt_err *err)
{
    const char *since = mt_arguments_value(arguments, "since"), *until = mt_arguments_value(arguments, "until");
    const char *week = mt_arguments_value(arguments, "week");
    if (week && (since || until))
        return mt_err_set(err, MT_USAGE, "--week already says since when and until when");
    enum mt_rc rc = MT_OK;
    if (week)
        rc = mt_filter_week(filter, week, err);
    if (rc == MT_OK && since)
        rc = mt_filter_moment(since, filter->zone, &filter->since_us, err);
    if (rc == MT_OK && until)
        rc = mt_filter_moment(until, filter->zone, &filter->until_us, err);
    if (rc == MT_OK && since && until && filter->since_us >= filter->until_us)
        rc = mt_err_set(err, MT_USAGE, "--since %.40s is not before --until %.40s", since, until);
    return rc;
}

static bool
has_option(const struct mt_arguments *arguments, const char *name)
{
    for (const struct mt_option *option = arguments->command->options; option->name; option++)
        if (strcmp(option->name, name) == 0)
            return true;
    return false;
}

enum mt_rc
mt_filter_read(const struct mt_arguments *arguments, struct mt_filter *filter, struct mt_zone **zone,
               struct mt_err *err)
{
    static const struct {
        const char *option;
        size_t member;
    } texts[] = {
        {"domain", offsetof(struct mt_filter, domain)},       {"provider", offsetof(struct mt_filter, provider)},
        {"country", offsetof(struct mt_filter, country)},     {"sender", offsetof(struct mt_filter, sender)},
        {"outcome", offsetof(struct mt_filter, outcome)},     {"size", offsetof(struct mt_filter, size_band)},
        {"forest", offsetof(struct mt_filter, forest)},       {"region", offsetof(struct mt_filter, region)},
        {"connector", offsetof(struct mt_filter, connector)}, {"direction", offsetof(struct mt_filter, direction)},
        {"reason", offsetof(struct mt_filter, reason)},       {"remote-host", offsetof(struct mt_filter, remote_host)},
    };
    const char *name = mt_arguments_value(arguments, "zone");
    mt_filter_init(filter);
    *zone = NULL;
    enum mt_rc rc = name ? mt_zone_open(zone, name, err) : MT_OK;
    if (rc != MT_OK)
        return rc;
    filter->zone = *zone;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (!has_option(arguments, texts[i].option))
            continue;
        const char *value = mt_arguments_value(arguments, texts[i].option);
        *(struct mt_text *)((char *)filter + texts[i].member) = mt_text_of(value);
    }
    return read_window(arguments, filter, err);
}

enum mt_rc
mt_filter_warn(struct mt_store *store, const struct mt_filter *filter, struct mt_err *err)
{
    struct mt_err hint;
    enum mt_rc rc = mt_filter_known(store, filter, &hint, err);
    if (rc == MT_OK && hint.text[0])
        mt_output_warn(&hint);
    return rc;
}
