#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "query/apart.h"
#include "query/statement.h"
#include "tests/asking.h"
#include "tests/store_fixture.h"

/* ---- a store ---- */

enum { NO_PROVIDER = 0, SAMPLE_PROVIDER = 9001, OTHER_PROVIDER = 9002 };

static int
add_domain(struct sample *sample, const char *domain, int provider)
{
    char number[16] = "NULL";
    if (provider)
        snprintf(number, sizeof number, "%d", provider);
    sample_format(sample, "INSERT INTO domain (name, provider_id) VALUES (%Q, %s)", domain, number);
    return (int)sqlite3_last_insert_rowid(mt_store_connection(sample->store));
}

/* A message to somebody of that domain, with a trace id of its own. */
static int
add_to(struct sample *sample, int domain, const char *who, int64_t received_us, enum mt_outcome outcome)
{
    char trace[64], message[64];
    snprintf(trace, sizeof trace, "00000000-0000-0000-0000-%012d", sample->deliveries + 1);
    snprintf(message, sizeof message, "<%d@tenant.example>", sample->deliveries + 1);
    return sample_add(sample, (struct sample_delivery){.received_us = received_us,
                                                       .domain = domain,
                                                       .recipient = who,
                                                       .outcome = outcome,
                                                       .trace_id = trace,
                                                       .message_id = message});
}

static void
add_failures(struct sample *sample, int domain, const char *who, int messages, int first_day, int last_day)
{
    for (int i = 0; i < messages; i++)
        add_to(sample, domain, who, utc(first_day, 9, 0) + (last_day - first_day) * MT_DAY * i / (messages - 1),
               MT_OUTCOME_FAILED);
}

struct found {
    struct mt_arena arena;
    struct mt_apart apart;
};

static struct found
find_in(struct mt_store *store, const struct mt_filter *filter)
{
    struct found found = {.arena = MT_ARENA_EMPTY};
    struct mt_err err;
    if (mt_apart_find(store, filter, &found.arena, &found.apart, &err) != MT_OK)
        fail_msg("%s", err.text);
    return found;
}

static struct found
find(struct sample *sample)
{
    struct mt_filter filter = everything();
    return find_in(sample->store, &filter);
}

static void
assert_counts(struct sample *sample, size_t dead, size_t mailings, size_t loops)
{
    struct found found = find(sample);
    assert_int_equal(found.apart.dead_count, dead);
    assert_int_equal(found.apart.mailing_count, mailings);
    assert_int_equal(found.apart.loop_count, loops);
    mt_arena_release(&found.arena);
}

#define ASSERT_TEXT(text, expected) assert_true(mt_text_is(text, expected))

/* ---- dead domains ---- */

static void
a_domain_is_dead_when_three_messages_failed_over_seven_days_and_none_arrived(void **state)
{
    struct sample *sample = *state;
    int domain = add_domain(sample, "gone.example", NO_PROVIDER);
    add_failures(sample, domain, "a@gone.example", 3, 2, 9);
    struct found found = find(sample);
    assert_int_equal(found.apart.dead_count, 1);
    const struct mt_dead_domain *dead = &found.apart.dead[0];
    ASSERT_TEXT(dead->domain, "gone.example");
    assert_false(mt_text_known(dead->like));
    assert_int_equal(dead->messages, 3);
    assert_int_equal(dead->recipients, 1);
    assert_int_equal(dead->senders, 1);
    assert_true(dead->first_us == utc(2, 9, 0) && dead->last_us == utc(9, 9, 0));
    assert_int_equal(dead->reason_class, MT_REASON_CLASS_UNKNOWN);
    assert_true(mt_apart_is_dead(&found.apart, domain));
    assert_false(mt_apart_is_dead(&found.apart, domain + 1));
    assert_false(mt_apart_is_dead(&found.apart, SAMPLE_MAIL));
    assert_false(mt_apart_is_dead(&found.apart, -1));
    mt_arena_release(&found.arena);
}

static void
less_than_seven_days_may_be_an_incident(void **state)
{
    struct sample *sample = *state;
    int domain = add_domain(sample, "young.example", NO_PROVIDER);
    add_to(sample, domain, "a@young.example", utc(2, 9, 0), MT_OUTCOME_FAILED);
    add_to(sample, domain, "a@young.example", utc(5, 9, 0), MT_OUTCOME_FAILED);
    add_to(sample, domain, "a@young.example", utc(9, 9, 0) - MT_SECOND, MT_OUTCOME_FAILED);
    assert_counts(sample, 0, 0, 0);
}

static void
two_messages_are_too_few_however_many_recipients_they_have(void **state)
{
    struct sample *sample = *state;
    int domain = add_domain(sample, "few.example", NO_PROVIDER);
    static const char *const who[] = {"a@few.example", "b@few.example", "c@few.example"};
    for (int i = 0; i < 6; i++)
        sample_add(sample, (struct sample_delivery){
                               .received_us = utc(i < 3 ? 2 : 12, 9, 0),
                               .domain = domain,
                               .recipient = who[i % 3],
                               .outcome = MT_OUTCOME_FAILED,
                               .trace_id = i < 3 ? "00000000-0000-0000-0000-000000000001"
                                                 : "00000000-0000-0000-0000-000000000002",
                           });
    assert_counts(sample, 0, 0, 0);
}

