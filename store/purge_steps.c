#include "store/purge_steps.h"

#define COUNT(member) offsetof(struct mt_purged, member)
#define UNCOUNTED MT_PURGE_NOT_COUNTED

const struct mt_purge_step mt_purge_begin[] = {
    {"CREATE TEMP TABLE gone (id INTEGER PRIMARY KEY)", UNCOUNTED}, /* deliveries */
    {"CREATE TEMP TABLE gone_event (id INTEGER PRIMARY KEY)", UNCOUNTED},
    {"CREATE TEMP TABLE gone_address (id INTEGER PRIMARY KEY)", UNCOUNTED},
    {"CREATE TEMP TABLE near (recipient_id INTEGER PRIMARY KEY)", UNCOUNTED}, /* who lost some of their mail */
    {"CREATE TEMP TABLE absorbed (id INTEGER PRIMARY KEY)", UNCOUNTED},       /* descriptions of such mail */
    {NULL, 0},
};

const struct mt_purge_step mt_purge_end[] = {
    {"DROP TABLE temp.gone", UNCOUNTED},         {"DROP TABLE temp.gone_event", UNCOUNTED},
    {"DROP TABLE temp.gone_address", UNCOUNTED}, {"DROP TABLE temp.near", UNCOUNTED},
    {"DROP TABLE temp.absorbed", UNCOUNTED},     {NULL, 0},
};

/* What a delivery was before descriptions joined it goes and stays with it. */
const struct mt_purge_step mt_purge_choose_by_age[] = {
    {"INSERT INTO gone SELECT id FROM delivery WHERE received_us < ?1", UNCOUNTED},
    {"DELETE FROM gone WHERE id IN (SELECT own_id FROM joined WHERE delivery_id NOT IN (SELECT id FROM gone))",
     UNCOUNTED},
    {"INSERT OR IGNORE INTO gone SELECT own_id FROM joined WHERE delivery_id IN (SELECT id FROM gone)", UNCOUNTED},
    {"INSERT INTO gone_event SELECT id FROM event WHERE delivery_id IN (SELECT id FROM gone)", UNCOUNTED},
    {"INSERT OR IGNORE INTO gone_event SELECT e.id FROM event e LEFT JOIN hint h ON h.id = e.hint_id "
     "WHERE e.delivery_id IS NULL "
     "AND (h.delivery_id IN (SELECT id FROM gone) OR (h.delivery_id IS NULL AND e.at_us < ?1))",
     UNCOUNTED},
    {"DELETE FROM reject WHERE export_id IN "
     "(SELECT id FROM export WHERE coalesce(last_received_us, observed_us) < ?1)",
     COUNT(rejects)},
    {"DELETE FROM ndr WHERE coalesce(made_us, (SELECT observed_us FROM export WHERE id = export_id)) < ?1",
     COUNT(ndrs)},
    {"DELETE FROM ticket WHERE until_us < ?1", UNCOUNTED},
    {NULL, 0},
};

