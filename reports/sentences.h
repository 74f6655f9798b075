#ifndef MT_REPORTS_SENTENCES_H
#define MT_REPORTS_SENTENCES_H

/* The sentences and words of reports and of what the database holds, in English and Spanish; NULL is not yet
 * translated. Both use the same places. See messages.h for what stands in braces. */

#define MT_SENTENCES_OF_REPORTS(X)                                                                                     \
    /* ---- of all formats ---- */                                                                                     \
    X(CONTENTS, "Contents", "Contenido")                                                                               \
    X(ZONE, "Times are in {0}.", "Las horas están en {0}.")                                                            \
    X(FRESH, "Data as of {0}.", "Datos a fecha de {0}.")                                                               \
    X(TOO_FEW, "fewer than {0}", "menos de {0}")                                                                       \
    X(HEAT_MASK, "Per cent. \xC2\xB7 stands where the share would rest on fewer than {0} deliveries.",                 \
      "Por ciento. \xC2\xB7 aparece donde la proporción se basaría en menos de {0} entregas.")                         \
    X(FIGURES, "Show the figures", "Mostrar las cifras")                                                               \
    X(EMPTY_TABLE, "Nothing to show.", "No hay nada que mostrar.")                                                     \
    /* ---- weekly report ---- */                                                                                      \
    X(WEEKLY_TITLE, "Mail delivery in week {0}", NULL)                                                                 \
    X(WEEKLY_SUBTITLE, "{0} to {1}", NULL)                                                                             \
    X(COVERAGE_TITLE, "Coverage", NULL)                                                                                \
    X(COVERAGE_WHOLE, "The data covers the whole week, without gaps, from {0} {0:export|exports}.", NULL)              \
    X(COVERAGE_PART,                                                                                                   \
      "The week is not whole: the data covers {0} of 7 days and has {1} {1:gap|gaps}, from {2} {2:export|exports}. "   \
      "Nothing here is compared with other weeks.",                                                                    \
      NULL)                                                                                                            \
    X(COVERAGE_SPAN, "The mail of the week was received from {0} to {1}.", NULL)                                       \
    X(EVIDENCE_SUMMARY,                                                                                                \
      "Every figure rests on summary exports. They show a deferral only when an export was taken "                     \
      "while the message was Pending, so read each deferred figure as \xE2\x80\x9C"                                    \
      "at least\xE2\x80\x9D. Exports taken more often see more.",                                                      \
      NULL)                                                                                                            \
    X(EVIDENCE_EVENTS,                                                                                                 \
      "{0} of {1} {1:delivery has|deliveries have} transport events. Of the others a deferral shows "                  \
      "only when an export was taken while the message was Pending, so read each deferred figure as \xE2\x80\x9C"      \
      "at least\xE2\x80\x9D.",                                                                                         \
      NULL)                                                                                                            \
    X(EVIDENCE_ALL, "All mail of the week has transport events: they tell every deferral, what expired, and why.",     \
      NULL)                                                                                                            \
    X(EVIDENCE_NO_EXPIRY,                                                                                              \
      "Whether the failed mail expired is not in this data: the extended report or message trace details carry it.",   \
      NULL)                                                                                                            \
    X(EVIDENCE_NO_REASONS,                                                                                             \
      "Why mail was deferred or failed, and what expired, is not in this data: the extended "                          \
      "report or message trace details carry it.",                                                                     \
      NULL)                                                                                                            \
    X(REJECTS,                                                                                                         \
      "{0} {0:record|records} of these exports could not be read and {0:is|are} missing here; "                        \
      "\xE2\x80\x9Cmsgtrace rejects\xE2\x80\x9D shows why.",                                                           \
      NULL)                                                                                                            \
    X(GAPS_TITLE, "Gaps", NULL)                                                                                        \
    X(GAPS_LEDE,                                                                                                       \
      "In these hours mail is usual but the data has none. Either there was no mail, or no export covers "             \
      "them.",                                                                                                         \
      NULL)                                                                                                            \
    X(HEADLINE_TITLE, "The week in figures", NULL)                                                                     \
    X(WHY_PART, "the week is not whole, so it is not compared", NULL)                                                  \
    X(WHY_LAST_PART, "the data of the week before is missing or not whole", NULL)                                      \
    X(WHY_NO_BEFORE, "none of the eight weeks before is whole", NULL)                                                  \
    X(WHY_LAST_CAUGHT, "the week before rests on summary exports, which show only some deferrals", NULL)               \
    X(WHY_NO_EVENTS, "none of the eight weeks before is whole and has the events of its mail", NULL)                   \
    X(WHY_AT_LEAST, "it is a lower bound, so weeks cannot be compared", NULL)                                          \
    X(WHY_LAST_UNKNOWN, "it is not known of the week before", NULL)                                                    \
    X(WHY_NONE_KNOWN, "it is not known of any whole week among the eight before", NULL)                                \
    X(WHY_CAUGHT, "it depends on when exports were taken, so weeks cannot be compared", NULL)                          \
    X(WHY_UNDER_WAY, "older mail has had more time to arrive, so weeks cannot be compared", NULL)                      \
    X(HEADLINE_NOTE,                                                                                                   \
      "A delivery is one message to one recipient. The change against the week before is that of the "                 \
      "share of deliveries; for deliveries themselves, of their number.",                                              \
      NULL)                                                                                                            \
    X(HEADLINE_MEAN, "The mean before is that of {0} whole {0:week|weeks} among the eight before", NULL)               \
    X(HEADLINE_MEAN_DEFERRED, "; of deferred mail, that of the {0} of them whose mail has events", NULL)               \
    X(HEADLINE_MEAN_EXPIRED, "; of expired mail, that of those of which it is known", NULL)                            \
    X(OUTCOMES_TITLE, "What became of the mail", NULL)                                                                 \
    X(OUTCOMES_LEDE,                                                                                                   \
      "All mail of the week by its last known state. Quarantined mail and mail filtered as spam did "                  \
      "not fail: a filter held it back.",                                                                              \
      NULL)                                                                                                            \
    /* ---- what stands out ---- */                                                                                    \
    X(STANDOUT_TITLE, "What stands out", NULL)                                                                         \
    X(STANDOUT_NONE,                                                                                                   \
      "Nothing stands out: no provider, domain, size, hour or weekday had clearly more trouble than "                  \
      "the rest.",                                                                                                     \
      NULL)                                                                                                            \
    X(STANDOUT_LITTLE,                                                                                                 \
      "Only {0} {0:delivery was|deliveries were} deferred or failed, too few to tell a pattern from "                  \
      "chance.",                                                                                                       \
      NULL)                                                                                                            \
    X(STANDOUT_MORE,                                                                                                   \
      "{0} more {0:statement|statements} of this kind {0:is|are} left out; the tables below have the "                 \
      "figures.",                                                                                                      \
      NULL)                                                                                                            \
    X(STANDOUT_NOTE,                                                                                                   \
      "To stand out takes at least {0} deliveries in trouble, at least half as often again as all "                    \
      "other mail, and 95\xC2\xA0% intervals that do not touch. One mailing to many recipients counts "                \
      "as often as it has recipients and can look like a pattern, and several statements can be about "                \
      "the same mail. All other mail includes mail that came in.",                                                     \
      NULL)                                                                                                            \
    X(STANDOUT_PART,                                                                                                   \
      "Hours and weekdays are not judged for deferrals: not all mail has events, and what has them "                   \
      "shows more deferrals than the rest. Mail can stand out because its details were fetched.",                      \
      NULL)                                                                                                            \
    X(FOUND_REASON, " The reason most often given is {0}, {1}: {2} of {3}.", NULL)                                     \
    X(NO_CLASS, "not classed", NULL)                                                                                   \
    X(TREND_ALL_CAUGHT,                                                                                                \
      "Deferred figures are lower bounds that depend on when exports were taken: they cannot be "                      \
      "compared from week to week, and their intervals say nothing of what was missed.",                               \
      NULL)                                                                                                            \
    X(TREND_CAUGHT,                                                                                                    \
      "Without events of all mail: {0}. Their deferred figures are lower bounds that depend on when "                  \
      "exports were taken, and cannot be compared with those of other weeks.",                                         \
      NULL)                                                                                                            \
    X(STANDOUT_CAUGHT,                                                                                                 \
      "Hours and weekdays are not judged for deferrals: a summary export sees best what came "                         \
      "shortly before it was taken.",                                                                                  \
      NULL)                                                                                                            \
    X(ABOUT_TO, "Mail to {0}", NULL)                                                                                   \
    X(ABOUT_SIZE, "Mail of size {0}", NULL)                                                                            \
    X(ABOUT_SIZES, "Mail of sizes {0} to {1}", NULL)                                                                   \
    X(ABOUT_HOURS, "Mail received between {0}:00 and {1}:00", NULL)                                                    \
    X(ABOUT_WEEKDAY, "Mail received on {0}", NULL)                                                                     \
    X(ABOUT_WEEKDAYS, "Mail received from {0} to {1}", NULL)                                                           \
    X(OFTEN_DEFERRED, "{0} was seen deferred {1} of the time ({2} of {3}), against {4} for all other mail.", NULL)     \
    X(OFTEN_FAILED, "{0} failed {1} of the time ({2} of {3}), against {4} for all other mail.", NULL)                  \
    X(BEFORE_WORSE, " In the week before it was {0} ({1} of {2}): it has become worse.", NULL)                         \
    X(BEFORE_LESS, " In the week before it was {0} ({1} of {2}): it has become better.", NULL)                         \
    X(BEFORE_SAME, " In the week before it was {0} ({1} of {2}): no clear change.", NULL)                              \
    X(BEFORE_NONE, " In the week before there was no such mail.", NULL)                                                \
    X(NOW_WORSE, " The last 24 hours of the data still show it ({0} of {1}).", NULL)                                   \
    X(NOW_USUAL, " The last 24 hours of the data no longer show it ({0} of {1}).", NULL)                               \
    X(NOW_UNKNOWN, " The last 24 hours of the data have too little of this mail to tell ({0} of {1}).", NULL)          \
    X(ALL_DEFERRED_MORE, "Over all mail, more was seen deferred than in the week before: {0} against {1}.", NULL)      \
    X(ALL_DEFERRED_LESS, "Over all mail, less was seen deferred than in the week before: {0} against {1}.", NULL)      \
    X(ALL_FAILED_MORE, "Over all mail, more failed than in the week before: {0} against {1}.", NULL)                   \
    X(ALL_FAILED_LESS, "Over all mail, less failed than in the week before: {0} against {1}.", NULL)                   \
    /* ---- the tables ---- */                                                                                         \
    X(PROVIDERS_TITLE, "Mailbox providers", NULL)                                                                      \
    X(PROVIDERS_LEDE, "Who takes the mail in, behind the recipients\xE2\x80\x99 domains. Most trouble first.", NULL)   \
    X(DOMAINS_TITLE, "Recipient domains", NULL)                                                                        \
    X(DOMAINS_LEDE, "The {0} {0:domain|domains} with the most trouble.", NULL)                                         \
    X(HOURS_TITLE, "Hours of the week", NULL)                                                                          \
    X(HOURS_LEDE, "When the mail was received that was later seen deferred or failed.", NULL)                          \
    X(HOURS_CAUGHT, "From summary exports, more deferrals are seen in the hours before an export was taken.", NULL)    \
    X(SIZES_TITLE, "Message sizes", NULL)                                                                              \
    X(REASONS_TITLE, "Reasons", NULL)                                                                                  \
    X(REASONS_LEDE,                                                                                                    \
      "Why mail was deferred or failed, as the last server in the chain said it; who has to act, and "                 \
      "whether trying again can help. Most frequent first.",                                                           \
      NULL)                                                                                                            \
    X(REASONS_CUT, "Shown are {0}; \xE2\x80\x9Cmsgtrace query reasons\xE2\x80\x9D has all.", NULL)                     \
    X(DELAYS_TITLE, "How long mail took", NULL)                                                                        \
    X(DELAYS_ALL, "From receipt to delivery, of all mail: {0}\xC2\xA0% within {1}", NULL)                              \
    X(DELAYS_MORE, ", {0}\xC2\xA0% within {1}", NULL)                                                                  \
    X(ATTEMPTS_TITLE, "How often mail was tried", NULL)                                                                \
    X(ATTEMPTS_LEDE, "Mail with events, by the number of times a server tried to hand it over. Most mail needs one.",  \
      NULL)                                                                                                            \
    X(ROUTES_TITLE, "Routes and regions", NULL)                                                                        \
    X(ROUTES_UNKNOWN,                                                                                                  \
      "The region is unknown for {0} of the mail (Message-IDs of mail sent from Exchange Online tell "                 \
      "it), the connector for {1} (enhanced summaries and extended reports name it).",                                 \
      NULL)                                                                                                            \
    X(PENDING_TITLE, "Still under way", NULL)                                                                          \
    X(PENDING_LEDE, "Mail without an end state when it was last seen, by its age then.", NULL)                         \
    X(PENDING_NONE, "All mail of the week has an end state.", NULL)                                                    \
    X(CHANGES_TITLE, "Compared with the week before", NULL)                                                            \
    X(CHANGES_LEDE,                                                                                                    \
      "{0} {0:provider is|providers are} worse off than in the week before, {1} better off. What changed most surely " \
      "comes first.",                                                                                                  \
      NULL)                                                                                                            \
    X(CHANGES_NONE, "No provider is clearly worse or better than in the week before.", NULL)                           \
    X(CHANGES_NOTE,                                                                                                    \
      "In trouble is what was deferred or expired, and what failed without an export that says why. The intervals "    \
      "allow for trouble that comes in clumps and for levels that wander from hour to hour: one greylisted mailing "   \
      "is no change.",                                                                                                 \
      NULL)                                                                                                            \
    X(TREND_TITLE, "Nine weeks", NULL)                                                                                 \
    X(TREND_PART, "Not whole, so low figures mean little: {0}.", NULL)                                                 \
    X(MESSAGES_TITLE, "Messages for follow-up", NULL)                                                                  \
    X(MESSAGES_LEDE,                                                                                                   \
      "{0} {0:delivery|deliveries} in trouble; what is still waiting or lost comes first. The trace id finds each in " \
      "the admin center, and \xE2\x80\x9Cmsgtrace trace\xE2\x80\x9D shows what is known of it.",                       \
      NULL)                                                                                                            \
    X(MESSAGES_NONE, "None: no mail of the week was deferred or failed.", NULL)                                        \
    X(SOURCES_TITLE, "Where the figures come from", NULL)                                                              \
    X(SOURCES_LEDE, "The exports with mail of this week.", NULL)                                                       \
    X(FEW_NOTE, "A pale bar rests on fewer than {0} deliveries.",                                                      \
      "Una barra pálida se basa en menos de {0} entregas.")                                                            \
    X(CHART_DEFERRED, "Share of deliveries seen deferred, with its 95\xC2\xA0% interval", NULL)                        \
    X(CHART_TROUBLE, "Share of deliveries seen deferred or failed, by weekday and hour of receipt", NULL)              \
    X(CHART_TREND, "Share of deliveries seen deferred, week by week, with its 95\xC2\xA0% interval", NULL)             \
    X(COLUMN_DEFERRED, "Seen deferred", NULL)                                                                          \
    X(COLUMN_OF_DELIVERIES, "of deliveries", NULL)                                                                     \
    X(COLUMN_CHANGE, "change", NULL)                                                                                   \
    X(COLUMN_WEEK_BEFORE, "week before", NULL)                                                                         \
    X(COLUMN_MEAN, "mean before", NULL)                                                                                \
    /* ---- what the database holds ---- */                                                                            \
    X(STATUS_NEWEST, "The newest mail was received {0}, {1} ago.", NULL)                                               \
    X(STATUS_EXPORT, "The newest export was taken {0}, {1} behind that mail.", NULL)                                   \
    X(STATUS_KEPT,                                                                                                     \
      "Microsoft keeps message traces for 90 days: mail received before {0} cannot be exported any more.", NULL)       \
    X(STATUS_LEAVES, "The mail that follows the data can be exported until {0}, for another {1}.", NULL)               \
    X(STATUS_LEFT,                                                                                                     \
      "Mail between {0} and {1} follows the data and is out of Microsoft\xE2\x80\x99s reach: only exports "            \
      "that were kept have it.",                                                                                       \
      NULL)                                                                                                            \
    X(STATUS_REACH,                                                                                                    \
      "Get-MessageTraceV2 and Microsoft Graph give 10 days a query; enhanced summaries name the client "               \
      "IP of the last 10 days only.",                                                                                  \
      NULL)                                                                                                            \
    X(STATUS_REJECTS, "Some records could not be read and were kept: 'msgtrace rejects' shows them.", NULL)            \
    X(STATUS_WAITING,                                                                                                  \
      "{0} {0:event waits|events wait} for the delivery {0:it belongs|they belong} to, of {1} to {2}: "                \
      "import the summary export of {0:that day|those days}.",                                                         \
      NULL)                                                                                                            \
    X(STATUS_WHOSE,                                                                                                    \
      "{0} of them {0:does|do} not say whose {0:it is|they are}: in a new database, importing such "                   \
      "files with --recipient says it.",                                                                               \
      NULL)                                                                                                            \
    X(STATUS_LETTERS,                                                                                                  \
      "s: mail, by summary exports alone. E: mail, some of it with events. !: no mail where mail is "                  \
      "usual. -: no mail, as usual. The full stop stands for hours outside of the data.",                              \
      NULL)                                                                                                            \
    X(STATUS_NO_GAPS, "There is none: every hour in which mail is usual has some.", NULL)                              \
    X(STATUS_NO_EVENTS,                                                                                                \
      "No mail of this time has events: deferrals show only where an export caught them, and no "                      \
      "failure has a reason.",                                                                                         \
      NULL)                                                                                                            \
    X(STATUS_WANTED,                                                                                                   \
      "{0} {0:export|exports} would complete the data. 'msgtrace status --commands' prints the "                       \
      "commands, to be pasted into PowerShell.",                                                                       \
      NULL)                                                                                                            \
    X(STATUS_GONE, "What has no time left is older than the 90 days that Microsoft keeps.", NULL)                      \
    X(STATUS_NOTHING_WANTED, "Nothing: there are no gaps, no failures without a reason, and the data is of today.",    \
      NULL)

#endif
