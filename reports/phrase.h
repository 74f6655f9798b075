#ifndef MT_REPORTS_PHRASE_H
#define MT_REPORTS_PHRASE_H

/* How a value is written: for people (grouped digits, percentages, moments in a zone) and for programs (plain numbers,
 * ISO 8601 UTC). Every format takes its values from here, and adds only its own escaping. Also what all formats for
 * people do with text from data: broken UTF-8 and characters that steer a terminal or turn the reading direction are
 * made visible. Writes UTF-8; knows no markup.
 *
 * What the language changes for people is the decimal sign: "4.2 %", "4,2 %". Digits are grouped alike. */

#include "query/table.h"
#include "reports/language.h"
#include "store/base/out.h"

/* Groups of digits are parted by U+202F, a number and its unit by U+00A0, so that lines never break there. */
void mt_phrase_count(struct mt_out *out, int64_t count);
void mt_phrase_real(struct mt_out *out, double value, int decimals, const struct mt_reader *reader);
/* "4.2 %", "0.03 %", ">99.9 %", "0 %"; and without the sign */
void mt_phrase_ratio(struct mt_out *out, double ratio, const struct mt_reader *reader);
void mt_phrase_percent(struct mt_out *out, double ratio, const struct mt_reader *reader);
/* "+12 %", "-3.4 %", "±0 %" ("no change" needs no word) */
void mt_phrase_change(struct mt_out *out, double relative, const struct mt_reader *reader);
/* A round number with all its digits and no more: the end of a scale, "2.5" */
void mt_phrase_round(struct mt_out *out, double value, const struct mt_reader *reader);
/* 1024-based, as Exchange counts: "1.4 MB" */
void mt_phrase_bytes(struct mt_out *out, int64_t bytes, const struct mt_reader *reader);
void mt_phrase_span(struct mt_out *out, int64_t seconds); /* the two largest parts: "2 h 10 min" */
void mt_phrase_moment(struct mt_out *out, int64_t moment_us, const struct mt_reader *reader); /* "2026-11-20 09:15" */
void mt_phrase_day(struct mt_out *out, int64_t days);                                         /* "2026-11-20" */

/* "3.1–5.6" for ratios (no unit: it stands behind the value's), "120–180" for numbers. */
void mt_phrase_interval(struct mt_out *out, struct mt_cell low, struct mt_cell high, enum mt_type type,
                        const struct mt_reader *reader);

/* A cell of any type for people, a lower bound as "≥ 2 h"; an unknown cell writes nothing. Text is written as it is:
 * see below. */
void mt_phrase_cell(struct mt_out *out, struct mt_cell cell, enum mt_type type, const struct mt_reader *reader);

/* A known cell that is not text for programs: digits, a decimal fraction with a point, or an ISO 8601 moment or day
 * without quotes. Ratios and reals have at most six decimals. */
void mt_phrase_data(struct mt_out *out, struct mt_cell cell, enum mt_type type);
bool mt_phrase_is_number(enum mt_type type); /* written by mt_phrase_data as a number, not as a date */

/* The next code point for people's eyes: line ends and tabs become a space, other control characters their picture
 * (U+2400 …), bidirectional controls and invisible marks U+FFFD. `rest` must not be empty. */
uint32_t mt_phrase_code_point(struct mt_text *rest);
void mt_phrase_utf8(struct mt_out *out, uint32_t code_point);

/* The next run of a prose text and whether it is a value from data; false at the end. See report.h. */
bool mt_prose_next(struct mt_text *rest, struct mt_text *run, bool *is_value);

#endif
