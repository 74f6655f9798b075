#include "query/answers.h"

#include <string.h>

static const char no_code[] = "the reply has no code";
static const char no_text[] = "the reply has no text";
static const char no_events[] = "no events of this mail are here";
static const char no_rows[] = "no rows";

static const struct mt_answer_column apart_dead[] = {
    {"domain_id", "Recipient domain", MT_TYPE_COUNT, NULL}, {"received", "Received", MT_TYPE_MOMENT, NULL},
    {"trace_id", "Trace id", MT_TYPE_TEXT, NULL},           {"message_id", "Message-ID", MT_TYPE_TEXT, NULL},
    {"recipient_id", "Recipient", MT_TYPE_COUNT, NULL},     {"sender_id", "Sender", MT_TYPE_COUNT, NULL},
    {"reason_id", "Reason", MT_TYPE_COUNT, NULL},           {"within", "Asked for", MT_TYPE_COUNT, NULL},
};

static const struct mt_answer_column apart_delivery[] = {
    {"sender", "Sender", MT_TYPE_TEXT, NULL},   {"recipient", "Recipient", MT_TYPE_TEXT, NULL},
    {"subject", "Subject", MT_TYPE_TEXT, NULL}, {"message_id", "Message-ID", MT_TYPE_TEXT, NULL},
    {"reason", "Reply", MT_TYPE_TEXT, NULL},
};

static const struct mt_answer_column apart_domain[] = {
    {"name", "Domain", MT_TYPE_TEXT, NULL},
};

static const struct mt_answer_column apart_domains[] = {
    {"domain_id", "Recipient domain", MT_TYPE_COUNT, NULL},
    {"hour", "Hour", MT_TYPE_COUNT, NULL},
    {"outcome", "Outcome", MT_TYPE_COUNT, NULL},
    {"reason_class", "Reason", MT_TYPE_COUNT, NULL},
    {"deliveries", "Deliveries", MT_TYPE_COUNT, NULL},
};

static const struct mt_answer_column apart_known[] = {
    {"pattern", "Pattern", MT_TYPE_TEXT, NULL},
};

static const struct mt_answer_column apart_mail[] = {
    {"received", "Received", MT_TYPE_MOMENT, NULL},
    {"trace_id", "Trace id", MT_TYPE_TEXT, NULL},
    {"message_id", "Message-ID", MT_TYPE_TEXT, NULL},
    {"recipient_id", "Recipient", MT_TYPE_COUNT, NULL},
    {"domain_id", "Recipient domain", MT_TYPE_COUNT, NULL},
    {"sender_id", "Sender", MT_TYPE_COUNT, NULL},
    {"subject", "Subject", MT_TYPE_TEXT, NULL},
};

static const struct mt_answer_column apart_trouble[] = {
    {"delivery_id", "Delivery", MT_TYPE_COUNT, NULL},   {"received", "Received", MT_TYPE_MOMENT, NULL},
    {"trace_id", "Trace id", MT_TYPE_TEXT, NULL},       {"message_id", "Message-ID", MT_TYPE_TEXT, NULL},
    {"recipient_id", "Recipient", MT_TYPE_COUNT, NULL}, {"domain_id", "Recipient domain", MT_TYPE_COUNT, NULL},
    {"provider_id", "Provider", MT_TYPE_COUNT, NULL},   {"sender_id", "Sender", MT_TYPE_COUNT, NULL},
    {"subject", "Subject", MT_TYPE_TEXT, NULL},         {"outcome", "Outcome", MT_TYPE_COUNT, NULL},
    {"reason_class", "Reason", MT_TYPE_COUNT, NULL},    {"within", "Asked for", MT_TYPE_COUNT, NULL},
};

