#include "ingest/event_kind.h"

/* Words as they are without blanks. What is not listed is OTHER: BADMAIL, LOAD, POISONMESSAGE, SUPPRESSED, THROTTLE and
 * the moderation events say nothing about delivery that another event of the message does not say as well; SUBMITDEFER,
 * RESUBMITDEFER and DELIVERFAIL are steps inside a server that it repeats by itself. */
static const struct word {
    const char *word;
    enum mt_event_kind kind;
    bool begins;
} words[] = {
    {"receive", MT_EVENT_RECEIVE, true},
    {"received", MT_EVENT_RECEIVE, true},
    {"submit", MT_EVENT_SUBMIT, true},
    {"submitted", MT_EVENT_SUBMIT, true},
    {"clientsubmission", MT_EVENT_SUBMIT, true},
    {"notifymapi", MT_EVENT_SUBMIT, true},
    {"resubmit", MT_EVENT_SUBMIT, false},
    {"send", MT_EVENT_SEND, false},
    {"sendexternal", MT_EVENT_SEND_OUT, false},
    {"deliver", MT_EVENT_DELIVER, false},
    {"delivered", MT_EVENT_DELIVER, false},
    {"fail", MT_EVENT_FAIL, false},
    {"failed", MT_EVENT_FAIL, false},
    {"defer", MT_EVENT_DEFER, false},
    {"deferred", MT_EVENT_DEFER, false},
    {"expand", MT_EVENT_EXPAND, false},
    {"expanddl", MT_EVENT_EXPAND, false},
    {"expanded", MT_EVENT_EXPAND, false},
    {"resolve", MT_EVENT_RESOLVE, false},
    {"resolved", MT_EVENT_RESOLVE, false},
    {"redirect", MT_EVENT_RESOLVE, false},
    {"redirected", MT_EVENT_RESOLVE, false},
    {"transfer", MT_EVENT_TRANSFER, false},
    {"transferred", MT_EVENT_TRANSFER, false},
    {"drop", MT_EVENT_DROP, false},
    {"dropped", MT_EVENT_DROP, false},
    {"dsn", MT_EVENT_DSN, false},
    {"spam", MT_EVENT_SPAM, false},
    {"malware", MT_EVENT_MALWARE, false},
    {"quarantine", MT_EVENT_QUARANTINE, false},
    {"quarantined", MT_EVENT_QUARANTINE, false},
    {"transportrule", MT_EVENT_RULE, false},
    {"dlprule", MT_EVENT_RULE, false},
    {"sensitivitylabel", MT_EVENT_RULE, false},
    {"agentinfo", MT_EVENT_AGENT, false},
    {"hareceive", MT_EVENT_SHADOW, false},
    {"hadiscard", MT_EVENT_SHADOW, false},
    {"haredirect", MT_EVENT_SHADOW, false},
    {"haredirectfail", MT_EVENT_SHADOW, false},
    {"notifyshadow", MT_EVENT_SHADOW, false},
};

static const struct word *
find_word(struct mt_text word)
{
    char room[32];
    size_t len = 0;
    for (size_t i = 0; i < word.len; i++) {
        if (word.at[i] == ' ' || word.at[i] == '_' || word.at[i] == '-')
            continue;
        if (len == sizeof room)
            return NULL;
        room[len++] = mt_ascii_lower(word.at[i]);
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (mt_text_is((struct mt_text){room, len}, words[i].word))
            return &words[i];
    return NULL;
}

enum mt_event_kind
mt_event_kind_of(struct mt_text word)
{
    const struct word *found = find_word(word);
    return found ? found->kind : MT_EVENT_OTHER;
}

bool
mt_event_begins(struct mt_text word)
{
    const struct word *found = find_word(word);
    return found && found->begins;
}