static void
expired_and_late_failures_count_and_mail_on_its_way_does_not(void **state)
{
    struct sample *sample = *state;
    int dead = add_domain(sample, "dead.example", NO_PROVIDER),
        waits = add_domain(sample, "waits.example", NO_PROVIDER);
    add_to(sample, dead, "a@dead.example", utc(2, 9, 0), MT_OUTCOME_EXPIRED);
    add_to(sample, dead, "a@dead.example", utc(5, 9, 0), MT_OUTCOME_FAILED_AFTER_DEFERRAL);
    add_to(sample, dead, "a@dead.example", utc(12, 9, 0), MT_OUTCOME_EXPIRED);
    add_to(sample, dead, "a@dead.example", utc(14, 9, 0), MT_OUTCOME_DEFERRED);
    for (int day = 2; day < 14; day++)
        add_to(sample, waits, "a@waits.example", utc(day, 9, 0), day % 2 ? MT_OUTCOME_DEFERRED : MT_OUTCOME_UNDER_WAY);
    struct found found = find(sample);
    assert_int_equal(found.apart.dead_count, 1);
    ASSERT_TEXT(found.apart.dead[0].domain, "dead.example");
    assert_int_equal(found.apart.dead[0].messages, 3);
    mt_arena_release(&found.arena);
}

static void
one_delivery_ever_is_life(void **state)
{
    static const enum mt_outcome alive[] = {MT_OUTCOME_DELIVERED, MT_OUTCOME_DELIVERED_AFTER_DEFERRAL,
                                            MT_OUTCOME_QUARANTINED, MT_OUTCOME_FILTERED_AS_SPAM};
    struct sample *sample = *state;
    for (size_t i = 0; i < sizeof alive / sizeof *alive; i++) {
        char name[32];
        snprintf(name, sizeof name, "alive%zu.example", i);
        int domain = add_domain(sample, name, NO_PROVIDER);
        add_failures(sample, domain, "a@alive.example", 5, 9, 25);
        add_to(sample, domain, "a@alive.example", utc(1, 9, 0), alive[i]);
    }
    assert_counts(sample, 0, 0, 0);
    /* Nor does it matter that the window begins after it. */
    struct mt_filter filter = everything();
    filter.since_us = utc(2, 0, 0);
    struct found found = find_in(sample->store, &filter);
    assert_int_equal(found.apart.dead_count, 0);
    mt_arena_release(&found.arena);
}

static void
the_filter_says_what_is_listed_and_not_what_is_dead(void **state)
{
    struct sample *sample = *state;
    int domain = add_domain(sample, "gone.example", NO_PROVIDER);
    for (int day = 2; day <= 26; day += 4)
        sample_add(sample, (struct sample_delivery){.received_us = utc(day, 9, 0),
                                                    .domain = domain,
                                                    .recipient = "a@gone.example",
                                                    .sender = day < 20 ? "me@tenant.example" : "boss@tenant.example",
                                                    .outcome = MT_OUTCOME_FAILED});
    struct mt_filter filter = everything();
    filter.since_us = utc(16, 0, 0);
    filter.until_us = utc(23, 0, 0);
    struct found found = find_in(sample->store, &filter);
    assert_int_equal(found.apart.dead_count, 1);
    assert_int_equal(found.apart.dead[0].messages, 2);
    assert_int_equal(found.apart.dead[0].senders, 2);
    assert_true(found.apart.dead[0].first_us == utc(2, 9, 0) && found.apart.dead[0].last_us == utc(26, 9, 0));
    mt_arena_release(&found.arena);

    filter = everything();
    filter.sender = mt_text_of("nobody@tenant.example");
    found = find_in(sample->store, &filter);
    assert_int_equal(found.apart.dead_count, 0);
    assert_int_equal(found.apart.dead_known, 1);
    ASSERT_TEXT(found.apart.dead[0].domain, "gone.example");
    assert_true(mt_apart_is_dead(&found.apart, domain));
    mt_arena_release(&found.arena);
}

static void
give_reason(struct sample *sample, int delivery, int reason)
{
    add_course(sample, delivery,
               (struct sample_course){.status = MT_STATUS_FAILED, .final_us = utc(20, 9, 0), .reason = reason});
}

static void
a_server_that_judges_mail_is_no_dead_domain(void **state)
{
    struct sample *sample = *state;
    int domains[] = {add_domain(sample, "blocks.example", NO_PROVIDER),
                     add_domain(sample, "parked.example", NO_PROVIDER)};
    int reasons[] = {add_reason(sample, MT_REASON_CLASS_REPUTATION, "5.7.606", "blocked"),
                     add_reason(sample, MT_REASON_CLASS_RECIPIENT, "5.1.1", "user unknown")};
    int dns = add_reason(sample, MT_REASON_CLASS_DNS, "5.4.310", "domain does not exist");
    int again = add_reason(sample, MT_REASON_CLASS_DNS, "5.4.311", "domain does not exist");
    for (int i = 0; i < 2; i++) {
        add_failures(sample, domains[i], i ? "a@parked.example" : "a@blocks.example", 4, 2, 20);
        give_reason(sample, sample->deliveries, reasons[i]);
    }
    /* Replies that say the same are one reason: it is that of most. */
    give_reason(sample, sample->deliveries - 1, dns);
    give_reason(sample, sample->deliveries - 2, again);
    count_anew(sample);
    struct found found = find(sample);
    assert_int_equal(found.apart.dead_count, 1);
    ASSERT_TEXT(found.apart.dead[0].domain, "parked.example");
    assert_int_equal(found.apart.dead[0].reason_class, MT_REASON_CLASS_DNS);
    ASSERT_TEXT(found.apart.dead[0].reason, "domain does not exist");
    mt_arena_release(&found.arena);
}

