#ifndef MT_STORE_CODES_LINE_H
#define MT_STORE_CODES_LINE_H

/* One line of the table of reply codes (store/codes.h): how it is written, and whether it fits a reason.
 *
 * Seven columns separated by tabs; the last may be missing, and whatever stands behind it is ignored:
 *
 * codes       alternatives separated by '|':
 *               4.4.2            that enhanced status code
 *               556 5.1.10       the same, behind that reply code only
 *               5.7.606-5.7.649  from one to the other, both included
 *               x.4.1            for any first digit, 4 or 5
 *               421              a reply code that no enhanced code follows
 *               IB508            a word of the text: it has a letter, and is no code
 *               *                any code or none; needs a hint
 *             Words and '*' do not share a line with codes: they are looked at earlier.
 * hint        words of the text, alternatives separated by '|'; '*' stands for anything between them. Upper and lower
 *             case are the same, a blank is any run of blanks. A word counts only as a whole, unless '*' is at its end.
 *             Empty: any text.
 * class       a key of MT_REASON_CLASS_LIST; "wrapper": the reply says nothing itself, what it quotes decides;
 *             "wrapper:transport": the same, and transport when it quotes nothing that is known.
 * permanence  "temporary", "permanent", or "reply": as the reply says by its first digit
 * actor       a key of MT_ACTOR_LIST
 * meaning     a sentence
 * source      where it is written, or was seen
 *
 * Everything a line points to lives in the arena it was read into. */

#include "store/base/arena.h"
#include "store/base/err.h"
#include "store/row.h"

struct mt_code {
    int reply;                /* 0: none, or any */
    int class;                /* first part of the enhanced code; 0: there is no enhanced code */
    int subject, detail, end; /* end: of a range, else the same as detail */
};

/* How exactly a line names its codes, the most exact first. */
enum mt_code_kind {
    MT_CODE_WORD,    /* a word of the text, or '*' */
    MT_CODE_EXACT,   /* "4.4.2" */
    MT_CODE_RANGE,   /* "5.7.606-5.7.649" */
    MT_CODE_PATTERN, /* "x.4.1", "421" */
};

struct mt_code_pattern {
    enum mt_code_kind kind;
    struct mt_code code; /* class 0 with a subject: any first digit */
    struct mt_text word; /* of MT_CODE_WORD; unknown for '*' */
};

struct mt_code_line {
    struct mt_text text; /* the line as it is kept: its columns, trimmed, a tab between them */
    struct mt_text codes, hint, class_key, permanence_key;
    struct mt_text meaning, source; /* a NUL stands behind each */
    enum mt_reason_class class;
    bool is_wrapper;
    enum mt_permanence permanence; /* unknown: as the reply says */
    enum mt_actor actor;
    bool is_user;

    struct mt_code_pattern *patterns;
    size_t pattern_count;
    struct mt_text *hints;
    size_t hint_count;
};

/* Reads the next line that is no comment off `table` and counts lines in *number (0 before the first). *more is false
 * at the end. The error names the line. */
enum mt_rc mt_code_line_next(struct mt_text *table, const char *name, int *number, struct mt_arena *arena,
                             struct mt_code_line *line, bool *more, struct mt_err *err);

/* "421 4.4.2", "4.4.2", "421"; false when it is nothing of the kind. */
bool mt_code_parse(struct mt_text text, struct mt_code *code);

/* True when one of the line's patterns is of that kind and fits; words are looked for in `text`. */
bool mt_code_line_has(const struct mt_code_line *line, enum mt_code_kind kind, const struct mt_code *code,
                      struct mt_text text);

/* True when one of the hints stands in the text, or there are none. */
bool mt_code_line_hinted(const struct mt_code_line *line, struct mt_text text);

#endif