static const struct mt_answer_column attempts[] = {
    {"attempts", "Attempts", MT_TYPE_COUNT, NULL},   {"deliveries", "Deliveries", MT_TYPE_COUNT, NULL},
    {"delivered", "Delivered", MT_TYPE_COUNT, NULL}, {"on_its_way", "On its way", MT_TYPE_COUNT, NULL},
    {"refused", "Refused", MT_TYPE_COUNT, NULL},     {"expired", "Expired", MT_TYPE_COUNT, NULL},
    {"otherwise", "Otherwise", MT_TYPE_COUNT, NULL},
};

static const struct mt_answer_column changes[] = {
    {"hour", "Hour", MT_TYPE_COUNT, NULL},
    {"deliveries", "Deliveries", MT_TYPE_COUNT, NULL},
    {"trouble", "In trouble", MT_TYPE_COUNT, NULL},
};

static const struct mt_answer_column delays[] = {
    {"seconds", "Seconds", MT_TYPE_COUNT, NULL},
    {"kind", "Kind", MT_TYPE_COUNT, NULL},
    {"deliveries", "Deliveries", MT_TYPE_COUNT, NULL},
};

static const struct mt_answer_column evidence[] = {
    {"summary", "Summary", MT_TYPE_COUNT, NULL},
    {"events", "Events", MT_TYPE_COUNT, NULL},
    {"reasons", "Reasons", MT_TYPE_COUNT, NULL},
};

static const struct mt_answer_column evidence_hours[] = {
    {"hour", "Hour", MT_TYPE_COUNT, NULL},
    {"deliveries", "Deliveries", MT_TYPE_COUNT, NULL},
    {"with_events", "Mail with events", MT_TYPE_COUNT, NULL},
    {"failed", "Failed", MT_TYPE_COUNT, NULL},
    {"failed_with_events", "Failed with events", MT_TYPE_COUNT, NULL},
    {"failed_with_reason", "Failed with a reason", MT_TYPE_COUNT, NULL},
};

static const struct mt_answer_column flavours[] = {
    {"flavour", "Kind of export", MT_TYPE_TEXT, NULL},
    {"files", "Files", MT_TYPE_COUNT, NULL},
    {"rows_read", "Rows", MT_TYPE_COUNT, NULL},
    {"rejected", "Rejected", MT_TYPE_COUNT, NULL},
    {"first_received", "First received", MT_TYPE_MOMENT, no_rows},
    {"last_received", "Last received", MT_TYPE_MOMENT, no_rows},
    {"newest_export", "Newest export", MT_TYPE_MOMENT, no_rows},
};

static const struct mt_answer_column evidence_trouble[] = {
    {"troubled", "Deferred or failed", MT_TYPE_COUNT, NULL},
    {"with_events", "With events", MT_TYPE_COUNT, NULL},
    {"with_reason", "With a reason", MT_TYPE_COUNT, NULL},
};

static const struct mt_answer_column freshness[] = {
    {"newest_export", "Newest export", MT_TYPE_MOMENT, "nothing imported"},
    {"first_received", "First received", MT_TYPE_MOMENT, "nothing imported"},
    {"last_received", "Last received", MT_TYPE_MOMENT, "nothing imported"},
    {"deliveries", "Deliveries", MT_TYPE_COUNT, NULL},
    {"without_end_state", "Without end state", MT_TYPE_COUNT, NULL},
    {"exports", "Exports", MT_TYPE_COUNT, NULL},
    {"rejects", "Rejects", MT_TYPE_COUNT, NULL},
};

static const struct mt_answer_column hours[] = {
    {"hour", "Hour", MT_TYPE_COUNT, NULL},
    {"deliveries", "Deliveries", MT_TYPE_COUNT, NULL},
};

static const struct mt_answer_column imports[] = {
    {"file", "File", MT_TYPE_TEXT, NULL},
    {"flavour", "Kind of export", MT_TYPE_TEXT, NULL},
    {"encoding", "Encoding", MT_TYPE_TEXT, NULL},
    {"time_basis", "Times", MT_TYPE_TEXT, NULL},
    {"observed", "Taken", MT_TYPE_MOMENT, NULL},
    {"observed_by", "Taken, by", MT_TYPE_TEXT, NULL},
    {"rows_read", "Rows", MT_TYPE_COUNT, NULL},
    {"rejected", "Rejected", MT_TYPE_COUNT, NULL},
    {"first_received", "First received", MT_TYPE_MOMENT, no_rows},
    {"last_received", "Last received", MT_TYPE_MOMENT, no_rows},
};