static void
a_slip_names_the_domain_that_was_meant(void **state)
{
    static const struct {
        const char *domain, *like;
    } slips[] = {
        {"gmial.com", "gmail.com"},
        {"gnail.com", "gmail.com"},
        {"gmai.com", "gmail.com"},
        {"gmailcom", "gmail.com"},
        {"gmail.con", "gmail.com"},
        {"gmail.co", "gmail.com"},
        {"hotmial.com", "hotmail.com"},
        {"hotmail.cm", "hotmail.com"},
        {"yaho.co.uk", "yahoo.co.uk"},
        {"yahoo.con", "yahoo.com"},
        {"outlok.es", "outlook.es"},
        {"mail.gmial.com", "gmail.com"},
        {"me.con", "me.com"},
        {"contosso.example", "contoso.example"},
        {"ne.com", NULL},             /* names as short as this are all alike */
        {"gmial.con", NULL},          /* two slips */
        {"fabrikan.example", NULL},   /* not well-known: too little mail */
        {"mail2.contoso.test", NULL}, /* a series */
        {"ymail.com", NULL},          /* a provider's own */
        {"unlike.example", NULL},
    };
    enum { SLIPS = sizeof slips / sizeof *slips };
    struct sample *sample = *state;
    int contoso = add_domain(sample, "contoso.example", NO_PROVIDER);
    int fabrikam = add_domain(sample, "fabrikam.example", NO_PROVIDER);
    int series = add_domain(sample, "mail1.contoso.test", NO_PROVIDER);
    for (int i = 0; i < 10; i++) {
        add_to(sample, contoso, "a@contoso.example", utc(3, i, 0), MT_OUTCOME_DELIVERED);
        add_to(sample, series, "a@mail1.contoso.test", utc(3, i, 0), MT_OUTCOME_DELIVERED);
        if (i < 9)
            add_to(sample, fabrikam, "a@fabrikam.example", utc(3, i, 0), MT_OUTCOME_DELIVERED);
    }
    for (size_t i = 0; i < SLIPS; i++)
        add_failures(sample, add_domain(sample, slips[i].domain, NO_PROVIDER), slips[i].domain, 3, 2, 10);
    struct found found = find(sample);
    assert_int_equal(found.apart.dead_count, SLIPS);
    for (size_t i = 0; i < SLIPS; i++) {
        const struct mt_dead_domain *dead = found.apart.dead;
        while (!mt_text_is(dead->domain, slips[i].domain))
            dead++;
        if (slips[i].like ? !mt_text_is(dead->like, slips[i].like) : mt_text_known(dead->like))
            fail_msg("'%s' is like '%.*s'", slips[i].domain, MT_TEXT_ARGS(dead->like));
    }
    mt_arena_release(&found.arena);
}

static void
the_busiest_of_several_likely_domains_was_meant_and_never_one_with_less_mail(void **state)
{
    struct sample *sample = *state;
    int less = add_domain(sample, "acmee.example", NO_PROVIDER),
        more = add_domain(sample, "acmes.example", NO_PROVIDER);
    int rare = add_domain(sample, "rare1s.example", NO_PROVIDER);
    for (int i = 0; i < 12; i++) {
        add_to(sample, more, "a@acmes.example", utc(3, i, 0), MT_OUTCOME_DELIVERED);
        add_to(sample, rare, "a@rare1s.example", utc(3, i, 0), MT_OUTCOME_DELIVERED);
        if (i > 0)
            add_to(sample, less, "a@acmee.example", utc(3, i, 0), MT_OUTCOME_DELIVERED);
    }
    add_failures(sample, add_domain(sample, "acme.example", NO_PROVIDER), "a@acme.example", 3, 2, 10);
    add_failures(sample, add_domain(sample, "rares.example", NO_PROVIDER), "a@rares.example", 12, 2, 14);
    struct found found = find(sample);
    assert_int_equal(found.apart.dead_count, 2);
    ASSERT_TEXT(found.apart.dead[0].domain, "rares.example"); /* most messages first */
    assert_false(mt_text_known(found.apart.dead[0].like));
    ASSERT_TEXT(found.apart.dead[1].like, "acmes.example");
    mt_arena_release(&found.arena);
}

/* ---- mailings ---- */

struct planted {
    int recipients, failed, domains; /* of the failures, in turn */
    int of_provider;                 /* so many of the failures are the sample provider's instead */
    int minutes;                     /* between the first and the last; they come one after another */
    int reason;                      /* of every second failure */
    enum mt_outcome outcome;         /* of the failures; failed when 0 */
    bool many_messages;
    const char *sender, *subject;
    int64_t begin_us;
};

/* Failures are spread evenly: the first and the last recipient are among them. */
static void
plant(struct sample *sample, struct planted planted)
{
    int domains[16] = {0}, failed = 0;
    int64_t begin_us = planted.begin_us ? planted.begin_us : utc(10, 9, 0);
    sample_run(sample, "BEGIN");
    for (int i = 0; i < planted.domains; i++) {
        char name[48];
        snprintf(name, sizeof name, "list%d-%d.example", sample->deliveries, i);
        domains[i] = add_domain(sample, name, NO_PROVIDER);
    }
    for (int i = 0; i < planted.recipients; i++) {
        char trace[64], message[64], who[64];
        bool fails = i == planted.recipients - 1
                         ? failed < planted.failed
                         : i * (planted.failed - 1) / (planted.recipients - 1) >= failed && failed < planted.failed - 1;
        int domain = SAMPLE_POST;
        if (fails) {
            domain = failed < planted.of_provider ? SAMPLE_MAIL : domains[failed % planted.domains];
            failed++;
        }
        snprintf(trace, sizeof trace, "00000000-0000-0000-%04d-%012d", 1,
                 planted.many_messages ? sample->deliveries + 1 : (int)(begin_us / MT_MINUTE % 100000000));
        snprintf(message, sizeof message, "<%d@list.example>",
                 planted.many_messages ? sample->deliveries + 1 : (int)(begin_us / MT_MINUTE % 100000000));
        snprintf(who, sizeof who, "r%d@d%d.example", sample->deliveries, domain);
        int delivery =
            sample_add(sample, (struct sample_delivery){
                                   .received_us = begin_us + planted.minutes * MT_MINUTE * i / (planted.recipients - 1),
                                   .domain = domain,
                                   .recipient = who,
                                   .sender = planted.sender ? planted.sender : "news@tenant.example",
                                   .subject = planted.subject ? planted.subject : "News of November",
                                   .message_id = message,
                                   .trace_id = trace,
                                   .outcome = !fails            ? MT_OUTCOME_DELIVERED
                                              : planted.outcome ? planted.outcome
                                                                : MT_OUTCOME_FAILED,
                               });
        if (fails && planted.reason && failed % 2)
            give_reason(sample, delivery, planted.reason);
    }
    sample_run(sample, "COMMIT");
    assert_int_equal(failed, planted.failed);
}

