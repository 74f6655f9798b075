#include "reports/messages.h"

#include "query/finding_tables.h"
#include "reports/phrase.h"
#include "reports/words.h"
#include "store/base/zone.h"

static const char *const wordings[][MT_SENTENCES] = {
    [MT_LANGUAGE_EN] =
        {
#define X(name, english, spanish) (english),
            MT_SENTENCE_LIST(X)
#undef X
        },
    [MT_LANGUAGE_ES] =
        {
#define X(name, english, spanish) (spanish),
            MT_SENTENCE_LIST(X)
#undef X
        },
};

const char *
mt_wording_own(enum mt_language language, enum mt_sentence sentence)
{
    return wordings[language][sentence];
}

const char *
mt_wording(enum mt_language language, enum mt_sentence sentence)
{
    const char *own = mt_wording_own(language, sentence);
    return own ? own : mt_wording_own(MT_LANGUAGE_EN, sentence);
}

/* The marks of prose are control bytes, so data must not bring its own. */
static void
write_data(struct mt_out *out, struct mt_text text)
{
    mt_out_byte(out, MT_PROSE_OPEN);
    while (text.len)
        mt_phrase_utf8(out, mt_phrase_code_point(&text));
    mt_out_byte(out, MT_PROSE_CLOSE);
}

static void
write_value(struct mt_out *out, const struct mt_value *value, const struct mt_reader *reader)
{
    if (value->from_data)
        write_data(out, value->cell.known ? value->cell.text : MT_TEXT_LITERAL("\xE2\x80\x93"));
    else if (!value->cell.known)
        mt_out_string(out, "\xE2\x80\x93");
    else
        mt_phrase_cell(out, value->cell, value->type, reader);
}

/* What stands between the braces: a digit, and after a colon the words for one and for many. */
static void
write_place(struct mt_out *out, const struct mt_reader *reader, struct mt_text place, const struct mt_value *values,
            size_t count)
{
    int64_t number;
    struct mt_text many = place, digits = mt_text_cut(&many, ':');
    if (!mt_text_to_int(digits, &number) || (uint64_t)number >= count)
        return;
    const struct mt_value *value = &values[number];
    if (!many.at) {
        write_value(out, value, reader);
        return;
    }
    struct mt_text one = mt_text_cut(&many, '|');
    mt_out_text(out, value->cell.known && value->cell.integer == 1 ? one : many);
}

static void
compose(struct mt_out *out, const struct mt_reader *reader, const char *wording, const struct mt_value *values,
        size_t count)
{
    struct mt_text rest = mt_text_of(wording);
    while (rest.at) {
        mt_out_text(out, mt_text_cut(&rest, '{'));
        if (rest.at)
            write_place(out, reader, mt_text_cut(&rest, '}'), values, count);
    }
}

static struct mt_text
composed(struct mt_arena *arena, const struct mt_reader *reader, const char *wording, const struct mt_value *values,
         size_t count)
{
    struct mt_out out = MT_OUT_EMPTY;
    struct mt_text text = MT_TEXT_UNKNOWN;
    compose(&out, reader, wording, values, count);
    if (out.failed)
        arena->failed = true; /* as if the text had not fitted into the arena itself */
    else
        mt_arena_copy(arena, mt_out_view(&out), &text);
    mt_out_release(&out);
    return text;
}

void
mt_say_into(struct mt_out *out, const struct mt_reader *reader, enum mt_sentence sentence,
            const struct mt_value *values, size_t count)
{
    compose(out, reader, mt_wording(mt_reader_language(reader), sentence), values, count);
}

struct mt_text
mt_say(struct mt_arena *arena, const struct mt_reader *reader, enum mt_sentence sentence, const struct mt_value *values,
       size_t count)
{
    return composed(arena, reader, mt_wording(mt_reader_language(reader), sentence), values, count);
}

void
mt_say_note_into(struct mt_out *out, const struct mt_reader *reader, const struct mt_table_note *note)
{
    compose(out, reader, mt_in_language(mt_reader_language(reader), note->wording), note->values, note->count);
}

struct mt_text
mt_say_note(struct mt_arena *arena, const struct mt_reader *reader, const struct mt_table_note *note)
{
    return composed(arena, reader, mt_in_language(mt_reader_language(reader), note->wording), note->values,
                    note->count);
}

struct mt_text
mt_say_rows(struct mt_arena *arena, const struct mt_reader *reader, const struct mt_table *table)
{
    if (table->all_rows == 0)
        return MT_TEXT_UNKNOWN;
    return mt_say(arena, reader, MT_SAY_ROWS_SHOWN,
                  MT_VALUES(mt_value_count((int64_t)table->row_count), mt_value_count((int64_t)table->all_rows)));
}

void
mt_say_origin(struct mt_out *out, const struct mt_report *report)
{
    const char *zone = report->reader.zone ? mt_zone_name(report->reader.zone) : "UTC";
    mt_say_into(out, &report->reader, MT_SAY_ZONE, MT_VALUES(mt_value_words(mt_text_of(zone))));
    if (report->fresh_us == MT_MOMENT_UNKNOWN)
        return;
    mt_out_byte(out, ' ');
    mt_say_into(out, &report->reader, MT_SAY_FRESH, MT_VALUES(mt_value_moment(report->fresh_us)));
}

const struct mt_word mt_weekday_words[] = {
    {"1", "Monday", "lunes"},        {"2", "Tuesday", "martes"},
    {"3", "Wednesday", "miércoles"}, {"4", "Thursday", "jueves"},
    {"5", "Friday", "viernes"},      {"6", "Saturday", "sábado"},
    {"7", "Sunday", "domingo"},      {NULL},
};

