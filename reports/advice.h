#ifndef MT_REPORTS_ADVICE_H
#define MT_REPORTS_ADVICE_H

/* What to do about a finding: by what servers said, and by whether it is over. Advice is general knowledge of mail
 * systems put beside a finding; it is no verdict on its cause. A connection that breaks off clears nobody: the sender's
 * SPF, DKIM and DMARC stay worth a look until somebody has looked. */

#include "query/findings.h"
#include "reports/messages.h"

struct mt_advice {
    enum mt_sentence admin;  /* what whoever runs the mail does */
    enum mt_sentence people; /* what those who send mail should know */
};

struct mt_advice mt_advice_for(const struct mt_finding *finding);

#endif
