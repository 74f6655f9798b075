#include "ingest/head.h"

#include <string.h>

#include "ingest/tracking.h"

/* The next line without its end; moves `rest` behind it. */
static struct mt_text
next_line(struct mt_text *rest)
{
    struct mt_text line = *rest;
    size_t i = 0;
    while (i < rest->len && rest->at[i] != '\n' && rest->at[i] != '\r')
        i++;
    line.len = i;
    if (i < rest->len && rest->at[i] == '\r' && i + 1 < rest->len && rest->at[i + 1] == '\n')
        i++;
    if (i < rest->len)
        i++;
    rest->at += i;
    rest->len -= i;
    return line;
}

static char
most_frequent_delimiter(struct mt_text line)
{
    static const char delimiters[] = {',', ';', '\t', '|'};
    size_t counts[sizeof delimiters] = {0};
    bool quoted = false;
    for (size_t i = 0; i < line.len; i++) {
        if (line.at[i] == '"')
            quoted = !quoted;
        for (size_t d = 0; d < sizeof delimiters && !quoted; d++)
            counts[d] += line.at[i] == delimiters[d];
    }
    size_t best = 0;
    for (size_t d = 1; d < sizeof delimiters; d++)
        if (counts[d] > counts[best])
            best = d;
    return delimiters[best];
}

/* Saved web pages carry their reason in the title. */
static enum mt_rc
refuse_markup(struct mt_text text, struct mt_err *err)
{
    if (mt_text_find(text, "http://www.w3.org/2005/Atom") >= 0)
        return mt_err_set(err, MT_FAILED,
                          "is an Atom feed of the reporting web service, which is not read; ask the service for JSON "
                          "($format=json)");
    ptrdiff_t open = mt_text_find(text, "<title>"), close = mt_text_find(text, "</title>");
    if (open < 0 || close < open)
        return mt_err_set(err, MT_FAILED, "is a web page or XML, not an export");
    struct mt_text title = {text.at + open + 7, (size_t)(close - open) - 7};
    return mt_err_set(err, MT_FAILED, "is a saved web page, not an export ('%.*s'); the download failed, run it again",
                      MT_TEXT_ARGS(title));
}

/* The first lines of a saved e-mail: header fields that every one of them has. */
static bool
is_mail(struct mt_text line, struct mt_text text)
{
    static const char *const first[] = {
        "Received:", "Return-Path:", "Delivered-To:", "From:", "MIME-Version:", "From "};
    for (size_t i = 0; i < sizeof first / sizeof *first; i++)
        if (mt_text_starts_nocase(line, first[i]))
            return mt_text_find(text, "\nFrom:") >= 0 || mt_text_find(text, "\nReceived:") >= 0;
    return false;
}

enum mt_rc
mt_head_look(struct mt_text text, struct mt_head *head, struct mt_err *err)
{
    char told = 0;
    *head = (struct mt_head){.kind = MT_HEAD_EMPTY};
    struct mt_text rest = text;
    while (rest.len > 0) {
        struct mt_text from_here = rest;
        head->header_line++;
        struct mt_text whole = next_line(&rest), line = mt_text_trim(whole);
        if (line.len == 0 || mt_text_starts(line, "#TYPE "))
            continue;
        if (mt_text_starts_nocase(whole, "sep=") && whole.len == 5) {
            told = whole.at[4];
            continue;
        }
        if (mt_tracking_is_comment(line) || mt_tracking_is_bare(line)) {
            head->kind = MT_HEAD_CSV;
            head->delimiter = ',';
            head->is_log = true;
            return MT_OK;
        }
        if (line.at[0] == '<')
            return refuse_markup(from_here, err);
        if (line.at[0] == '{' || line.at[0] == '[') {
            head->kind = MT_HEAD_JSON;
            head->is_list = line.at[0] == '[';
            return MT_OK;
        }
        if (is_mail(line, from_here))
            return mt_err_set(
                err, MT_FAILED,
                "is an e-mail, and no non-delivery report; 'msgtrace explain' reads the headers of mails");
        if (mt_text_is(line, "null")) /* ConvertTo-Json of no rows */
            continue;
        head->kind = MT_HEAD_CSV;
        head->delimiter = told ? told : most_frequent_delimiter(line);
        return MT_OK;
    }
    return MT_OK;
}
