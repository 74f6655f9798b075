/* Findings for programs. The schema stands in findings.h. */

#include "reports/findings_parts.h"

#include "query/apart.h"
#include "reports/json_out.h"
#include "reports/view.h"
#include "store/base/zone.h"

/* As deep as a chain of parts can be; the writer has room for it. */
enum { MOST_NESTED = MT_PATTERN_MOST };

struct telling {
    struct mt_json json;
    struct mt_telling words;
    const struct mt_findings *findings;
    const struct mt_reader *reader;
};

static void
put_known(struct mt_json *json, const char *key, struct mt_text text)
{
    if (mt_text_known(text))
        mt_json_string(json, key, text);
}

static const char *
zone_name(const struct mt_reader *reader)
{
    const struct mt_zone *zone = mt_reader_zone(reader);
    return zone ? mt_zone_name(zone) : "UTC";
}

/* A class or an actor by its number (messages.h). */
static struct mt_text
key_of(const struct mt_word *words, int number)
{
    return mt_text_of(mt_word_numbered(words, number)->key);
}

/* ---- which mail, when ---- */

static void
put_where(struct mt_json *json, const struct mt_finding_where *where)
{
    mt_json_object(json, "where");
    put_known(json, "provider", where->provider);
    put_known(json, "provider_name", where->provider_name);
    put_known(json, "domain", where->domain);
    put_known(json, "region", where->region);
    put_known(json, "remote_host", where->remote_host);
    put_known(json, "forest", where->forest);
    mt_json_end_object(json);
    if (!mt_finding_has_size(where))
        return;
    mt_json_integer(json, "size_min_bytes", where->size_min_bytes);
    if (where->size_min_high_bytes > where->size_min_bytes)
        mt_json_integer(json, "size_min_high_bytes", where->size_min_high_bytes);
}

/* The zone's offset in hours, when it is whole and the same all through the data. */
static bool
constant_offset(const struct telling *telling, int *hours)
{
    const struct mt_zone *zone = mt_reader_zone(telling->reader);
    int64_t from = telling->findings->from_us, until = telling->findings->until_us;
    if (from == MT_MOMENT_UNKNOWN)
        return false;
    int offset = mt_zone_offset(zone, from);
    for (int64_t at = from; at < until; at += MT_DAY)
        if (mt_zone_offset(zone, at) != offset)
            return false;
    *hours = offset / 3600;
    return offset % 3600 == 0 && mt_zone_offset(zone, until) == offset;
}

static void
put_hour_range(struct mt_json *json, int start, int length)
{
    int from = ((start % 24) + 24) % 24;
    mt_json_integer(json, "from", from);
    mt_json_integer(json, "until", (from + length - 1) % 24 + 1);
}

static void
put_hours(struct telling *telling, const struct mt_finding *finding)
{
    struct mt_json *json = &telling->json;
    int offset;
    if (finding->hour_length <= 0)
        return;
    if (constant_offset(telling, &offset)) {
        mt_json_object(json, "hours_utc");
        put_hour_range(json, finding->hour_start - offset, finding->hour_length);
        mt_json_end_object(json);
    }
    mt_json_object(json, "hours_local");
    put_hour_range(json, finding->hour_start, finding->hour_length);
    mt_json_string(json, "zone", mt_text_of(zone_name(telling->reader)));
    mt_json_end_object(json);
    mt_json_array(json, "weekdays");
    for (int day = 0; day < 7; day++)
        if (finding->weekdays >> day & 1)
            mt_json_integer(json, NULL, day + 1);
    mt_json_end_array(json);
}

static void
put_stretch(struct mt_json *json, const struct mt_finding *finding)
{
    if (!finding->has_stretch)
        return;
    mt_json_moment(json, "counted_from_utc", finding->counted_from_us);
    mt_json_moment(json, "counted_until_utc", finding->counted_until_us);
    mt_json_moment(json, "start_utc", finding->start_us);
    mt_json_moment(json, "start_low_utc", finding->start_low_us);
    mt_json_moment(json, "start_high_utc", finding->start_high_us);
    mt_json_bool(json, "start_open", finding->start_open);
    mt_json_bool(json, "start_at_gap", finding->start_at_gap);
    if (finding->end_open)
        return;
    mt_json_moment(json, "end_utc", finding->end_us);
    mt_json_moment(json, "end_low_utc", finding->end_low_us);
    mt_json_moment(json, "end_high_utc", finding->end_high_us);
    mt_json_bool(json, "end_at_gap", finding->end_at_gap);
}

static void
put_state(struct mt_json *json, const struct mt_finding *finding)
{
    mt_json_string(json, "state", mt_text_of(mt_finding_state_key(mt_finding_standing(finding))));
    if (!finding->has_stretch || finding->end_open)
        return;
    mt_json_object(json, "since_end");
    mt_json_integer(json, "mail", finding->since_mail);
    mt_json_integer(json, "bad", finding->since_bad);
    mt_json_real(json, "expected", finding->since_expected);
    mt_json_end_object(json);
}

