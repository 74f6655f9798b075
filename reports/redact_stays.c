/* What tells of nobody and stays: senders, names and domains of machines, marks in front of subjects. */

#include "reports/redact_inside.h"

#include <string.h>

/* Senders that are no people. Support asks for them. */
bool
mt_sender_stays(struct mt_text local)
{
    static const char *const whole[] = {"postmaster", "mailer-daemon",     "mailerdaemon", "abuse",
                                        "hostmaster", "maildeliveryprobe", "inboundproxy"};
    /* Exchange's own have a number or a GUID behind the name. */
    static const char *const beginnings[] = {"microsoftexchange", "systemmailbox", "healthmailbox",
                                             "discoverysearchmailbox"};
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        if (mt_text_is_nocase(local, whole[i]))
            return true;
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
        if (!mt_text_starts_nocase(local, beginnings[i]))
            continue;
        size_t at = strlen(beginnings[i]), numbers = 0;
        while (at < local.len && (strchr("{}-", local.at[at]) ||
                                  (mt_ascii_lower(local.at[at]) >= 'a' && mt_ascii_lower(local.at[at]) <= 'f') ||
                                  (local.at[at] >= '0' && local.at[at] <= '9')))
            numbers += local.at[at++] != '-';
        return at == local.len && numbers >= 8;
    }
    return false;
}

bool
mt_name_stays(struct mt_text name)
{
    static const char *const names[] = {
        "microsoft outlook",  "mail delivery subsystem", "mail delivery system",   "postmaster",
        "mailer-daemon",      "mailer daemon",           "undisclosed recipients", "undisclosed-recipients",
        "microsoft exchange", "microsoft office 365",    "microsoft 365",          "office 365"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (mt_text_is_nocase(name, names[i]))
            return true;
    return false;
}

bool
mt_domain_stays(struct mt_text domain)
{
    static const char *const names[] = {"outlook.com", "office365.com", "microsoft.com", "onmicrosoft.com",
                                        "office.com"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (mt_text_is_nocase(domain, names[i]))
            return true;
    return mt_text_ends_nocase(domain, ".outlook.com");
}

/* What mail programs and servers put in front. */
struct mt_text
mt_subject_base(struct mt_text subject)
{
    static const char *const marks[] = {
        "re:",
        "fw:",
        "fwd:",
        "aw:",
        "wg:",
        "rv:",
        "tr:",
        "rif:",
        "i:",
        "sv:",
        "vs:",
        "antw:",
        "doorst:",
        "enc:",
        "res:",
        "undeliverable:",
        "undelivered:",
        "no se puede entregar:",
        "automatic reply:",
        "respuesta automática:",
        "unzustellbar:",
        "automatische antwort:",
        "non remis :",
        "non remis:",
        "delivery delayed:",
        "delayed:",
        "read:",
        "accepted:",
        "declined:",
        "tentative:",
        "canceled:",
        "recall:",
        "[external]",
        "[ext]",
    };
    bool any = true;
    subject = mt_text_trim(subject);
    while (any) {
        any = false;
        for (size_t i = 0; i < sizeof marks / sizeof *marks && !any; i++) {
            any = mt_text_starts_nocase(subject, marks[i]);
            size_t len = any ? strlen(marks[i]) : 0;
            subject = mt_text_trim((struct mt_text){subject.at + len, subject.len - len});
        }
    }
    return subject;
}
