#include "ingest/limits.h"

#include <stddef.h>

enum unit { ROWS, MESSAGES };

static const char v2_default[] = "what Get-MessageTraceV2 gives without -ResultSize",
                  v2_most[] = "the most that one query of Get-MessageTraceV2 gives",
                  v2_remedy[] = "export shorter windows, or go on with -StartingRecipientAddress and -EndDate set to "
                                "the recipient and time of the last row",
                  graph_remedy[] = "fetch the pages that @odata.nextLink names",
                  admin_center_remedy[] = "export shorter windows, or use Get-MessageTraceV2",
                  search_header[] = "with its header the 100,000 lines at which a historical search ends",
                  search_most[] = "the most that a historical search holds",
                  search_remedy[] = "ask for shorter windows, or for fewer senders or recipients",
                  spreadsheet[] = "with its header the most lines that a spreadsheet holds",
                  spreadsheet_remedy[] = "import the export itself, without opening it in a spreadsheet first",
                  usual[] = "a usual limit of the service", usual_remedy[] = "export shorter windows";

/* The first line that fits. Sources: Microsoft's documentation of the cmdlets and of the admin center's message trace.
 * A historical search ends at 100,000 lines, and nobody says whether the header is one of them. */
static const struct {
    const char *flavour; /* NULL: of any summary export */
    enum unit unit;
    struct mt_limit limit;
} limits[] = {
    {"get-messagetrace", ROWS, {1000, v2_default, v2_remedy, true}},
    {"get-messagetrace", ROWS, {5000, v2_most, v2_remedy, true}},
    {"convertto-json", ROWS, {1000, v2_default, v2_remedy, true}},
    {"convertto-json", ROWS, {5000, v2_most, v2_remedy, true}},
    {"graph", ROWS, {1000, "a page of Microsoft Graph", graph_remedy, false}},
    {"graph", ROWS, {5000, "the largest page of Microsoft Graph", graph_remedy, false}},
    {"eac", ROWS, {10000, "the most that the admin center loads on screen", admin_center_remedy, false}},
    {"eac", ROWS, {20000, "the most that the admin center's summary holds", admin_center_remedy, false}},
    {"enhanced-summary", ROWS, {50000, "the most that the admin center's summary holds", search_remedy, false}},
    {"enhanced-summary", ROWS, {99999, search_header, search_remedy, false}},
    {"enhanced-summary", ROWS, {100000, search_most, search_remedy, false}},
    {"extended", MESSAGES, {1000, "the most that the admin center's report holds", search_remedy, false}},
    {"extended", ROWS, {99999, search_header, search_remedy, false}},
    {"extended", ROWS, {100000, search_most, search_remedy, false}},
    {"tracking-log", ROWS, {1000, "what Get-MessageTrackingLog gives by itself", "say -ResultSize Unlimited", false}},
    {NULL, ROWS, {1048575, spreadsheet, spreadsheet_remedy, false}},
    {NULL, ROWS, {1000, usual, usual_remedy, false}},
    {NULL, ROWS, {5000, usual, usual_remedy, false}},
    {NULL, ROWS, {10000, usual, usual_remedy, false}},
    {NULL, ROWS, {20000, usual, usual_remedy, false}},
    {NULL, ROWS, {50000, usual, usual_remedy, false}},
    {NULL, ROWS, {100000, usual, usual_remedy, false}},
};

const struct mt_limit *
mt_limit_met(const struct mt_limit_counts *counts, bool *of_messages)
{
    /* Of several exports in one file, only those that are all as long are known to be cut. */
    if (counts->pages_are_whole || counts->exports == 0 || counts->records % counts->exports != 0)
        return NULL;
    uint64_t rows = counts->records / counts->exports;
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        if (limits[i].flavour ? !mt_text_is(counts->flavour, limits[i].flavour) : counts->of_events)
            continue;
        bool met = limits[i].unit == ROWS ? rows == limits[i].limit.rows
                                          : counts->exports == 1 && counts->messages == limits[i].limit.rows;
        if (met) {
            *of_messages = limits[i].unit == MESSAGES;
            return &limits[i].limit;
        }
    }
    return NULL;
}
