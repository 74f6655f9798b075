#ifndef MT_TESTS_DNS_WORLD_H
#define MT_TESTS_DNS_WORLD_H

/* A made-up DNS: records as a zone file has them, and everything that is not among them does not exist. */

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "ingest/dns_check.h"
#include "ingest/dns_paste.h"
#include "store/base/out.h"

struct dns_world {
    struct mt_dns_answers answers;
    struct mt_dns_paste paste;
    struct mt_arena arena;
    struct mt_dns_result result;
    int asked;
};

static enum mt_rc
dns_world_has_no_more(void *context, struct mt_dns_answers *answers, struct mt_text name, enum mt_dns_type type,
                      struct mt_err *err)
{
    int *asked = context;
    (void)err;
    (*asked)++;
    mt_dns_add_state(answers, name, type, MT_DNS_NXDOMAIN, MT_DNS_WHY_NONE, 0);
    return MT_OK;
}

static inline void
dns_world_read(struct dns_world *world, struct mt_text records)
{
    struct mt_err err = {""};
    *world = (struct dns_world){.arena = MT_ARENA_EMPTY};
    mt_dns_answers_init(&world->answers);
    if (mt_dns_paste_read(records, MT_TEXT_LITERAL("contoso.com"), &world->answers, &world->paste, &err) != MT_OK)
        fail_msg("%s", err.text);
}

/* Closed: what the records do not have does not exist. */
static inline void
dns_world_open(struct dns_world *world, const char *records)
{
    dns_world_read(world, mt_text_of(records));
    if (world->paste.unread_count)
        fail_msg("line %zu of the world was not read", world->paste.unread[0].line);
    world->answers.ask = dns_world_has_no_more;
    world->answers.asker = &world->asked;
}

static inline void
dns_world_close(struct dns_world *world)
{
    mt_dns_answers_release(&world->answers);
    mt_arena_release(&world->arena);
}

static inline void
dns_world_check_with(struct dns_world *world, struct mt_dns_question question)
{
    struct mt_err err = {""};
    if (!mt_text_known(question.domain))
        question.domain = MT_TEXT_LITERAL("contoso.com");
    if (!mt_text_known(question.organisation))
        question.organisation = question.domain;
    if (mt_dns_check(&question, &world->answers, &world->arena, &world->result, &err) != MT_OK)
        fail_msg("%s", err.text);
}

static inline void
dns_world_check(struct dns_world *world)
{
    dns_world_check_with(world, (struct mt_dns_question){.selector_count = 0});
}

static inline const struct mt_dns_finding *
dns_world_finding(const struct dns_world *world, enum mt_dns_kind kind)
{
    for (size_t i = 0; i < world->result.count; i++)
        if (world->result.findings[i].kind == kind)
            return &world->result.findings[i];
    return NULL;
}

static inline const struct mt_dns_answer *
dns_world_look(struct dns_world *world, const char *name, enum mt_dns_type type)
{
    const struct mt_dns_answer *answer;
    struct mt_err err;
    assert_int_equal(mt_dns_look(&world->answers, mt_text_of(name), type, &answer, &err), MT_OK);
    return answer;
}

/* The whole of a small file. */
static inline struct mt_text
dns_world_file(const char *name, char *room, size_t size)
{
    char path[512];
    snprintf(path, sizeof path, "%s/fixtures/dns/%s", MSGTRACE_SOURCE_DIR, name);
    FILE *file = fopen(path, "rb");
    if (!file)
        fail_msg("no file '%s'", path);
    size_t len = fread(room, 1, size, file);
    fclose(file);
    assert_true(len > 0 && len < size);
    return (struct mt_text){room, len};
}

#endif