/* How many mailings are found beside what is there; all mail is gone afterwards. */
static size_t
mailings_of(struct sample *sample, struct planted planted)
{
    plant(sample, planted);
    struct found found = find(sample);
    size_t count = found.apart.mailing_count;
    mt_arena_release(&found.arena);
    sample_run(sample, "DELETE FROM event; DELETE FROM course; DELETE FROM delivery; DELETE FROM hourly;");
    return count;
}

static void
a_mailing_with_a_bad_list_is_told_in_full(void **state)
{
    struct sample *sample = *state;
    plant(sample, (struct planted){.recipients = 50, .failed = 10, .domains = 5, .minutes = 49});
    struct found found = find(sample);
    assert_int_equal(found.apart.mailing_count, 1);
    const struct mt_mailing *mailing = &found.apart.mailings[0];
    ASSERT_TEXT(mailing->sender, "news@tenant.example");
    ASSERT_TEXT(mailing->subject, "News of November");
    assert_true(mt_text_starts(mailing->message_id, "<"));
    assert_int_equal(mailing->recipients, 50);
    assert_int_equal(mailing->failed, 10);
    assert_int_equal(mailing->domains, 6);
    assert_int_equal(mailing->domains_failed, 5);
    assert_true(mailing->first_us == utc(10, 9, 0) && mailing->last_us == utc(10, 9, 49));

    assert_true(mt_apart_is_mailing(&found.apart, mailing->sender_id, mailing->message_id, utc(10, 9, 20)));
    assert_false(mt_apart_is_mailing(&found.apart, mailing->sender_id, mt_text_of("<other@x>"), utc(10, 9, 20)));
    assert_false(mt_apart_is_mailing(&found.apart, mailing->sender_id, MT_TEXT_UNKNOWN, utc(10, 9, 20)));
    mt_arena_release(&found.arena);
}

static void
each_rule_of_a_bad_list_has_its_border(void **state)
{
    struct sample *sample = *state;
    static const struct {
        const char *what;
        struct planted planted;
        size_t count;
    } cases[] = {
        {"enough of everything", {.recipients = 50, .failed = 10, .domains = 5}, 1},
        {"too few recipients", {.recipients = 49, .failed = 10, .domains = 5}, 0},
        {"too few failures", {.recipients = 50, .failed = 9, .domains = 5}, 0},
        {"10 percent", {.recipients = 100, .failed = 10, .domains = 5}, 1},
        {"less than 10 percent", {.recipients = 101, .failed = 10, .domains = 5}, 0},
        {"90 percent", {.recipients = 50, .failed = 45, .domains = 5}, 1},
        {"more than 90 percent", {.recipients = 50, .failed = 46, .domains = 5}, 0},
        {"too few domains", {.recipients = 50, .failed = 10, .domains = 4}, 0},
        {"60 percent at one provider", {.recipients = 50, .failed = 20, .domains = 8, .of_provider = 12}, 1},
        {"more than 60 percent", {.recipients = 50, .failed = 20, .domains = 8, .of_provider = 13}, 0},
        {"expired", {.recipients = 50, .failed = 10, .domains = 5, .outcome = MT_OUTCOME_EXPIRED}, 0},
        {"deferred", {.recipients = 50, .failed = 10, .domains = 5, .outcome = MT_OUTCOME_DEFERRED}, 0},
        {"failed late", {.recipients = 50, .failed = 10, .domains = 5, .outcome = MT_OUTCOME_FAILED_AFTER_DEFERRAL}, 0},
        {"many messages", {.recipients = 50, .failed = 10, .domains = 5, .many_messages = true, .minutes = 60}, 1},
        {"in more than an hour",
         {.recipients = 50, .failed = 10, .domains = 5, .many_messages = true, .minutes = 61},
         0},
        {"one message takes its time", {.recipients = 50, .failed = 10, .domains = 5, .minutes = 300}, 1},
        {"without a subject", {.recipients = 50, .failed = 10, .domains = 5, .many_messages = true, .subject = ""}, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (mailings_of(sample, cases[i].planted) != cases[i].count)
            fail_msg("%s: not %zu", cases[i].what, cases[i].count);
    }
}

static void
reasons_that_are_known_must_speak_of_addresses(void **state)
{
    struct sample *sample = *state;
    int addresses = add_reason(sample, MT_REASON_CLASS_RECIPIENT, "5.1.1", "user unknown");
    int spam = add_reason(sample, MT_REASON_CLASS_SPAM, "5.7.1", "spam");
    struct planted planted = {.recipients = 50, .failed = 12, .domains = 5, .reason = addresses};
    assert_int_equal(mailings_of(sample, planted), 1);
    planted.reason = spam;
    assert_int_equal(mailings_of(sample, planted), 0);
}

static void
an_outage_of_one_provider_with_a_newsletter_in_it_is_no_bad_list(void **state)
{
    struct sample *sample = *state;
    plant(sample,
          (struct planted){.recipients = 400, .failed = 120, .domains = 8, .of_provider = 104, .many_messages = true});
    for (int i = 0; i < 60; i++)
        add_to(sample, SAMPLE_MAIL, "you@mail.example", utc(10, 9, i), MT_OUTCOME_FAILED);
    assert_counts(sample, 0, 0, 0);
}

static void
of_many_messages_those_of_the_sender_at_that_time_belong_to_it(void **state)
{
    struct sample *sample = *state;
    plant(sample, (struct planted){.recipients = 60, .failed = 12, .domains = 6, .many_messages = true, .minutes = 30});
    plant(sample, (struct planted){.recipients = 60,
                                   .failed = 2,
                                   .domains = 2,
                                   .many_messages = true,
                                   .minutes = 30,
                                   .sender = "other@tenant.example"});
    struct found found = find(sample);
    assert_int_equal(found.apart.mailing_count, 1);
    const struct mt_mailing *mailing = &found.apart.mailings[0];
    assert_false(mt_text_known(mailing->message_id));
    assert_int_equal(mailing->recipients, 60);
    assert_true(mailing->sender_id > 0);
    assert_true(mt_apart_is_mailing(&found.apart, mailing->sender_id, MT_TEXT_UNKNOWN, utc(10, 9, 0)));
    assert_true(mt_apart_is_mailing(&found.apart, mailing->sender_id, mt_text_of("<any@x>"), utc(10, 9, 30)));
    assert_false(mt_apart_is_mailing(&found.apart, mailing->sender_id, MT_TEXT_UNKNOWN, utc(10, 9, 31)));
    assert_false(mt_apart_is_mailing(&found.apart, mailing->sender_id, MT_TEXT_UNKNOWN, utc(10, 8, 59)));
    assert_false(mt_apart_is_mailing(&found.apart, mailing->sender_id + 1, MT_TEXT_UNKNOWN, utc(10, 9, 15)));
    mt_arena_release(&found.arena);
}

static void
mail_of_the_same_subject_an_hour_later_is_another_mailing(void **state)
{
    struct sample *sample = *state;
    struct planted planted = {.recipients = 60, .failed = 12, .domains = 6, .many_messages = true, .minutes = 20};
    plant(sample, planted);
    planted.begin_us = utc(10, 10, 21);
    plant(sample, planted);
    struct found found = find(sample);
    assert_int_equal(found.apart.mailing_count, 2);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(found.apart.mailings[i].recipients, 60);
        assert_true(found.apart.mailings[i].first_us == (i ? planted.begin_us : utc(10, 9, 0)));
    }
    mt_arena_release(&found.arena);
}