const struct mt_word mt_weekday_short_words[] = {
    {"1", "Mon", "lun"}, {"2", "Tue", "mar"}, {"3", "Wed", "mié"}, {"4", "Thu", "jue"},
    {"5", "Fri", "vie"}, {"6", "Sat", "sáb"}, {"7", "Sun", "dom"}, {NULL},
};

const struct mt_word mt_weekday_every_words[] = {
    {"1", "Mondays", "lunes"},        {"2", "Tuesdays", "martes"},
    {"3", "Wednesdays", "miércoles"}, {"4", "Thursdays", "jueves"},
    {"5", "Fridays", "viernes"},      {"6", "Saturdays", "sábados"},
    {"7", "Sundays", "domingos"},     {NULL},
};

const struct mt_word mt_month_short_words[] = {
    {"1", "Jan", "ene"},
    {"2", "Feb", "feb"},
    {"3", "Mar", "mar"},
    {"4", "Apr", "abr"},
    {"5", "May", "may"},
    {"6", "Jun", "jun"},
    {"7", "Jul", "jul"},
    {"8", "Aug", "ago"},
    {"9", "Sep", "sep"},
    {"10", "Oct", "oct"},
    {"11", "Nov", "nov"},
    {"12", "Dec", "dic"},
    {NULL},
};

const struct mt_word mt_outcome_words[] = {
    {"unknown", "unknown", "desconocido"},
    {"under_way", "under way", "en camino"},
    {"delivered", "delivered", "entregado"},
    {"delivered_after_deferral", "deferred, then delivered", "aplazado y luego entregado"},
    {"deferred", "still deferred", "aún aplazado"},
    {"expired", "expired", "caducado"},
    {"failed", "failed", "fallido"},
    {"failed_after_deferral", "deferred, then failed", "aplazado y luego fallido"},
    {"quarantined", "quarantined", "en cuarentena"},
    {"filtered_as_spam", "filtered as spam", "filtrado como correo no deseado"},
    {"routing", "routing step", "paso de encaminamiento"},
    {NULL},
};

#define REASON_WORDS                                                                                                   \
    {"unknown", "not classed", "sin clasificar"}, {"transport", "connection", "conexión"}, {"tls", "TLS", "TLS"},      \
        {"dns", "DNS", "DNS"}, {"throttle", "throttled", "limitación de envíos"},                                      \
        {"auth", "authentication", "autenticación"}, {"policy", "policy", "directiva"},                                \
        {"spam", "taken for spam", "tomado por correo no deseado"}, {"reputation", "reputation", "reputación"},        \
        {"recipient", "recipient", "destinatario"}, {"mailbox_full", "mailbox full", "buzón lleno"},                   \
        {"size", "size", "tamaño"}, {"content", "content", "contenido"}, {"config", "configuration", "configuración"}, \
        {"loop", "mail loop", "bucle de correo"}, {"system", "server trouble", "avería del servidor"},                 \
        {"protocol", "protocol", "protocolo"},                                                                         \
    {                                                                                                                  \
        "housekeeping", "no trouble", "sin problema"                                                                   \
    }

const struct mt_word mt_reason_words[] = {REASON_WORDS, {NULL}};

const struct mt_word mt_line_class_words[] = {
    REASON_WORDS,
    {"wrapper", "wrapper", "envoltorio"},
    {"wrapper:policy", "wrapper, else policy", "envoltorio; si no, directiva"},
    {"wrapper:transport", "wrapper, else connection", "envoltorio; si no, conexión"},
    {NULL},
};

const struct mt_word mt_actor_short_words[] = {
    {"unknown", "not known", "no se sabe"},
    {"sender", "sender", "el remitente"},
    {"sender_admin", "sending tenant", "el administrador del inquilino que envía"},
    {"sender_dns", "sending domain's DNS", "el DNS del dominio que envía"},
    {"on_premises", "own on-premises servers", "los servidores locales propios"},
    {"recipient", "recipient", "el destinatario"},
    {"recipient_admin", "recipient's mail admin", "el administrador de correo del destinatario"},
    {"recipient_dns", "recipient domain's DNS", "el DNS del dominio del destinatario"},
    {"delist", "block list or provider", "la lista de bloqueo o el proveedor"},
    {"microsoft", "Microsoft support", "el soporte de Microsoft"},
    {"nobody", "nobody, it passes", "nadie, se pasa solo"},
    {NULL},
};

const struct mt_word mt_permanence_words[] = {
    {"unknown", "not known", "no se sabe"},
    {"temporary", "can help", "puede ayudar"},
    {"permanent", "does not help", "no ayuda"},
    {NULL},
};

const struct mt_word mt_change_words[] = {
    {"worse", "worse", "peor"},
    {"better", "better", "mejor"},
    {"same", "no clear change", "sin cambio claro"},
    {"new", "new", "nuevo"},
    {"gone", "gone", "desaparecido"},
    {"too-little", "too little to tell", "demasiado poco para saberlo"},
    {NULL},
};

const struct mt_word mt_measure_words[] = {
    {"deliveries", "Deliveries", "Entregas"},
    {"deferred", "Seen deferred", "Aplazadas"},
    {"failed", "Failed", "Fallos"},
    {"expired", "Expired (among failed)", "Caducadas (entre los fallos)"},
    {"without_end_state", "Still under way", "Aún en camino"},
    {NULL},
};

/* Their Spanish is that of the English words (words_es.h). */
const struct mt_word mt_against_words[] = {
#define X(name, key, words) {(key), (words), NULL},
    MT_FINDING_AGAINST_LIST(X)
#undef X
        {NULL},
};

const struct mt_word mt_happened_words[] = {
    {"received", "received", "recibido"},
    {"first seen", "first seen", "visto por primera vez"},
    {"last seen", "last seen", "visto por última vez"},
    {NULL},
};
