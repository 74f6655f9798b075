#ifndef MT_INGEST_DNS_KINDS_H
#define MT_INGEST_DNS_KINDS_H

/* Every kind of finding about DNS records: X(NAME, key, check, grade, the rule, what to do). Part of dns_check.h; the
 * words for a kind and for an advice are in reports/sentences_dns.h, under the same names. */

#define MT_DNS_KIND_LIST(X)                                                                                            \
    MT_DNS_KINDS_OF_SPF(X)                                                                                             \
    MT_DNS_KINDS_OF_DKIM(X)                                                                                            \
    MT_DNS_KINDS_OF_DMARC(X)                                                                                           \
    MT_DNS_KINDS_OF_MX(X)

#define MT_DNS_KINDS_OF_SPF(X)                                                                                         \
    X(SPF_ONE, "spf-one", SPF, OK, "RFC 7208 section 3.2", NONE)                                                       \
    X(SPF_NOT_ASKED, "spf-not-asked", SPF, UNKNOWN, "", ASK)                                                           \
    X(SPF_NO_ANSWER, "spf-no-answer", SPF, UNKNOWN, "", ASK_AGAIN)                                                     \
    X(SPF_NO_DOMAIN, "spf-no-domain", SPF, ERROR, "RFC 7208 section 4.3", REGISTER)                                    \
    X(SPF_MISSING, "spf-missing", SPF, ERROR, "RFC 7208 section 4.5", PUBLISH_SPF)                                     \
    X(SPF_SEVERAL, "spf-several", SPF, ERROR, "RFC 7208 section 4.5", MERGE_SPF)                                       \
    X(SPF_NEARLY, "spf-nearly", SPF, WARNING, "RFC 7208 section 4.5", CORRECT_START)                                   \
    X(SPF_TYPE_99, "spf-type-99", SPF, WARNING, "RFC 7208 section 3.1", REMOVE_RECORD)                                 \
    X(SPF_SYNTAX, "spf-syntax", SPF, ERROR, "RFC 7208 section 4.6", CORRECT_TERM)                                      \
    X(SPF_LOOKUPS, "spf-lookups", SPF, OK, "RFC 7208 section 4.6.4", NONE)                                             \
    X(SPF_LOOKUPS_FULL, "spf-lookups-full", SPF, WARNING, "RFC 7208 section 4.6.4", FEWER_LOOKUPS)                     \
    X(SPF_LOOKUPS_MANY, "spf-lookups-many", SPF, ERROR, "RFC 7208 section 4.6.4", FEWER_LOOKUPS)                       \
    X(SPF_LOOKUPS_OPEN, "spf-lookups-open", SPF, UNKNOWN, "RFC 7208 section 4.6.4", ASK)                               \
    X(SPF_LOOKUPS_NO_ANSWER, "spf-lookups-no-answer", SPF, UNKNOWN, "RFC 7208 section 4.6.4", ASK_AGAIN)               \
    X(SPF_LOOKUPS_BY_MAIL, "spf-lookups-by-mail", SPF, UNKNOWN, "RFC 7208 section 7", NONE)                            \
    X(SPF_VOID, "spf-void", SPF, WARNING, "RFC 7208 section 4.6.4", REMOVE_TERM)                                       \
    X(SPF_VOID_MANY, "spf-void-many", SPF, ERROR, "RFC 7208 section 4.6.4", REMOVE_TERM)                               \
    X(SPF_LOOP, "spf-loop", SPF, ERROR, "RFC 7208 section 4.6.4", REMOVE_TERM)                                         \
    X(SPF_INCLUDE_MISSING, "spf-include-missing", SPF, ERROR, "RFC 7208 section 5.2", REMOVE_TERM)                     \
    X(SPF_INCLUDE_SEVERAL, "spf-include-several", SPF, ERROR, "RFC 7208 section 5.2", TELL_OWNER)                      \
    X(SPF_INCLUDE_SYNTAX, "spf-include-syntax", SPF, ERROR, "RFC 7208 section 5.2", TELL_OWNER)                        \
    X(SPF_REDIRECT_MISSING, "spf-redirect-missing", SPF, ERROR, "RFC 7208 section 6.1", REMOVE_TERM)                   \
    X(SPF_MX_MANY, "spf-mx-many", SPF, ERROR, "RFC 7208 section 4.6.4", REMOVE_TERM)                                   \
    X(SPF_PTR, "spf-ptr", SPF, WARNING, "RFC 7208 section 5.5", REMOVE_TERM)                                           \
    X(SPF_AFTER_ALL, "spf-after-all", SPF, WARNING, "RFC 7208 section 5.1", ALL_LAST)                                  \
    X(SPF_REDIRECT_IGNORED, "spf-redirect-ignored", SPF, WARNING, "RFC 7208 section 6.1", REMOVE_TERM)                 \
    X(SPF_NO_END, "spf-no-end", SPF, WARNING, "RFC 7208 section 4.7", END_WITH_ALL)                                    \
    X(SPF_ALL_PASS, "spf-all-pass", SPF, ERROR, "RFC 7208 section 5.1", END_WITH_ALL)                                  \
    X(SPF_ALL_NEUTRAL, "spf-all-neutral", SPF, WARNING, "RFC 7208 section 8.2", END_WITH_ALL)                          \
    X(SPF_ALL_SOFT, "spf-all-softfail", SPF, OK, "RFC 7208 section 8.5", NONE)                                         \
    X(SPF_ALL_FAIL, "spf-all-fail", SPF, OK, "RFC 7208 section 8.4", NONE)                                             \
    X(SPF_WIDE, "spf-wide", SPF, WARNING, "RFC 7208 section 5.6", REMOVE_TERM)                                         \
    X(SPF_LONG, "spf-long", SPF, WARNING, "RFC 7208 section 3.4", SHORTEN)                                             \
    X(SPF_SENDS_NOTHING, "spf-sends-nothing", SPF, WARNING, "RFC 7208 section 10.1.2", PUBLISH_SPF)                    \
    X(SPF_MICROSOFT, "spf-microsoft", SPF, OK, "RFC 7208 section 5.2", NONE)                                           \
    X(SPF_MICROSOFT_DENIED, "spf-microsoft-denied", SPF, ERROR, "RFC 7208 section 5.2", INCLUDE_MICROSOFT)             \
    X(SPF_MICROSOFT_MISSING, "spf-microsoft-missing", SPF, WARNING, "RFC 7208 section 5.2", INCLUDE_MICROSOFT)         \
    X(SPF_MICROSOFT_OPEN, "spf-microsoft-open", SPF, UNKNOWN, "RFC 7208 section 5.2", ASK)                             \
    X(SPF_ADDRESS_PASS, "spf-address-pass", SPF, OK, "RFC 7208 section 2.6", NONE)                                     \
    X(SPF_ADDRESS_NOT, "spf-address-not", SPF, ERROR, "RFC 7208 section 2.6", ALLOW_ADDRESS)                           \
    X(SPF_ADDRESS_OPEN, "spf-address-open", SPF, UNKNOWN, "RFC 7208 section 2.6", ASK)                                 \
    X(SPF_ADDRESS_BY_MAIL, "spf-address-by-mail", SPF, UNKNOWN, "RFC 7208 section 7", NONE)