static void
a_failure_before_a_mailing_does_not_cut_it_in_two(void **state)
{
    struct sample *sample = *state;
    int domain = add_domain(sample, "early.example", NO_PROVIDER);
    sample_add(sample, (struct sample_delivery){.received_us = utc(10, 8, 20),
                                                .domain = domain,
                                                .recipient = "a@early.example",
                                                .sender = "news@tenant.example",
                                                .subject = "News of November",
                                                .message_id = "<early@list.example>",
                                                .outcome = MT_OUTCOME_FAILED});
    assert_int_equal(
        mailings_of(
            sample,
            (struct planted){.recipients = 60, .failed = 12, .domains = 6, .many_messages = true, .minutes = 50}),
        1);
}

static void
a_mailing_is_judged_whole_and_listed_where_it_failed(void **state)
{
    struct sample *sample = *state;
    plant(sample, (struct planted){.recipients = 80, .failed = 20, .domains = 6, .of_provider = 6, .minutes = 30});
    struct mt_filter filters[] = {everything(), everything(), everything(), everything()};
    filters[0].provider = mt_text_of("sample-mail");
    filters[1].since_us = utc(10, 9, 15);
    filters[2].provider = mt_text_of("other-post");
    filters[3].until_us = utc(10, 9, 0);
    for (int i = 0; i < 4; i++) {
        struct found found = find_in(sample->store, &filters[i]);
        assert_int_equal(found.apart.mailing_count, i < 2);
        if (i < 2) {
            assert_int_equal(found.apart.mailings[0].recipients, 80);
            assert_int_equal(found.apart.mailings[0].failed, 20);
        }
        mt_arena_release(&found.arena);
    }
}

static void
a_message_of_a_run_is_not_listed_beside_it(void **state)
{
    struct sample *sample = *state;
    plant(sample, (struct planted){.recipients = 60, .failed = 12, .domains = 6, .minutes = 20});
    plant(sample,
          (struct planted){.recipients = 60, .failed = 13, .domains = 6, .minutes = 20, .begin_us = utc(10, 9, 25)});
    struct found found = find(sample);
    assert_int_equal(found.apart.mailing_count, 1);
    assert_int_equal(found.apart.mailings[0].recipients, 120);
    assert_int_equal(found.apart.mailings[0].failed, 25);
    assert_false(mt_text_known(found.apart.mailings[0].message_id));
    mt_arena_release(&found.arena);
}

/* ---- loops ---- */

static int
add_passage(struct sample *sample, int number, const char *who, int64_t received_us, enum mt_outcome outcome)
{
    char trace[64];
    snprintf(trace, sizeof trace, "00000000-0000-0000-0002-%012d", number);
    return sample_add(sample, (struct sample_delivery){.received_us = received_us,
                                                       .recipient = who,
                                                       .message_id = "<round@tenant.example>",
                                                       .subject = "Round",
                                                       .trace_id = trace,
                                                       .outcome = outcome});
}

/* The last one fails. */
static void
add_turns(struct sample *sample, int turns, const char *who, int64_t between_us)
{
    for (int i = 0; i < turns; i++)
        add_passage(sample, sample->deliveries, who, utc(10, 9, 0) + i * between_us,
                    i == turns - 1 ? MT_OUTCOME_FAILED : MT_OUTCOME_DELIVERED);
}

