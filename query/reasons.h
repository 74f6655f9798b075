#ifndef MT_QUERY_REASONS_H
#define MT_QUERY_REASONS_H

/* The question "reasons": why mail was deferred or failed, most frequent first. Only question.c calls this.
 *
 * Columns:
 *   reason_class, reason_code, reason
 *                      what the last server in the chain said: the class of trouble, the enhanced code (the reply code
 *                      when it gave none), and its text, freed of addresses, ids and hosts
 *   actor              who has to act
 *   permanence         whether trying again can help: "temporary" it can, "permanent" it cannot
 *   deliveries, deliveries_ratio
 *                      the ratio is of all mail in this table
 *   deferred, failed, expired
 *                      as in the rate questions: mail that failed after a deferral is in both, and what expired too
 *   domains, providers, top_provider
 *                      who the mail was for, and who most of it was for
 *   remote_hosts       how many hosts said so
 *   first_received, last_received, example_trace_id
 *                      the example is the newest
 *   evidence           "events", or "summary": of that mail nothing but a status is known
 * Mail of which no reason is known is a row of its own, or two: without events, and with events that give none. */

#include "query/filter.h"

struct mt_store;

enum mt_rc mt_reasons_ask(struct mt_store *store, const struct mt_filter *filter, struct mt_table *table,
                          struct mt_err *err);

#endif