static const struct mt_answer_column imports_log[] = {
    {"imported", "Imported", MT_TYPE_MOMENT, NULL},    {"file", "File", MT_TYPE_TEXT, NULL},
    {"flavour", "Kind of export", MT_TYPE_TEXT, NULL}, {"observed", "Taken", MT_TYPE_MOMENT, NULL},
    {"rows_read", "Rows", MT_TYPE_COUNT, NULL},        {"rows_new", "New", MT_TYPE_COUNT, NULL},
    {"rows_changed", "Changed", MT_TYPE_COUNT, NULL},  {"rows_known", "Known", MT_TYPE_COUNT, NULL},
    {"rows_routing", "Routing", MT_TYPE_COUNT, NULL},  {"rows_rejected", "Rejected", MT_TYPE_COUNT, NULL},
};

static const struct mt_answer_column messages[] = {
    {"received", "Received", MT_TYPE_MOMENT, NULL},
    {"recipient", "Recipient", MT_TYPE_TEXT, NULL},
    {"sender", "Sender", MT_TYPE_TEXT, "not in this export"},
    {"subject", "Subject", MT_TYPE_TEXT, "not in this export"},
    {"size", "Size", MT_TYPE_BYTES, "not in this export"},
    {"status", "Status", MT_TYPE_TEXT, NULL},
    {"outcome", "Outcome", MT_TYPE_TEXT, NULL},
    {"observed", "Seen so", MT_TYPE_MOMENT, NULL},
    {"trace_id", "Trace id", MT_TYPE_TEXT, "not in this export"},
    {"message_id", "Message-ID", MT_TYPE_TEXT, "not in this export"},
};

static const struct mt_answer_column pending_age[] = {
    {"received", "Received", MT_TYPE_MOMENT, NULL},
    {"age", "Age", MT_TYPE_COUNT, NULL},
    {"reason_id", "Reason", MT_TYPE_COUNT, NULL},
};

static const struct mt_answer_column providers[] = {
    {"key", "Key", MT_TYPE_TEXT, NULL},
    {"name", "Name", MT_TYPE_TEXT, NULL},
};

static const struct mt_answer_column quality[] = {
    {"deliveries", "Deliveries", MT_TYPE_COUNT, NULL}, {"provider", "Provider", MT_TYPE_COUNT, NULL},
    {"country", "Country", MT_TYPE_COUNT, NULL},       {"size", "Size", MT_TYPE_COUNT, NULL},
    {"forest", "Forest", MT_TYPE_COUNT, NULL},         {"connector", "Connector", MT_TYPE_COUNT, NULL},
    {"direction", "Direction", MT_TYPE_COUNT, NULL},   {"outcome", "Outcome", MT_TYPE_COUNT, NULL},
};

/* What the SQL counts; the tables of the rate questions have more columns (rates.c). */
static const struct mt_answer_column rates[] = {
    {"deliveries", "Deliveries", MT_TYPE_COUNT, NULL},
    {"still_deferred", "Still deferred", MT_TYPE_COUNT, NULL},
    {"deferred_then_delivered", "Deferred, then delivered", MT_TYPE_COUNT, NULL},
    {"deferred_then_failed", "Deferred, then failed", MT_TYPE_COUNT, NULL},
    {"failed_at_once", "Failed at once", MT_TYPE_COUNT, NULL},
    {"expired", "Expired", MT_TYPE_COUNT, NULL},
    {"quarantined", "Quarantined", MT_TYPE_COUNT, NULL},
    {"filtered_as_spam", "Filtered as spam", MT_TYPE_COUNT, NULL},
    {"under_way", "Under way", MT_TYPE_COUNT, NULL},
    {"bytes", "Bytes", MT_TYPE_BYTES, NULL},
};