#define MT_DNS_KINDS_OF_DKIM(X)                                                                                        \
    X(DKIM_NOT_ASKED, "dkim-not-asked", DKIM, UNKNOWN, "", ASK_ALIAS)                                                  \
    X(DKIM_NO_ANSWER, "dkim-no-answer", DKIM, UNKNOWN, "", ASK_AGAIN)                                                  \
    X(DKIM_NONE, "dkim-none", DKIM, ERROR, "RFC 6376 section 3.6.2", PUBLISH_DKIM)                                     \
    X(DKIM_SELECTOR_MISSING, "dkim-selector-missing", DKIM, WARNING, "RFC 6376 section 3.6.2", PUBLISH_DKIM)           \
    X(DKIM_OTHER_MISSING, "dkim-other-missing", DKIM, ERROR, "RFC 6376 section 3.6.2", CORRECT_SELECTOR)               \
    X(DKIM_MICROSOFT_OLD, "dkim-microsoft-old", DKIM, OK, "RFC 6376 section 3.6.2", NONE)                              \
    X(DKIM_MICROSOFT_NEW, "dkim-microsoft-new", DKIM, OK, "RFC 6376 section 3.6.2", NONE)                              \
    X(DKIM_ALIAS, "dkim-alias", DKIM, OK, "RFC 6376 section 3.6.2", NONE)                                              \
    X(DKIM_NOT_MICROSOFT, "dkim-not-microsoft", DKIM, WARNING, "RFC 6376 section 3.6.2", PUBLISH_DKIM)                 \
    X(DKIM_CROSSED, "dkim-crossed", DKIM, ERROR, "RFC 6376 section 3.6.2", PUBLISH_DKIM)                               \
    X(DKIM_OTHER_DOMAIN, "dkim-other-domain", DKIM, WARNING, "RFC 6376 section 3.6.2", PUBLISH_DKIM)                   \
    X(DKIM_DOUBLED, "dkim-doubled", DKIM, ERROR, "RFC 1035 section 5.1", DOT_AT_END)                                   \
    X(DKIM_POINTS_NOWHERE, "dkim-points-nowhere", DKIM, ERROR, "RFC 6376 section 3.6.2", ENABLE_DKIM)                  \
    X(DKIM_ONE_POINTS_NOWHERE, "dkim-one-points-nowhere", DKIM, WARNING, "RFC 6376 section 3.6.2", ENABLE_DKIM)        \
    X(DKIM_TARGET_NOT_ASKED, "dkim-target-not-asked", DKIM, UNKNOWN, "", ASK)                                          \
    X(DKIM_NOT_ALONE, "dkim-not-alone", DKIM, ERROR, "RFC 1034 section 3.6.2", REMOVE_RECORD)                          \
    X(DKIM_AS_TXT, "dkim-as-txt", DKIM, WARNING, "RFC 6376 section 3.6.2", PUBLISH_DKIM)                               \
    X(DKIM_KEY, "dkim-key", DKIM, OK, "RFC 8301 section 3.2", NONE)                                                    \
    X(DKIM_KEY_ED25519, "dkim-key-ed25519", DKIM, OK, "RFC 8463 section 4", NONE)                                      \
    X(DKIM_KEY_WEAK, "dkim-key-weak", DKIM, WARNING, "RFC 8301 section 3.2", ROTATE_KEY)                               \
    X(DKIM_KEY_SHORT, "dkim-key-short", DKIM, ERROR, "RFC 8301 section 3.2", ROTATE_KEY)                               \
    X(DKIM_KEY_REVOKED, "dkim-key-revoked", DKIM, WARNING, "RFC 6376 section 3.6.1", ROTATE_KEY)                       \
    X(DKIM_KEY_TEST, "dkim-key-test", DKIM, WARNING, "RFC 6376 section 3.6.1", END_TEST)                               \
    X(DKIM_KEY_SEVERAL, "dkim-key-several", DKIM, ERROR, "RFC 6376 section 3.6.2.2", REMOVE_RECORD)                    \
    X(DKIM_KEY_BAD, "dkim-key-bad", DKIM, ERROR, "RFC 6376 section 3.6.1", CORRECT_KEY)

