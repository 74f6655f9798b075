#ifndef MT_REPORTS_FINDINGS_H
#define MT_REPORTS_FINDINGS_H

/* Findings (query/findings.h) told to people, in sentences of their language, and to programs, as JSON.
 *
 * Sentences say what an engineer would: which mail, when, how many of how many, how sure, since when and whether it is
 * over, what became of it, and what servers said. They are prose in the sense of report.h: values from data stand
 * between its marks. Nothing is computed here but what is said; everything is in the caller's arena or report. */

#include "query/findings.h"
#include "reports/report.h"

enum { MT_FINDING_SENTENCES = 24 };

/* What a sentence is about, for those who tell only a part; bits. */
enum mt_finding_about {
    MT_ABOUT_MUCH = 1 << 0,    /* which mail, when, how many of how many */
    MT_ABOUT_SHARE = 1 << 1,   /* of all mail */
    MT_ABOUT_CHANCE = 1 << 2,  /* how sure */
    MT_ABOUT_EDGES = 1 << 3,   /* since when, until when */
    MT_ABOUT_STATE = 1 << 4,   /* whether it is over */
    MT_ABOUT_FATE = 1 << 5,    /* what became of it */
    MT_ABOUT_REASON = 1 << 6,  /* what servers said most often, or that nobody knows */
    MT_ABOUT_REASONS = 1 << 7, /* what else they said */
    MT_ABOUT_SIZES = 1 << 8,
    MT_ABOUT_DOUBT = 1 << 9, /* what speaks against taking it at its word */
    MT_ABOUT_ALL = (1 << 10) - 1,
};

/* Short, without full stop and without marks of prose: "Yahoo, Wed 12 Nov 07:35 to 10:40: 22 times as many as usual".
 * Unknown when memory ran out. */
struct mt_text mt_finding_headline(struct mt_arena *arena, const struct mt_reader *reader,
                                   const struct mt_findings *findings, const struct mt_finding *finding);

/* What happened and whether it is over, in two plain sentences for those who want no more. Prose; unknown when memory
 * ran out. */
struct mt_text mt_finding_in_short(struct mt_arena *arena, const struct mt_reader *reader,
                                   const struct mt_findings *findings, const struct mt_finding *finding);

/* One statement each, in the order in which one would tell them: those that are about what is wanted (bits of enum
 * mt_finding_about). Fails when memory runs out. */
enum mt_rc mt_finding_sentences(struct mt_arena *arena, const struct mt_reader *reader,
                                const struct mt_findings *findings, const struct mt_finding *finding, int wanted,
                                struct mt_text sentences[MT_FINDING_SENTENCES], size_t *count, struct mt_err *err);

/* Fills an empty report whose reader is set: what was found, a section for each finding that stands alone with those
 * that it explains, what was told apart, and how it was searched. It borrows nothing from `findings`. */
enum mt_rc mt_findings_report(struct mt_report *report, const struct mt_findings *findings, struct mt_err *err);

/* One finding with the tables behind it (query/finding_tables.h). `filter` is that of the request. */
enum mt_rc mt_finding_explained(struct mt_report *report, struct mt_store *store, const struct mt_filter *filter,
                                const struct mt_findings *findings, const struct mt_finding *finding,
                                struct mt_err *err);

/* How it stands: what has no stretch, or goes on when the data ends, is open; all else has its verdict. The one answer
 * of sentences, JSON and exit codes. */
enum mt_change_verdict mt_finding_standing(const struct mt_finding *finding);

/* ---- JSON ----
 *
 * Writes one object, schema_version 1. Keys keep their name and meaning; new ones may be added. Members marked ? are
 * left out where they do not apply; members that always stand are null when they are not known. Moments are ISO 8601
 * UTC, rates and shares 0..1 with at most six decimals, groups are messages to one recipient domain, sizes bytes.
 *
 * schema_version, report ("findings"), of (mt_trouble_key), from_utc, until_utc (null without mail), zone, language,
 * groups, deliveries, bad, bad_unsaid, with_events, searched, findings, dead_domains, mailings, loops.
 *
 * A finding:
 *   id, kind (mt_finding_kind_key)
 *   where               {provider?, provider_name?, domain?, region?, remote_host?, forest?}; {} is all mail
 *   size_min_bytes?     so large or larger; size_min_high_bytes? when it may begin as late as that
 *   hours_utc?          {from 0..23, until 1..24}, where the zone's offset is whole hours and the same all through the
 *                       data; until is not above from when the hours run over midnight (24 hours: until is from, or 24)
 *   hours_local?        {from, until, zone}; weekdays? [1..7], Monday is 1, of the local day on which the hours began
 *   counted_from_utc?, counted_until_utc? (the whole hours of bad and total),
 *   start_utc?, start_low_utc?, start_high_utc?, start_open? (it was there when the data begins), start_at_gap?
 *   end_utc?, end_low_utc?, end_high_utc?, end_at_gap?: also left out while it is open at the end of the data
 *   state               "open", "resolved", "unknown" (mt_finding_standing)
 *   since_end?          {mail, bad, expected}: comparable groups since the end
 *   bad, total, bad_deliveries, rate, rate_low, rate_high, usual_rate, ratio, ratio_low, ratio_high, share_of_bad,
 *   share_of_mail
 *   p_adjusted          four digits, 0 below 1e-300; ln_p_adjusted, searched
 *   fate                {delivered_later, expired, failed, failed_unsaid, pending, delay_median_s?}
 *   top_reasons         [{class, actor, code, text, outer_code, remote_host, groups}], reason_unknown
 *   dose_response?      [{from_bytes, below_bytes?, mail, bad, ratio, low, high}]
 *   checks?             [{by, crude, adjusted, low, high}]
 *   senders, top_sender? {sender, groups}
 *   weekly?             of a drift
 *   sub_findings        those that it explains, of the same shape
 *   headline, sentence, sentences: in the reader's language; `sentence` is the first of `sentences`
 *
 * dead_domains: domain, like, messages, recipients, senders, first_utc, last_utc, reason_class, reason.
 * mailings: sender, subject, message_id, first_utc, last_utc, recipients, failed, domains, domains_failed.
 * loops: sender, recipient, subject, message_id, recipients, times, first_utc, last_utc, reason.
 *
 * Memory that runs out makes out->failed. */
void mt_findings_json(struct mt_out *out, const struct mt_findings *findings, const struct mt_reader *reader);

#endif
