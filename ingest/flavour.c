#include "ingest/flavour.h"

#include "ingest/stamp.h"

#include <string.h>

/* ---- column names ----
 *
 * Names as they are after normalising. Within a field, the earlier line is the better source. Collected from real
 * exports, public scripts and Microsoft's documentation; "id" is Graph's trace id. */
static const struct alias {
    const char *name;
    enum mt_field field;
} aliases[] = {
    {"messagetraceid", MT_FIELD_TRACE_ID},
    {"networkmessageid", MT_FIELD_TRACE_ID},
    {"id", MT_FIELD_TRACE_ID},

    {"messageid", MT_FIELD_MESSAGE_ID},
    {"internetmessageid", MT_FIELD_MESSAGE_ID},

    {"received.value", MT_FIELD_RECEIVED},
    {"received", MT_FIELD_RECEIVED},
    {"receivedutc", MT_FIELD_RECEIVED},
    {"receivedgmt", MT_FIELD_RECEIVED},
    {"receiveddatetime", MT_FIELD_RECEIVED},
    {"datereceived", MT_FIELD_RECEIVED},
    {"origintimestamputc", MT_FIELD_RECEIVED},
    {"origintimestamp", MT_FIELD_RECEIVED},
    {"datetimeutc", MT_FIELD_RECEIVED},
    {"datetime", MT_FIELD_RECEIVED},
    {"date", MT_FIELD_RECEIVED},
    {"timestamp", MT_FIELD_RECEIVED},
    {"@timestamp", MT_FIELD_RECEIVED},
    {"time", MT_FIELD_RECEIVED},
    {"receivedlocal", MT_FIELD_RECEIVED},

    {"senderaddress", MT_FIELD_SENDER},
    {"sender", MT_FIELD_SENDER},
    {"p1fromaddress", MT_FIELD_SENDER},
    {"from", MT_FIELD_SENDER},
    {"returnpath", MT_FIELD_RETURN_PATH},

    {"recipientaddress", MT_FIELD_RECIPIENT},
    {"recipient", MT_FIELD_RECIPIENT},
    {"recipients", MT_FIELD_RECIPIENT},
    {"to", MT_FIELD_RECIPIENT},

    {"recipientstatus", MT_FIELD_RECIPIENT_STATUS},

    {"subject", MT_FIELD_SUBJECT},
    {"messagesubject", MT_FIELD_SUBJECT},

    {"status", MT_FIELD_STATUS},
    {"deliverystatus", MT_FIELD_STATUS},

    {"size", MT_FIELD_SIZE},
    {"totalbytes", MT_FIELD_SIZE},
    {"messagesize", MT_FIELD_SIZE},

    {"fromip", MT_FIELD_FROM_IP},
    {"senderip", MT_FIELD_FROM_IP},
    {"toip", MT_FIELD_TO_IP},
    {"originalclientip", MT_FIELD_CLIENT_IP},

    {"directionality", MT_FIELD_DIRECTION},
    {"direction", MT_FIELD_DIRECTION},
    {"origin", MT_FIELD_DIRECTION},

    {"connectorid", MT_FIELD_CONNECTOR},
    {"connector", MT_FIELD_CONNECTOR},

    {"startdate.value", MT_FIELD_WINDOW_START},
    {"startdate", MT_FIELD_WINDOW_START},
    {"enddate.value", MT_FIELD_WINDOW_END},
    {"enddate", MT_FIELD_WINDOW_END},

    {"event.original", MT_FIELD_EMBEDDED},

    {"error.code", MT_FIELD_ERROR},
    {"errorcode", MT_FIELD_ERROR},
    {"odata.error.code", MT_FIELD_ERROR},
    {"error", MT_FIELD_ERROR},
    {"error.message", MT_FIELD_ERROR_TEXT},
    {"odata.error.message.value", MT_FIELD_ERROR_TEXT},
    {"message", MT_FIELD_ERROR_TEXT},
    {"@odata.nextlink", MT_FIELD_NEXT_PAGE},
    {"odata.nextlink", MT_FIELD_NEXT_PAGE},
    {"d.next", MT_FIELD_NEXT_PAGE},
    {"@odata.context", MT_FIELD_CONTEXT},
    {"odata.metadata", MT_FIELD_CONTEXT},
    {"metadata.type", MT_FIELD_METADATA},
    {"uniqueid", MT_FIELD_SHIPPER},

    {"event", MT_FIELD_EVENT},
    {"eventtype", MT_FIELD_EVENT},
    {"eventid", MT_FIELD_EVENT_ID},
    {"source", MT_FIELD_SOURCE},
    {"action", MT_FIELD_ACTION},
    {"detail", MT_FIELD_DETAIL},
    {"description", MT_FIELD_DETAIL},
    {"sourcecontext", MT_FIELD_SOURCE_CONTEXT},
    {"data", MT_FIELD_DATA},
    {"customdata", MT_FIELD_CUSTOM_DATA},
    {"eventdata", MT_FIELD_CUSTOM_DATA},
    {"serverhostname", MT_FIELD_SERVER_HOST},
    {"serverip", MT_FIELD_SERVER_IP},
    {"clienthostname", MT_FIELD_CLIENT_HOST},
    {"relatedrecipientaddress", MT_FIELD_RELATED},
    {"reference", MT_FIELD_REFERENCE},
    {"internalmessageid", MT_FIELD_INTERNAL_ID},
    {"policy", MT_FIELD_OTHER_REPORT},
    {"transportrule", MT_FIELD_OTHER_REPORT},
    {"messagecount", MT_FIELD_OTHER_REPORT},
};