static void
the_same_message_five_times_within_an_hour_is_a_loop(void **state)
{
    struct sample *sample = *state;
    add_turns(sample, 5, "you@mail.example", 15 * MT_MINUTE);
    struct found found = find(sample);
    assert_int_equal(found.apart.loop_count, 1);
    const struct mt_loop *loop = &found.apart.loops[0];
    assert_int_equal(loop->times, 5);
    assert_int_equal(loop->recipients, 1);
    ASSERT_TEXT(loop->sender, "me@tenant.example");
    ASSERT_TEXT(loop->recipient, "you@mail.example");
    ASSERT_TEXT(loop->subject, "Round");
    ASSERT_TEXT(loop->message_id, "<round@tenant.example>");
    assert_true(loop->first_us == utc(10, 9, 0) && loop->last_us == utc(10, 10, 0));
    assert_false(mt_text_known(loop->reason));
    assert_true(mt_apart_is_loop(&found.apart, loop->message_id));
    assert_false(mt_apart_is_loop(&found.apart, mt_text_of("<rouNd@tenant.example>")));
    assert_false(mt_apart_is_loop(&found.apart, mt_text_of("")));
    assert_false(mt_apart_is_loop(&found.apart, MT_TEXT_UNKNOWN));
    mt_arena_release(&found.arena);
}

static void
four_times_are_none(void **state)
{
    struct sample *sample = *state;
    add_turns(sample, 4, "you@mail.example", MT_MINUTE);
    assert_counts(sample, 0, 0, 0);
}

static void
five_times_in_more_than_an_hour_are_none(void **state)
{
    struct sample *sample = *state;
    add_turns(sample, 9, "you@mail.example", 15 * MT_MINUTE + MT_SECOND);
    assert_counts(sample, 0, 0, 0);
}

static void
without_trace_ids_what_came_at_one_moment_came_once(void **state)
{
    struct sample *sample = *state;
    for (int i = 0; i < 10; i++)
        sample_add(sample, (struct sample_delivery){.received_us = utc(10, 9, i < 7 ? 0 : i),
                                                    .message_id = "<round@tenant.example>",
                                                    .outcome = MT_OUTCOME_FAILED});
    assert_counts(sample, 0, 0, 0); /* four times */
    sample_add(sample, (struct sample_delivery){.received_us = utc(10, 9, 30),
                                                .message_id = "<round@tenant.example>",
                                                .outcome = MT_OUTCOME_FAILED});
    assert_counts(sample, 0, 0, 1);
}

static void
five_recipients_are_none(void **state)
{
    static const char *const who[] = {"a@mail.example", "b@mail.example", "c@mail.example", "d@mail.example",
                                      "e@mail.example"};
    struct sample *sample = *state;
    for (int i = 0; i < 5; i++)
        add_passage(sample, i, who[i], utc(10, 9, i), MT_OUTCOME_FAILED);
    assert_counts(sample, 0, 0, 0);
}

static void
a_loop_that_was_deferred_at_every_turn_is_seen_and_one_that_was_delivered_is_not(void **state)
{
    struct sample *sample = *state;
    for (int i = 0; i < 5; i++) {
        add_passage(sample, i, "you@mail.example", utc(10, 9, i), MT_OUTCOME_DELIVERED_AFTER_DEFERRAL);
        sample_add(sample, (struct sample_delivery){.received_us = utc(10, 9, i),
                                                    .message_id = "<smooth@tenant.example>",
                                                    .outcome = MT_OUTCOME_DELIVERED});
    }
    struct found found = find(sample);
    assert_int_equal(found.apart.loop_count, 1);
    ASSERT_TEXT(found.apart.loops[0].message_id, "<round@tenant.example>");
    mt_arena_release(&found.arena);
}

static void
a_reason_of_class_loop_is_enough(void **state)
{
    struct sample *sample = *state;
    int reason = add_reason(sample, MT_REASON_CLASS_LOOP, "5.4.14", "hop count exceeded");
    int other = add_reason(sample, MT_REASON_CLASS_RECIPIENT, "5.1.1", "user unknown");
    give_reason(sample, add_passage(sample, 1, "you@mail.example", utc(10, 9, 0), MT_OUTCOME_FAILED), reason);
    give_reason(sample, add_to(sample, SAMPLE_POST, "a@post.example", utc(10, 9, 0), MT_OUTCOME_FAILED), other);
    struct found found = find(sample);
    assert_int_equal(found.apart.loop_count, 1);
    assert_int_equal(found.apart.loops[0].times, 1);
    ASSERT_TEXT(found.apart.loops[0].reason, "hop count exceeded");
    ASSERT_TEXT(found.apart.loops[0].message_id, "<round@tenant.example>");
    mt_arena_release(&found.arena);
}

static void
a_message_to_several_is_one_loop(void **state)
{
    struct sample *sample = *state;
    add_turns(sample, 6, "b@mail.example", MT_MINUTE);
    add_turns(sample, 7, "c@mail.example", MT_MINUTE);
    add_turns(sample, 7, "a@mail.example", 2 * MT_MINUTE);
    add_turns(sample, 2, "d@mail.example", MT_MINUTE);
    struct found found = find(sample);
    assert_int_equal(found.apart.loop_count, 1);
    assert_int_equal(found.apart.loops[0].recipients, 3);
    assert_int_equal(found.apart.loops[0].times, 7);
    ASSERT_TEXT(found.apart.loops[0].recipient, "a@mail.example");
    assert_true(found.apart.loops[0].last_us == utc(10, 9, 12));
    mt_arena_release(&found.arena);
}

