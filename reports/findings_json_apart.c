/* What was told apart from the findings, for programs. The schema stands in findings.h. */

#include "reports/findings_parts.h"

#include "query/apart.h"
#include "reports/json_out.h"
#include "reports/view.h"

static void
put_dead(struct mt_json *json, const struct mt_apart *apart)
{
    mt_json_array(json, "dead_domains");
    for (size_t i = 0; i < apart->dead_count; i++) {
        const struct mt_dead_domain *dead = &apart->dead[i];
        mt_json_object(json, NULL);
        mt_json_string(json, "domain", dead->domain);
        mt_json_string(json, "like", dead->like);
        mt_json_integer(json, "messages", dead->messages);
        mt_json_integer(json, "recipients", dead->recipients);
        mt_json_integer(json, "senders", dead->senders);
        mt_json_moment(json, "first_utc", dead->first_us);
        mt_json_moment(json, "last_utc", dead->last_us);
        mt_json_string(json, "reason_class", mt_text_of(mt_word_numbered(mt_reason_words, dead->reason_class)->key));
        mt_json_string(json, "reason", dead->reason);
        mt_json_end_object(json);
    }
    mt_json_end_array(json);
}

static void
put_mailings(struct mt_json *json, const struct mt_apart *apart)
{
    mt_json_array(json, "mailings");
    for (size_t i = 0; i < apart->mailing_count; i++) {
        const struct mt_mailing *mailing = &apart->mailings[i];
        mt_json_object(json, NULL);
        mt_json_string(json, "sender", mailing->sender);
        mt_json_string(json, "subject", mailing->subject);
        mt_json_string(json, "message_id", mailing->message_id);
        mt_json_moment(json, "first_utc", mailing->first_us);
        mt_json_moment(json, "last_utc", mailing->last_us);
        mt_json_integer(json, "recipients", mailing->recipients);
        mt_json_integer(json, "failed", mailing->failed);
        mt_json_integer(json, "domains", mailing->domains);
        mt_json_integer(json, "domains_failed", mailing->domains_failed);
        mt_json_end_object(json);
    }
    mt_json_end_array(json);
}

static void
put_loops(struct mt_json *json, const struct mt_apart *apart)
{
    mt_json_array(json, "loops");
    for (size_t i = 0; i < apart->loop_count; i++) {
        const struct mt_loop *loop = &apart->loops[i];
        mt_json_object(json, NULL);
        mt_json_string(json, "sender", loop->sender);
        mt_json_string(json, "recipient", loop->recipient);
        mt_json_string(json, "subject", loop->subject);
        mt_json_string(json, "message_id", loop->message_id);
        mt_json_integer(json, "recipients", loop->recipients);
        mt_json_integer(json, "times", loop->times);
        mt_json_moment(json, "first_utc", loop->first_us);
        mt_json_moment(json, "last_utc", loop->last_us);
        mt_json_string(json, "reason", loop->reason);
        mt_json_end_object(json);
    }
    mt_json_end_array(json);
}

void
mt_findings_json_apart(struct mt_json *json, const struct mt_apart *apart)
{
    put_dead(json, apart);
    put_mailings(json, apart);
    put_loops(json, apart);
}