/* The longest alias, with room; a longer name is none of ours. */
enum { NAME_ROOM = 64 };

static struct mt_text
normalised(struct mt_text name, char room[NAME_ROOM])
{
    /* "Date (UTC+01:00)" is the column Date. */
    ptrdiff_t bracket = mt_text_find(name, "(");
    if (bracket > 0)
        name.len = (size_t)bracket;
    size_t len = 0;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i];
        if (c == '_' || c == '-' || c == ' ' || c == '"')
            continue;
        if (len == NAME_ROOM)
            return MT_TEXT_UNKNOWN;
        room[len++] = mt_ascii_lower(c);
    }
    return (struct mt_text){room, len};
}

enum mt_field
mt_field_named(struct mt_text name, int *rank)
{
    char room[NAME_ROOM];
    struct mt_text plain = normalised(mt_text_trim(name), room);
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++) {
        if (mt_text_is(plain, aliases[i].name)) {
            *rank = (int)i;
            return aliases[i].field;
        }
    }
    return MT_FIELD_NONE;
}

bool
mt_field_is_local(struct mt_text name)
{
    char room[NAME_ROOM];
    return mt_text_is(normalised(mt_text_trim(name), room), "receivedlocal");
}

bool
mt_field_offset(struct mt_text name, int *offset_s)
{
    ptrdiff_t at = mt_text_find(name, "(UTC");
    if (at < 0)
        return false;
    /* The stamp reader knows offsets: let it read one behind a date of no meaning. */
    char probe[40] = "2000-01-01T00:00:00Z";
    size_t used = strlen(probe);
    for (size_t i = (size_t)at + 4; i < name.len && name.at[i] != ')' && used < sizeof probe - 1; i++)
        if (name.at[i] != ' ')
            probe[used++] = name.at[i];
    struct mt_stamp stamp;
    if (!mt_stamp_parse((struct mt_text){probe, used}, &stamp))
        return false;
    *offset_s = stamp.offset_s;
    return true;
}

/* ---- flavours ---- */

enum {
    GET_MESSAGETRACE,
    EAC,
    ENHANCED_SUMMARY,
    CONVERTTO_JSON,
    REPORTING_SERVICE,
    GRAPH,
    LOG_SHIPPER,
    DETAIL,
    GRAPH_DETAIL,
    EXTENDED,
    TRACKING_LOG,
    READABLE
};

static const struct mt_flavour flavours[] = {
    [GET_MESSAGETRACE] = {"get-messagetrace", "Get-MessageTrace or Get-MessageTraceV2 export", NULL},
    [EAC] = {"eac", "Exchange admin center export", NULL},
    [ENHANCED_SUMMARY] = {"enhanced-summary", "enhanced summary report (MTSummary)", NULL},
    [CONVERTTO_JSON] = {"convertto-json", "Get-MessageTrace through ConvertTo-Json", NULL},
    [REPORTING_SERVICE] = {"reporting-web-service", "reporting web service answer", NULL},
    [GRAPH] = {"graph", "Microsoft Graph messageTraces answer", NULL},
    [LOG_SHIPPER] = {"log-shipper", "message traces kept by a log shipper", NULL},
    [DETAIL] = {"detail", "Get-MessageTraceDetail export", NULL, MT_RECORD_DETAIL},
    [GRAPH_DETAIL] = {"graph-detail", "Microsoft Graph getDetailsByRecipient answer", NULL, MT_RECORD_DETAIL},
    [EXTENDED] = {"extended", "extended report (MTDetail)", NULL, MT_RECORD_TRACKING},
    [TRACKING_LOG] = {"tracking-log", "message tracking log", NULL, MT_RECORD_TRACKING, .is_local = true},
};

static const struct mt_flavour
    other_report = {"other-report", "mail flow report of another kind",
                    "it has no row for each message and recipient; export a message trace (Get-MessageTraceV2)"},
    error_body = {"error", "saved error answer, not an export", "the download failed; run the export again"};

#define HAS(name) (UINT64_C(1) << MT_FIELD_##name)

enum { ANY_SPELLING = 0 };
#define IN(container) (1u << MT_CONTAINER_##container)
#define IN_ANY 0x1Fu
#define IN_JSON (IN_ANY & ~IN(ROWS))