static void
a_loop_that_did_not_fail_in_the_filter_is_known_but_not_listed(void **state)
{
    struct sample *sample = *state;
    add_turns(sample, 6, "you@mail.example", MT_MINUTE);
    struct mt_filter filter = everything();
    filter.until_us = utc(10, 9, 3);
    struct found found = find_in(sample->store, &filter);
    assert_int_equal(found.apart.loop_count, 0);
    assert_int_equal(found.apart.loop_known, 1);
    assert_int_equal(found.apart.loops[0].times, 6);
    assert_true(mt_apart_is_loop(&found.apart, mt_text_of("<round@tenant.example>")));
    mt_arena_release(&found.arena);
}

/* ---- questions ---- */

static void
the_questions_show_what_was_found_and_why_a_cell_is_empty(void **state)
{
    struct sample *sample = *state;
    add_failures(sample, add_domain(sample, "gmial.com", NO_PROVIDER), "a@gmial.com", 4, 2, 20);
    add_failures(sample, add_domain(sample, "gone.example", NO_PROVIDER), "a@gone.example", 3, 2, 20);
    plant(sample, (struct planted){.recipients = 60, .failed = 12, .domains = 6, .many_messages = true});
    add_turns(sample, 6, "you@mail.example", MT_MINUTE);
    struct mt_filter filter = everything();
    struct mt_table table;

    ask(sample, "dead-domains", &filter, &table);
    assert_int_equal(table.row_count, 2);
    assert_text(&table, 0, "domain", "gmial.com");
    assert_text(&table, 0, "like", "gmail.com");
    assert_int_equal(count(&table, 0, "messages"), 4);
    assert_true(count(&table, 0, "first_received") == utc(2, 9, 0));
    assert_unknown(&table, 1, "like", "no well-known domain is one slip away");
    assert_unknown(&table, 1, "reason_class", "no export says why");
    assert_true(mt_text_known(table.sql));
    mt_table_release(&table);

    filter.limit = 1;
    ask(sample, "dead-domains", &filter, &table);
    assert_int_equal(table.row_count, 1);
    assert_string_equal(parameter(&table, "rows"), "1 of 2 rows");
    mt_table_release(&table);
    filter.limit = 0;

    ask(sample, "mailings", &filter, &table);
    assert_int_equal(table.row_count, 1);
    assert_text(&table, 0, "sender", "news@tenant.example");
    assert_true(cell(&table, 0, "failed_ratio").real == 0.2);
    assert_unknown(&table, 0, "message_id", "many messages alike");
    assert_true(mt_text_known(table.sql));
    mt_table_release(&table);

    ask(sample, "loops", &filter, &table);
    assert_int_equal(table.row_count, 1);
    assert_int_equal(count(&table, 0, "times"), 6);
    assert_unknown(&table, 0, "reason", "no export says why");
    assert_true(mt_text_known(table.sql));
    mt_table_release(&table);
}

static void
nothing_is_told_apart_where_there_is_nothing(void **state)
{
    struct sample *sample = *state;
    struct mt_apart none = {.dead_count = 0};
    assert_counts(sample, 0, 0, 0);
    assert_false(mt_apart_is_dead(&none, 1));
    assert_false(mt_apart_is_mailing(&none, 1, mt_text_of("<a@b>"), NOON));
    assert_false(mt_apart_is_loop(&none, mt_text_of("<a@b>")));
}

static bool
always(void)
{
    return true;
}

static bool
never(void)
{
    return false;
}

static void
all_three_end_when_they_are_told_to(void **state)
{
    static const char *const names[] = {"dead-domains", "mailings", "loops"};
    static struct mt_stop stop;
    struct sample *sample = *state;
    sample_run(sample, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
                       " INSERT INTO hourly SELECT i, 101, 0, 0, 6, 0, 1, 1 FROM n;"
                       "INSERT INTO address (domain_id, text) VALUES (101, 'a@mail.example');"
                       "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
                       " INSERT INTO delivery (recipient_id, domain_id, received_us, received_precision, status,"
                       " observed_us, outcome, evidence, route_id, export_id, line)"
                       " SELECT 1, 101, i, 1, 3, i, 6, 0, 0, 1, i FROM n");
    mt_statement_stop_when(sample->store, &stop);
    for (int i = 0; i < 3; i++) {
        struct mt_filter filter = everything();
        struct mt_table table;
        mt_table_init(&table, "x", "X");
        stop.asked = always;
        assert_int_equal(mt_question_ask(sample->store, names[i], &filter, &table, &sample->err), MT_INTERRUPTED);
        stop.asked = never;
        mt_table_release(&table);
    }
}

/* ---- through imports ---- */

enum { EXPORTS = 4, ROWS = 160 };

/* A store with all three kinds, from exports that share rows and were taken at different times. */
static size_t
rows_of_export(int number, struct mt_row *rows, char texts[][ROWS][64])
{
    size_t count = 0;
    for (int i = 0; i < ROWS; i++) {
        if (i % EXPORTS != number && i % 3)
            continue;
        char *recipient = texts[0][count], *message = texts[1][count], *sender = texts[2][count];
        int64_t received_us = NOON - 20 * MT_DAY + i * MT_MINUTE / 3;
        enum mt_status status = i % 5 ? MT_STATUS_DELIVERED : MT_STATUS_FAILED;
        snprintf(sender, 64, "news@tenant.example");
        snprintf(recipient, 64, "r%d@d%d.example", i, i % 17);
        snprintf(message, 64, "<m%d@tenant.example>", i);
        if (i % 8 == 1) { /* misspelt */
            received_us = NOON - 20 * MT_DAY + i * MT_HOUR * 2;
            status = MT_STATUS_FAILED;
            snprintf(recipient, 64, "r%d@gmial.com", i);
        } else if (i % 8 == 2) { /* a loop */
            received_us = NOON - 10 * MT_DAY + i * MT_SECOND;
            status = i > 150 ? MT_STATUS_FAILED : MT_STATUS_DELIVERED;
            snprintf(sender, 64, "me@tenant.example");
            snprintf(recipient, 64, "you@loop.example");
            snprintf(message, 64, "<loop@tenant.example>");
        }
        rows[count] = row_of(recipient, status, received_us);
        rows[count].received_precision = i % 4 ? MT_RECEIVED_BY_TICKS : 8;
        rows[count].sender = mt_text_of(sender);
        rows[count].message_id = mt_text_of(message);
        rows[count].subject = MT_TEXT_LITERAL("News");
        row_trace(&rows[count], received_us, (uint32_t)i);
        count++;
    }
    return count;
}

