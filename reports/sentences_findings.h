#ifndef MT_REPORTS_SENTENCES_FINDINGS_H
#define MT_REPORTS_SENTENCES_FINDINGS_H

/* The sentences of findings, in English and Spanish. Both use the same places; see messages.h for what stands in
 * braces. Phrases that are put together begin with their own blank or none, as their neighbours need it. */

#define MT_SENTENCES_OF_FINDINGS(X)                                                                                        \
    /* ---- lists ---- */                                                                                                  \
    X(LIST_COMMA, "{0}, {1}", "{0}, {1}")                                                                                  \
    X(LIST_AND, "{0} and {1}", "{0} y {1}")                                                                                \
    X(LIST_NUMBERS, "{0}, {1}", "{0}; {1}")                                                                                \
    X(PAIR, "{0}{1}", "{0}{1}")                                                                                            \
    X(SENTENCES, "{0} {1}", "{0} {1}")                                                                                     \
    /* ---- which mail: behind "messages", and in a headline ---- */                                                       \
    X(WHERE_SIZE, " of {0} and more", " de {0} o más")                                                                     \
    X(WHERE_TO, " to {0}", " a {0}")                                                                                       \
    X(WHERE_IN, " in {0}", " en {0}")                                                                                      \
    X(WHERE_TO_COUNTRY, " to domains in {0}", " a dominios de {0}")                                                        \
    X(WHERE_HOST, " with remote host {0}", " con servidor remoto {0}")                                                     \
    X(WHERE_FOREST, " sent from Exchange forest {0}", " desde el bosque de Exchange {0}")                                  \
    X(HEAD_ALL, "All mail", "Todo el correo")                                                                              \
    X(HEAD_IN, "{0} in {1}", "{0} en {1}")                                                                                 \
    X(HEAD_COUNTRY, "Domains in {0}", "Dominios de {0}")                                                                   \
    X(HEAD_HOST, "remote host {0}", "servidor remoto {0}")                                                                 \
    X(HEAD_FOREST, "forest {0}", "bosque {0}")                                                                             \
    X(HEAD_SIZE, "{0} and more", "{0} o más")                                                                              \
    X(SIZE_RANGE, "{0}\xE2\x80\x93{1}", "{0}\xE2\x80\x93{1}")                                                              \
    /* ---- when ---- */                                                                                                   \
    X(CLOCK, "{0}", "las {0}")                                                                                             \
    X(CLOCK_ONE, "{0}", "la {0}")                                                                                          \
    X(MOMENT, "{0}", "el {0}")                                                                                             \
    X(WHEN_ONE_DAY, "on {0} between {1} and {2}", "el {0} entre {1} y {2}")                                                \
    X(WHEN_STRETCH, "between {0} and {1}", "entre {0} y {1}")                                                              \
    X(WHEN_SINCE, "from {0} on", "desde {0}")                                                                              \
    X(WHEN_UNTIL, "until {0}", "hasta {0}")                                                                                \
    X(WHEN_WHOLE, "over the whole period", "durante todo el periodo")                                                      \
    X(WHEN_DAYS_ALL, "every day", "todos los días")                                                                        \
    X(WHEN_DAYS_RANGE, "from {0} to {1}", "de {0} a {1}")                                                                  \
    X(WHEN_DAYS_LIST, "on {0}", "los {0}")                                                                                 \
    X(WHEN_HOURS, "{0} between {1} and {2}", "{0} de {1} a {2}")                                                           \
    X(WHEN_FROM_DAY_TO_DAY, "from {0} to {1}", "del {0} al {1}")                                                           \
    X(WHEN_DAY, "on {0}", "el {0}")                                                                                        \
    X(HEAD_STRETCH, "{0} to {1}", "{0} a {1}")                                                                             \
    X(HEAD_DAYS_RANGE, "{0} to {1}", "de {0} a {1}")                                                                       \
    X(HEAD_DAYS_LIST, "{0}", "los {0}")                                                                                    \
    X(HEAD_HOURS, "{0} {1} to {2}", "{0} de {1} a {2}")                                                                    \
    X(HEAD_SINCE, "since {0}", "desde {0}")                                                                                \
    X(HEAD_UNTIL, "until {0}", "hasta {0}")                                                                                \
    /* ---- the headline ---- */                                                                                           \
    X(HEADLINE, "{0}: {1}", "{0}: {1}")                                                                                    \
    X(HEAD_TIMES, "{0} times as many as usual", "{0} veces lo habitual")                                                   \
    X(HEAD_FAR, "far more than usual", "mucho más de lo habitual")                                                         \
    X(HEAD_DRIFT, "rising by a factor of {0} every week", "se multiplica por {0} cada semana")                             \
    X(FINDING_TITLE, "{0} ({1})", "{0} ({1})")                                                                             \
    /* ---- how much ---- */                                                                                               \
    X(TROUBLE_DEFERRED, "{0:was|were} deferred or expired", "{0:se aplazó o caducó|se aplazaron o caducaron}")             \
    X(TROUBLE_DEFERRED_UNSAID, "{0:was|were} deferred, expired or failed without a known reason",                          \
      "{0:se aplazó, caducó o falló|se aplazaron, caducaron o fallaron} sin motivo conocido")                              \
    X(TROUBLE_FAILED, "failed", "{0:falló|fallaron}")                                                                      \
    X(TROUBLE_ANY, "{0:was|were} deferred, expired or failed",                                                             \
      "{0:se aplazó, caducó o falló|se aplazaron, caducaron o fallaron}")                                                  \
    X(FINDING_WHAT, "{5}, {0} of {1} {1:message|messages}{2} ({3}) {4}",                                                   \
      "{5}, {0} de {1} {1:mensaje|mensajes}{2} ({3}) {4}")                                                                 \
    X(FINDING_TIMES, "{0}: {1} times as many as usual (95\xC2\xA0% interval {2}\xE2\x80\x93{3}; {4} would be usual).",     \
      "{0}: {1} veces lo habitual (intervalo del 95\xC2\xA0%: {2}\xE2\x80\x93{3}; lo habitual sería el {4}).")             \
    X(FINDING_FAR, "{0}: far more than usual ({1} would be usual).",                                                       \
      "{0}: mucho más de lo habitual (lo habitual sería el {1}).")                                                         \
    X(FINDING_DRIFT,                                                                                                       \
      "{0}, and the share keeps rising: by a factor of {1} every week (95\xC2\xA0% interval {2}\xE2\x80\x93{3}).",         \
      "{0}, y la proporción no deja de subir: se multiplica por {1} cada semana (intervalo del 95\xC2\xA0%: "             \
      "{2}\xE2\x80\x93{3}).")                                                                                              \
    X(FINDING_WEEKS, "Week by week, against the mean: {0} times.", "Por semanas, respecto a la media: {0} veces.")         \
    X(FINDING_SHARE, "This part of the mail is {0} of all and has {1} of what went wrong in the period.",                  \
      "Esta parte es el {0} del correo y reúne el {1} de todo lo que fue mal en el periodo.")                              \
    /* ---- how sure ---- */                                                                                               \
    X(SURE, "The chance of noise looking like this is {0}.", "La probabilidad de que el azar dé algo así es {0}.")         \
    X(SURE_SEARCHED, "The chance of noise looking like this is {1}, with all {0} searched patterns considered.",           \
      "La probabilidad de que el azar dé algo así es {1}, teniendo en cuenta los {0} patrones buscados.")                  \
    X(SEARCHED_PATTERNS, "{0}", "{0}")                                                                                     \
    X(SEARCHED_MILLIONS, "{0}\xC2\xA0million", "{0}\xC2\xA0millones de")                                                   \
    X(CHANCE_BELOW, "below 1 in a million", "inferior a una entre un millón")                                              \
    X(CHANCE_ABOUT, "about 1 in {0}", "de aproximadamente 1 entre {0}")                                                    \
    /* ---- since when, until when ---- */                                                                                 \
    X(BEGAN, "It began on {0}{1}.", "Empezó el {0}{1}.")                                                                   \
    X(BEGAN_AND_ENDED, "It began on {0}{1} and ended on {2}{3}.", "Empezó el {0}{1} y terminó el {2}{3}.")                 \
    X(BEGAN_AND_ENDED_THAT_DAY, "It began on {0}{1} and ended at {2}{3}.", "Empezó el {0}{1} y terminó a {2}{3}.")         \
    X(ENDED, "It ended on {0}{1}.", "Terminó el {0}{1}.")                                                                  \
    X(EDGE_RANGE, " (with 95\xC2\xA0% confidence between {0} and {1})",                                                    \
      " (con un 95\xC2\xA0% de confianza, entre {0} y {1})")                                                               \
    X(WAS_THERE, "It was there already when the data begins, so it may have begun earlier.",                               \
      "Ya estaba ahí cuando empiezan los datos, así que puede haber empezado antes.")                                      \
    X(GAP_BEFORE, "The hours before that have no data, so it may have begun earlier.",                                     \
      "De las horas anteriores no hay datos, así que puede haber empezado antes.")                                         \
    X(GAP_AFTER, "The hours after its end have no data, so it may have lasted longer.",                                    \
      "De las horas posteriores a su final no hay datos, así que puede haber durado más.")                                 \
    X(FLAPS, "It came and went: {0} stretches are told as one.",                                                           \
      "Fue intermitente: {0} tramos se cuentan como uno solo.")                                                            \
    /* ---- whether it is over ---- */                                                                                     \
    X(STATE_GOES_ON, "Open: it goes on when the data ends, on {0}.", "Abierto: sigue al terminar los datos, el {0}.")      \
    X(STATE_WHOLE, "Open: it holds for the whole period.", "Abierto: se mantiene durante todo el periodo.")                \
    X(STATE_OPEN,                                                                                                          \
      "Open: since then {0} of {1} comparable {1:message|messages} had trouble, where {2} would be usual.",                \
      "Abierto: desde entonces {0:tuvo|tuvieron} problemas {0} de {1} {1:mensaje comparable|mensajes "                     \
      "comparables}, cuando cabría esperar {2}.")                                                                          \
    X(STATE_RESOLVED,                                                                                                      \
      "Resolved: since then {0} of {1} comparable {1:message|messages} had trouble, and {2} would be "                     \
      "usual.",                                                                                                            \
      "Resuelto: desde entonces {0:tuvo|tuvieron} problemas {0} de {1} {1:mensaje comparable|mensajes "                    \
      "comparables}, y cabría esperar {2}.")                                                                               \
    X(STATE_TOO_LITTLE,                                                                                                    \
      "Whether it is over is not known: since then {0} of {1} comparable {1:message|messages} had "                        \
      "trouble ({2} would be usual), too little to tell.",                                                                 \
      "No se sabe si ha terminado: desde entonces {0:tuvo|tuvieron} problemas {0} de {1} {1:mensaje "                      \
      "comparable|mensajes comparables} (cabría esperar {2}), muy poco para decidirlo.")                                   \
    X(STATE_NO_MAIL, "Whether it is over is not known: since then the data has no comparable mail.",                       \
      "No se sabe si ha terminado: desde entonces los datos no tienen correo comparable.")                                 \
    /* ---- what became of it ---- */                                                                                      \
    X(FATE, "What became of {0:it|them}: {1}.", "Qué fue de {0:él|ellos}: {1}.")                                           \
    X(FATE_RECIPIENTS, "What became of {0:it|them} ({2} recipients in all): {1}.",                                         \
      "Qué fue de {0:él|ellos} ({2} destinatarios en total): {1}.")                                                        \
    X(FATE_DELIVERED, "{0} {0:was|were} delivered later", "{0} se {0:entregó|entregaron} más tarde")                       \
    X(FATE_DELIVERED_MEDIAN, "{0} {0:was|were} delivered later ({0:after|half of them within} {1})",                       \
      "{0} se {0:entregó|entregaron} más tarde ({0:tras|la mitad en menos de} {1})")                                       \
    X(FATE_EXPIRED, "{0} expired", "{0} {0:caducó|caducaron}")                                                             \
    X(FATE_FAILED, "{0} failed", "{0} {0:falló|fallaron}")                                                                 \
    X(FATE_UNSAID, "{0} failed without an export that says why",                                                           \
      "{0} {0:falló|fallaron} sin que ninguna exportación diga por qué")                                                   \
    X(FATE_PENDING, "{0} {0:was|were} still pending when last seen",                                                       \
      "{0} {0:seguía pendiente|seguían pendientes} en la última exportación")                                              \
    /* ---- what servers said ---- */                                                                                      \
    X(REASON_FIRST, "The most frequent reply, for {0} {0:message|messages}: {1} ({2}).",                                   \
      "La respuesta más frecuente, en {0} {0:mensaje|mensajes}: {1} ({2}).")                                               \
    X(REASON_NEXT, "Next, for {0} {0:message|messages}: {1} ({2}).",                                                       \
      "Le sigue, en {0} {0:mensaje|mensajes}: {1} ({2}).")                                                                 \
    X(REASON_CLASS_ACTOR, "{0}; who has to act: {1}", "{0}; quién debe actuar: {1}")                                       \
    X(REASON_SOME_UNKNOWN, "For {0} of the {1} no export tells why.",                                                      \
      "De {0} de los {1} ninguna exportación dice el motivo.")                                                             \
    X(REASON_ALL_UNKNOWN, "Why is not in this data: the extended report or message trace details have it.",                \
      "El motivo no está en estos datos: lo tienen el informe ampliado o los detalles del seguimiento de mensajes.")       \
    /* ---- sizes ---- */                                                                                                  \
    X(SIZE_SLOPE, "The larger the mail, the more often it happens; times as many as usual by size: {0}.",                  \
      "Cuanto mayor es el mensaje, más a menudo ocurre; veces lo habitual por tamaño: {0}.")                               \
    X(SIZE_STEP, "It begins at {0}; times as many as usual by size: {1}.",                                                 \
      "Empieza a partir de {0}; veces lo habitual por tamaño: {1}.")                                                       \
    X(SIZE_UNSETTLED, "It begins somewhere between {0} and {1}; times as many as usual by size: {2}.",                     \
      "Empieza en algún punto entre {0} y {1}; veces lo habitual por tamaño: {2}.")                                        \
    X(DOSE_BELOW, "{0} below {1}", "{0} por debajo de {1}")                                                                \
    X(DOSE_BETWEEN, "{0} for {1}", "{0} para {1}")                                                                         \
    X(DOSE_FROM, "{0} from {1} on", "{0} desde {1}")                                                                       \
    /* ---- like compared with like ---- */                                                                                \
    X(CHECK,                                                                                                               \
      "Compared like with like, {0} multiplies the share by {1} (95\xC2\xA0% interval "                                    \
      "{2}\xE2\x80\x93{3}), not by {4} as the plain comparison has it.",                                                   \
      "En igualdad de condiciones, {0} multiplica la proporción por {1} (intervalo del 95\xC2\xA0%: "                     \
      "{2}\xE2\x80\x93{3}), no por {4} como da la comparación simple.")                                                    \
    X(CHECK_PROVIDER, "the provider", "el proveedor")                                                                      \
    X(CHECK_REGION, "the country", "el país")                                                                              \
    X(CHECK_DOMAIN, "the domain", "el dominio")                                                                            \
    X(CHECK_HOST, "the remote host", "el servidor remoto")                                                                 \
    X(CHECK_FOREST, "the forest", "el bosque de Exchange")                                                                 \
    X(CHECK_SIZE, "the size", "el tamaño")                                                                                 \
    /* ---- caveats ---- */                                                                                                \
    X(ONE_SENDER,                                                                                                          \
      "Caution: {0} of the {1} come from one sender, {2}. The cause may be that sender\xE2\x80\x99s mail rather than "     \
      "the transport.",                                                                                                    \
      "Atención: {0} de los {1} son de un mismo remitente, {2}. La causa puede ser su correo y no el transporte.")         \
    X(ONLY_SENDER,                                                                                                         \
      "Caution: all {0} come from one sender, {1}. The cause may be that sender\xE2\x80\x99s mail rather than the "        \
      "transport.",                                                                                                        \
      "Atención: los {0} son de un mismo remitente, {1}. La causa puede ser su correo y no el transporte.")                \
    X(MORE_SEEN,                                                                                                           \
      "Caution: {0} of this mail has transport events, against {1} of the other mail. Where there are events more "        \
      "deferrals are seen, so part of the difference may be what is seen and not what happened.",                          \
      "Atención: el {0} de este correo tiene eventos de transporte, frente al {1} del resto. Donde hay eventos se "       \
      "ven más aplazamientos, así que parte de la diferencia puede deberse a lo que se ve y no a lo que ocurrió.")         \
    X(LESS_EXPLAINED,                                                                                                      \
      "Caution: no export says why {0} of these failed, while {1} of the other failures are explained, and what "          \
      "failed for a known reason other than expiry is not counted. Details of these failures would tell.",                 \
      "Atención: ninguna exportación dice por qué fallaron {0} de estos, mientras que el {1} de los demás fallos "     \
      "tiene explicación, y lo que falló por un motivo conocido distinto de la caducidad no se cuenta. Los detalles "    \
      "de estos fallos lo dirían.")                                                                                        \
    X(NONE_DELIVERED,                                                                                                      \
      "Caution: not one of these {0} messages was delivered. If an export was narrowed to failures, import one of "        \
      "all mail of these hours.",                                                                                          \
      "Atención: ni uno solo de estos {0} mensajes se entregó. Si alguna exportación se limitó a los fallos, importe " \
      "una de todo el correo de esas horas.")                                                                              \
    X(EVIDENCE_FINDINGS_NONE,                                                                                              \
      "All figures rest on summary exports, which show a deferral only when an export was taken while "                    \
      "the message was pending: they are lower bounds.",                                                                   \
      "Todas las cifras se basan en exportaciones de resumen, que solo muestran un aplazamiento si la "                    \
      "exportación se hizo mientras el mensaje estaba pendiente: son valores mínimos.")                                    \
    X(EVIDENCE_FINDINGS_PART,                                                                                              \
      "{0} of the mail has transport events. Of the rest a deferral shows only when a summary export was "                 \
      "taken while the message was pending: those figures are lower bounds.",                                              \
      "El {0} del correo tiene eventos de transporte. En el resto, un aplazamiento solo se ve si se hizo "                 \
      "una exportación de resumen mientras el mensaje estaba pendiente: esas cifras son valores mínimos.")                 \
    X(EVIDENCE_FINDINGS_ALL, "All of the mail has transport events, which tell every deferral.",                           \
      "Todo el correo tiene eventos de transporte, que muestran cada aplazamiento.")                                       \
    X(FINDING_PART, "It also explains most of this: {0} ({1}).", "También explica la mayor parte de esto: {0} ({1}).")     \
    /* ---- the report ---- */                                                                                             \
    X(FINDINGS_TITLE_DEFERRED, "Where mail is deferred or expires", "Dónde se aplaza o caduca el correo")                  \
    X(FINDINGS_TITLE_FAILED, "Where mail fails", "Dónde falla el correo")                                                  \
    X(FINDINGS_TITLE_ANY, "Where mail is deferred, expires or fails", "Dónde se aplaza, caduca o falla el correo")         \
    X(FINDINGS_PERIOD, "Mail received from {0} to {1}", "Correo recibido del {0} al {1}")                                  \
    X(FINDINGS_NO_PERIOD, "No mail", "Sin correo")                                                                         \
    X(FINDINGS_SUMMARY, "In short", "En resumen")                                                                          \
    X(FINDINGS_COUNT, "{0} {0:finding|findings}: {1}.", "{0} {0:hallazgo|hallazgos}: {1}.")                                \
    X(FINDINGS_ONE_OPEN, "1 finding, and it is open.", "1 hallazgo, y está abierto.")                                      \
    X(FINDINGS_ONE_RESOLVED, "1 finding, and it is resolved.", "1 hallazgo, y está resuelto.")                             \
    X(FINDINGS_ONE_UNKNOWN, "1 finding, of which it is not known whether it is over.",                                     \
      "1 hallazgo, del que no se sabe si ha terminado.")                                                                   \
    X(FINDINGS_OPEN, "{0} open", "{0} {0:abierto|abiertos}")                                                               \
    X(FINDINGS_RESOLVED, "{0} resolved", "{0} {0:resuelto|resueltos}")                                                     \
    X(FINDINGS_UNKNOWN, "{0} of which it is not known whether {0:it is|they are} over",                                    \
      "{0} {0:del que no se sabe si ha terminado|de los que no se sabe si han terminado}")                                 \
    X(FINDINGS_NONE,                                                                                                       \
      "Nothing stands out: no part of the mail, at no time, had clearly more trouble than the rest of the data lets "      \
      "one expect.",                                                                                                       \
      "Nada destaca: ninguna parte del correo, en ningún momento, tuvo claramente más problemas de los que cabe "        \
      "esperar por el resto de los datos.")                                                                                \
    X(FINDINGS_NO_BAD, "None of {0} {0:message|messages} {1}, so there is nothing to find.",                               \
      "Ninguno de {0} {0:mensaje|mensajes} {1}: no hay nada que encontrar.")                                               \
    X(FINDINGS_NO_MAIL, "There is no mail to search in.", "No hay correo en el que buscar.")                               \
    X(FINDINGS_LITTLE, "Only {0} of {1} messages {2}, too few to tell a pattern from chance.",                             \
      "Solo {2} {0} de {1} mensajes, demasiado pocos para distinguir un patrón del azar.")                                 \
    X(FINDINGS_MAIL, "Of {0} {0:message|messages} to {1} {1:recipient|recipients}, {2} ({3}) {4}.",                        \
      "De {0} {0:mensaje|mensajes} a {1} {1:destinatario|destinatarios}, {2} ({3}) {4}.")                                  \
    X(FINDINGS_NO_EVENTS,                                                                                                  \
      "From summary exports most deferrals cannot be seen: extended reports or message trace "                             \
      "details have the events that show them.",                                                                           \
      "En exportaciones de resumen no se ve la mayoría de los aplazamientos: los eventos que los "                        \
      "muestran están en los informes ampliados o en los detalles del seguimiento de mensajes.")                           \
    X(FINDINGS_CUT, "Older mail was left out: no more than {0} hours are searched at a time.",                             \
      "El correo más antiguo quedó fuera: no se busca en más de {0} horas a la vez.")                                      \
    X(FINDINGS_HOW_TITLE, "How this was searched", "Cómo se buscó")                                                        \
    X(FINDINGS_HOW,                                                                                                        \
      "Every combination of recipient domain, provider, country, remote host, sending forest and size, "                   \
      "with every stretch of time, with hours that come again and with the whole period, was compared "                    \
      "with what is usual: {0} patterns. The chances given allow for the whole search.",                                   \
      "Se comparó con lo habitual cada combinación de dominio del destinatario, proveedor, país, "                      \
      "servidor remoto, bosque de Exchange y tamaño, en cada intervalo de tiempo, en horas que se "                       \
      "repiten y en todo el periodo: {0} patrones. Las probabilidades indicadas tienen en cuenta toda la "                 \
      "búsqueda.")                                                                                                         \
    X(FINDINGS_UNIT, "A message counts once for each recipient domain, whatever the number of its recipients there.",      \
      "Un mensaje cuenta una vez por cada dominio de destino, tenga los destinatarios que tenga en él.")                   \
    X(FINDINGS_UNSAID,                                                                                                     \
      "{0} {0:message|messages} failed and no export tells why: {0:it|they} may have expired and {0:is|are} counted.",     \
      "{0} {0:mensaje falló|mensajes fallaron} sin que ninguna exportación diga por qué: {0:puede|pueden} haber "       \
      "caducado, así que se {0:cuenta|cuentan}.")                                                                          \
    /* ---- told apart ---- */                                                                                             \
    X(APART_MORE, "{0} more {0:is|are} left out here; the JSON has all.",                                                  \
      "Aquí {0:se omite|se omiten} {0} más; el JSON los tiene todos.")                                                     \
    X(DEAD_TITLE, "Dead domains", "Dominios muertos")                                                                      \
    X(DEAD_LEDE,                                                                                                           \
      "Nothing was ever delivered to {0} {0:domain|domains}, misspelt or no longer in use. {0:It is|They are} not "        \
      "part of the findings.",                                                                                             \
      "Nunca se ha entregado nada a {0} {0:dominio, mal escrito o ya sin uso. No forma|dominios, mal escritos o ya "       \
      "sin uso. No forman} parte de los hallazgos.")                                                                       \
    X(MAILINGS_TITLE, "Mailings to lists with bad addresses", "Envíos a listas con direcciones erróneas")                  \
    X(MAILINGS_LEDE,                                                                                                       \
      "{0} {0:mailing|mailings} failed at many providers alike, because the list has bad addresses. These failures "       \
      "are not part of the findings.",                                                                                     \
      "{0} {0:envío masivo falló|envíos masivos fallaron} por igual en muchos proveedores, porque la lista tiene "      \
      "direcciones erróneas. Estos fallos no forman parte de los hallazgos.")                                              \
    X(LOOPS_TITLE, "Mail loops", "Bucles de correo")                                                                       \
    X(LOOPS_LEDE,                                                                                                          \
      "{0} {0:message|messages} went round in circles: look at forwarding and connectors. {0:It is|They "                  \
      "are} not part of the findings.",                                                                                    \
      "{0} {0:mensaje dio|mensajes dieron} vueltas en círculo: conviene revisar los reenvíos y los "                     \
      "conectores. No {0:forma|forman} parte de los hallazgos.")                                                           \
    X(COLUMN_DOMAIN, "Domain", "Dominio")                                                                                  \
    X(COLUMN_LIKE, "Looks like", "Se parece a")                                                                            \
    X(COLUMN_MESSAGES, "Messages", "Mensajes")                                                                             \
    X(COLUMN_RECIPIENTS, "Recipients", "Destinatarios")                                                                    \
    X(COLUMN_SENDERS, "Senders", "Remitentes")                                                                             \
    X(COLUMN_FIRST, "First", "Primero")                                                                                    \
    X(COLUMN_LAST, "Last", "Último")                                                                                       \
    X(COLUMN_REASON_CLASS, "Reason", "Motivo")                                                                             \
    X(COLUMN_REPLY, "Reply", "Respuesta")                                                                                  \
    X(COLUMN_SENDER, "Sender", "Remitente")                                                                                \
    X(COLUMN_RECIPIENT, "Recipient", "Destinatario")                                                                       \
    X(COLUMN_SUBJECT, "Subject", "Asunto")                                                                                 \
    X(COLUMN_MESSAGE_ID, "Message-ID", "Message-ID")                                                                       \
    X(COLUMN_FAILED, "Failed", "Fallidos")                                                                                 \
    X(COLUMN_DOMAINS, "Domains", "Dominios")                                                                               \
    X(COLUMN_DOMAINS_FAILED, "with failures", "con fallos")                                                                \
    X(COLUMN_TIMES, "Came by", "Pasadas")
#endif