/* The first line that fits decides: all of `needs`, one of `any` when there are some, none of `lacks`. */
static const struct rule {
    uint64_t needs, any, lacks;
    unsigned spelling, containers;
    const struct mt_flavour *flavour;
} rules[] = {
    {HAS(RECIPIENT_STATUS) | HAS(RECEIVED), 0, HAS(EVENT_ID) | HAS(STATUS), ANY_SPELLING, IN_ANY,
     &flavours[ENHANCED_SUMMARY]},
    {HAS(EVENT_ID) | HAS(RECEIVED), HAS(TRACE_ID) | HAS(MESSAGE_ID), 0, MT_SPELLED_WITH_UNDERSCORES, IN_ANY,
     &flavours[EXTENDED]},
    {HAS(EVENT_ID) | HAS(RECEIVED), HAS(TRACE_ID) | HAS(MESSAGE_ID), 0, ANY_SPELLING, IN_ANY, &flavours[TRACKING_LOG]},
    /* Graph's answers stand in an envelope and have no recipient; the cmdlet's objects name theirs. */
    {HAS(EVENT) | HAS(RECEIVED), HAS(TRACE_ID) | HAS(MESSAGE_ID), HAS(EMBEDDED) | HAS(STATUS) | HAS(RECIPIENT),
     ANY_SPELLING, IN_JSON, &flavours[GRAPH_DETAIL]},
    {HAS(EVENT) | HAS(RECEIVED), HAS(TRACE_ID) | HAS(MESSAGE_ID), HAS(EMBEDDED) | HAS(STATUS), ANY_SPELLING, IN_ANY,
     &flavours[DETAIL]},
    {HAS(EMBEDDED), 0, 0, ANY_SPELLING, IN_JSON, &flavours[LOG_SHIPPER]},
    {HAS(RECEIVED) | HAS(RECIPIENT) | HAS(STATUS) | HAS(TRACE_ID), 0, 0, MT_SPELLED_WITH_UNDERSCORES, IN(ROWS),
     &flavours[EAC]},
    {HAS(RECEIVED) | HAS(RECIPIENT) | HAS(STATUS) | HAS(SENDER), 0, HAS(TRACE_ID) | HAS(MESSAGE_ID) | HAS(SIZE),
     ANY_SPELLING, IN(ROWS), &flavours[EAC]},
    {HAS(RECEIVED) | HAS(RECIPIENT) | HAS(STATUS), 0, 0, ANY_SPELLING, IN(ROWS), &flavours[GET_MESSAGETRACE]},
    /* JSON rows: the keys of one row tell little, so where the rows stand decides as well. Only log shippers write one
     * row a line; only the reporting web service wraps PascalCase rows; Graph writes camelCase. */
    {HAS(RECEIVED) | HAS(RECIPIENT) | HAS(STATUS) | HAS(SHIPPER), 0, 0, ANY_SPELLING, IN_JSON, &flavours[LOG_SHIPPER]},
    {HAS(RECEIVED) | HAS(RECIPIENT) | HAS(STATUS), 0, 0, ANY_SPELLING, IN(LINES), &flavours[LOG_SHIPPER]},
    {HAS(RECEIVED) | HAS(RECIPIENT) | HAS(STATUS) | HAS(METADATA), 0, 0, ANY_SPELLING, IN(SINGLE),
     &flavours[LOG_SHIPPER]},
    {HAS(RECEIVED) | HAS(RECIPIENT) | HAS(STATUS) | HAS(METADATA), 0, 0, ANY_SPELLING, IN_JSON,
     &flavours[REPORTING_SERVICE]},
    {HAS(RECEIVED) | HAS(RECIPIENT) | HAS(STATUS), 0, 0, MT_SPELLED_IN_PASCAL_CASE, IN(ENVELOPE),
     &flavours[REPORTING_SERVICE]},
    {HAS(RECEIVED) | HAS(RECIPIENT) | HAS(STATUS), 0, 0, MT_SPELLED_IN_PASCAL_CASE, IN_JSON, &flavours[CONVERTTO_JSON]},
    {HAS(RECEIVED) | HAS(RECIPIENT) | HAS(STATUS), 0, 0, ANY_SPELLING, IN_JSON, &flavours[GRAPH]},
    {0, HAS(ERROR), HAS(RECIPIENT), ANY_SPELLING, IN_JSON, &error_body},
    {HAS(OTHER_REPORT), 0, HAS(STATUS) | HAS(RECIPIENT_STATUS), ANY_SPELLING, IN_ANY, &other_report},
};

const struct mt_flavour *
mt_flavour_of(uint64_t fields, unsigned spelling, enum mt_container container)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        const struct rule *rule = &rules[i];
        if ((fields & rule->needs) == rule->needs && (!rule->any || (fields & rule->any)) && !(fields & rule->lacks) &&
            (spelling & rule->spelling) == rule->spelling && (rule->containers >> container & 1))
            return rule->flavour;
    }
    return NULL;
}

const struct mt_flavour *
mt_flavour_named(const char *key)
{
    for (int i = 0; i < READABLE; i++)
        if (strcmp(flavours[i].key, key) == 0)
            return &flavours[i];
    return NULL;
}

const struct mt_flavour *
mt_flavour_at(size_t number)
{
    return number < READABLE ? &flavours[number] : NULL;
}
