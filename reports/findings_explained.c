/* One finding with what is behind it: its sentences, then the tables of query/finding_tables.h. */

#include "reports/findings_parts.h"

#include <string.h>

#include "query/finding_tables.h"
#include "reports/view.h"

/* ---- words ---- */

/* Titles of columns in Spanish, by key; English ones are the tables' own. */
static const struct mt_word column_words[] = {
    {"compared", "", "Comparado"},
    {"mail", "", "Mensajes"},
    {"bad", "", "Con problemas"},
    {"bad_ratio", "", "Proporción"},
    {"usual_ratio", "", "Proporción habitual"},
    {"times", "", "Veces lo habitual"},
    {"in_finding", "", "En el hallazgo"},
    {"names", "", "Nombres"},
    {"hour", "", "Hora"},
    {"day", "", "Día"},
    {"weekday", "", "Día de la semana"},
    {"gap_hours", "", "Horas sin datos"},
    {"size_from", "", "Desde"},
    {"size_below", "", "Hasta"},
    {"domain", "", "Dominio"},
    {"remote_host", "", "Servidor"},
    {"remote_hosts", "", "Servidores"},
    {"forest", "", "Bosque de Exchange"},
    {"sender", "", "Remitente"},
    {"recipient", "", "Destinatario"},
    {"bad_share_ratio", "", "Parte de los problemas"},
    {"reason_class", "", "Clase"},
    {"reason_code", "", "Código"},
    {"reason", "", "Respuesta"},
    {"outer_code", "", "Código exterior"},
    {"example", "", "Al pie de la letra"},
    {"received", "", "Recibido"},
    {"trace_id", "", "Id. de seguimiento"},
    {"message_id", "", "Message-ID"},
    {"size", "", "Tamaño"},
    {"outcome", "", "Resultado"},
    {NULL},
};

static const struct mt_word table_words[] = {
    {"against", "", "Comparado con otro correo"},
    {"days", "", "Antes, mientras tanto y después"},
    {"hours", "", "Horas del día"},
    {"weekdays", "", "Días de la semana"},
    {"sizes", "", "Tamaños"},
    {"remote_hosts", "", "Servidores de destino"},
    {"forests", "", "Bosques de Exchange"},
    {"domains", "", "Dominios de destino"},
    {"senders", "", "Remitentes"},
    {"reasons", "", "Motivos"},
    {"messages", "", "Ejemplos para consultar"},
    {NULL},
};

static const struct mt_word against_words[] = {
#define X(name, key, words) {(key), (words), NULL},
    MT_FINDING_AGAINST_LIST(X)
#undef X
        {NULL},
};

static const struct mt_word against_spanish[] = {
    {"finding", "este hallazgo"},
    {"other_times", "lo mismo en otros momentos"},
    {"other_providers", "otros proveedores"},
    {"other_countries", "otros países"},
    {"other_domains", "otros dominios del mismo proveedor"},
    {"elsewhere", "todos los demás dominios"},
    {"other_hosts", "otros servidores del mismo proveedor"},
    {"unknown_host", "el mismo proveedor, servidor desconocido"},
    {"other_forests", "otros bosques de Exchange"},
    {"unknown_forest", "bosque de Exchange desconocido"},
    {"smaller", "correo más pequeño"},
    {"unknown_size", "tamaño desconocido"},
    {"all_else", "todo el resto del correo"},
    {NULL},
};

/* Notes of the tables, by what they say in English. */
static const struct mt_word note_words[] = {
    {"One message to one recipient domain counts once. The usual share of the finding is what the rest of the data "
     "lets "
     "one expect; that of the other rows is their own at other times.",
     "",
     "Un mensaje a un dominio de destino cuenta una vez. La proporción habitual del hallazgo es la que cabe esperar "
     "por "
     "el resto de los datos; la de las demás filas es la suya en otros momentos."},
    {NULL},
};

static const struct mt_word in_finding_words[] = {
    {"yes", "yes", "sí"},
    {"partly", "partly", "en parte"},
    {"no", "no", "no"},
    {NULL},
};

