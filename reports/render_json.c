#include "reports/json_out.h"
#include "reports/messages.h"
#include "reports/phrase.h"
#include "reports/report.h"

static void
put_key(struct mt_out *out, const char *key)
{
    mt_json_text(out, mt_text_of(key));
    mt_out_byte(out, ':');
}

static void
put_cell(struct mt_out *out, struct mt_cell cell, enum mt_type type)
{
    if (!cell.known) {
        mt_out_string(out, "null");
    } else if (type == MT_TYPE_TEXT) {
        mt_json_text(out, cell.text);
    } else if (mt_phrase_is_number(type)) {
        mt_phrase_data(out, cell, type);
    } else {
        mt_out_byte(out, '"');
        mt_phrase_data(out, cell, type);
        mt_out_byte(out, '"');
    }
}

static void
put_parameters(struct mt_out *out, const struct mt_parameter *parameters, size_t count)
{
    put_key(out, "parameters");
    mt_out_byte(out, '{');
    for (size_t i = 0; i < count; i++) {
        mt_out_string(out, i ? "," : "");
        put_key(out, parameters[i].key);
        mt_json_text(out, parameters[i].value);
    }
    mt_out_byte(out, '}');
}

/* The member that says whether a column's value is a lower bound. */
static void
put_bound_name(struct mt_out *out, const char *key)
{
    mt_out_byte(out, '"');
    mt_json_characters(out, mt_text_of(key));
    mt_out_string(out, "_at_least\"");
}

static void
put_bound(struct mt_out *out, const char *key, struct mt_cell cell)
{
    mt_out_byte(out, ',');
    put_bound_name(out, key);
    mt_out_byte(out, ':');
    mt_out_string(out, !cell.known ? "null" : cell.at_least ? "true" : "false");
}

static void
put_columns(struct mt_out *out, const struct mt_table *table)
{
    put_key(out, "columns");
    mt_out_byte(out, '[');
    for (size_t i = 0; i < table->column_count; i++) {
        mt_out_string(out, i ? ",\n{" : "\n{");
        put_key(out, "key");
        mt_json_text(out, mt_text_of(table->columns[i].key));
        mt_out_byte(out, ',');
        put_key(out, "type");
        mt_json_text(out, mt_text_of(mt_type_key(table->columns[i].type)));
        mt_out_byte(out, ',');
        put_key(out, "unit");
        mt_json_text(out, mt_text_of(mt_type_unit(table->columns[i].type)));
        if (table->columns[i].bounded) {
            mt_out_byte(out, ',');
            put_key(out, "at_least");
            put_bound_name(out, table->columns[i].key);
        }
        mt_out_byte(out, '}');
    }
    mt_out_byte(out, ']');
}

/* A null says nothing of its cause, so the first cause in each column is given apart. */
static void
put_unknown(struct mt_out *out, const struct mt_table *table)
{
    const char *between = "";
    put_key(out, "unknown_because");
    mt_out_byte(out, '{');
    for (size_t i = 0; i < table->column_count; i++)
        for (size_t row = 0; row < table->row_count; row++) {
            struct mt_cell cell = mt_table_at(table, row, i);
            if (cell.known || !cell.why)
                continue;
            mt_out_string(out, between);
            between = ",";
            put_key(out, table->columns[i].key);
            mt_json_text(out, mt_text_of(cell.why));
            break;
        }
    mt_out_byte(out, '}');
}

static void
put_sentences(struct mt_out *out, const char *key, const struct mt_text *sentences, size_t count)
{
    put_key(out, key);
    mt_out_byte(out, '[');
    for (size_t i = 0; i < count; i++) {
        mt_out_string(out, i ? ",\n" : "\n");
        mt_json_prose(out, sentences[i]);
    }
    mt_out_string(out, "],\n");
}

/* Data reads the same for every reader: English, and moments in UTC. */
static void
put_notes(struct mt_out *out, const struct mt_table *table)
{
    struct mt_out room = MT_OUT_EMPTY;
    put_key(out, "notes");
    mt_out_byte(out, '[');
    for (size_t i = 0; i < table->note_count; i++) {
        mt_out_clear(&room);
        mt_say_note_into(&room, NULL, &table->notes[i]);
        mt_out_string(out, i ? ",\n" : "\n");
        mt_json_prose(out, mt_out_view(&room));
    }
    mt_out_string(out, "],\n");
    out->failed |= room.failed;
    mt_out_release(&room);
}