#define MT_DNS_KINDS_OF_DMARC(X)                                                                                       \
    X(DMARC_NOT_ASKED, "dmarc-not-asked", DMARC, UNKNOWN, "", ASK)                                                     \
    X(DMARC_NO_ANSWER, "dmarc-no-answer", DMARC, UNKNOWN, "", ASK_AGAIN)                                               \
    X(DMARC_ORGANISATION_NOT_ASKED, "dmarc-organisation-not-asked", DMARC, UNKNOWN, "RFC 7489 section 6.6.3", ASK)     \
    X(DMARC_MISSING, "dmarc-missing", DMARC, ERROR, "RFC 7489 section 6.6.3", PUBLISH_DMARC)                           \
    X(DMARC_SEVERAL, "dmarc-several", DMARC, ERROR, "RFC 7489 section 6.6.3", MERGE_DMARC)                             \
    X(DMARC_NEARLY, "dmarc-nearly", DMARC, WARNING, "RFC 7489 section 6.6.3", CORRECT_START)                           \
    X(DMARC_INHERITED, "dmarc-inherited", DMARC, OK, "RFC 7489 section 6.6.3", NONE)                                   \
    X(DMARC_NONE, "dmarc-none", DMARC, OK, "RFC 7489 section 6.3", TIGHTEN_LATER)                                      \
    X(DMARC_QUARANTINE, "dmarc-quarantine", DMARC, OK, "RFC 7489 section 6.3", NONE)                                   \
    X(DMARC_REJECT, "dmarc-reject", DMARC, OK, "RFC 7489 section 6.3", NONE)                                           \
    X(DMARC_NO_POLICY, "dmarc-no-policy", DMARC, ERROR, "RFC 7489 section 6.6.3", CORRECT_POLICY)                      \
    X(DMARC_POLICY_AS_NONE, "dmarc-policy-as-none", DMARC, WARNING, "RFC 7489 section 6.6.3", CORRECT_POLICY)          \
    X(DMARC_TAG, "dmarc-tag", DMARC, WARNING, "RFC 7489 section 6.3", CORRECT_TAG)                                     \
    X(DMARC_SYNTAX, "dmarc-syntax", DMARC, WARNING, "RFC 7489 section 6.4", CORRECT_TAG)                               \
    X(DMARC_PART, "dmarc-part", DMARC, WARNING, "RFC 7489 section 6.6.4", WHOLE_POLICY)                                \
    X(DMARC_SUBDOMAINS_OPEN, "dmarc-subdomains-open", DMARC, WARNING, "RFC 7489 section 6.3", CORRECT_TAG)             \
    X(DMARC_NO_REPORTS, "dmarc-no-reports", DMARC, WARNING, "RFC 7489 section 7.2", ADD_REPORTS)                       \
    X(DMARC_ADDRESS, "dmarc-address", DMARC, WARNING, "RFC 7489 section 6.2", CORRECT_TAG)                             \
    X(DMARC_REPORTS_TAKEN, "dmarc-reports-taken", DMARC, OK, "RFC 7489 section 7.1", NONE)                             \
    X(DMARC_REPORTS_REFUSED, "dmarc-reports-refused", DMARC, WARNING, "RFC 7489 section 7.1", AUTHORISE_REPORTS)       \
    X(DMARC_REPORTS_OPEN, "dmarc-reports-open", DMARC, UNKNOWN, "RFC 7489 section 7.1", ASK)