const struct mt_purge_step mt_purge_choose_by_address[] = {
    {"INSERT INTO gone_address SELECT id FROM address WHERE mt_made_of(text)", UNCOUNTED},
    {"INSERT INTO gone SELECT id FROM delivery WHERE recipient_id IN (SELECT id FROM gone_address) "
     "OR sender_id IN (SELECT id FROM gone_address)",
     UNCOUNTED},
    {"INSERT OR IGNORE INTO gone SELECT id FROM delivery "
     "WHERE trace_id IS NULL AND mt_mentions(coalesce(message_id, subject))",
     UNCOUNTED},
    {"INSERT OR IGNORE INTO gone SELECT id FROM delivery WHERE typeof(trace_id) = 'text' AND mt_mentions(trace_id)",
     UNCOUNTED},
    {"INSERT OR IGNORE INTO gone SELECT own_id FROM joined WHERE delivery_id IN (SELECT id FROM gone)", UNCOUNTED},
    {"INSERT OR IGNORE INTO gone SELECT delivery_id FROM joined WHERE own_id IN (SELECT id FROM gone)", UNCOUNTED},
    {"INSERT INTO near SELECT DISTINCT recipient_id FROM delivery WHERE id IN (SELECT id FROM gone) "
     "AND recipient_id NOT IN (SELECT id FROM gone_address)",
     UNCOUNTED},
    {"INSERT INTO absorbed SELECT id FROM delivery WHERE absorbed = 1 "
     "AND recipient_id IN (SELECT recipient_id FROM near) AND id NOT IN (SELECT id FROM gone)",
     UNCOUNTED},
    {"INSERT INTO gone_event SELECT id FROM event WHERE delivery_id IN (SELECT id FROM gone)", UNCOUNTED},
    {"INSERT OR IGNORE INTO gone_event SELECT e.id FROM hint h CROSS JOIN event e ON e.hint_id = h.id "
     "WHERE h.delivery_id IN (SELECT id FROM gone) OR h.recipient_id IN (SELECT id FROM gone_address) "
     "OR mt_mentions(h.message_id) OR (typeof(h.trace_id) = 'text' AND mt_mentions(h.trace_id)) "
     "OR (h.delivery_id IS NULL AND h.recipient_id IS NULL AND CASE WHEN h.trace_id IS NULL "
     "    THEN h.message_id IN (SELECT message_id FROM delivery WHERE id IN (SELECT id FROM gone)) "
     "    ELSE h.trace_id IN (SELECT trace_id FROM delivery WHERE id IN (SELECT id FROM gone)) END)",
     UNCOUNTED},
    {"DELETE FROM reject WHERE mt_mentions(raw) OR mt_mentions(reason)", COUNT(rejects)},
    {"DELETE FROM ndr WHERE mt_mentions(recipients) OR mt_mentions(sender) OR mt_mentions(subject) "
     "OR mt_mentions(headers) OR mt_mentions(told) OR mt_mentions(status_part) OR mt_mentions(original_headers) "
     "OR mt_mentions(message_id) OR mt_mentions(original_message_id)",
     COUNT(ndrs)},
    {"DELETE FROM ticket WHERE mt_mentions(scope)", UNCOUNTED},
    {"DELETE FROM redaction_token WHERE mt_mentions(original)", UNCOUNTED},
    {NULL, 0},
};

const struct mt_purge_step mt_purge_remove_chosen[] = {
    {"DELETE FROM course WHERE delivery_id IN (SELECT id FROM gone)", UNCOUNTED},
    {"DELETE FROM observation WHERE delivery_id IN (SELECT id FROM gone)", UNCOUNTED},
    {"DELETE FROM joined WHERE delivery_id IN (SELECT id FROM gone) OR own_id IN (SELECT id FROM gone)", UNCOUNTED},
    {"DELETE FROM event WHERE id IN (SELECT id FROM gone_event)", COUNT(events)},
    {"UPDATE event SET other_id = NULL WHERE other_id IN (SELECT id FROM gone)", UNCOUNTED},
    {"DELETE FROM hint WHERE id NOT IN (SELECT hint_id FROM event WHERE hint_id IS NOT NULL)", UNCOUNTED},
    {"DELETE FROM delivery WHERE id IN (SELECT id FROM gone)", COUNT(deliveries)},
    {NULL, 0},
};

/* The same trouble is one row: a reason that becomes like another is that one. */
#define SAME_REASON                                                                                                    \
    "k.id <> n.id AND k.text = mt_without(n.text) AND k.code = n.code AND k.reply = n.reply "                          \
    "AND k.outer_code = n.outer_code AND k.outer_reply = n.outer_reply AND k.expired = n.expired "                     \
    "AND k.housekeeping = n.housekeeping"