static const struct mt_answer_column rates_covered[] = {
    {"covered", "With events", MT_TYPE_COUNT, NULL},
};

static const struct mt_answer_column reason[] = {
    {"reason_class", "Reason", MT_TYPE_TEXT, NULL},
    {"reason_code", "Code", MT_TYPE_TEXT, no_code},
    {"reason", "Reply", MT_TYPE_TEXT, no_text},
};

static const struct mt_answer_column reasons[] = {
    {"reason_class", "Reason", MT_TYPE_TEXT, NULL}, /* reasons.c says why */
    {"reason_code", "Code", MT_TYPE_TEXT, no_code},
    {"reason", "Reply", MT_TYPE_TEXT, no_text},
    {"actor", "Who acts", MT_TYPE_TEXT, NULL},
    {"permanence", "Trying again", MT_TYPE_TEXT, NULL},
    {"deliveries", "Deliveries", MT_TYPE_COUNT, NULL},
    {"deliveries_ratio", "Share", MT_TYPE_RATIO, NULL},
    {"deferred", "Deferred", MT_TYPE_COUNT, NULL},
    {"failed", "Failed", MT_TYPE_COUNT, NULL},
    {"expired", "Expired", MT_TYPE_COUNT, NULL},
    {"domains", "Domains", MT_TYPE_COUNT, NULL},
    {"providers", "Known providers", MT_TYPE_COUNT, NULL},
    {"top_provider", "Most of it for", MT_TYPE_TEXT, "no known provider"},
    {"remote_hosts", "Remote hosts", MT_TYPE_COUNT, NULL},
    {"first_received", "First received", MT_TYPE_MOMENT, NULL},
    {"last_received", "Last received", MT_TYPE_MOMENT, NULL},
    {"example_trace_id", "Example trace id", MT_TYPE_TEXT, "no trace id in these exports"},
    {"evidence", "Evidence", MT_TYPE_TEXT, NULL},
};

static const struct mt_answer_column senders[] = {
    {"sender", "Sender", MT_TYPE_TEXT, "not in this export"},
    {"troubled", "Deferred or failed", MT_TYPE_COUNT, NULL},
    {"deferred", "Deferred", MT_TYPE_COUNT, NULL},
    {"still_deferred", "Still deferred", MT_TYPE_COUNT, NULL},
    {"failed", "Failed", MT_TYPE_COUNT, NULL},
    {"domains", "Recipient domains", MT_TYPE_COUNT, NULL},
    {"last_received", "Last received", MT_TYPE_MOMENT, NULL},
};

static const struct mt_answer_column case_provider[] = {
    {"provider", "Key", MT_TYPE_TEXT, NULL},
    {"name", "Name", MT_TYPE_TEXT, NULL},
};

static const struct mt_answer_column ticket_deliveries[] = {
    {"affected", "Affected", MT_TYPE_TEXT, NULL},
    {"received", "Received", MT_TYPE_MOMENT, NULL},
    {"network_message_id", "Network message id", MT_TYPE_TEXT, "not in this export"},
    {"message_id", "Message-ID", MT_TYPE_TEXT, "not in this export"},
    {"sender", "Sender", MT_TYPE_TEXT, "not in this export"},
    {"recipient", "Recipient", MT_TYPE_TEXT, NULL},
    {"recipient_domain", "Recipient domain", MT_TYPE_TEXT, NULL},
    {"provider", "Provider", MT_TYPE_TEXT, NULL},
    {"subject", "Subject", MT_TYPE_TEXT, "not in this export"},
    {"size", "Size", MT_TYPE_BYTES, "not in this export"},
    {"status", "Status", MT_TYPE_TEXT, NULL},
    {"outcome", "Outcome", MT_TYPE_TEXT, NULL},
    {"evidence", "Evidence", MT_TYPE_TEXT, NULL},
    {"reason_class", "Reason", MT_TYPE_TEXT, no_events},
    {"reason_code", "Code", MT_TYPE_TEXT, no_events},
    {"answer", "Last answer", MT_TYPE_TEXT, no_events},
    {"attempts", "Attempts", MT_TYPE_COUNT, no_events},
    {"first_deferred", "First deferred", MT_TYPE_MOMENT, no_events},
    {"ended", "Delivered or failed", MT_TYPE_MOMENT, no_events},
    {"remote_host", "Remote host", MT_TYPE_TEXT, no_events},
    {"remote_ip", "Remote IP", MT_TYPE_TEXT, no_events},
    {"from_ip", "From IP", MT_TYPE_TEXT, "not in this export"},
    {"connector", "Connector", MT_TYPE_TEXT, "not in this export"},
    {"forest", "Forest", MT_TYPE_TEXT, "not in this export"},
};

