#ifndef MT_QUERY_VALUE_H
#define MT_QUERY_VALUE_H

/* Typed values for the places of a sentence, and notes: sentences that a table carries about its own figures. What a
 * value looks like, and in which language a note is read, is decided in reports/; here they only travel. */

#include "query/table.h"

struct mt_value {
    enum mt_type type;
    struct mt_cell cell;
    bool from_data; /* text that came from data */
};

struct mt_value mt_value_count(int64_t count);
struct mt_value mt_value_ratio(double ratio);
struct mt_value mt_value_moment(int64_t moment_us);
struct mt_value mt_value_day(int64_t days);
struct mt_value mt_value_data(struct mt_text text);  /* text from data */
struct mt_value mt_value_words(struct mt_text text); /* words of ours, or a sentence already composed */

/* Two arguments in one: the values and how many there are. */
#define MT_VALUES(...)                                                                                                 \
    (const struct mt_value[]){__VA_ARGS__}, sizeof((const struct mt_value[]){__VA_ARGS__}) / sizeof(struct mt_value)
#define MT_NO_VALUES NULL, 0

/* An English sentence with places for the values: {0} is the first (reports/messages.h has the rules). The wording is
 * static text, by which reports/ finds it in other languages. */
struct mt_table_note {
    const char *wording;
    const struct mt_value *values;
    size_t count;
};

/* Adds a note to a table; the values are copied, their texts too. */
enum mt_rc mt_table_note(struct mt_table *table, const char *wording, const struct mt_value *values, size_t count,
                         struct mt_err *err);

#endif
