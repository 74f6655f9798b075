#include "reports/cmd_tickets_made.h"

#include <stdio.h>
#include <string.h>

#include "query/case_scope.h"
#include "query/question.h"
#include "reports/cmd_output.h"
#include "reports/follow_up.h"
#include "reports/ticket.h"
#include "store/redaction.h"
#include "store/store.h"
#include "store/tickets.h"

static const char tool[] = "msgtrace " MSGTRACE_VERSION;

/* ---- what a token stands for ---- */

enum mt_rc
mt_tickets_reveal(const struct mt_arguments *arguments, struct mt_err *err)
{
    struct mt_store *store = NULL;
    struct mt_arena arena = MT_ARENA_EMPTY;
    enum mt_rc rc = mt_store_open(&store, mt_arguments_database(arguments), MT_STORE_READ, err);
    size_t at = 0;
    for (const char *said; rc == MT_OK && (said = mt_arguments_next(arguments, "reveal", &at)) != NULL;) {
        struct mt_redaction_token token;
        bool found = false;
        rc = mt_redaction_reveal(store, mt_text_of(said), &arena, &token, &found, err);
        if (rc == MT_OK && !found)
            rc = mt_err_set(err, MT_FAILED, "no ticket of this database was given the token '%.60s'", said);
        if (rc != MT_OK)
            break;
        mt_output_plain(stdout, token.token);
        fputs("  ", stdout);
        mt_output_plain(stdout, token.original);
        putchar('\n');
    }
    mt_arena_release(&arena);
    mt_store_close(store);
    return rc;
}

/* ---- tickets that were made ---- */

/* The newest, or the one of that name. */
static enum mt_rc
find_ticket(struct mt_store *store, const char *named, struct mt_arena *arena, struct mt_ticket_row *row,
            char name[MT_TICKET_NAME_BYTES], struct mt_err *err)
{
    struct mt_ticket_row *list;
    size_t count;
    enum mt_rc rc = mt_ticket_list(store, arena, &list, &count, err);
    if (rc != MT_OK)
        return rc;
    for (size_t i = 0; i < count; i++) {
        mt_ticket_name(list[i].scope, name);
        if (!*named || mt_text_is_nocase(mt_text_of(named), name)) {
            *row = list[i];
            return MT_OK;
        }
    }
    return count ? mt_err_set(err, MT_USAGE, "there is no ticket '%.40s'; 'msgtrace ticket --list' shows them", named)
                 : mt_err_set(err, MT_FAILED, "no ticket was made from this database yet");
}

enum mt_rc
mt_tickets_follow_up(const struct mt_arguments *arguments, const struct mt_reader *reader, struct mt_zone *zone,
                     struct mt_err *err)
{
    struct mt_store *store = NULL;
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct mt_report report;
    struct mt_output output;
    struct mt_filter filter;
    struct mt_ticket_row row = {.until_us = MT_MOMENT_UNKNOWN};
    char name[MT_TICKET_NAME_BYTES];
    enum mt_follow_up_end end;
    mt_report_init(&report, "follow-up");
    enum mt_rc rc = mt_output_read(arguments, &output, err);
    if (rc == MT_OK)
        rc = mt_store_open(&store, mt_arguments_database(arguments), MT_STORE_READ, err);
    if (rc == MT_OK)
        rc = find_ticket(store, mt_arguments_value(arguments, "follow-up"), &arena, &row, name, err);
    if (rc == MT_OK && !mt_case_scope_read(row.scope, &arena, &filter))
        rc = mt_err_set(err, MT_FAILED, "what the ticket %s is about cannot be read", name);
    if (rc == MT_OK) {
        filter.zone = zone;
        struct mt_follow_up_request request = {&filter, row.until_us, name, tool, *reader};
        rc = mt_follow_up_build(&report, store, &request, &end, err);
    }
    if (rc == MT_OK)
        rc = mt_output_write(&output, &report, err);
    mt_report_release(&report);
    mt_arena_release(&arena);
    mt_store_close(store);
    return rc;
}

enum mt_rc
mt_tickets_list(const struct mt_arguments *arguments, struct mt_err *err)
{
    struct mt_store *store = NULL;
    struct mt_arena arena = MT_ARENA_EMPTY;
    struct mt_ticket_row *rows = NULL;
    size_t count = 0;
    enum mt_rc rc = mt_store_open(&store, mt_arguments_database(arguments), MT_STORE_READ, err);
    if (rc == MT_OK)
        rc = mt_ticket_list(store, &arena, &rows, &count, err);
    for (size_t i = 0; i < count && rc == MT_OK; i++) {
        char name[MT_TICKET_NAME_BYTES], room[32];
        mt_ticket_name(rows[i].scope, name);
        printf("%s  data until %s  ", name, mt_moment_iso(mt_floor_to(rows[i].until_us, MT_SECOND), room).at);
        mt_output_plain(stdout, rows[i].scope);
        putchar('\n');
    }
    if (rc == MT_OK && count == 0)
        puts("no ticket was made from this database yet");
    mt_arena_release(&arena);
    mt_store_close(store);
    return rc;
}