static const struct mt_answer_column ticket_events[] = {
    {"at", "Time", MT_TYPE_MOMENT, NULL},
    {"network_message_id", "Network message id", MT_TYPE_TEXT, "not in this export"},
    {"message_id", "Message-ID", MT_TYPE_TEXT, "not in this export"},
    {"recipient", "Recipient", MT_TYPE_TEXT, NULL},
    {"event", "Event", MT_TYPE_TEXT, NULL},
    {"source", "Source", MT_TYPE_TEXT, NULL},
    {"detail", "What was said", MT_TYPE_TEXT, NULL},
    {"reason_class", "Reason", MT_TYPE_TEXT, NULL},
    {"reason_code", "Code", MT_TYPE_TEXT, NULL},
    {"remote_host", "Remote host", MT_TYPE_TEXT, NULL},
    {"remote_ip", "Remote IP", MT_TYPE_TEXT, NULL},
    {"server", "Server", MT_TYPE_TEXT, NULL},
    {"forest", "Forest", MT_TYPE_TEXT, NULL},
};

static const struct mt_answer_column ticket_servers[] = {
    {"remote_host", "Remote host", MT_TYPE_TEXT, "no export names it"},
    {"remote_ip", "Remote IP", MT_TYPE_TEXT, "no export names it"},
    {"deliveries", "Deliveries", MT_TYPE_COUNT, NULL},
    {"failed", "Failed", MT_TYPE_COUNT, NULL},
    {"senders", "Senders", MT_TYPE_COUNT, NULL},
    {"first_received", "First received", MT_TYPE_MOMENT, NULL},
    {"last_received", "Last received", MT_TYPE_MOMENT, NULL},
};

static const struct mt_answer_column ticket_answers[] = {
    {"answer", "What was said", MT_TYPE_TEXT, NULL}, {"reason_class", "Reason", MT_TYPE_TEXT, NULL},
    {"reason_code", "Code", MT_TYPE_TEXT, NULL},     {"actor", "Who acts", MT_TYPE_TEXT, NULL},
    {"events", "Events", MT_TYPE_COUNT, NULL},       {"deliveries", "Deliveries", MT_TYPE_COUNT, NULL},
    {"first_at", "First", MT_TYPE_MOMENT, NULL},     {"last_at", "Last", MT_TYPE_MOMENT, NULL},
};

static const struct mt_answer_column ticket_ndrs[] = {
    {"id", "Id", MT_TYPE_COUNT, NULL},
    {"made", "Made", MT_TYPE_MOMENT, "the report says no time"},
    {"action", "What became of it", MT_TYPE_TEXT, NULL},
    {"message_id", "Message-ID of the report", MT_TYPE_TEXT, NULL},
    {"generating_server", "Generating server", MT_TYPE_TEXT, NULL},
    {"attempts", "Attempts", MT_TYPE_COUNT, NULL},
    {"network_message_id", "Network message id", MT_TYPE_TEXT, NULL},
    {"original_message_id", "Message-ID", MT_TYPE_TEXT, NULL},
    {"sender", "Sender", MT_TYPE_TEXT, NULL},
    {"subject", "Subject", MT_TYPE_TEXT, NULL},
    {"recipients", "Recipients", MT_TYPE_TEXT, NULL},
    {"headers", "Headers", MT_TYPE_TEXT, NULL},
    {"told", "Text", MT_TYPE_TEXT, NULL},
    {"status_part", "Delivery status", MT_TYPE_TEXT, NULL},
    {"original_headers", "Headers of the original", MT_TYPE_TEXT, NULL},
};