/* ---- how much, how sure ---- */

static void
put_figures(struct telling *telling, const struct mt_finding *finding)
{
    struct mt_json *json = &telling->json;
    const struct {
        const char *key;
        double value;
    } reals[] = {
        {"rate", finding->rate},
        {"rate_low", finding->rate_low},
        {"rate_high", finding->rate_high},
        {"usual_rate", finding->usual_rate},
        {"ratio", finding->ratio},
        {"ratio_low", finding->ratio_low},
        {"ratio_high", finding->ratio_high},
        {"share_of_bad", finding->share_of_bad},
        {"share_of_mail", finding->share_of_mail},
    };
    mt_json_integer(json, "bad", finding->bad);
    mt_json_integer(json, "total", finding->total);
    mt_json_integer(json, "bad_deliveries", finding->bad_deliveries);
    for (size_t i = 0; i < sizeof reals / sizeof *reals; i++)
        mt_json_real(json, reals[i].key, reals[i].value);
    mt_json_power(json, "p_adjusted", finding->ln_p_adjusted < 0 ? finding->ln_p_adjusted : 0);
    mt_json_real(json, "ln_p_adjusted", finding->ln_p_adjusted);
    mt_json_integer(json, "searched", telling->findings->searched);
}

static void
put_fate(struct mt_json *json, const struct mt_finding_fate *fate)
{
    mt_json_object(json, "fate");
    mt_json_integer(json, "delivered_later", fate->delivered_later);
    mt_json_integer(json, "expired", fate->expired);
    mt_json_integer(json, "failed", fate->failed);
    mt_json_integer(json, "failed_unsaid", fate->failed_unsaid);
    mt_json_integer(json, "pending", fate->pending);
    if (fate->delay_median_s >= 0)
        mt_json_integer(json, "delay_median_s", fate->delay_median_s);
    mt_json_end_object(json);
}

static void
put_reasons(struct mt_json *json, const struct mt_finding *finding)
{
    mt_json_array(json, "top_reasons");
    for (size_t i = 0; i < finding->reason_count && i < MT_FINDING_REASONS; i++) {
        const struct mt_finding_reason *reason = &finding->reasons[i];
        mt_json_object(json, NULL);
        mt_json_string(json, "class", key_of(mt_reason_words, reason->class));
        mt_json_string(json, "actor", key_of(mt_actor_short_words, reason->actor));
        mt_json_string(json, "code", reason->code);
        mt_json_string(json, "text", reason->text);
        mt_json_string(json, "outer_code", reason->outer_code);
        mt_json_string(json, "remote_host", reason->remote_host);
        mt_json_integer(json, "groups", reason->groups);
        mt_json_end_object(json);
    }
    mt_json_end_array(json);
    mt_json_integer(json, "reason_unknown", finding->reason_unknown);
}

static void
put_doses(struct mt_json *json, const struct mt_finding *finding)
{
    if (finding->dose_count == 0)
        return;
    mt_json_array(json, "dose_response");
    for (size_t i = 0; i < finding->dose_count && i < MT_PATTERN_BANDS; i++) {
        const struct mt_finding_dose *dose = &finding->dose[i];
        mt_json_object(json, NULL);
        mt_json_integer(json, "from_bytes", dose->from_bytes);
        if (dose->below_bytes != INT64_MAX)
            mt_json_integer(json, "below_bytes", dose->below_bytes);
        mt_json_integer(json, "mail", dose->mail);
        mt_json_integer(json, "bad", dose->bad);
        mt_json_real(json, "ratio", dose->ratio);
        mt_json_real(json, "low", dose->low);
        mt_json_real(json, "high", dose->high);
        mt_json_end_object(json);
    }
    mt_json_end_array(json);
}

static void
put_checks(struct mt_json *json, const struct mt_finding *finding)
{
    bool any = false;
    for (int by = 0; by < MT_PATTERN_BY_COUNT; by++) {
        const struct mt_pattern_check *check = &finding->checks[by];
        if (!check->known)
            continue;
        if (!any)
            mt_json_array(json, "checks");
        any = true;
        mt_json_object(json, NULL);
        mt_json_string(json, "by", mt_text_of(mt_pattern_by_name((enum mt_pattern_by)by)));
        mt_json_real(json, "crude", check->crude);
        mt_json_real(json, "adjusted", check->adjusted);
        mt_json_real(json, "low", check->low);
        mt_json_real(json, "high", check->high);
        mt_json_end_object(json);
    }
    if (any)
        mt_json_end_array(json);
}

static void
put_senders(struct mt_json *json, const struct mt_finding *finding)
{
    mt_json_integer(json, "senders", finding->sender_count);
    if (!mt_text_known(finding->top_sender))
        return;
    mt_json_object(json, "top_sender");
    mt_json_string(json, "sender", finding->top_sender);
    mt_json_integer(json, "groups", finding->top_sender_groups);
    mt_json_end_object(json);
}

