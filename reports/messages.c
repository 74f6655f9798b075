#include "reports/messages.h"

#include "reports/phrase.h"
#include "store/base/zone.h"

static const char *const english[] = {
#define X(name, english) (english),
    MT_SENTENCE_LIST(X)
#undef X
};

const char *
mt_wording(enum mt_sentence sentence)
{
    return english[sentence];
}

struct mt_value
mt_value_count(int64_t count)
{
    return (struct mt_value){.type = MT_TYPE_COUNT, .cell = mt_cell_integer(count)};
}

struct mt_value
mt_value_ratio(double ratio)
{
    return (struct mt_value){.type = MT_TYPE_RATIO, .cell = mt_cell_real(ratio)};
}

struct mt_value
mt_value_moment(int64_t moment_us)
{
    return (struct mt_value){.type = MT_TYPE_MOMENT, .cell = mt_cell_integer(moment_us)};
}

struct mt_value
mt_value_day(int64_t days)
{
    return (struct mt_value){.type = MT_TYPE_DAY, .cell = mt_cell_integer(days)};
}

struct mt_value
mt_value_data(struct mt_text text)
{
    return (struct mt_value){.type = MT_TYPE_TEXT, .cell = mt_cell_text(text), .from_data = true};
}

struct mt_value
mt_value_words(struct mt_text text)
{
    return (struct mt_value){.type = MT_TYPE_TEXT, .cell = mt_cell_text(text)};
}

/* The marks of prose are control bytes, so data must not bring its own. */
static void
write_data(struct mt_out *out, struct mt_text text)
{
    mt_out_byte(out, MT_PROSE_OPEN);
    while (text.len)
        mt_phrase_utf8(out, mt_phrase_code_point(&text));
    mt_out_byte(out, MT_PROSE_CLOSE);
}

static void
write_value(struct mt_out *out, const struct mt_value *value, const struct mt_zone *zone)
{
    if (value->from_data)
        write_data(out, value->cell.known ? value->cell.text : MT_TEXT_LITERAL("\xE2\x80\x93"));
    else if (!value->cell.known)
        mt_out_string(out, "\xE2\x80\x93");
    else
        mt_phrase_cell(out, value->cell, value->type, zone);
}

/* What stands between the braces: a digit, and after a colon the words for one and for many. */
static void
write_place(struct mt_out *out, const struct mt_zone *zone, struct mt_text place, const struct mt_value *values,
            size_t count)
{
    int64_t number;
    struct mt_text many = place, digits = mt_text_cut(&many, ':');
    if (!mt_text_to_int(digits, &number) || (uint64_t)number >= count)
        return;
    const struct mt_value *value = &values[number];
    if (!many.at) {
        write_value(out, value, zone);
        return;
    }
    struct mt_text one = mt_text_cut(&many, '|');
    mt_out_text(out, value->cell.known && value->cell.integer == 1 ? one : many);
}

void
mt_say_into(struct mt_out *out, const struct mt_zone *zone, enum mt_sentence sentence, const struct mt_value *values,
            size_t count)
{
    struct mt_text rest = mt_text_of(english[sentence]);
    while (rest.at) {
        mt_out_text(out, mt_text_cut(&rest, '{'));
        if (rest.at)
            write_place(out, zone, mt_text_cut(&rest, '}'), values, count);
    }
}

struct mt_text
mt_say(struct mt_arena *arena, const struct mt_zone *zone, enum mt_sentence sentence, const struct mt_value *values,
       size_t count)
{
    struct mt_out out = MT_OUT_EMPTY;
    struct mt_text text = MT_TEXT_UNKNOWN;
    mt_say_into(&out, zone, sentence, values, count);
    if (!out.failed && !mt_arena_copy(arena, mt_out_view(&out), &text))
        text = MT_TEXT_UNKNOWN;
    mt_out_release(&out);
    return text;
}

void
mt_say_origin(struct mt_out *out, const struct mt_report *report)
{
    const char *zone = report->zone ? mt_zone_name(report->zone) : "UTC";
    mt_say_into(out, report->zone, MT_SAY_ZONE, MT_VALUES(mt_value_words(mt_text_of(zone))));
    if (report->fresh_us == MT_MOMENT_UNKNOWN)
        return;
    mt_out_byte(out, ' ');
    mt_say_into(out, report->zone, MT_SAY_FRESH, MT_VALUES(mt_value_moment(report->fresh_us)));
}

const struct mt_word mt_weekday_words[] = {
    {"1", "Monday"}, {"2", "Tuesday"},  {"3", "Wednesday"}, {"4", "Thursday"},
    {"5", "Friday"}, {"6", "Saturday"}, {"7", "Sunday"},    {NULL, NULL},
};

const struct mt_word mt_weekday_short_words[] = {
    {"1", "Mon"}, {"2", "Tue"}, {"3", "Wed"}, {"4", "Thu"}, {"5", "Fri"}, {"6", "Sat"}, {"7", "Sun"}, {NULL, NULL},
};

const struct mt_word mt_outcome_words[] = {
    {"unknown", "unknown"},         {"under_way", "under way"},
    {"delivered", "delivered"},     {"delivered_after_deferral", "deferred, then delivered"},
    {"deferred", "still deferred"}, {"expired", "expired"},
    {"failed", "failed"},           {"failed_after_deferral", "deferred, then failed"},
    {"quarantined", "quarantined"}, {"filtered_as_spam", "filtered as spam"},
    {"routing", "routing step"},    {NULL, NULL},
};

const struct mt_word mt_reason_words[] = {
    {"unknown", "not classed"},
    {"transport", "connection"},
    {"tls", "TLS"},
    {"dns", "DNS"},
    {"throttle", "throttled"},
    {"auth", "authentication"},
    {"policy", "policy"},
    {"spam", "taken for spam"},
    {"reputation", "reputation"},
    {"recipient", "recipient"},
    {"mailbox_full", "mailbox full"},
    {"size", "size"},
    {"content", "content"},
    {"config", "configuration"},
    {"loop", "mail loop"},
    {"system", "server trouble"},
    {"protocol", "protocol"},
    {"housekeeping", "no trouble"},
    {NULL, NULL},
};

const struct mt_word mt_actor_short_words[] = {
    {"unknown", "not known"},
    {"sender", "sender"},
    {"sender_admin", "sending tenant"},
    {"sender_dns", "sending domain's DNS"},
    {"on_premises", "own on-premises servers"},
    {"recipient", "recipient"},
    {"recipient_admin", "recipient's mail admin"},
    {"recipient_dns", "recipient domain's DNS"},
    {"delist", "block list or provider"},
    {"microsoft", "Microsoft support"},
    {"nobody", "nobody, it passes"},
    {NULL, NULL},
};

const struct mt_word mt_permanence_words[] = {
    {"unknown", "not known"},
    {"temporary", "can help"},
    {"permanent", "does not help"},
    {NULL, NULL},
};

const struct mt_word mt_measure_words[] = {
    {"deliveries", "Deliveries"},
    {"deferred", "Seen deferred"},
    {"failed", "Failed"},
    {"expired", "Expired (among failed)"},
    {"without_end_state", "Still under way"},
    {NULL, NULL},
};