static const struct mt_answer_column trace_deliveries[] = {
    {"recipient", "Recipient", MT_TYPE_TEXT, NULL},
    {"sender", "Sender", MT_TYPE_TEXT, "not in this export"},
    {"received", "Received", MT_TYPE_MOMENT, NULL},
    {"status", "Status", MT_TYPE_TEXT, NULL},
    {"outcome", "Outcome", MT_TYPE_TEXT, NULL},
    {"observed", "Seen so", MT_TYPE_MOMENT, NULL},
    {"size", "Size", MT_TYPE_BYTES, "not in this export"},
    {"subject", "Subject", MT_TYPE_TEXT, "not in this export"},
    {"trace_id", "Trace id", MT_TYPE_TEXT, "not in this export"},
    {"message_id", "Message-ID", MT_TYPE_TEXT, "not in this export"},
    {"from_ip", "From IP", MT_TYPE_TEXT, "not in this export"},
    {"to_ip", "To IP", MT_TYPE_TEXT, "not in this export"},
    {"connector", "Connector", MT_TYPE_TEXT, "not in this export"},
    {"forest", "Forest", MT_TYPE_TEXT, "not in this export"},
    {"final", "Delivered or failed", MT_TYPE_MOMENT, no_events},
    {"delay", "Delay", MT_TYPE_SPAN, no_events},
    {"attempts", "Attempts", MT_TYPE_COUNT, no_events},
    {"reason_class", "Reason", MT_TYPE_TEXT, no_events},
    {"reason_code", "Code", MT_TYPE_TEXT, no_events},
    {"reason", "Reply", MT_TYPE_TEXT, no_events},
    {"remote_host", "Remote host", MT_TYPE_TEXT, no_events},
    {"has_events", "Has events", MT_TYPE_COUNT, NULL},
    {"delivery_id", "Delivery", MT_TYPE_COUNT, NULL},
};

static const struct mt_answer_column mail_domains[] = {
    {"id", "Id", MT_TYPE_COUNT, NULL},           {"name", "Domain", MT_TYPE_TEXT, NULL},
    {"provider_key", "Key", MT_TYPE_TEXT, NULL}, {"provider", "Provider", MT_TYPE_TEXT, NULL},
    {"country", "Country", MT_TYPE_TEXT, NULL},
};

static const struct mt_answer_column mail_reasons[] = {
    {"id", "Id", MT_TYPE_COUNT, NULL},
    {"class", "Class", MT_TYPE_COUNT, NULL},
    {"code", "Code", MT_TYPE_TEXT, NULL},
    {"text", "Reply", MT_TYPE_TEXT, NULL},
    {"outer_code", "Code around it", MT_TYPE_TEXT, NULL},
    {"actor", "Actor", MT_TYPE_COUNT, NULL},
};

static const struct mt_answer_column mail_sender[] = {
    {"address", "Address", MT_TYPE_TEXT, NULL},
};

static const struct mt_answer_column mail_routes[] = {
    {"id", "Id", MT_TYPE_COUNT, NULL},
    {"forest", "Forest", MT_TYPE_TEXT, NULL},
};

static const struct mt_answer_column mail_span[] = {
    {"first_hour", "First hour", MT_TYPE_COUNT, NULL},
    {"last_hour", "Last hour", MT_TYPE_COUNT, NULL},
};

static const struct mt_answer_column mail_sights[] = {
    {"observed", "Taken", MT_TYPE_MOMENT, NULL},
    {"first_received", "First received", MT_TYPE_MOMENT, NULL},
    {"last_received", "Last received", MT_TYPE_MOMENT, NULL},
};

