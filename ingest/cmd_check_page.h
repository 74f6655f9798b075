#ifndef MT_INGEST_CMD_CHECK_PAGE_H
#define MT_INGEST_CMD_CHECK_PAGE_H

/* What the files of the report of `check dns` share: sections of tables whose titles are sentences (messages.h). Part
 * of the program, not of a library. */

#include "ingest/cmd_check_report.h"
#include "reports/messages.h"

struct mt_check_page {
    struct mt_report *report;
    const struct mt_checked *checked;
    struct mt_err *err;
};

struct mt_check_column {
    const char *key;
    enum mt_sentence title;
    enum mt_type type;
    bool is_data; /* only in data formats */
    const struct mt_word *words;
};

enum { MT_CHECK_COLUMNS = 12 };

/* NULL: no memory. */
struct mt_section *mt_check_section(const struct mt_check_page *page, const char *key, const char *title,
                                    const struct mt_check_column *columns, size_t count);

const char *mt_check_word(const struct mt_check_page *page, enum mt_sentence sentence);
struct mt_text mt_check_say(const struct mt_check_page *page, enum mt_sentence sentence, const struct mt_value *values,
                            size_t count);

struct mt_cell mt_check_text(struct mt_text text); /* unknown when empty */
struct mt_cell mt_check_key(const char *key);
struct mt_cell mt_check_line(size_t line); /* unknown when 0 */

/* The tables behind the findings: what SPF costs, what was read, what was not. */
enum mt_rc mt_check_lookups(const struct mt_check_page *page);
enum mt_rc mt_check_records(const struct mt_check_page *page);
enum mt_rc mt_check_unread(const struct mt_check_page *page);

#endif
