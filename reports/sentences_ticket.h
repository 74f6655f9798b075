#ifndef MT_REPORTS_SENTENCES_TICKET_H
#define MT_REPORTS_SENTENCES_TICKET_H

/* Sentences of support tickets, their checklist, their notices and their follow-up: X(NAME, English, Spanish).
 * messages.h says how values are put in. */

#define MT_SENTENCES_OF_TICKET(X)                                                                                             \
    X(TICKET_TITLE, "Evidence for a support ticket", "Pruebas para una solicitud de soporte")                                 \
    X(TICKET_SUBTITLE, "Mail to {0}, reference {1}", "Correo a {0}, referencia {1}")                                          \
    X(TICKET_ALL_PLACES, "all recipients", "todos los destinatarios")                                                         \
    X(TICKET_CASE, "The case", "El caso")                                                                                     \
    X(TICKET_PROBLEM, "{0} of {1} deliveries to {2} ({3}) were deferred or failed.",                                          \
      "{0} de {1} entregas a {2} ({3}) se aplazaron o fallaron.")                                                             \
    X(TICKET_FAILED, "{0} of them failed, {1} were deferred.", "De ellas fallaron {0} y se aplazaron {1}.")                   \
    X(TICKET_BEGAN, "The first of this mail was taken in {0}, the last {1} (times of receipt).",                              \
      "El primero de estos correos se recibió el {0}, el último el {1} (horas de recepción).")                                \
    X(TICKET_STATE_ON, "It was still going on when the data ends ({0}).",                                                     \
      "Seguía ocurriendo cuando acaban los datos ({0}).")                                                                     \
    X(TICKET_STATE_OVER, "It is over: after {0}, {1} of {2} such deliveries had trouble.",                                    \
      "Ha terminado: después del {0}, {1} de {2} entregas así tuvieron problemas.")                                           \
    X(TICKET_STATE_UNKNOWN,                                                                                                   \
      "Whether it is over is not known: after {0} there are {1} such deliveries in the data, {2} of them in trouble.",        \
      "No se sabe si ha terminado: después del {0} hay {1} entregas así en los datos, {2} de ellas con problemas.")           \
    X(TICKET_SENDERS, "{0} different senders have it.", "Lo tienen {0} remitentes distintos.")                                \
    X(TICKET_STORY, "The pattern behind it", "El patrón que hay detrás")                                                      \
    X(TICKET_EXAMPLES, "Examples", "Ejemplos")                                                                                \
    X(TICKET_EXAMPLES_LEDE,                                                                                                   \
      "Every delivery of the case is in deliveries.csv and every event in events.csv, with all ids.",                         \
      "Cada entrega del caso está en deliveries.csv y cada evento en events.csv, con todos los identificadores.")             \
    X(TICKET_PICKED,                                                                                                          \
      "There are more of them than fit: {0} of {1} deliveries in trouble are there, evenly picked over time.",                \
      "Hay más de las que caben: están {0} de {1} entregas con problemas, elegidas de manera uniforme en el tiempo.")         \
    X(TICKET_NO_ID,                                                                                                           \
      "{0} of {1} deliveries in trouble have no network message id in the data: exports with MessageTraceId have it.",        \
      "{0} de {1} entregas con problemas no tienen id. de mensaje de red en los datos: las exportaciones con "                \
      "MessageTraceId lo tienen.")                                                                                            \
    X(TICKET_ANSWERS, "What servers answered, word for word", "Qué respondieron los servidores, palabra por palabra")         \
    X(TICKET_ANSWERS_NONE,                                                                                                    \
      "No export or report in the data says what any server answered: message trace details, extended reports or the "        \
      "non-delivery report do.",                                                                                              \
      "Ninguna exportación ni informe de los datos dice qué respondió ningún servidor: lo dicen los detalles del "        \
      "seguimiento, los informes ampliados o el informe de no entrega.")                                                      \
    X(TICKET_SERVERS, "Servers of the other side", "Servidores del otro lado")                                                \
    X(TICKET_SERVERS_NONE, "No export in the data names them.", "Ninguna exportación de los datos los nombra.")               \
    X(TICKET_DOMAINS, "By recipient domain", "Por dominio de destino")                                                        \
    X(TICKET_SENDERS_TITLE, "By sender", "Por remitente")                                                                     \
    X(TICKET_ROUTES, "Our side: direction, connector, forest and region",                                                     \
      "Nuestro lado: dirección, conector, bosque y región")                                                                   \
    X(TICKET_EGRESS,                                                                                                          \
      "The outbound IP addresses of the service are not in message traces: the Received headers of a delivered "              \
      "message name them (--headers FILE).",                                                                                  \
      "Las direcciones IP de salida del servicio no están en los seguimientos: las nombran las cabeceras Received de "       \
      "un mensaje entregado (--headers ARCHIVO).")                                                                            \
    X(TICKET_EGRESS_SEEN, "A delivered message left the service at {0}, as its headers say.",                                 \
      "Un mensaje entregado salió del servicio por {0}, según sus cabeceras.")                                                \
    X(TICKET_DAYS, "Day by day", "Día a día")                                                                                 \
    X(TICKET_DAYS_CHART, "Share of deliveries seen deferred, with its 95\xC2\xA0% interval",                                  \
      "Proporción de entregas aplazadas, con su intervalo del 95\xC2\xA0%")                                                   \
    X(TICKET_NDRS, "Non-delivery reports", "Informes de no entrega")                                                          \
    X(TICKET_NDRS_LEDE,                                                                                                       \
      "Their texts are in the folder ndr: headers, what they say, and the headers of the original, never its body.",          \
      "Sus textos están en la carpeta ndr: cabeceras, lo que dicen y las cabeceras del original, nunca su cuerpo.")           \
    X(TICKET_TRIED, "What was tried", "Qué se ha intentado")                                                                  \
    X(TICKET_TRIED_NONE, "Nothing was told (--tried TEXT).", "No se dijo nada (--tried TEXTO).")                              \
    X(TICKET_CHECKLIST, "What support asks for", "Qué pide el soporte")                                                       \
    X(TICKET_BASIS, "What the figures rest on", "En qué se basan las cifras")                                                 \
    X(TICKET_GAPS, "{0} {0:gap|gaps} in the data {0:touches|touch} this time.",                                               \
      "{0} {0:hueco|huecos} en los datos {0:toca|tocan} este tiempo.")                                                        \
    X(TICKET_HIDDEN,                                                                                                          \
      "People, subjects and internal machines are tokens (R…, S…, N…, H…, I…): the same person is the same token "  \
      "everywhere. Whoever made this can tell what one stands for.",                                                          \
      "Las personas, los asuntos y las máquinas internas son claves (R…, S…, N…, H…, I…): la misma persona es la " \
      "misma clave en todas partes. Quien lo hizo puede decir qué significa cada una.")                                       \
    X(CHECK_NDR, "Non-delivery report", "Informe de no entrega")                                                              \
    X(CHECK_NDR_DONE, "{0} attached (folder ndr).", "{0} adjuntos (carpeta ndr).")                                            \
    X(CHECK_NDR_HOW,                                                                                                          \
      "Ask a sender for the bounce, save it whole as .eml with its headers, then: msgtrace ticket --ndr "                     \
      "FILE.",                                                                                                                \
      "Pida a un remitente el rebote, guárdelo completo como .eml con sus cabeceras, y después: msgtrace ticket "           \
      "--ndr ARCHIVO.")                                                                                                       \
    X(CHECK_TRACE, "Message trace of the affected mail", "Seguimiento de los mensajes afectados")                             \
    X(CHECK_TRACE_DONE, "{0} deliveries in deliveries.csv, {1} of them with a network message id.",                           \
      "{0} entregas en deliveries.csv, {1} de ellas con id. de mensaje de red.")                                              \
    X(CHECK_TRACE_HOW, "Export with MessageTraceId: Get-MessageTraceV2, or an extended report.",                              \
      "Exporte con MessageTraceId: Get-MessageTraceV2, o un informe ampliado.")                                               \
    X(CHECK_EVENTS, "Events: each try, and what servers answered",                                                            \
      "Eventos: cada intento y lo que respondieron los servidores")                                                           \
    X(CHECK_EVENTS_DONE, "{0} events of {1} deliveries in events.csv.", "{0} eventos de {1} entregas en events.csv.")         \
    X(CHECK_EVENTS_HOW,                                                                                                       \
      "Import an extended report with details, Get-MessageTraceDetailV2 of some of the ids, or message tracking "             \
      "logs.",                                                                                                                \
      "Importe un informe ampliado con detalles, Get-MessageTraceDetailV2 de algunos ids, o registros de "                    \
      "seguimiento.")                                                                                                         \
    X(CHECK_RECENT, "An example of the last 30 days", "Un ejemplo de los últimos 30 días")                                    \
    X(CHECK_RECENT_DONE, "The newest is of {0}; the data end {1}.",                                                           \
      "El más reciente es del {0}; los datos acaban el {1}.")                                                                 \
    X(CHECK_RECENT_HOW, "Support can look into 30 days only: add a newer example.",                                           \
      "El soporte solo puede mirar 30 días: añada un ejemplo más reciente.")                                                  \
    X(CHECK_SPF, "SPF record of the sender", "Registro SPF del remitente")                                                    \
    X(CHECK_DKIM, "DKIM of the sender", "DKIM del remitente")                                                                 \
    X(CHECK_DMARC, "DMARC record of the sender", "Registro DMARC del remitente")                                              \
    X(CHECK_MX, "MX records of the sender", "Registros MX del remitente")                                                     \
    X(CHECK_DNS_HOW,                                                                                                          \
      "msgtrace check dns --domain DOMAIN --records FILE (what dig or nslookup print), then: msgtrace ticket "                \
      "--records FILE.",                                                                                                      \
      "msgtrace check dns --domain DOMINIO --records ARCHIVO (lo que imprimen dig o nslookup), y después: msgtrace "         \
      "ticket --records ARCHIVO.")                                                                                            \
    X(CHECK_HEADERS, "Headers of a message that was delivered", "Cabeceras de un mensaje entregado")                          \
    X(CHECK_HEADERS_DONE, "{0} attached (folder headers).", "{0} adjuntas (carpeta headers).")                                \
    X(CHECK_HEADERS_HOW,                                                                                                      \
      "Save the headers of a message of the same sender that another receiver took: they show SPF, DKIM, DMARC and "          \
      "the outbound IP. Then: msgtrace ticket --headers FILE.",                                                               \
      "Guarde las cabeceras de un mensaje del mismo remitente que otro receptor aceptó: muestran SPF, DKIM, DMARC y "        \
      "la IP de salida. Después: msgtrace ticket --headers ARCHIVO.")                                                         \
    X(CHECK_CONTROLS, "Other mail to compare with", "Otro correo con que comparar")                                           \
    X(CHECK_CONTROLS_DONE, "{0} deliveries of the same senders to others in the same time, {1} of them in trouble.",          \
      "{0} entregas de los mismos remitentes a otros en el mismo tiempo, {1} de ellas con problemas.")                        \
    X(CHECK_CONTROLS_HOW, "Import message traces of all mail of these days, not of this mail alone.",                         \
      "Importe seguimientos de todo el correo de esos días, no solo de este.")                                                \
    X(CHECK_RETRY, "Sending again", "Reenvío")                                                                                \
    X(CHECK_RETRY_DONE, "{0} of the {1} deliveries in trouble got through later, when the service tried again.",              \
      "{0} de las {1} entregas con problemas pasaron más tarde, cuando el servicio lo volvió a intentar.")                    \
    X(CHECK_RETRY_FAILED, "None of the {1} deliveries in trouble is known to have got through later.",                        \
      "De ninguna de las {1} entregas con problemas se sabe que pasara más tarde.")                                           \
    X(CHECK_RETRY_HOW, "Send a plain test message to one of the recipients, and import a trace of it.",                       \
      "Envíe un mensaje de prueba sencillo a uno de los destinatarios e importe su seguimiento.")                             \
    X(CHECK_TRIED, "What was tried already", "Qué se ha intentado ya")                                                        \
    X(CHECK_TRIED_DONE, "{0} {0:step|steps} told.", "{0} {0:paso dicho|pasos dichos}.")                                       \
    X(CHECK_TRIED_HOW, "Tell it: msgtrace ticket --tried 'TEXT' (may be given several times).",                               \
      "Dígalo: msgtrace ticket --tried 'TEXTO' (se puede dar varias veces).")                                                 \
    X(CHECK_NOT_CHECKED, "Not checked.", "Sin comprobar.")                                                                    \
    X(CHECK_DONE, "done", "hecho")                                                                                            \
    X(CHECK_MISSING, "missing", "falta")                                                                                      \
    X(CHECK_FAILED, "failed", "con fallos")                                                                                   \
    X(CHECK_POINT, "Point", "Punto")                                                                                          \
    X(CHECK_STATE, "State", "Estado")                                                                                         \
    X(CHECK_EVIDENCE, "Evidence", "Prueba")                                                                                   \
    X(CHECK_HOW, "How to get it", "Cómo conseguirlo")                                                                         \
    X(NOTICE_SUBJECT, "Mail to {0}: delays and returned messages", "Correo a {0}: retrasos y mensajes devueltos")             \
    X(NOTICE_HELLO, "Dear colleagues,", "Hola a todos:")                                                                      \
    X(NOTICE_ON, "since {0} (UTC), mail to {1} is delayed or comes back. {2} of {3} messages were affected so far.",          \
      "desde el {0} (UTC), el correo a {1} se retrasa o se devuelve. Hasta ahora, {2} de {3} mensajes se vieron "             \
      "afectados.")                                                                                                           \
    X(NOTICE_OVER,                                                                                                            \
      "from {0} to {4} (UTC), mail to {1} was delayed or came back. {2} of {3} messages were affected. Mail to {1} "          \
      "gets through again.",                                                                                                  \
      "del {0} al {4} (UTC), el correo a {1} se retrasó o se devolvió. {2} de {3} mensajes se vieron afectados. El "        \
      "correo a {1} vuelve a pasar.")                                                                                         \
    X(NOTICE_CAUSE_OTHER_SIDE,                                                                                                \
      "As far as we can see, the trouble lies between Microsoft 365 and the receiving servers, not in your messages "         \
      "or mailboxes.",                                                                                                        \
      "Por lo que vemos, el problema está entre Microsoft 365 y los servidores receptores, no en sus mensajes ni "           \
      "buzones.")                                                                                                             \
    X(NOTICE_CAUSE_OPEN, "Why is not known yet; we are looking into it.",                                                     \
      "Todavía no se sabe por qué; lo estamos investigando.")                                                                 \
    X(NOTICE_CAUSE_KIND, "What the receiving servers say: {0}.", "Lo que dicen los servidores receptores: {0}.")              \
    X(NOTICE_EXPECT,                                                                                                          \
      "What to expect: a delayed message is tried again for a day, as a rule, and then returned to you with a "               \
      "notice. A message for which you got no notice has been delivered or is still being tried.",                            \
      "Qué esperar: un mensaje retrasado se vuelve a intentar, por lo general, durante un día, y después se le "           \
      "devuelve con un aviso. Un mensaje sin aviso se ha entregado o se sigue intentando.")                                   \
    X(NOTICE_DO,                                                                                                              \
      "What to do: do not send the same message many times, that makes it worse. If it is urgent, call, or use "              \
      "another address of the recipient with another provider.",                                                              \
      "Qué hacer: no envíe el mismo mensaje muchas veces, eso lo empeora. Si es urgente, llame o use otra dirección "      \
      "del destinatario en otro proveedor.")                                                                                  \
    X(NOTICE_AGAIN, "What to do: please send again what came back to you in that time.",                                      \
      "Qué hacer: por favor, vuelva a enviar lo que se le devolvió en ese tiempo.")                                           \
    X(NOTICE_SEND_US, "Please forward a returned message to us as an attachment: it holds details that we need.",             \
      "Por favor, reenvíenos un mensaje devuelto como adjunto: contiene detalles que necesitamos.")                           \
    X(INTERNAL_SUBJECT, "Internal note {1}: mail to {0}", "Nota interna {1}: correo a {0}")                                   \
    X(INTERNAL_NEXT,                                                                                                          \
      "Next: attach what is missing (checklist.md), open the ticket with summary.txt, and look again with the next "          \
      "export: msgtrace ticket --follow-up {0}.",                                                                             \
      "Siguiente: adjuntar lo que falta (checklist.md), abrir la solicitud con summary.txt y volver a mirar con la "          \
      "próxima exportación: msgtrace ticket --follow-up {0}.")                                                                \
    X(SUM_REFERENCE, "Reference", "Referencia")                                                                               \
    X(SUM_PROBLEM, "PROBLEM", "PROBLEMA")                                                                                     \
    X(SUM_EXAMPLES, "EXAMPLES (network message id; Message-ID; sender; recipient; received; became)",                         \
      "EJEMPLOS (id. de mensaje de red; Message-ID; remitente; destinatario; recibido; resultado)")                           \
    X(SUM_ANSWERS, "ANSWERS OF SERVERS, WORD FOR WORD", "RESPUESTAS DE LOS SERVIDORES, PALABRA POR PALABRA")                  \
    X(SUM_SERVERS, "SERVERS OF THE OTHER SIDE", "SERVIDORES DEL OTRO LADO")                                                   \
    X(SUM_OURS, "OUR SIDE", "NUESTRO LADO")                                                                                   \
    X(SUM_SCOPE, "SCOPE", "ALCANCE")                                                                                          \
    X(SUM_TIMES, "TIMES (UTC)", "HORAS (UTC)")                                                                                \
    X(SUM_VERDICT, "CAUSE", "CAUSA")                                                                                          \
    X(SUM_TRIED, "TRIED", "INTENTADO")                                                                                        \
    X(SUM_FILES, "FILES", "ARCHIVOS")                                                                                         \
    X(SUM_FOREST, "Forest: {0}. Connector: {1}. Outbound IP: {2}.", "Bosque: {0}. Conector: {1}. IP de salida: {2}.")         \
    X(SUM_NOT_KNOWN, "not in the data", "no está en los datos")                                                               \
    X(SUM_AFFECTED, "Affected: {0} of {1} deliveries to {2} ({3}), {4} different senders.",                                   \
      "Afectadas: {0} de {1} entregas a {2} ({3}), {4} remitentes distintos.")                                                \
    X(SUM_UNAFFECTED, "Same senders to others, same time: {0} of {1} ({2}) in trouble.",                                      \
      "Mismos remitentes a otros, mismo tiempo: {0} de {1} ({2}) con problemas.")                                             \
    X(SUM_FULL, "In full: report.html; all ids: deliveries.csv, events.csv; checksums: manifest.json.",                       \
      "Completo: report.html; todos los ids: deliveries.csv, events.csv; sumas: manifest.json.")                              \
    X(SUM_FAILED, "Checked and not in order: {0}.", "Comprobado y no está bien: {0}.")                                        \
    X(SUM_MISSING, "Missing: {0}.", "Falta: {0}.")                                                                            \
    X(FOLLOW_TITLE, "Since the ticket {0}", "Desde la solicitud {0}")                                                         \
    X(FOLLOW_NOW, "How it is now", "Cómo está ahora")                                                                         \
    X(FOLLOW_SOLVED,                                                                                                          \
      "Resolved: since {0}, {1} of {2} such deliveries had trouble ({3}), against {4} before. It has been quiet for "         \
      "{5} {5:day|days} with such mail. The ticket can be closed.",                                                           \
      "Resuelto: desde el {0}, {1} de {2} entregas así tuvieron problemas ({3}), frente al {4} de antes. Lleva {5} "         \
      "{5:día tranquilo|días tranquilos} con correo así. La solicitud se puede cerrar.")                                      \
    X(FOLLOW_BETTER,                                                                                                          \
      "Better, but not yet proven stable: since {0}, {1} of {2} such deliveries had trouble ({3}), against {4} "              \
      "before. Wait for more mail: {5} {5:day|days} with such mail were quiet so far.",                                       \
      "Mejor, pero aún no se ha probado que sea estable: desde el {0}, {1} de {2} entregas así tuvieron problemas "         \
      "({3}), frente al {4} de antes. Espere más correo: hasta ahora {5} {5:día tranquilo|días tranquilos}.")                 \
    X(FOLLOW_SAME,                                                                                                            \
      "Not resolved: since {0}, {1} of {2} such deliveries had trouble ({3}), against {4} before. Escalate, with "            \
      "these figures.",                                                                                                       \
      "No resuelto: desde el {0}, {1} de {2} entregas así tuvieron problemas ({3}), frente al {4} de antes. Escale "         \
      "la solicitud con estas cifras.")                                                                                       \
    X(FOLLOW_NONE, "There is no such mail since {0} in the data: import newer exports.",                                      \
      "En los datos no hay correo así desde el {0}: importe exportaciones más recientes.")                                    \
    X(FOLLOW_FATE, "What became of the mail of the ticket", "Qué fue del correo de la solicitud")                             \
    X(FOLLOW_FATE_LEDE, "Of the deliveries that the ticket was about, as the newest exports show them.",                      \
      "De las entregas de las que trataba la solicitud, según las exportaciones más recientes.")                              \
    X(FOLLOW_BEFORE_AFTER, "Before and since", "Antes y desde entonces")                                                      \
    X(FOLLOW_DAYS, "Day by day since then", "Día a día desde entonces")                                                       \
    X(TICKETS_TITLE, "Tickets of this database", "Solicitudes de esta base de datos")

#endif