const struct mt_purge_step mt_purge_mark_texts[] = {
    {"UPDATE delivery SET message_id = mt_without(message_id), subject = mt_without(subject), "
     "from_ip = mt_without(from_ip), to_ip = mt_without(to_ip) "
     "WHERE mt_mentions(message_id) OR mt_mentions(subject) OR mt_mentions(from_ip) OR mt_mentions(to_ip)",
     COUNT(texts)},
    {"UPDATE event SET event = mt_without(event), source = mt_without(source), detail = mt_without(detail), "
     "data = mt_without(data), related = CASE WHEN NOT mt_mentions(related) THEN related END, "
     "reference = mt_without(reference), server = mt_without(server), remote_host = mt_without(remote_host), "
     "remote_ip = mt_without(remote_ip) "
     "WHERE mt_mentions(event) OR mt_mentions(source) OR mt_mentions(detail) OR mt_mentions(data) "
     "OR mt_mentions(related) OR mt_mentions(reference) OR mt_mentions(server) OR mt_mentions(remote_host) "
     "OR mt_mentions(remote_ip)",
     COUNT(texts)},
    {"UPDATE course SET remote_host = mt_without(remote_host), remote_ip = mt_without(remote_ip) "
     "WHERE mt_mentions(remote_host) OR mt_mentions(remote_ip)",
     UNCOUNTED},
    {"UPDATE OR IGNORE reason SET text = mt_without(text) WHERE mt_mentions(text)", COUNT(texts)},
    {"UPDATE event SET reason_id = (SELECT k.id FROM reason n JOIN reason k ON " SAME_REASON
     " WHERE n.id = event.reason_id) WHERE reason_id IN (SELECT id FROM reason WHERE mt_mentions(text))",
     COUNT(texts)},
    {"UPDATE course SET reason_id = (SELECT k.id FROM reason n JOIN reason k ON " SAME_REASON
     " WHERE n.id = course.reason_id) WHERE reason_id IN (SELECT id FROM reason WHERE mt_mentions(text))",
     UNCOUNTED},
    {"UPDATE export SET name = mt_without(name, 1), header = mt_without(header) "
     "WHERE mt_mentions(name, 1) OR mt_mentions(header)",
     COUNT(texts)},
    {"UPDATE route SET connector = mt_without(connector) WHERE mt_mentions(connector)", COUNT(texts)},
    {"UPDATE provider SET name = mt_without(name) WHERE mt_mentions(name)", COUNT(texts)},
    {"DELETE FROM code_rule WHERE mt_mentions(line)", COUNT(texts)},
    {NULL, 0},
};

/* A description that was hidden behind mail which went would come back as mail of its own: it describes what went. */
const struct mt_purge_step mt_purge_remove_left_behind[] = {
    {"DELETE FROM observation WHERE delivery_id IN "
     "(SELECT d.id FROM absorbed a JOIN delivery d ON d.id = a.id WHERE d.absorbed = 0)",
     UNCOUNTED},
    {"DELETE FROM delivery WHERE id IN "
     "(SELECT d.id FROM absorbed a JOIN delivery d ON d.id = a.id WHERE d.absorbed = 0)",
     COUNT(deliveries)},
    {NULL, 0},
};

const struct mt_purge_step mt_purge_remove_old_exports[] = {
    {"DELETE FROM export WHERE coalesce(last_received_us, observed_us) < ?1 "
     "AND id NOT IN (SELECT export_id FROM delivery) AND id NOT IN (SELECT export_id FROM event) "
     "AND id NOT IN (SELECT export_id FROM reject) AND id NOT IN (SELECT export_id FROM ndr) "
     "AND id NOT IN (SELECT settled_by FROM reject WHERE settled_by IS NOT NULL)",
     COUNT(exports)},
    {NULL, 0},
};

const struct mt_purge_step mt_purge_remove_unused[] = {
    {"DELETE FROM address WHERE id NOT IN (SELECT recipient_id FROM delivery) "
     "AND id NOT IN (SELECT sender_id FROM delivery WHERE sender_id IS NOT NULL) "
     "AND id NOT IN (SELECT recipient_id FROM hint WHERE recipient_id IS NOT NULL)",
     COUNT(addresses)},
    {"DELETE FROM domain WHERE id <> 0 AND id NOT IN (SELECT domain_id FROM address) "
     "AND id NOT IN (SELECT domain_id FROM delivery)",
     COUNT(domains)},
    {"DELETE FROM route WHERE id <> 0 AND id NOT IN (SELECT route_id FROM delivery)", COUNT(routes)},
    {"DELETE FROM reason WHERE id NOT IN (SELECT reason_id FROM event WHERE reason_id IS NOT NULL) "
     "AND id NOT IN (SELECT reason_id FROM course WHERE reason_id IS NOT NULL)",
     COUNT(reasons)},
    {NULL, 0},
};
