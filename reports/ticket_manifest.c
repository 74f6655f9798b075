/* manifest.json: what is in the bundle, byte for byte, and what it rests on. queries.sql: how its figures were asked.
 */

#include "reports/ticket_case.h"

#include <sodium.h>

#include "reports/json_out.h"

/* ---- queries.sql ---- */

void
mt_ticket_queries(const struct mt_ticket_case *ticket, struct mt_out *out)
{
    const struct mt_table *const tables[] = {ticket->deliveries, ticket->events,  ticket->servers,  ticket->said,
                                             ticket->domains,    ticket->senders, ticket->routes,   ticket->days,
                                             ticket->imports,    ticket->gaps,    ticket->freshness};
    mt_out_string(out, "-- The questions behind the figures of this ticket, with their values in place: the database\n"
                       "-- that they were asked of answers them again (msgtrace sql). Where names are hidden, tokens\n"
                       "-- stand for them: 'msgtrace ticket --reveal TOKEN' tells what they are, where it was made.\n");
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        if (!tables[i]->sql.len)
            continue;
        mt_out_string(out, "\n-- ==== ");
        mt_out_string(out, tables[i]->title);
        mt_out_string(out, " ====\n");
        mt_out_text(out, tables[i]->sql);
        if (tables[i]->sql.at[tables[i]->sql.len - 1] != ';')
            mt_out_byte(out, ';');
        mt_out_byte(out, '\n');
    }
}

/* ---- manifest.json ---- */

static struct mt_text
checksum(const struct mt_out *bytes, char room[crypto_hash_sha256_BYTES * 2 + 1])
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, (const unsigned char *)(bytes->len ? bytes->bytes : ""), bytes->len);
    sodium_bin2hex(room, crypto_hash_sha256_BYTES * 2 + 1, hash, sizeof hash);
    return mt_text_of(room);
}

static void
put_files(struct mt_json *json, const struct mt_files *files)
{
    char room[crypto_hash_sha256_BYTES * 2 + 1];
    mt_json_array(json, "files");
    for (size_t i = 0; i < files->count; i++) {
        mt_json_object(json, NULL);
        mt_json_string(json, "name", mt_text_of(files->list[i].name));
        mt_json_integer(json, "bytes", (int64_t)files->list[i].bytes.len);
        mt_json_string(json, "sha256", checksum(&files->list[i].bytes, room));
        mt_json_end_object(json);
    }
    mt_json_end_array(json);
}

static void
put_exports(struct mt_json *json, const struct mt_ticket_case *ticket)
{
    static const char *const texts[] = {"file", "flavour", "observed_by"};
    mt_json_array(json, "exports");
    for (size_t row = 0; row < ticket->imports->row_count; row++) {
        mt_json_object(json, NULL);
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
            struct mt_cell cell = mt_table_cell(ticket->imports, row, texts[i]);
            if (cell.known)
                mt_json_string(json, texts[i], cell.text);
        }
        mt_json_moment(json, "observed_utc", mt_table_integer(ticket->imports, row, "observed", MT_MOMENT_UNKNOWN));
        mt_json_integer(json, "rows", mt_table_integer(ticket->imports, row, "rows_read", 0));
        mt_json_end_object(json);
    }
    mt_json_end_array(json);
}

static void
put_coverage(struct mt_json *json, const struct mt_ticket_case *ticket)
{
    const struct mt_controls *controls = &ticket->controls;
    mt_json_object(json, "coverage");
    mt_json_moment(json, "data_from_utc", controls->data_from_us);
    mt_json_moment(json, "data_until_utc", controls->data_until_us);
    mt_json_integer(json, "gaps", (int64_t)ticket->gaps->row_count);
    mt_json_string(json, "evidence", mt_text_of(controls->evidence));
    mt_json_integer(json, "deliveries_in_trouble", ticket->affected_all);
    mt_json_integer(json, "deliveries_in_trouble_included", ticket->affected);
    mt_json_integer(json, "deliveries_with_events", controls->with_events);
    mt_json_end_object(json);
}

void
mt_ticket_manifest(const struct mt_ticket_case *ticket, const struct mt_files *files, struct mt_out *out)
{
    const struct mt_report *report = ticket->build.report;
    struct mt_json json = mt_json_of(out);
    mt_json_object(&json, NULL);
    mt_json_integer(&json, "schema_version", 1);
    mt_json_string(&json, "kind", MT_TEXT_LITERAL("msgtrace ticket"));
    mt_json_string(&json, "reference", mt_text_of(ticket->name));
    mt_json_string(&json, "tool", mt_text_of(ticket->request->tool));
    mt_json_bool(&json, "redacted", ticket->request->is_redacted);
    mt_json_string(&json, "times", MT_TEXT_LITERAL("UTC in CSV, JSON and summary.txt"));
    mt_json_object(&json, "parameters");
    for (size_t i = 0; i < report->parameter_count; i++)
        mt_json_string(&json, report->parameters[i].key, report->parameters[i].value);
    mt_json_end_object(&json);
    mt_json_object(&json, "verdict");
    mt_json_string(&json, "class", mt_text_of(mt_reason_class_key(ticket->verdict.class)));
    mt_json_string(&json, "certainty", mt_text_of(mt_certainty_key(ticket->verdict.certainty)));
    mt_json_end_object(&json);
    put_coverage(&json, ticket);
    put_exports(&json, ticket);
    put_files(&json, files);
    mt_json_end_object(&json);
    mt_out_byte(out, '\n');
}