static void
put_weeks(struct mt_json *json, const struct mt_finding *finding)
{
    enum { MOST = sizeof finding->weekly / sizeof *finding->weekly };
    if (finding->kind != MT_FINDING_DRIFT)
        return;
    mt_json_array(json, "weekly");
    for (int i = 0; i < finding->weeks && i < (int)MOST; i++)
        mt_json_real(json, NULL, finding->weekly[i]);
    mt_json_end_array(json);
}

/* ---- a finding ---- */

static void
put_words(struct telling *telling, const struct mt_finding *finding)
{
    struct mt_json *json = &telling->json;
    struct mt_text sentences[MT_FINDING_SENTENCES];
    struct mt_err err;
    size_t count = 0;
    struct mt_text headline = mt_finding_headline(telling->words.arena, telling->reader, telling->findings, finding);
    mt_json_string(json, "headline", headline);
    if (!headline.at || mt_finding_sentences(telling->words.arena, telling->reader, telling->findings, finding,
                                             MT_ABOUT_ALL, sentences, &count, &err) != MT_OK) {
        json->out->failed = true;
        return;
    }
    mt_json_sentence(json, "sentence", sentences[0]);
    mt_json_array(json, "sentences");
    for (size_t i = 0; i < count; i++)
        mt_json_sentence(json, NULL, sentences[i]);
    mt_json_end_array(json);
}

static void put_finding(struct telling *telling, size_t number, int nested);

/* Those that `of` explains (-1: that stand alone). */
static void
put_parts(struct telling *telling, const char *key, int32_t of, int nested)
{
    const struct mt_findings *findings = telling->findings;
    mt_json_array(&telling->json, key);
    for (size_t i = 0; i < findings->count && nested <= MOST_NESTED; i++)
        if (findings->items[i].part_of == of)
            put_finding(telling, i, nested);
    mt_json_end_array(&telling->json);
}

static void
put_finding(struct telling *telling, size_t number, int nested)
{
    const struct mt_finding *finding = &telling->findings->items[number];
    struct mt_json *json = &telling->json;
    mt_json_object(json, NULL);
    mt_json_string(json, "id", mt_text_of(finding->id));
    mt_json_string(json, "kind", mt_text_of(mt_finding_kind_key(finding->kind)));
    put_where(json, &finding->where);
    put_hours(telling, finding);
    put_stretch(json, finding);
    put_state(json, finding);
    put_figures(telling, finding);
    put_fate(json, &finding->fate);
    put_reasons(json, finding);
    put_doses(json, finding);
    put_checks(json, finding);
    put_senders(json, finding);
    put_weeks(json, finding);
    put_parts(telling, "sub_findings", (int32_t)number, nested + 1);
    put_words(telling, finding);
    mt_json_end_object(json);
}

/* ---- all ---- */

static void
put_head(struct telling *telling)
{
    const struct mt_findings *findings = telling->findings;
    struct mt_json *json = &telling->json;
    mt_json_integer(json, "schema_version", 1);
    mt_json_string(json, "report", MT_TEXT_LITERAL("findings"));
    mt_json_string(json, "of", mt_text_of(mt_trouble_key(findings->of)));
    mt_json_moment(json, "from_utc", findings->groups > 0 ? findings->from_us : MT_MOMENT_UNKNOWN);
    mt_json_moment(json, "until_utc", findings->groups > 0 ? findings->until_us : MT_MOMENT_UNKNOWN);
    mt_json_string(json, "zone", mt_text_of(zone_name(telling->reader)));
    mt_json_string(json, "language", mt_text_of(mt_language_key(mt_reader_language(telling->reader))));
    mt_json_integer(json, "groups", findings->groups);
    mt_json_integer(json, "deliveries", findings->deliveries);
    mt_json_integer(json, "bad", findings->bad);
    mt_json_integer(json, "bad_unsaid", findings->bad_unsaid);
    mt_json_real(json, "with_events", findings->with_events);
    mt_json_integer(json, "searched", findings->searched);
}

void
mt_findings_json(struct mt_out *out, const struct mt_findings *findings, const struct mt_reader *reader)
{
    static const struct mt_apart nothing = {.dead_count = 0};
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct telling telling = {.json = mt_json_of(out),
                              .words = mt_telling_of(&arena, reader, findings),
                              .findings = findings,
                              .reader = reader};
    mt_json_object(&telling.json, NULL);
    put_head(&telling);
    put_parts(&telling, "findings", -1, 0);
    mt_findings_json_apart(&telling.json, findings->apart ? findings->apart : &nothing);
    mt_json_end_object(&telling.json);
    mt_out_byte(out, '\n');
    out->failed |= arena.failed || telling.words.failed;
    mt_arena_release(&arena);
}
