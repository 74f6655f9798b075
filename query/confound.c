#include "query/confound.h"

#include <math.h>

static const double z95 = 1.9599639845400545;

bool
mt_confound_ratio(const struct mt_stratum *strata, size_t count, double clumping, struct mt_confound *ratio)
{
    struct mt_stratum all = {0};
    double above = 0, below = 0, variance = 0;
    for (size_t i = 0; i < count; i++) {
        const struct mt_stratum *s = &strata[i];
        all.mail_in += s->mail_in;
        all.bad_in += s->bad_in;
        all.mail_out += s->mail_out;
        all.bad_out += s->bad_out;
        double mail = s->mail_in + s->mail_out, bad = s->bad_in + s->bad_out;
        if (s->mail_in <= 0 || s->mail_out <= 0)
            continue;
        above += s->bad_in * s->mail_out / mail;
        below += s->bad_out * s->mail_in / mail;
        variance += (bad * s->mail_in * s->mail_out - s->bad_in * s->bad_out * mail) / (mail * mail);
    }
    if (above <= 0 || below <= 0)
        return false;
    double deviation = sqrt(fmax(variance / (above * below), 0) * clumping);
    ratio->crude = (all.bad_in / all.mail_in) / (all.bad_out / all.mail_out);
    ratio->adjusted = above / below;
    ratio->low = ratio->adjusted * exp(-z95 * deviation);
    ratio->high = ratio->adjusted * exp(z95 * deviation);
    return true;
}