#define MT_DNS_KINDS_OF_MX(X)                                                                                          \
    X(MX_NOT_ASKED, "mx-not-asked", MX, UNKNOWN, "", ASK)                                                              \
    X(MX_NO_ANSWER, "mx-no-answer", MX, UNKNOWN, "", ASK_AGAIN)                                                        \
    X(MX_MISSING, "mx-missing", MX, ERROR, "RFC 5321 section 5.1", PUBLISH_MX)                                         \
    X(MX_NULL, "mx-null", MX, WARNING, "RFC 7505 section 3", PUBLISH_MX)                                               \
    X(MX_NULL_NOT_ALONE, "mx-null-not-alone", MX, ERROR, "RFC 7505 section 3", REMOVE_RECORD)                          \
    X(MX_MICROSOFT, "mx-microsoft", MX, OK, "RFC 5321 section 5.1", NONE)                                              \
    X(MX_MIXED, "mx-mixed", MX, WARNING, "RFC 5321 section 5.1", ONE_MX)                                               \
    X(MX_ELSEWHERE, "mx-elsewhere", MX, OK, "RFC 5321 section 5.1", NONE)                                              \
    X(MX_ALIAS, "mx-alias", MX, ERROR, "RFC 2181 section 10.3", NAME_HOST)                                             \
    X(MX_ADDRESS, "mx-address", MX, ERROR, "RFC 1035 section 3.3.9", NAME_HOST)                                        \
    X(MX_DOUBLED, "mx-doubled", MX, ERROR, "RFC 1035 section 5.1", DOT_AT_END)                                         \
    X(MX_NOWHERE, "mx-nowhere", MX, ERROR, "RFC 5321 section 5.1", NAME_HOST)

#define MT_DNS_ADVICE_LIST(X)                                                                                          \
    X(NONE)                                                                                                            \
    X(ASK)                                                                                                             \
    X(ASK_ALIAS)                                                                                                       \
    X(ASK_AGAIN)                                                                                                       \
    X(REGISTER)                                                                                                        \
    X(PUBLISH_SPF)                                                                                                     \
    X(MERGE_SPF)                                                                                                       \
    X(CORRECT_START)                                                                                                   \
    X(REMOVE_RECORD)                                                                                                   \
    X(CORRECT_TERM)                                                                                                    \
    X(FEWER_LOOKUPS)                                                                                                   \
    X(REMOVE_TERM)                                                                                                     \
    X(TELL_OWNER)                                                                                                      \
    X(ALL_LAST)                                                                                                        \
    X(END_WITH_ALL)                                                                                                    \
    X(SHORTEN)                                                                                                         \
    X(INCLUDE_MICROSOFT)                                                                                               \
    X(ALLOW_ADDRESS)                                                                                                   \
    X(PUBLISH_DKIM)                                                                                                    \
    X(CORRECT_SELECTOR)                                                                                                \
    X(DOT_AT_END)                                                                                                      \
    X(ENABLE_DKIM)                                                                                                     \
    X(ROTATE_KEY)                                                                                                      \
    X(END_TEST)                                                                                                        \
    X(CORRECT_KEY)                                                                                                     \
    X(PUBLISH_DMARC)                                                                                                   \
    X(MERGE_DMARC)                                                                                                     \
    X(TIGHTEN_LATER)                                                                                                   \
    X(CORRECT_POLICY)                                                                                                  \
    X(CORRECT_TAG)                                                                                                     \
    X(WHOLE_POLICY)                                                                                                    \
    X(ADD_REPORTS)                                                                                                     \
    X(AUTHORISE_REPORTS)                                                                                               \
    X(PUBLISH_MX)                                                                                                      \
    X(ONE_MX)                                                                                                          \
    X(NAME_HOST)

#endif
