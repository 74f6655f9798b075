#ifndef MT_INGEST_DNS_PARTS_H
#define MT_INGEST_DNS_PARTS_H

/* The parts of the check of a domain (dns_check.h), and how they say what they found. */

#include "ingest/dns_check.h"

typedef enum mt_rc mt_dns_part(const struct mt_dns_question *question, struct mt_dns_answers *answers,
                               struct mt_dns_result *result, struct mt_err *err);

mt_dns_part mt_dns_check_spf;
mt_dns_part mt_dns_check_dkim;
mt_dns_part mt_dns_check_dmarc;
mt_dns_part mt_dns_check_mx;

/* Each adds a finding and returns it to be filled; never NULL, for when memory runs out it is one that nobody reads. */
struct mt_dns_finding *mt_dns_find_out(struct mt_dns_result *result, enum mt_dns_kind kind, struct mt_text name);
struct mt_dns_finding *mt_dns_find_record(struct mt_dns_result *result, enum mt_dns_kind kind, struct mt_text name,
                                          const struct mt_dns_record *record);
struct mt_dns_finding *mt_dns_find_absence(struct mt_dns_result *result, enum mt_dns_kind kind, struct mt_text name,
                                           const struct mt_dns_answer *answer);
bool mt_dns_has_found(const struct mt_dns_result *result, enum mt_dns_kind kind, struct mt_text name);

#endif
