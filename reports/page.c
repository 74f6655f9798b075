#include "reports/page.h"

#include "reports/phrase.h"
#include "reports/width.h"

/* What stands for a character where there is only ASCII; anything else becomes a question mark. */
static const char *
ascii_of(uint32_t c, enum mt_language language)
{
    /* Digits are grouped by what is not the language's decimal sign. */
    static const char *const groups[] = {[MT_LANGUAGE_EN] = ",", [MT_LANGUAGE_ES] = "."};
    static const struct {
        uint32_t code_point;
        const char *ascii;
    } forms[] = {
        {0x00A0, " "}, {0x00B1, "+-"},  {0x00B7, "."}, {0x00D7, "x"},  {0x2013, "-"},
        {0x2014, "-"}, {0x2018, "'"},   {0x2019, "'"}, {0x201C, "\""}, {0x201D, "\""},
        {0x2022, "-"}, {0x2026, "..."}, {0x2212, "-"}, {0x2264, "<="}, {0x2265, ">="},
    };
    static const struct {
        uint32_t code_point;
        const char *ascii;
    } letters[] = {
        {0xE1, "a"}, {0xE9, "e"}, {0xED, "i"}, {0xF3, "o"}, {0xFA, "u"}, {0xFC, "u"}, {0xF1, "n"},
        {0xC1, "A"}, {0xC9, "E"}, {0xCD, "I"}, {0xD3, "O"}, {0xDA, "U"}, {0xDC, "U"}, {0xD1, "N"},
    };
    if (c == 0x202F)
        return groups[language];
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (forms[i].code_point == c)
            return forms[i].ascii;
    for (size_t i = 0; language == MT_LANGUAGE_ES && i < sizeof letters / sizeof *letters; i++)
        if (letters[i].code_point == c)
            return letters[i].ascii;
    return "?";
}

void
mt_page_clean(const struct mt_page *page, struct mt_text text, struct mt_out *clean)
{
    while (text.len) {
        uint32_t c = mt_phrase_code_point(&text);
        if (c < 0x80 || page->unicode)
            mt_phrase_utf8(clean, c);
        else
            mt_out_string(clean, ascii_of(c, page->language));
    }
}

void
mt_page_put(const struct mt_page *page, struct mt_text text)
{
    mt_page_clean(page, text, page->out);
}

void
mt_page_style(const struct mt_page *page, enum mt_style style)
{
    static const char *const sequences[] = {
        [MT_STYLE_PLAIN] = "\x1b[0m", [MT_STYLE_TITLE] = "\x1b[1;4m", [MT_STYLE_HEADING] = "\x1b[1m",
        [MT_STYLE_FAINT] = "\x1b[2m", [MT_STYLE_VALUE] = "\x1b[1m",   [MT_STYLE_BAR] = "\x1b[36m",
    };
    if (page->colour)
        mt_out_string(page->out, sequences[style]);
}

void
mt_page_put_cut(const struct mt_page *page, struct mt_text clean, size_t width)
{
    const char *mark = page->unicode ? "\xE2\x80\xA6" : "~";
    if (mt_width_text(clean) <= width) {
        mt_out_text(page->out, clean);
        return;
    }
    size_t used = 0, at = 0;
    while (at < clean.len) {
        size_t taken;
        uint32_t c = mt_text_code_point((struct mt_text){clean.at + at, clean.len - at}, &taken);
        size_t more = (size_t)mt_width_code_point(c);
        if (used + more + 1 > width)
            break;
        used += more;
        at += taken;
    }
    mt_out_text(page->out, (struct mt_text){clean.at, at});
    if (width > 0) {
        mt_out_string(page->out, mark);
        used++;
    }
    mt_out_repeat(page->out, ' ', width - used);
}

/* A word of prose may be made of several runs: "`example.com`," is one. */
struct wrapping {
    const struct mt_page *page;
    size_t indent, column;
    struct mt_out word; /* cleaned, with the styles in it */
    size_t word_width;
    bool fresh; /* nothing stands on the line yet */
};

static void
end_word(struct wrapping *wrapping)
{
    const struct mt_page *page = wrapping->page;
    if (wrapping->word.len == 0)
        return;
    if (!wrapping->fresh && wrapping->column + 1 + wrapping->word_width > page->width) {
        mt_out_byte(page->out, '\n');
        mt_out_repeat(page->out, ' ', wrapping->indent);
        wrapping->column = wrapping->indent;
        wrapping->fresh = true;
    }
    if (!wrapping->fresh) {
        mt_out_byte(page->out, ' ');
        wrapping->column++;
    }
    mt_out_text(page->out, mt_out_view(&wrapping->word));
    wrapping->column += wrapping->word_width;
    wrapping->fresh = false;
    mt_out_clear(&wrapping->word);
    wrapping->word_width = 0;
}

static void
add_run(struct wrapping *wrapping, struct mt_text run, bool is_value)
{
    struct mt_page into = *wrapping->page;
    into.out = &wrapping->word;
    if (is_value)
        mt_page_style(&into, MT_STYLE_VALUE);
    while (run.len) {
        struct mt_text one = run;
        uint32_t c = mt_phrase_code_point(&run);
        one.len -= run.len;
        if (c == ' ') {
            end_word(wrapping);
            continue;
        }
        size_t before = wrapping->word.len;
        mt_page_put(&into, one);
        wrapping->word_width += mt_width_text(
            (struct mt_text){wrapping->word.bytes + before, wrapping->word.failed ? 0 : wrapping->word.len - before});
    }
    if (is_value)
        mt_page_style(&into, MT_STYLE_PLAIN);
}

void
mt_page_prose(const struct mt_page *page, const char *before, struct mt_text prose)
{
    struct wrapping wrapping = {.page = page, .word = MT_OUT_EMPTY, .fresh = true};
    struct mt_text run;
    bool is_value;
    mt_page_put(page, mt_text_of(before));
    wrapping.indent = wrapping.column = mt_width_text(mt_text_of(before));
    while (mt_prose_next(&prose, &run, &is_value))
        add_run(&wrapping, run, is_value);
    end_word(&wrapping);
    mt_out_byte(page->out, '\n');
    page->out->failed |= wrapping.word.failed;
    mt_out_release(&wrapping.word);
}

void
mt_page_bar(const struct mt_page *page, double part, double whole, size_t width)
{
    static const char *const eighths[] = {
        "",
        "\xE2\x96\x8F",
        "\xE2\x96\x8E",
        "\xE2\x96\x8D",
        "\xE2\x96\x8C",
        "\xE2\x96\x8B",
        "\xE2\x96\x8A",
        "\xE2\x96\x89",
    };
    double share = whole > 0 && part > 0 ? part / whole : 0;
    size_t steps = (size_t)((share > 1 ? 1 : share) * (double)width * 8 + 0.5);
    /* Something is never shown as nothing. */
    if (steps == 0 && part > 0)
        steps = 1;
    if (!page->unicode) {
        mt_out_repeat(page->out, '#', (steps + 7) / 8);
        return;
    }
    for (size_t i = 0; i < steps / 8; i++)
        mt_out_string(page->out, "\xE2\x96\x88");
    mt_out_string(page->out, eighths[steps % 8]);
}
