#include "reports/terminal.h"

#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static int
width_of(int descriptor, const char *columns)
{
    enum { USUAL = 80, MOST = 10000 };
    struct winsize size;
    int64_t said;
    /* Some terminals answer and say 0 columns. */
    if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    if (columns && mt_text_to_int(mt_text_of(columns), &said) && said > 0 && said < MOST)
        return (int)said;
    return USUAL;
}

static bool
is_set(const char *value)
{
    return value && *value;
}

/* The first of the three that is set decides, as in every locale. None set says nothing: most terminals then still
 * speak UTF-8. */
static bool
speaks_unicode(const struct mt_surroundings *surroundings)
{
    const char *const values[] = {surroundings->lc_all, surroundings->lc_ctype, surroundings->lang};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        if (!is_set(values[i]))
            continue;
        struct mt_text encoding = mt_text_of(values[i]);
        mt_text_cut(&encoding, '.');
        return mt_text_starts_nocase(encoding, "utf-8") || mt_text_starts_nocase(encoding, "utf8");
    }
    return true;
}

struct mt_render_options
mt_terminal_options(int descriptor, const struct mt_surroundings *surroundings)
{
    if (!isatty(descriptor))
        return (struct mt_render_options){.width = 0, .unicode = true, .colour = false};
    bool dumb = !is_set(surroundings->term) || strcmp(surroundings->term, "dumb") == 0;
    return (struct mt_render_options){
        .width = width_of(descriptor, surroundings->columns),
        .unicode = speaks_unicode(surroundings),
        .colour = !dumb && !is_set(surroundings->no_color),
    };
}

struct mt_render_options
mt_terminal_file_options(void)
{
    return (struct mt_render_options){.width = 100, .unicode = true, .colour = false};
}
