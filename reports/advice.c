#include "reports/advice.h"

#include "reports/findings.h"
#include "store/row.h"

/* What the class of the most frequent reply asks for while the trouble goes on. */
static const enum mt_sentence while_open[] = {
    [MT_REASON_CLASS_UNKNOWN] = MT_SAY_DO_UNKNOWN,
    [MT_REASON_CLASS_TRANSPORT] = MT_SAY_DO_TRANSPORT,
    [MT_REASON_CLASS_TLS] = MT_SAY_DO_TLS,
    [MT_REASON_CLASS_DNS] = MT_SAY_DO_DNS,
    [MT_REASON_CLASS_THROTTLE] = MT_SAY_DO_THROTTLE,
    [MT_REASON_CLASS_AUTH] = MT_SAY_DO_AUTH,
    [MT_REASON_CLASS_POLICY] = MT_SAY_DO_POLICY,
    [MT_REASON_CLASS_SPAM] = MT_SAY_DO_SPAM,
    [MT_REASON_CLASS_REPUTATION] = MT_SAY_DO_REPUTATION,
    [MT_REASON_CLASS_RECIPIENT] = MT_SAY_DO_RECIPIENT,
    [MT_REASON_CLASS_MAILBOX_FULL] = MT_SAY_DO_FULL,
    [MT_REASON_CLASS_SIZE] = MT_SAY_DO_SIZE,
    [MT_REASON_CLASS_CONTENT] = MT_SAY_DO_CONTENT,
    [MT_REASON_CLASS_CONFIG] = MT_SAY_DO_CONFIG,
    [MT_REASON_CLASS_LOOP] = MT_SAY_DO_LOOP,
    [MT_REASON_CLASS_SYSTEM] = MT_SAY_DO_SYSTEM,
    [MT_REASON_CLASS_PROTOCOL] = MT_SAY_DO_PROTOCOL,
    [MT_REASON_CLASS_HOUSEKEEPING] = MT_SAY_DO_UNKNOWN,
};

enum { CLASSES = sizeof while_open / sizeof *while_open };

static int
class_of(const struct mt_finding *finding)
{
    int class = finding->reason_count > 0 ? finding->reasons[0].class : MT_REASON_CLASS_UNKNOWN;
    return class >= 0 && class < CLASSES ? class : MT_REASON_CLASS_UNKNOWN;
}

static enum mt_sentence
for_people(const struct mt_finding *finding)
{
    const struct mt_finding_fate *fate = &finding->fate;
    int64_t lost = fate->expired + fate->failed + fate->failed_unsaid;
    if (fate->pending > 0)
        return MT_SAY_TELL_PENDING;
    if (lost > 0)
        return fate->delivered_later > 0 ? MT_SAY_TELL_SOME_LOST : MT_SAY_TELL_LOST;
    return MT_SAY_TELL_LATE;
}

struct mt_advice
mt_advice_for(const struct mt_finding *finding)
{
    enum mt_change_verdict standing = mt_finding_standing(finding);
    enum mt_sentence admin = standing == MT_CHANGE_RESOLVED  ? MT_SAY_DO_RESOLVED
                             : standing == MT_CHANGE_UNKNOWN ? MT_SAY_DO_WATCH
                                                             : while_open[class_of(finding)];
    return (struct mt_advice){admin, for_people(finding)};
}