/* An import of each export in that order, and what the questions answer. */
static void
ask_after(const int order[EXPORTS], const struct mt_filter *filter, struct mt_table tables[3])
{
    static const char *const names[3] = {"dead-domains", "mailings", "loops"};
    static struct mt_row rows[ROWS];
    static char texts[3][ROWS][64];
    struct room room;
    room_open(&room);
    struct mt_store *store = room_store(&room, MT_STORE_WRITE);
    for (int i = 0; i < EXPORTS; i++) {
        size_t count = rows_of_export(order[i], rows, texts);
        import_rows(store, order[i] + 1, NOON + order[i] * MT_HOUR, rows, count);
    }
    for (int i = 0; i < 3; i++) {
        mt_table_init(&tables[i], "x", "X");
        if (mt_question_ask(store, names[i], filter, &tables[i], &room.err) != MT_OK)
            fail_msg("%s", room.err.text);
    }
    mt_store_close(store);
    room_close(&room);
}

static void
the_order_of_imports_does_not_matter_nor_whether_the_time_is_looked_for_by_key(void **state)
{
    static const int orders[][EXPORTS] = {{0, 1, 2, 3}, {3, 2, 1, 0}, {2, 0, 3, 1}};
    static const char *const names[3] = {"dead-domains", "mailings", "loops"};
    (void)state;
    struct mt_table first[3];
    struct mt_filter filter = everything(), window = everything();
    window.since_us = NOON - 30 * MT_DAY;
    window.until_us = NOON;
    ask_after(orders[0], &filter, first);
    for (int i = 0; i < 3; i++)
        assert_int_equal(first[i].row_count, 1);
    assert_text(&first[0], 0, "like", "gmail.com");
    assert_true(count(&first[1], 0, "recipients") >= 50);
    assert_int_equal(count(&first[2], 0, "times"), 20);
    for (size_t order = 0; order < sizeof orders / sizeof *orders; order++) {
        struct mt_table again[3];
        ask_after(orders[order], order ? &filter : &window, again);
        for (int i = 0; i < 3; i++) {
            assert_same_rows(&first[i], &again[i], names[i]);
            mt_table_release(&again[i]);
        }
    }
    for (int i = 0; i < 3; i++)
        mt_table_release(&first[i]);
}

int
main(void)
{
    sample_uses_all();
    (void)add_courses_to_many;
    const struct CMUnitTest tests[] = {
        ON_A_STORE(a_domain_is_dead_when_three_messages_failed_over_seven_days_and_none_arrived),
        ON_A_STORE(less_than_seven_days_may_be_an_incident),
        ON_A_STORE(two_messages_are_too_few_however_many_recipients_they_have),
        ON_A_STORE(expired_and_late_failures_count_and_mail_on_its_way_does_not),
        ON_A_STORE(one_delivery_ever_is_life),
        ON_A_STORE(the_filter_says_what_is_listed_and_not_what_is_dead),
        ON_A_STORE(a_server_that_judges_mail_is_no_dead_domain),
        ON_A_STORE(a_slip_names_the_domain_that_was_meant),
        ON_A_STORE(the_busiest_of_several_likely_domains_was_meant_and_never_one_with_less_mail),
        ON_A_STORE(a_mailing_with_a_bad_list_is_told_in_full),
        ON_A_STORE(each_rule_of_a_bad_list_has_its_border),
        ON_A_STORE(reasons_that_are_known_must_speak_of_addresses),
        ON_A_STORE(an_outage_of_one_provider_with_a_newsletter_in_it_is_no_bad_list),
        ON_A_STORE(of_many_messages_those_of_the_sender_at_that_time_belong_to_it),
        ON_A_STORE(mail_of_the_same_subject_an_hour_later_is_another_mailing),
        ON_A_STORE(a_failure_before_a_mailing_does_not_cut_it_in_two),
        ON_A_STORE(a_mailing_is_judged_whole_and_listed_where_it_failed),
        ON_A_STORE(a_message_of_a_run_is_not_listed_beside_it),
        ON_A_STORE(the_same_message_five_times_within_an_hour_is_a_loop),
        ON_A_STORE(four_times_are_none),
        ON_A_STORE(five_times_in_more_than_an_hour_are_none),
        ON_A_STORE(without_trace_ids_what_came_at_one_moment_came_once),
        ON_A_STORE(five_recipients_are_none),
        ON_A_STORE(a_loop_that_was_deferred_at_every_turn_is_seen_and_one_that_was_delivered_is_not),
        ON_A_STORE(a_reason_of_class_loop_is_enough),
        ON_A_STORE(a_message_to_several_is_one_loop),
        ON_A_STORE(a_loop_that_did_not_fail_in_the_filter_is_known_but_not_listed),
        ON_A_STORE(the_questions_show_what_was_found_and_why_a_cell_is_empty),
        ON_A_STORE(nothing_is_told_apart_where_there_is_nothing),
        ON_A_STORE(all_three_end_when_they_are_told_to),
        cmocka_unit_test(the_order_of_imports_does_not_matter_nor_whether_the_time_is_looked_for_by_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
