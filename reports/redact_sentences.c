/* What reports say by themselves is no leak. Apart from the rest, which knows no sentence. */

#include "reports/redact.h"

#include "reports/messages.h"

enum mt_rc
mt_redactor_common_sentences(struct mt_redactor *redactor, struct mt_err *err)
{
    static const enum mt_language languages[] = {MT_LANGUAGE_EN, MT_LANGUAGE_ES};
    enum mt_rc rc = MT_OK;
    for (int sentence = 0; sentence < MT_SENTENCES; sentence++)
        for (size_t i = 0; i < sizeof languages / sizeof *languages && rc == MT_OK; i++)
            rc =
                mt_redactor_common(redactor, mt_text_of(mt_wording_own(languages[i], (enum mt_sentence)sentence)), err);
    return rc;
}
