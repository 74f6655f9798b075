#ifndef MT_REPORTS_SENTENCES_H
#define MT_REPORTS_SENTENCES_H

/* The sentences and words of reports and of what the database holds, in English and Spanish. Both use the same places.
 * See messages.h for what stands in braces. */

#define MT_SENTENCES_OF_REPORTS(X)                                                                                     \
    /* ---- of all formats ---- */                                                                                     \
    X(CONTENTS, "Contents", "Contenido")                                                                               \
    X(ZONE, "Times are in {0}.", "Las horas están en {0}.")                                                            \
    X(FRESH, "Data as of {0}.", "Datos a fecha de {0}.")                                                               \
    X(TOO_FEW, "fewer than {0}", "menos de {0}")                                                                       \
    X(HEAT_MASK, "Per cent. \xC2\xB7 stands where the share would rest on fewer than {0} deliveries.",                 \
      "Por ciento. \xC2\xB7 aparece donde la proporción se basaría en menos de {0} entregas.")                         \
    X(FIGURES, "Show the figures", "Mostrar las cifras")                                                               \
    X(ROWS_SHOWN, "{0} of {1} {1:row|rows}", "{0} de {1} {1:fila|filas}")                                              \
    X(EMPTY_TABLE, "Nothing to show.", "No hay nada que mostrar.")                                                     \
    /* ---- weekly report ---- */                                                                                      \
    X(WEEKLY_TITLE, "Mail delivery in week {0}", "Entrega del correo en la semana {0}")                                \
    X(WEEKLY_SUBTITLE, "{0} to {1}", "Del {0} al {1}")                                                                 \
    X(COVERAGE_TITLE, "Coverage", "Cobertura")                                                                         \
    X(COVERAGE_WHOLE, "The data covers the whole week, without gaps, from {0} {0:export|exports}.",                    \
      "Los datos cubren toda la semana, sin huecos, a partir de {0} {0:exportación|exportaciones}.")                   \
    X(COVERAGE_PART,                                                                                                   \
      "The week is not whole: the data covers {0} of 7 days and has {1} {1:gap|gaps}, from {2} {2:export|exports}. "   \
      "Nothing here is compared with other weeks.",                                                                    \
      "La semana no está completa: los datos cubren {0} de 7 días y tienen {1} {1:hueco|huecos}, a partir "          \
      "de {2} {2:exportación|exportaciones}. Nada de esto se compara con otras semanas.")                              \
    X(EVIDENCE_SUMMARY,                                                                                                \
      "Every figure rests on summary exports. They show a deferral only when an export was taken "                     \
      "while the message was Pending, so read each deferred figure as \xE2\x80\x9C"                                    \
      "at least\xE2\x80\x9D. Exports taken more often see more.",                                                      \
      "Todas las cifras se basan en exportaciones de resumen. Solo muestran un aplazamiento si la "                    \
      "exportación se hizo mientras el mensaje estaba pendiente, así que cada cifra de aplazamientos debe "          \
      "leerse como «al menos». Con exportaciones más frecuentes se ven más.")                                          \
    X(EVIDENCE_EVENTS,                                                                                                 \
      "{0} of {1} {1:delivery has|deliveries have} transport events. Of the others a deferral shows "                  \
      "only when an export was taken while the message was Pending, so read each deferred figure as \xE2\x80\x9C"      \
      "at least\xE2\x80\x9D.",                                                                                         \
      "{0} de {1} {1:entrega tiene|entregas tienen} eventos de transporte. De las demás, un aplazamiento "            \
      "solo se ve si se hizo una exportación mientras el mensaje estaba pendiente, así que cada cifra de "           \
      "aplazamientos debe leerse como «al menos».")                                                                    \
    X(EVIDENCE_ALL, "All mail of the week has transport events: they tell every deferral, what expired, and why.",     \
      "Todo el correo de la semana tiene eventos de transporte: muestran cada aplazamiento, qué caducó y "           \
      "por qué.")                                                                                                      \
    X(EVIDENCE_NO_EXPIRY,                                                                                              \
      "Whether the failed mail expired is not in this data: the extended report or message trace details carry it.",   \
      "Si el correo fallido caducó no está en estos datos: lo tienen el informe ampliado o los detalles "            \
      "del seguimiento de mensajes.")                                                                                  \
    X(EVIDENCE_NO_REASONS,                                                                                             \
      "Why mail was deferred or failed, and what expired, is not in this data: the extended "                          \
      "report or message trace details carry it.",                                                                     \
      "Por qué se aplazó o falló el correo, y qué caducó, no está en estos datos: lo tienen el informe "         \
      "ampliado o los detalles del seguimiento de mensajes.")                                                          \
    X(REJECTS,                                                                                                         \
      "{0} {0:record|records} of these exports could not be read and {0:is|are} missing here; "                        \
      "\xE2\x80\x9Cmsgtrace rejects\xE2\x80\x9D shows why.",                                                           \
      "{0} {0:registro|registros} de estas exportaciones no se {0:pudo|pudieron} leer y {0:falta|faltan} "             \
      "aquí; «msgtrace rejects» muestra por qué.")                                                                     \
    X(GAPS_TITLE, "Gaps", "Huecos")                                                                                    \
    X(GAPS_LEDE,                                                                                                       \
      "In these hours mail is usual but the data has none. Either there was no mail, or no export covers "             \
      "them.",                                                                                                         \
      "En estas horas lo habitual es que haya correo, pero los datos no tienen ninguno. O no lo hubo, o "              \
      "ninguna exportación las cubre.")                                                                                \
    X(HEADLINE_TITLE, "The week in figures", "La semana en cifras")                                                    \
    X(WHY_PART, "the week is not whole, so it is not compared", "la semana no está completa, así que no se compara")   \
    X(WHY_LAST_PART, "the data of the week before is missing or not whole",                                            \
      "faltan los datos de la semana anterior o no están completos")                                                   \
    X(WHY_NO_BEFORE, "none of the eight weeks before is whole",                                                        \
      "ninguna de las ocho semanas anteriores está completa")                                                          \
    X(WHY_LAST_CAUGHT, "the week before rests on summary exports, which show only some deferrals",                     \
      "la semana anterior se basa en exportaciones de resumen, que solo muestran algunos aplazamientos")               \
    X(WHY_NO_EVENTS, "none of the eight weeks before is whole and has the events of its mail",                         \
      "ninguna de las ocho semanas anteriores está completa y tiene los eventos de su correo")                         \
    X(WHY_AT_LEAST, "it is a lower bound, so weeks cannot be compared",                                                \
      "es un valor mínimo, así que no se pueden comparar semanas")                                                     \
    X(WHY_LAST_UNKNOWN, "it is not known of the week before", "no se conoce el de la semana anterior")                 \
    X(WHY_NONE_KNOWN, "it is not known of any whole week among the eight before",                                      \
      "no se conoce el de ninguna semana completa entre las ocho anteriores")                                          \
    X(WHY_CAUGHT, "it depends on when exports were taken, so weeks cannot be compared",                                \
      "depende de cuándo se hicieron las exportaciones, así que no se pueden comparar semanas")                        \
    X(WHY_UNDER_WAY, "older mail has had more time to arrive, so weeks cannot be compared",                            \
      "el correo más antiguo ha tenido más tiempo para llegar, así que no se pueden comparar semanas")                 \
    X(HEADLINE_NOTE,                                                                                                   \
      "A delivery is one message to one recipient. The change against the week before is that of the "                 \
      "share of deliveries; for deliveries themselves, of their number.",                                              \
      "Una entrega es un mensaje a un destinatario. El cambio respecto a la semana anterior es el de la "              \
      "proporción de entregas; en las propias entregas, el de su número.")                                             \
    X(HEADLINE_MEAN, "The mean before is that of {0} whole {0:week|weeks} among the eight before",                     \
      "La media anterior es la de {0} {0:semana completa|semanas completas} entre las ocho anteriores")                \
    X(HEADLINE_MEAN_DEFERRED, "; of deferred mail, that of the {0} of them whose mail has events",                     \
      "; la del correo aplazado, la de las {0} cuyo correo tiene eventos")                                             \
    X(HEADLINE_MEAN_EXPIRED, "; of expired mail, that of those of which it is known",                                  \
      "; la del correo caducado, la de aquellas en las que se conoce")                                                 \
    X(OUTCOMES_TITLE, "What became of the mail", "Qué fue del correo")                                                 \
    X(OUTCOMES_LEDE,                                                                                                   \
      "All mail of the week by its last known state. Quarantined mail and mail filtered as spam did "                  \
      "not fail: a filter held it back.",                                                                              \
      "Todo el correo de la semana según su último estado conocido. El correo en cuarentena y el filtrado "          \
      "como correo no deseado no fallaron: los retuvo un filtro.")                                                     \
    /* ---- what stands out ---- */                                                                                    \
    X(STANDOUT_MORE,                                                                                                   \
      "{0} more {0:statement|statements} of this kind {0:is|are} left out; the tables below have the "                 \
      "figures.",                                                                                                      \
      "Se {0:omite|omiten} {0} {0:afirmación más de este tipo|afirmaciones más de este tipo}; las tablas "          \
      "de abajo tienen las cifras.")                                                                                   \
    X(STANDOUT_NOTE,                                                                                                   \
      "To stand out takes at least {0} deliveries in trouble, at least half as often again as all "                    \
      "other mail, and 95\xC2\xA0% intervals that do not touch. One mailing to many recipients counts "                \
      "as often as it has recipients and can look like a pattern, and several statements can be about "                \
      "the same mail. All other mail includes mail that came in.",                                                     \
      "Para destacar hacen falta al menos {0} entregas con problemas, que ocurran al menos una vez y media "           \
      "tan a menudo como en el resto del correo, y que los intervalos del 95\xC2\xA0% no se toquen. Un "               \
      "envío masivo a muchos destinatarios cuenta tantas veces como destinatarios tiene y puede parecer un "          \
      "patrón, y varias afirmaciones pueden referirse al mismo correo. El resto del correo incluye el que "           \
      "entró.")                                                                                                        \
    X(FOUND_REASON, " The reason most often given is {0}, {1}: {2} of {3}.",                                           \
      " El motivo más frecuente es {0}, {1}: {2} de {3}.")                                                             \
    X(NO_CLASS, "not classed", "sin clasificar")                                                                       \
    X(TREND_ALL_CAUGHT,                                                                                                \
      "Deferred figures are lower bounds that depend on when exports were taken: they cannot be "                      \
      "compared from week to week, and their intervals say nothing of what was missed.",                               \
      "Las cifras de aplazamientos son valores mínimos que dependen de cuándo se hicieron las "                      \
      "exportaciones: no se pueden comparar entre semanas, y sus intervalos no dicen nada de lo que no se "            \
      "vio.")                                                                                                          \
    X(TREND_CAUGHT,                                                                                                    \
      "Without events of all mail: {0}. Their deferred figures are lower bounds that depend on when "                  \
      "exports were taken, and cannot be compared with those of other weeks.",                                         \
      "Sin eventos de todo el correo: {0}. Sus cifras de aplazamientos son valores mínimos que dependen de "          \
      "cuándo se hicieron las exportaciones, y no se pueden comparar con las de otras semanas.")                       \
    X(ABOUT_TO, "Mail to {0}", "El correo a {0}")                                                                      \
    X(ABOUT_SIZE, "Mail of size {0}", "El correo de tamaño {0}")                                                       \
    X(ABOUT_SIZES, "Mail of sizes {0} to {1}", "El correo de tamaños de {0} a {1}")                                    \
    X(ABOUT_HOURS, "Mail received between {0}:00 and {1}:00", "El correo recibido entre las {0}:00 y las {1}:00")      \
    X(ABOUT_WEEKDAY, "Mail received on {0}", "El correo recibido en {0}")                                              \
    X(ABOUT_WEEKDAYS, "Mail received from {0} to {1}", "El correo recibido de {0} a {1}")                              \
    X(OFTEN_DEFERRED, "{0} was seen deferred {1} of the time ({2} of {3}), against {4} for all other mail.",           \
      "{0} se aplazó el {1} de las veces ({2} de {3}), frente al {4} del resto del correo.")                           \
    X(OFTEN_FAILED, "{0} failed {1} of the time ({2} of {3}), against {4} for all other mail.",                        \
      "{0} falló el {1} de las veces ({2} de {3}), frente al {4} del resto del correo.")                               \
    X(BEFORE_WORSE, " In the week before it was {0} ({1} of {2}): it has become worse.",                               \
      " En la semana anterior fue el {0} ({1} de {2}): ha empeorado.")                                                 \
    X(BEFORE_LESS, " In the week before it was {0} ({1} of {2}): it has become better.",                               \
      " En la semana anterior fue el {0} ({1} de {2}): ha mejorado.")                                                  \
    X(BEFORE_SAME, " In the week before it was {0} ({1} of {2}): no clear change.",                                    \
      " En la semana anterior fue el {0} ({1} de {2}): sin cambio claro.")                                             \
    X(BEFORE_NONE, " In the week before there was no such mail.", " En la semana anterior no hubo correo así.")        \
    X(NOW_WORSE, " The last 24 hours of the data still show it ({0} of {1}).",                                         \
      " Las últimas 24 horas de los datos todavía lo muestran ({0} de {1}).")                                          \
    X(NOW_USUAL, " The last 24 hours of the data no longer show it ({0} of {1}).",                                     \
      " Las últimas 24 horas de los datos ya no lo muestran ({0} de {1}).")                                            \
    X(NOW_UNKNOWN, " The last 24 hours of the data have too little of this mail to tell ({0} of {1}).",                \
      " Las últimas 24 horas de los datos tienen demasiado poco de este correo para saberlo ({0} de {1}).")            \
    X(ALL_DEFERRED_MORE, "Over all mail, more was seen deferred than in the week before: {0} against {1}.",            \
      "En todo el correo se aplazó más que en la semana anterior: el {0}, frente al {1}.")                             \
    X(ALL_DEFERRED_LESS, "Over all mail, less was seen deferred than in the week before: {0} against {1}.",            \
      "En todo el correo se aplazó menos que en la semana anterior: el {0}, frente al {1}.")                           \
    X(ALL_FAILED_MORE, "Over all mail, more failed than in the week before: {0} against {1}.",                         \
      "En todo el correo falló más que en la semana anterior: el {0}, frente al {1}.")                                 \
    X(ALL_FAILED_LESS, "Over all mail, less failed than in the week before: {0} against {1}.",                         \
      "En todo el correo falló menos que en la semana anterior: el {0}, frente al {1}.")                               \
    /* ---- the tables ---- */                                                                                         \
    X(PROVIDERS_TITLE, "Mailbox providers", "Proveedores de buzones")                                                  \
    X(PROVIDERS_LEDE, "Who takes the mail in, behind the recipients\xE2\x80\x99 domains. Most trouble first.",         \
      "Quién recibe el correo tras los dominios de los destinatarios. Primero, los que tienen más problemas.")         \
    X(DOMAINS_TITLE, "Recipient domains", "Dominios de destino")                                                       \
    X(DOMAINS_LEDE, "The {0} {0:domain|domains} with the most trouble.",                                               \
      "{0:El|Los} {0} {0:dominio|dominios} con más problemas.")                                                        \
    X(HOURS_TITLE, "Hours of the week", "Horas de la semana")                                                          \
    X(HOURS_LEDE, "When the mail was received that was later seen deferred or failed.",                                \
      "Cuándo se recibió el correo que después se aplazó o falló.")                                                    \
    X(HOURS_CAUGHT, "From summary exports, more deferrals are seen in the hours before an export was taken.",          \
      "En las exportaciones de resumen se ven más aplazamientos en las horas anteriores a cada exportación.")          \
    X(SIZES_TITLE, "Message sizes", "Tamaños de los mensajes")                                                         \
    X(REASONS_TITLE, "Reasons", "Motivos")                                                                             \
    X(REASONS_LEDE,                                                                                                    \
      "Why mail was deferred or failed, as the last server in the chain said it; who has to act, and "                 \
      "whether trying again can help. Most frequent first.",                                                           \
      "Por qué se aplazó o falló el correo, según lo dijo el último servidor de la cadena; quién debe "          \
      "actuar y si reintentar puede ayudar. Primero, los más frecuentes.")                                             \
    X(REASONS_CUT, "Shown are {0}; \xE2\x80\x9Cmsgtrace query reasons\xE2\x80\x9D has all.",                           \
      "Se muestran {0}; «msgtrace query reasons» las tiene todas.")                                                    \
    X(DELAYS_TITLE, "How long mail took", "Cuánto tardó el correo")                                                    \
    X(DELAYS_ALL, "From receipt to delivery, of all mail: {0}\xC2\xA0% within {1}",                                    \
      "Desde la recepción hasta la entrega, de todo el correo: el {0}\xC2\xA0% en {1}")                                \
    X(DELAYS_MORE, ", {0}\xC2\xA0% within {1}", ", el {0}\xC2\xA0% en {1}")                                            \
    X(ATTEMPTS_TITLE, "How often mail was tried", "Cuántas veces se intentó la entrega")                               \
    X(ATTEMPTS_LEDE, "Mail with events, by the number of times a server tried to hand it over. Most mail needs one.",  \
      "El correo con eventos, según las veces que un servidor intentó entregarlo. Casi todo necesita una.")            \
    X(ROUTES_TITLE, "Routes and regions", "Rutas y regiones")                                                          \
    X(ROUTES_UNKNOWN,                                                                                                  \
      "The region is unknown for {0} of the mail (Message-IDs of mail sent from Exchange Online tell "                 \
      "it), the connector for {1} (enhanced summaries and extended reports name it).",                                 \
      "Se desconoce la región del {0} del correo (la dicen los Message-ID del correo enviado desde "                  \
      "Exchange Online) y el conector del {1} (lo nombran los resúmenes mejorados y los informes "                    \
      "ampliados).")                                                                                                   \
    X(PENDING_TITLE, "Still under way", "Aún en camino")                                                               \
    X(PENDING_LEDE, "Mail without an end state when it was last seen, by its age then.",                               \
      "El correo que no tenía estado final la última vez que se vio, según la antigüedad que tenía entonces.")         \
    X(PENDING_NONE, "All mail of the week has an end state.", "Todo el correo de la semana tiene estado final.")       \
    X(CHANGES_TITLE, "Compared with the week before", "Comparación con la semana anterior")                            \
    X(CHANGES_LEDE,                                                                                                    \
      "{0} {0:provider is|providers are} worse off than in the week before, {1} better off. What changed most surely " \
      "comes first.",                                                                                                  \
      "{0} {0:proveedor está|proveedores están} peor que en la semana anterior y {1} {1:está|están} mejor. "       \
      "Primero, lo que con más seguridad ha cambiado.")                                                                \
    X(CHANGES_NONE, "No provider is clearly worse or better than in the week before.",                                 \
      "Ningún proveedor está claramente peor ni mejor que en la semana anterior.")                                     \
    X(CHANGES_NOTE,                                                                                                    \
      "In trouble is what was deferred or expired, and what failed without an export that says why. The intervals "    \
      "allow for trouble that comes in clumps and for levels that wander from hour to hour: one greylisted mailing "   \
      "is no change.",                                                                                                 \
      "Con problemas está lo que se aplazó o caducó, y lo que falló sin que una exportación diga por qué. "      \
      "Los intervalos tienen en cuenta que los problemas llegan en grupos y que los niveles varían de una "           \
      "hora a otra: un solo envío masivo retenido por listas grises no es un cambio.")                                 \
    X(TREND_TITLE, "Nine weeks", "Nueve semanas")                                                                      \
    X(TREND_PART, "Not whole, so low figures mean little: {0}.",                                                       \
      "Incompletas, así que las cifras bajas significan poco: {0}.")                                                   \
    X(MESSAGES_TITLE, "Messages for follow-up", "Mensajes que revisar")                                                \
    X(MESSAGES_LEDE,                                                                                                   \
      "{0} {0:delivery|deliveries} in trouble; what is still waiting or lost comes first. The trace id finds each in " \
      "the admin center, and \xE2\x80\x9Cmsgtrace trace\xE2\x80\x9D shows what is known of it.",                       \
      "{0} {0:entrega|entregas} con problemas; primero, lo que aún espera o se perdió. El id. de "                   \
      "seguimiento encuentra cada una en el centro de administración, y «msgtrace trace» muestra lo que se "        \
      "sabe de ella.")                                                                                                 \
    X(MESSAGES_NONE, "None: no mail of the week was deferred or failed.",                                              \
      "Ninguno: no se aplazó ni falló ningún correo de la semana.")                                                    \
    X(SOURCES_TITLE, "Where the figures come from", "De dónde salen las cifras")                                       \
    X(SOURCES_LEDE, "The exports with mail of this week.", "Las exportaciones con correo de esta semana.")             \
    X(FEW_NOTE, "A pale bar rests on fewer than {0} deliveries.",                                                      \
      "Una barra pálida se basa en menos de {0} entregas.")                                                            \
    X(CHART_DEFERRED, "Share of deliveries seen deferred, with its 95\xC2\xA0% interval",                              \
      "Proporción de entregas aplazadas, con su intervalo del 95\xC2\xA0%")                                            \
    X(CHART_TROUBLE, "Share of deliveries seen deferred or failed, by weekday and hour of receipt",                    \
      "Proporción de entregas aplazadas o fallidas, por día de la semana y hora de recepción")                         \
    X(CHART_TREND, "Share of deliveries seen deferred, week by week, with its 95\xC2\xA0% interval",                   \
      "Proporción de entregas aplazadas, semana a semana, con su intervalo del 95\xC2\xA0%")                           \
    X(COLUMN_DEFERRED, "Seen deferred", "Aplazadas")                                                                   \
    X(COLUMN_OF_DELIVERIES, "of deliveries", "de las entregas")                                                        \
    X(COLUMN_CHANGE, "change", "cambio")                                                                               \
    X(COLUMN_WEEK_BEFORE, "week before", "semana anterior")                                                            \
    X(COLUMN_MEAN, "mean before", "media anterior")                                                                    \
    /* ---- what a question answers ---- */                                                                            \
    X(DEFERRED_CAUGHT,                                                                                                 \
      "Deferred is a lower bound: a summary export shows a deferral only when it was taken while the mail "            \
      "was Pending. It counts what was seen deferred, whatever became of it.",                                         \
      "Las aplazadas son un valor mínimo: una exportación de resumen solo muestra un aplazamiento si se "            \
      "hizo mientras el correo estaba pendiente. Cuentan lo que se vio aplazado, fuera cual fuera su final.")          \
    /* ---- what is known of a message ---- */                                                                         \
    X(TRACE_TITLE, "Message trace", "Seguimiento de mensajes")                                                         \
    X(TRACE_DELIVERIES, "Deliveries", "Entregas")                                                                      \
    X(TRACE_HISTORY, "What is known to have happened", "Qué se sabe que ocurrió")                                      \
    X(TRACE_WITH_EVENTS,                                                                                               \
      "A status was first seen in an export of that time; it can be older. Attempts are counted as far as "            \
      "events show them.",                                                                                             \
      "Un estado se vio por primera vez en una exportación de ese momento; puede ser anterior. Los "                  \
      "intentos se cuentan hasta donde los eventos los muestran.")                                                     \
    X(TRACE_WITHOUT_EVENTS,                                                                                            \
      "A status was first seen in an export of that time; it can be older. Every attempt and every reply "             \
      "of the other side are in the extended report or in Get-MessageTraceDetailV2.",                                  \
      "Un estado se vio por primera vez en una exportación de ese momento; puede ser anterior. Cada "                 \
      "intento y cada respuesta del otro lado están en el informe ampliado o en Get-MessageTraceDetailV2.")            \
    /* ---- what a reply means ---- */                                                                                 \
    X(EXPLAIN_TITLE, "What a reply means", "Qué significa una respuesta")                                              \
    X(EXPLAIN_UNKNOWN, "Not known: no line of the table has this code or a word of this text.",                        \
      "No se sabe: ninguna línea de la tabla tiene este código ni una palabra de este texto.")                         \
    X(EXPLAIN_NUMBERS, "By the rules of RFC 3463 {0} is {1} ({2}.x.x), about {3}.",                                    \
      "Según las reglas de RFC 3463, {0} es {1} ({2}.x.x), sobre {3}.")                                                \
    X(EXPLAIN_EXPIRED,                                                                                                 \
      "The service tried again and again and gave up when the time was over: the class is that of the last "           \
      "reply, where the text has one.",                                                                                \
      "El servicio reintentó una y otra vez y desistió al agotarse el tiempo: la clase es la de la última "         \
      "respuesta, si el texto tiene una.")                                                                             \
    X(EXPLAIN_CUT, "The service cut this text; what is missing may say more.",                                         \
      "El servicio cortó este texto; lo que falta puede decir más.")                                                   \
    X(EXPLAIN_TEACH, "When you know what it means: 'msgtrace codes --add FILE' teaches it.",                           \
      "Cuando sepa qué significa, «msgtrace codes --add FILE» lo enseña.")                                             \
    X(EXPLAIN_OWN_LINES, "Lines of your own were not read: {0}.", "No se leyeron las líneas propias: {0}.")            \
    /* ---- what the database holds ---- */                                                                            \
    X(STATUS_TITLE, "What the database holds", "Qué contiene la base de datos")                                        \
    X(STATUS_CONTENTS_TITLE, "What is here", "Qué hay")                                                                \
    X(STATUS_AGE_TITLE, "How fresh it is", "Cómo de actual es")                                                        \
    X(STATUS_EVIDENCE_TITLE, "What it can answer", "Qué puede responder")                                              \
    X(STATUS_DAYS_TITLE, "Days", "Días")                                                                               \
    X(STATUS_HOURS_TITLE, "Hours", "Horas")                                                                            \
    X(STATUS_GRID_TITLE, "Days and their hours", "Días y sus horas")                                                   \
    X(STATUS_GAPS_TITLE, "Stretches without mail", "Intervalos sin correo")                                            \
    X(STATUS_WANTED_TITLE, "What to export next", "Qué exportar a continuación")                                       \
    X(STATUS_EVIDENCE_DAYS_TITLE, "Evidence by day", "Evidencia por días")                                             \
    X(STATUS_FLAVOURS_TITLE, "Kinds of export", "Tipos de exportación")                                                \
    X(STATUS_IMPORTS_TITLE, "Imports", "Importaciones")                                                                \
    X(STATUS_QUALITY_TITLE, "What is not known of the mail", "Qué no se sabe del correo")                              \
    X(STATUS_COMMAND, "{0}, {1} to {2}", "{0}, del {1} al {2}")                                                        \
    X(STATUS_NO_COMMANDS, "nothing is missing that could still be exported",                                           \
      "no falta nada que aún se pueda exportar")                                                                       \
    X(STATUS_NEWEST, "The newest mail was received {0}, {1} ago.",                                                     \
      "El correo más reciente se recibió el {0}, hace {1}.")                                                           \
    X(STATUS_EXPORT, "The newest export was taken {0}, {1} behind that mail.",                                         \
      "La exportación más reciente se hizo el {0}, {1} después de ese correo.")                                        \
    X(STATUS_KEPT,                                                                                                     \
      "Microsoft keeps message traces for 90 days: mail received before {0} cannot be exported any more.",             \
      "Microsoft conserva el seguimiento de mensajes 90 días: el correo recibido antes del {0} ya no se "             \
      "puede exportar.")                                                                                               \
    X(STATUS_LEAVES, "The mail that follows the data can be exported until {0}, for another {1}.",                     \
      "El correo que sigue a los datos se puede exportar hasta el {0}, durante {1} más.")                              \
    X(STATUS_LEFT,                                                                                                     \
      "Mail between {0} and {1} follows the data and is out of Microsoft\xE2\x80\x99s reach: only exports "            \
      "that were kept have it.",                                                                                       \
      "El correo entre el {0} y el {1} sigue a los datos y Microsoft ya no lo ofrece: solo lo tienen las "             \
      "exportaciones que se hayan guardado.")                                                                          \
    X(STATUS_REACH,                                                                                                    \
      "Get-MessageTraceV2 and Microsoft Graph give 10 days a query; enhanced summaries name the client "               \
      "IP of the last 10 days only.",                                                                                  \
      "Get-MessageTraceV2 y Microsoft Graph dan 10 días por consulta; los resúmenes mejorados solo nombran "         \
      "la IP del cliente en los últimos 10 días.")                                                                     \
    X(STATUS_REJECTS, "Some records could not be read and were kept: 'msgtrace rejects' shows them.",                  \
      "Algunos registros no se pudieron leer y se guardaron: «msgtrace rejects» los muestra.")                         \
    X(STATUS_WAITING,                                                                                                  \
      "{0} {0:event waits|events wait} for the delivery {0:it belongs|they belong} to, of {1} to {2}: "                \
      "import the summary export of {0:that day|those days}.",                                                         \
      "{0} {0:evento espera|eventos esperan} la entrega a la que {0:pertenece|pertenecen}, del {1} al {2}: "           \
      "importe la exportación de resumen de {0:ese día|esos días}.")                                                   \
    X(STATUS_WHOSE,                                                                                                    \
      "{0} of them {0:does|do} not say whose {0:it is|they are}: in a new database, importing such "                   \
      "files with --recipient says it.",                                                                               \
      "{0} de ellos no {0:dice de quién es|dicen de quién son}: en una base de datos nueva, lo dice "                \
      "importar esos archivos con --recipient.")                                                                       \
    X(STATUS_LETTERS,                                                                                                  \
      "s: mail, by summary exports alone. E: mail, some of it with events. !: no mail where mail is "                  \
      "usual. -: no mail, as usual. The full stop stands for hours outside of the data.",                              \
      "s: correo, solo con exportaciones de resumen. E: correo, en parte con eventos. !: sin correo donde "            \
      "lo habitual es que haya. -: sin correo, como es habitual. El punto señala horas fuera de los datos.")           \
    X(STATUS_NO_GAPS, "There is none: every hour in which mail is usual has some.",                                    \
      "No hay ninguno: todas las horas en que lo habitual es que haya correo lo tienen.")                              \
    X(STATUS_NO_EVENTS,                                                                                                \
      "No mail of this time has events: deferrals show only where an export caught them, and no "                      \
      "failure has a reason.",                                                                                         \
      "Ningún correo de este periodo tiene eventos: los aplazamientos solo se ven donde una exportación "            \
      "los encontró, y ningún fallo tiene motivo.")                                                                    \
    X(STATUS_WANTED,                                                                                                   \
      "{0} {0:export|exports} would complete the data. 'msgtrace status --commands' prints the "                       \
      "commands, to be pasted into PowerShell.",                                                                       \
      "{0} {0:exportación completaría|exportaciones completarían} los datos. «msgtrace status --commands» "       \
      "escribe los comandos, para pegarlos en PowerShell.")                                                            \
    X(STATUS_GONE, "What has no time left is older than the 90 days that Microsoft keeps.",                            \
      "Lo que no tiene tiempo restante es anterior a los 90 días que conserva Microsoft.")                             \
    X(STATUS_NOTHING_WANTED, "Nothing: there are no gaps, no failures without a reason, and the data is of today.",    \
      "Nada: no hay huecos ni fallos sin motivo, y los datos son de hoy.")

#endif
