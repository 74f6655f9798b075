#include "reports/markup.h"

#include <math.h>

#include "reports/phrase.h"

void
mt_markup_put(struct mt_out *out, struct mt_text text)
{
    while (text.len) {
        uint32_t c = mt_phrase_code_point(&text);
        switch (c) {
        case '&':
            mt_out_string(out, "&amp;");
            break;
        case '<':
            mt_out_string(out, "&lt;");
            break;
        case '>':
            mt_out_string(out, "&gt;");
            break;
        case '"':
            mt_out_string(out, "&quot;");
            break;
        case '\'':
            mt_out_string(out, "&#39;");
            break;
        default:
            mt_phrase_utf8(out, c);
        }
    }
}

void
mt_markup_string(struct mt_out *out, const char *text)
{
    mt_markup_put(out, mt_text_of(text));
}

void
mt_markup_number(struct mt_out *out, double value)
{
    int decimals = 2;
    double hundredths = isfinite(value) && fabs(value) < 1e9 ? round(value * 100) : 0;
    if (fmod(hundredths, 100) == 0)
        decimals = 0;
    else if (fmod(hundredths, 10) == 0)
        decimals = 1;
    mt_out_real(out, hundredths / 100, decimals);
}

void
mt_markup_attribute(struct mt_out *out, const char *name, struct mt_text value)
{
    mt_out_byte(out, ' ');
    mt_out_string(out, name);
    mt_out_string(out, "=\"");
    mt_markup_put(out, value);
    mt_out_byte(out, '"');
}

void
mt_markup_measure(struct mt_out *out, const char *name, double value, const char *unit)
{
    mt_out_byte(out, ' ');
    mt_out_string(out, name);
    mt_out_string(out, "=\"");
    mt_markup_number(out, value);
    mt_out_string(out, unit);
    mt_out_byte(out, '"');
}