static const struct mt_answer_column mail_groups[] = {
    {"received", "Received", MT_TYPE_MOMENT, NULL},
    {"trace_id", "Trace id", MT_TYPE_TEXT, NULL},
    {"message_id", "Message-ID", MT_TYPE_TEXT, NULL},
    {"domain_id", "Recipient domain", MT_TYPE_COUNT, NULL},
    {"route_id", "Route", MT_TYPE_COUNT, NULL},
    {"sender_id", "Sender", MT_TYPE_COUNT, NULL},
    {"size", "Size", MT_TYPE_BYTES, NULL},
    {"outcome", "Outcome", MT_TYPE_COUNT, NULL},
    {"remote_host", "Remote host", MT_TYPE_TEXT, NULL},
    {"reason_id", "Reason", MT_TYPE_COUNT, NULL},
    {"delay", "Delay", MT_TYPE_SPAN, NULL},
    {"has_events", "Has events", MT_TYPE_COUNT, NULL},
    {"key", "Key", MT_TYPE_COUNT, NULL},
};

static const struct mt_answer_column finding_delivery[] = {
    {"id", "Id", MT_TYPE_COUNT, NULL},
    {"domain_id", "Recipient domain", MT_TYPE_COUNT, NULL},
    {"route_id", "Route", MT_TYPE_COUNT, NULL},
    {"outcome_number", "Outcome", MT_TYPE_COUNT, NULL},
    {"reason_id", "Reason", MT_TYPE_COUNT, NULL},
    {"received", "Received", MT_TYPE_MOMENT, NULL},
    {"trace_id", "Trace id", MT_TYPE_TEXT, NULL},
    {"message_id", "Message-ID", MT_TYPE_TEXT, NULL},
    {"sender", "Sender", MT_TYPE_TEXT, NULL},
    {"recipient", "Recipient", MT_TYPE_TEXT, NULL},
    {"size", "Size", MT_TYPE_BYTES, NULL},
    {"outcome", "Outcome", MT_TYPE_TEXT, NULL},
    {"reason_class", "Class", MT_TYPE_TEXT, NULL},
    {"reason_code", "Code", MT_TYPE_TEXT, NULL},
    {"reason", "Reply", MT_TYPE_TEXT, NULL},
    {"remote_host", "Server", MT_TYPE_TEXT, NULL},
};

static const struct mt_answer_column finding_domains[] = {
    {"id", "Id", MT_TYPE_COUNT, NULL},
    {"name", "Domain", MT_TYPE_TEXT, NULL},
    {"provider_key", "Provider", MT_TYPE_TEXT, NULL},
    {"country", "Country", MT_TYPE_TEXT, NULL},
    {"first_received", "First received", MT_TYPE_MOMENT, NULL},
    {"last_received", "Last received", MT_TYPE_MOMENT, NULL},
};

static const struct mt_answer_column finding_event[] = {
    {"said", "To the letter", MT_TYPE_TEXT, NULL},
};

static const struct mt_answer_column trace_history[] = {
    {"at", "When", MT_TYPE_MOMENT, NULL},
    {"what", "What", MT_TYPE_TEXT, NULL},
    {"attempt", "Attempt", MT_TYPE_COUNT, NULL},
    {"detail", "Detail", MT_TYPE_TEXT, NULL},
    {"reason_class", "Reason", MT_TYPE_TEXT, NULL},
    {"reason_code", "Code", MT_TYPE_TEXT, NULL},
    {"reason", "Reply", MT_TYPE_TEXT, NULL},
    {"remote_host", "Remote host", MT_TYPE_TEXT, NULL},
    {"remote_ip", "Remote IP", MT_TYPE_TEXT, NULL},
    {"server", "Server", MT_TYPE_TEXT, NULL},
    {"from_address", "From address", MT_TYPE_TEXT, NULL},
    {"to_address", "To address", MT_TYPE_TEXT, NULL},
    {"reference", "Reference", MT_TYPE_TEXT, NULL},
    {"export", "Export", MT_TYPE_TEXT, "an export that is not here any more"},
    {"precise", "Known to the second", MT_TYPE_COUNT, NULL},
};