/* The members of a table's object, without its braces. */
static void
put_table(struct mt_out *out, const struct mt_table *table, const struct mt_parameter *parameters, size_t count)
{
    put_key(out, "name");
    mt_json_text(out, mt_text_of(table->name));
    mt_out_byte(out, ',');
    put_parameters(out, parameters, count);
    mt_out_string(out, ",\n");
    put_key(out, "evidence");
    mt_json_text(out, mt_text_of(table->evidence));
    mt_out_string(out, ",\n");
    put_columns(out, table);
    mt_out_string(out, ",\n");
    put_unknown(out, table);
    mt_out_string(out, ",\n");
    if (table->note_count)
        put_notes(out, table);
    if (mt_text_known(table->sql)) {
        put_key(out, "sql");
        mt_json_text(out, table->sql);
        mt_out_string(out, ",\n");
    }
    put_key(out, "rows");
    mt_out_byte(out, '[');
    for (size_t row = 0; row < table->row_count; row++) {
        mt_out_string(out, row ? ",\n{" : "\n{");
        for (size_t i = 0; i < table->column_count; i++) {
            mt_out_string(out, i ? "," : "");
            put_key(out, table->columns[i].key);
            put_cell(out, mt_table_at(table, row, i), table->columns[i].type);
            if (table->columns[i].bounded)
                put_bound(out, table->columns[i].key, mt_table_at(table, row, i));
        }
        mt_out_byte(out, '}');
    }
    mt_out_byte(out, ']');
}

static void
put_stories(struct mt_out *out, const struct mt_section *section)
{
    put_key(out, "stories");
    mt_out_byte(out, '[');
    for (size_t i = 0; i < section->story_count; i++) {
        const struct mt_story *story = &section->stories[i];
        mt_out_string(out, i ? ",\n{" : "\n{");
        put_key(out, "id");
        mt_json_text(out, story->id);
        mt_out_byte(out, ',');
        put_key(out, "title");
        mt_json_prose(out, story->title);
        mt_out_string(out, ",\n");
        put_key(out, "status");
        mt_json_prose(out, story->status);
        mt_out_string(out, ",\n");
        put_sentences(out, "sentences", story->points, story->point_count);
        out->len -= out->failed ? 0 : 2; /* the comma behind the last member */
        mt_out_byte(out, '}');
    }
    mt_out_string(out, "],\n");
}

static void
put_section(struct mt_out *out, const struct mt_section *section)
{
    mt_out_byte(out, '{');
    put_key(out, "key");
    mt_json_text(out, mt_text_of(section->key));
    mt_out_byte(out, ',');
    put_key(out, "title");
    mt_json_text(out, mt_text_of(section->title));
    mt_out_string(out, ",\n");
    put_key(out, "lede");
    mt_json_prose(out, section->lede);
    mt_out_string(out, ",\n");
    put_sentences(out, "points", section->points, section->point_count);
    if (section->story_count)
        put_stories(out, section);
    put_sentences(out, "notes", section->notes, section->note_count);
    put_key(out, "table");
    if (section->table) {
        mt_out_byte(out, '{');
        put_table(out, section->table, section->table->parameters, section->table->parameter_count);
        mt_out_byte(out, '}');
    } else {
        mt_out_string(out, "null");
    }
    mt_out_byte(out, '}');
}

static void
put_report(struct mt_out *out, const struct mt_report *report)
{
    put_key(out, "report");
    mt_json_text(out, mt_text_of(report->name));
    mt_out_string(out, ",\n");
    put_key(out, "title");
    mt_json_prose(out, report->title);
    mt_out_string(out, ",\n");
    put_key(out, "subtitle");
    mt_json_prose(out, report->subtitle);
    mt_out_string(out, ",\n");
    put_parameters(out, report->parameters, report->parameter_count);
    mt_out_string(out, ",\n");
    put_key(out, "fresh_utc");
    bool fresh = report->fresh_us != MT_MOMENT_UNKNOWN;
    put_cell(out, fresh ? mt_cell_integer(report->fresh_us) : MT_CELL_UNKNOWN(NULL), MT_TYPE_MOMENT);
    mt_out_string(out, ",\n");
    put_key(out, "sections");
    mt_out_byte(out, '[');
    for (const struct mt_section *section = report->sections; section; section = section->next) {
        mt_out_string(out, section == report->sections ? "\n" : ",\n");
        put_section(out, section);
    }
    mt_out_byte(out, ']');
}

enum mt_rc
mt_render_json(const struct mt_report *report, const struct mt_render_options *options, struct mt_out *out,
               struct mt_err *err)
{
    (void)options;
    (void)err;
    mt_out_byte(out, '{');
    put_key(out, "schema_version");
    mt_out_string(out, "1,");
    if (mt_report_is_table(report)) {
        const struct mt_table *table = report->sections->table;
        bool own = table->parameter_count > 0;
        put_table(out, table, own ? table->parameters : report->parameters,
                  own ? table->parameter_count : report->parameter_count);
    } else {
        put_report(out, report);
    }
    mt_out_string(out, "}\n");
    return MT_OK;
}