static const struct mt_word *
words_of(const char *key, enum mt_language language)
{
    const struct {
        const char *key;
        const struct mt_word *words;
    } lists[] = {
        {"compared", language == MT_LANGUAGE_ES ? against_spanish : against_words},
        {"in_finding", in_finding_words},
        {"weekday", mt_weekday_words},
        {"outcome", mt_outcome_words},
        {"reason_class", mt_reason_words},
    };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (strcmp(lists[i].key, key) == 0)
            return lists[i].words;
    return NULL;
}

/* ---- a table ---- */

/* Every column but the ends of intervals, which stand behind their ratio. */
static const struct mt_shown *
shown_of(struct mt_report *report, const struct mt_table *table)
{
    enum mt_language language = report->reader.language;
    struct mt_shown *shown = mt_arena_take(&report->arena, (table->column_count + 1) * sizeof *shown);
    size_t count = 0;
    for (size_t i = 0; shown && i < table->column_count; i++) {
        const char *key = table->columns[i].key;
        bool has_interval = strcmp(key, "bad_ratio") == 0;
        if (strcmp(key, "bad_low") == 0 || strcmp(key, "bad_high") == 0)
            continue;
        shown[count++] = (struct mt_shown){
            .key = key,
            .low = has_interval ? "bad_low" : NULL,
            .high = has_interval ? "bad_high" : NULL,
            .title = language == MT_LANGUAGE_ES ? mt_word_label(column_words, mt_text_of(key), language) : NULL,
            .words = words_of(key, language),
        };
    }
    return shown;
}

static enum mt_rc
add_table(struct mt_report *report, struct mt_table *table, struct mt_err *err)
{
    enum mt_language language = report->reader.language;
    const char *spanish = mt_word_label(table_words, mt_text_of(table->name), MT_LANGUAGE_ES);
    if (table->row_count == 0)
        return MT_OK;
    struct mt_section *section =
        mt_report_section(report, table->name, language == MT_LANGUAGE_ES && spanish ? spanish : table->title, table);
    if (!section)
        return mt_err_memory(err);
    section->shown = shown_of(report, table);
    enum mt_rc rc = section->shown ? MT_OK : mt_err_memory(err);
    for (size_t i = 0; i < table->note_count && rc == MT_OK; i++) {
        const char *own = language == MT_LANGUAGE_ES ? mt_word_label(note_words, table->notes[i], language) : NULL;
        rc = mt_report_note(report, section, own ? mt_text_of(own) : table->notes[i], err);
    }
    return rc;
}

static enum mt_rc
add_tables(struct mt_report *report, struct mt_store *store, const struct mt_filter *filter,
           const struct mt_findings *findings, const struct mt_finding *finding, struct mt_err *err)
{
    struct mt_table *tables[MT_FINDING_TABLES];
    for (int i = 0; i < MT_FINDING_TABLES; i++)
        if (!(tables[i] = mt_report_table(report)))
            return mt_err_memory(err);
    enum mt_rc rc = mt_finding_tables(store, findings, finding, filter, tables, err);
    for (int i = 0; i < MT_FINDING_TABLES && rc == MT_OK; i++)
        rc = add_table(report, tables[i], err);
    return rc;
}

enum mt_rc
mt_finding_explained(struct mt_report *report, struct mt_store *store, const struct mt_filter *filter,
                     const struct mt_findings *findings, const struct mt_finding *finding, struct mt_err *err)
{
    struct mt_telling telling = mt_telling_of(&report->arena, &report->reader, findings);
    struct mt_section *section;
    enum mt_rc rc = mt_finding_section(report, &telling, finding, &section, err);
    if (rc != MT_OK)
        return rc;
    section->no_heading = true;
    report->title = mt_text_of(section->title);
    report->subtitle = mt_tell_period(&telling);
    rc = mt_report_note(report, section, mt_tell_evidence(&telling), err);
    if (rc == MT_OK)
        rc = add_tables(report, store, filter, findings, finding, err);
    return rc == MT_OK && telling.failed ? mt_err_memory(err) : rc;
}