static const struct mt_answer_column waiting[] = {
    {"events", "Events", MT_TYPE_COUNT, NULL},
    {"without_recipient", "Without recipient", MT_TYPE_COUNT, NULL},
    {"first_event", "First event", MT_TYPE_MOMENT, "no event waits"},
    {"last_event", "Last event", MT_TYPE_MOMENT, "no event waits"},
};

#define ANSWER(file, columns)                                                                                          \
    {                                                                                                                  \
        file, columns, sizeof(columns) / sizeof *(columns)                                                             \
    }

static const struct mt_answer_column filter_known[] = {{"kind", "Kind", MT_TYPE_TEXT, NULL},
                                                       {"word", "Word", MT_TYPE_TEXT, NULL}};

static const struct mt_answer answers[] = {
    ANSWER("apart_dead.sql", apart_dead),
    ANSWER("apart_delivery.sql", apart_delivery),
    ANSWER("apart_domain.sql", apart_domain),
    ANSWER("apart_domains.sql", apart_domains),
    ANSWER("apart_known.sql", apart_known),
    ANSWER("apart_mail.sql", apart_mail),
    ANSWER("apart_trouble.sql", apart_trouble),
    ANSWER("apart_window.sql", apart_mail),
    ANSWER("attempts.sql", attempts),
    ANSWER("changes.sql", changes),
    ANSWER("delays.sql", delays),
    ANSWER("case_provider.sql", case_provider),
    ANSWER("ticket_deliveries.sql", ticket_deliveries),
    ANSWER("ticket_events.sql", ticket_events),
    ANSWER("ticket_servers.sql", ticket_servers),
    ANSWER("ticket_answers.sql", ticket_answers),
    ANSWER("ticket_ndrs.sql", ticket_ndrs),
    ANSWER("evidence.sql", evidence),
    ANSWER("evidence_trouble.sql", evidence_trouble),
    ANSWER("evidence_hours.sql", evidence_hours),
    ANSWER("filter_known.sql", filter_known),
    ANSWER("finding_delivery.sql", finding_delivery),
    ANSWER("finding_domains.sql", finding_domains),
    ANSWER("finding_event.sql", finding_event),
    ANSWER("flavours.sql", flavours),
    ANSWER("freshness.sql", freshness),
    ANSWER("hours.sql", hours),
    ANSWER("imports.sql", imports),
    ANSWER("imports_log.sql", imports_log),
    ANSWER("mail_domains.sql", mail_domains),
    ANSWER("mail_groups.sql", mail_groups),
    ANSWER("mail_reasons.sql", mail_reasons),
    ANSWER("mail_routes.sql", mail_routes),
    ANSWER("mail_sender.sql", mail_sender),
    ANSWER("mail_sights.sql", mail_sights),
    ANSWER("mail_span.sql", mail_span),
    ANSWER("mail_trouble.sql", mail_groups),
    ANSWER("messages.sql", messages),
    ANSWER("pending_age.sql", pending_age),
    ANSWER("providers.sql", providers),
    ANSWER("quality.sql", quality),
    ANSWER("rates.sql", rates),
    ANSWER("rates_covered.sql", rates_covered),
    ANSWER("rates_delivery.sql", rates),
    ANSWER("reason.sql", reason),
    ANSWER("reasons.sql", reasons),
    ANSWER("senders.sql", senders),
    ANSWER("trace.sql", trace_deliveries),
    ANSWER("trace_history.sql", trace_history),
    ANSWER("waiting.sql", waiting),
    {NULL, NULL, 0},
};

const struct mt_answer *
mt_answers(void)
{
    return answers;
}

const struct mt_answer *
mt_answer_of(const char *file)
{
    const struct mt_answer *answer = answers;
    while (answer->file && strcmp(answer->file, file) != 0)
        answer++;
    return answer;
}
