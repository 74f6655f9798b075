#ifndef MT_REPORTS_TERMINAL_H
#define MT_REPORTS_TERMINAL_H

/* How text is to be shown where it goes: width, colours, Unicode. Libraries do not read the environment, so a command
 * passes in what it finds there (MT_TERMINAL_SURROUNDINGS). */

#include "reports/report.h"

struct mt_surroundings {
    const char *columns, *no_color, *term;
    const char *lc_all, *lc_ctype, *lang;
};

/* For commands, which include <stdlib.h>. */
#define MT_TERMINAL_SURROUNDINGS                                                                                       \
    ((struct mt_surroundings){getenv("COLUMNS"), getenv("NO_COLOR"), getenv("TERM"), getenv("LC_ALL"),                 \
                              getenv("LC_CTYPE"), getenv("LANG")})

/* A terminal's own width, else COLUMNS, else 80; colours unless NO_COLOR is set or the terminal is dumb; Unicode unless
 * the locale names another encoding. What is no terminal (a pipe, a file) gets lines of any length, no colours, UTF-8.
 */
struct mt_render_options mt_terminal_options(int descriptor, const struct mt_surroundings *surroundings);

/* For text that is saved: the same bytes wherever it is made. */
struct mt_render_options mt_terminal_file_options(void);

#endif
