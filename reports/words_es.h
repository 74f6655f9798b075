#ifndef MT_REPORTS_WORDS_ES_H
#define MT_REPORTS_WORDS_ES_H

/* The Spanish of the English texts that answers bring along: titles of tables and columns, reasons why cells are
 * unknown, notes, and values that are words of ours rather than data: X(English, Spanish). The English text is the key
 * (words.h), so it stands here as it stands there. Titles of columns count deliveries ("entregas") unless the thing
 * that they count is named. */

#include "query/evidence.h"

#define MT_EVENT_EXPORTS_ES "los informes ampliados y los detalles del seguimiento de mensajes"

#define MT_WORDS_ES(X)                                                                                                 \
    MT_WORDS_ES_OF_TABLES(X)                                                                                           \
    MT_WORDS_ES_OF_COLUMNS(X)                                                                                          \
    MT_WORDS_ES_OF_REPORTS(X)                                                                                          \
    MT_WORDS_ES_OF_FINDINGS(X)                                                                                         \
    MT_WORDS_ES_OF_REASONS(X)                                                                                          \
    MT_WORDS_ES_OF_NOTES(X)                                                                                            \
    MT_WORDS_ES_OF_PARAMETERS(X)                                                                                       \
    MT_WORDS_ES_OF_VALUES(X)                                                                                           \
    MT_WORDS_ES_OF_EXPLAIN(X)                                                                                          \
    MT_WORDS_ES_OF_NDRS(X)

/* ---- titles of tables ---- */
#define MT_WORDS_ES_OF_TABLES(X)                                                                                       \
    X("Overview", "Visión general")                                                                                    \
    X("Recipient domains", "Dominios de destino")                                                                      \
    X("Mailbox providers", "Proveedores de buzones")                                                                   \
    X("Countries", "Países")                                                                                           \
    X("Regions", "Regiones")                                                                                           \
    X("Forests", "Bosques de Exchange")                                                                                \
    X("Routes", "Rutas")                                                                                               \
    X("Hours of the day", "Horas del día")                                                                             \
    X("Days of the week", "Días de la semana")                                                                         \
    X("Hours of the week", "Horas de la semana")                                                                       \
    X("Message sizes", "Tamaños de los mensajes")                                                                      \
    X("Days", "Días")                                                                                                  \
    X("Weeks", "Semanas")                                                                                              \
    X("Rates", "Proporciones")                                                                                         \
    X("Changes", "Cambios")                                                                                            \
    X("Time to deliver", "Tiempo hasta la entrega")                                                                    \
    X("Attempts", "Intentos")                                                                                          \
    X("Age of pending mail", "Antigüedad del correo pendiente")                                                        \
    X("Reasons", "Motivos")                                                                                            \
    X("Senders in trouble", "Remitentes con problemas")                                                                \
    X("Messages in trouble", "Mensajes con problemas")                                                                 \
    X("Dead domains", "Dominios muertos")                                                                              \
    X("Mailings with bad addresses", "Envíos masivos con direcciones erróneas")                                        \
    X("Mail that went round", "Correo que dio vueltas")                                                                \
    X("Coverage", "Cobertura")                                                                                         \
    X("Coverage by hour", "Cobertura por horas")                                                                       \
    X("Gaps", "Huecos")                                                                                                \
    X("Exports", "Exportaciones")                                                                                      \
    X("Imports", "Importaciones")                                                                                      \
    X("Contents", "Contenido")                                                                                         \
    X("Evidence", "Evidencia")                                                                                         \
    X("Evidence by day", "Evidencia por días")                                                                         \
    X("Kinds of export", "Tipos de exportación")                                                                       \
    X("Events that wait", "Eventos en espera")                                                                         \
    X("Data quality", "Calidad de los datos")                                                                          \
    X("What to export next", "Qué exportar a continuación")

/* ---- titles of columns ---- */
#define MT_WORDS_ES_OF_COLUMNS(X)                                                                                      \
    X("Recipient domain", "Dominio de destino")                                                                        \
    X("Domain", "Dominio")                                                                                             \
    X("Domains", "Dominios")                                                                                           \
    X("Provider", "Proveedor")                                                                                         \
    X("Known providers", "Proveedores conocidos")                                                                      \
    X("Country", "País")                                                                                               \
    X("Region", "Región")                                                                                              \
    X("Forest", "Bosque de Exchange")                                                                                  \
    X("Connector", "Conector")                                                                                         \
    X("Direction", "Dirección")                                                                                        \
    X("Hour", "Hora")                                                                                                  \
    X("Hours", "Horas")                                                                                                \
    X("Weekday", "Día de la semana")                                                                                   \
    X("Day", "Día")                                                                                                    \
    X("Week", "Semana")                                                                                                \
    X("Size", "Tamaño")                                                                                                \
    X("Outcome", "Resultado")                                                                                          \
    X("Reason", "Motivo")                                                                                              \
    X("Remote host", "Servidor remoto")                                                                                \
    X("Remote hosts", "Servidores remotos")                                                                            \
    X("Remote IP", "IP remota")                                                                                        \
    X("Server", "Servidor")                                                                                            \
    X("Servers", "Servidores")                                                                                         \
    X("Sender", "Remitente")                                                                                           \
    X("Senders", "Remitentes")                                                                                         \
    X("Recipient", "Destinatario")                                                                                     \
    X("Recipients", "Destinatarios")                                                                                   \
    X("Subject", "Asunto")                                                                                             \
    X("Message-ID", "Message-ID")                                                                                      \
    X("Trace id", "Id. de seguimiento")                                                                                \
    X("Example trace id", "Id. de seguimiento de ejemplo")                                                             \
    X("Received", "Recibido")                                                                                          \
    X("First received", "Primero recibido")                                                                            \
    X("Last received", "Último recibido")                                                                              \
    X("Oldest received", "Más antiguo recibido")                                                                       \
    X("First failed", "Primer fallo")                                                                                  \
    X("Last failed", "Último fallo")                                                                                   \
    X("Delivered or failed", "Entregado o fallido")                                                                    \
    X("Status", "Estado")                                                                                              \
    X("State", "Estado")                                                                                               \
    X("Seen so", "Visto así")                                                                                          \
    X("Deliveries", "Entregas")                                                                                        \
    X("Messages", "Mensajes")                                                                                          \
    X("Deferred", "Aplazadas")                                                                                         \
    X("Deferred share", "Proporción de aplazadas")                                                                     \
    X("Deferred share, low", "Proporción de aplazadas, mínimo")                                                        \
    X("Deferred share, high", "Proporción de aplazadas, máximo")                                                       \
    X("Still deferred", "Aún aplazadas")                                                                               \
    X("Deferred, then delivered", "Aplazadas y luego entregadas")                                                      \
    X("Deferred, then failed", "Aplazadas y luego fallidas")                                                           \
    X("Deferred or failed", "Aplazadas o fallidas")                                                                    \
    X("Deferred or failed, share", "Proporción de aplazadas o fallidas")                                               \
    X("Failed", "Fallos")                                                                                              \
    X("Failed share", "Proporción de fallos")                                                                          \
    X("Failed share, low", "Proporción de fallos, mínimo")                                                             \
    X("Failed share, high", "Proporción de fallos, máximo")                                                            \
    X("Failed with events", "Fallos con eventos")                                                                      \
    X("Failed with a reason", "Fallos con motivo")                                                                     \
    X("Expired", "Caducadas")                                                                                          \
    X("Expired share", "Proporción de caducadas")                                                                      \
    X("Expired share, low", "Proporción de caducadas, mínimo")                                                         \
    X("Expired share, high", "Proporción de caducadas, máximo")                                                        \
    X("Quarantined", "En cuarentena")                                                                                  \
    X("Filtered as spam", "Filtradas como correo no deseado")                                                          \
    X("Under way", "En camino")                                                                                        \
    X("Bytes", "Bytes")                                                                                                \
    X("Volume", "Volumen")                                                                                             \
    X("Share", "Proporción")                                                                                           \
    X("Share, low", "Proporción, mínimo")                                                                              \
    X("Share, high", "Proporción, máximo")                                                                             \
    X("In trouble", "Con problemas")                                                                                   \
    X("Deliveries before", "Entregas antes")                                                                           \
    X("In trouble before", "Con problemas antes")                                                                      \
    X("Share before", "Proporción antes")                                                                              \
    X("Times as often", "Factor")                                                                                      \
    X("Times, low", "Factor, mínimo")                                                                                  \
    X("Times, high", "Factor, máximo")                                                                                 \
    X("Verdict", "Conclusión")                                                                                         \
    X("Delivered, time known", "Entregadas, tiempo conocido")                                                          \
    X("Not delivered", "No entregadas")                                                                                \
    X("Time not known", "Tiempo desconocido")                                                                          \
    X("50 % within", "El 50 % en")                                                                                     \
    X("90 % within", "El 90 % en")                                                                                     \
    X("95 % within", "El 95 % en")                                                                                     \
    X("99 % within", "El 99 % en")                                                                                     \
    X("Longest", "Máximo")                                                                                             \
    X("Delay", "Demora")                                                                                               \
    X("Attempt", "Intento")                                                                                            \
    X("Median attempts", "Mediana de intentos")                                                                        \
    X("Delivered", "Entregadas")                                                                                       \
    X("On its way", "En camino")                                                                                       \
    X("Refused", "Rechazadas")                                                                                         \
    X("Otherwise", "De otro modo")                                                                                     \
    X("Below 1 h", "Menos de 1 h")                                                                                     \
    X("1-4 h", "1-4 h")                                                                                                \
    X("4-12 h", "4-12 h")                                                                                              \
    X("12-24 h", "12-24 h")                                                                                            \
    X("24-48 h", "24-48 h")                                                                                            \
    X("48 h and more", "48 h o más")                                                                                   \
    X("Greatest age", "Mayor antigüedad")                                                                              \
    X("Last reason", "Último motivo")                                                                                  \
    X("Last reply", "Última respuesta")                                                                                \
    X("Code", "Código")                                                                                                \
    X("Reply", "Respuesta")                                                                                            \
    X("Who acts", "Quién actúa")                                                                                       \
    X("Trying again", "Reintentar")                                                                                    \
    X("Most of it for", "Sobre todo para")                                                                             \
    X("Meant, perhaps", "Quizá se quería")                                                                             \
    X("Domains with failures", "Dominios con fallos")                                                                  \
    X("Came by", "Pasadas")                                                                                            \
    X("Hours with mail", "Horas con correo")                                                                           \
    X("First hour", "Primera hora")                                                                                    \
    X("Last hour", "Última hora")                                                                                      \
    X("Office hours without mail", "Horas laborables sin correo")                                                      \
    X("Office hours", "Horas laborables")                                                                              \
    X("Hours in gaps", "Horas en huecos")                                                                              \
    X("0.....6.....12....18....", "0.....6.....12....18....")                                                          \
    X("Since", "Desde")                                                                                                \
    X("Until", "Hasta")                                                                                                \
    X("Usual deliveries", "Entregas habituales")                                                                       \
    X("File", "Archivo")                                                                                               \
    X("Files", "Archivos")                                                                                             \
    X("Kind of export", "Tipo de exportación")                                                                         \
    X("Encoding", "Codificación")                                                                                      \
    X("Times", "Referencia horaria")                                                                                   \
    X("Taken", "Obtenida")                                                                                             \
    X("Taken, by", "Obtenida, según")                                                                                  \
    X("Rows", "Filas")                                                                                                 \
    X("Rejected", "Rechazadas")                                                                                        \
    X("Rejects", "Registros rechazados")                                                                               \
    X("Imported", "Importada")                                                                                         \
    X("New", "Nuevas")                                                                                                 \
    X("Changed", "Cambiadas")                                                                                          \
    X("Known", "Ya conocidas")                                                                                         \
    X("Routing", "De encaminamiento")                                                                                  \
    X("Newest export", "Exportación más reciente")                                                                     \
    X("Without end state", "Sin estado final")                                                                         \
    X("Here", "Disponible")                                                                                            \
    X("What it answers", "Qué responde")                                                                               \
    X("Supplied by", "Lo aporta")                                                                                      \
    X("Of these, with it", "De ellas, con esa evidencia")                                                              \
    X("With events", "Con eventos")                                                                                    \
    X("Share with events", "Proporción con eventos")                                                                   \
    X("Fact", "Dato")                                                                                                  \
    X("Without it", "Sin ese dato")                                                                                    \
    X("What helps", "Qué ayuda")                                                                                       \
    X("Events", "Eventos")                                                                                             \
    X("Without recipient", "Sin destinatario")                                                                         \
    X("First event", "Primer evento")                                                                                  \
    X("Last event", "Último evento")                                                                                   \
    X("Microsoft keeps it until", "Microsoft lo conserva hasta")                                                       \
    X("Time left", "Tiempo restante")                                                                                  \
    X("Command", "Comando")                                                                                            \
    X("From IP", "IP de origen")                                                                                       \
    X("To IP", "IP de destino")                                                                                        \
    X("When", "Cuándo")                                                                                                \
    X("What", "Qué")                                                                                                   \
    X("Detail", "Detalle")                                                                                             \
    X("From address", "Dirección de origen")                                                                           \
    X("To address", "Dirección de destino")                                                                            \
    X("Reference", "Referencia")                                                                                       \
    X("Export", "Exportación")                                                                                         \
    X("Measure", "Medida")                                                                                             \
    X("Change against the week before", "Cambio respecto a la semana anterior")                                        \
    X("Week before", "Semana anterior")                                                                                \
    X("Mean of the weeks before", "Media de las semanas anteriores")

/* ---- tables of findings ---- */
#define MT_WORDS_ES_OF_REPORTS(X)                                                                                      \
    X("Step", "Paso")                                                                                                  \
    X("Known by", "Se conoce por")                                                                                     \
    X("Deliveries of whole steps", "Entregas de pasos completos")                                                      \
    X("of deliveries", "de las entregas")                                                                              \
    X("step", "paso")

#define MT_WORDS_ES_OF_FINDINGS(X)                                                                                     \
    X("Compared with other mail", "Comparado con otro correo")                                                         \
    X("Before, meanwhile and after", "Antes, mientras tanto y después")                                                \
    X("Sizes", "Tamaños")                                                                                              \
    X("Receiving servers", "Servidores de destino")                                                                    \
    X("Sending forests", "Bosques de Exchange de origen")                                                              \
    X("Reasons given", "Motivos indicados")                                                                            \
    X("Examples to look up", "Ejemplos para consultar")                                                                \
    X("Compared", "Comparado")                                                                                         \
    X("Usual share", "Proporción habitual")                                                                            \
    X("In the finding", "En el hallazgo")                                                                              \
    X("Names", "Nombres")                                                                                              \
    X("Hours without data", "Horas sin datos")                                                                         \
    X("From", "Desde")                                                                                                 \
    X("Below", "Menos de")                                                                                             \
    X("Share of the trouble", "Parte de los problemas")                                                                \
    X("Class", "Clase")                                                                                                \
    X("Code around it", "Código exterior")                                                                             \
    X("To the letter", "Texto literal")                                                                                \
    X("Mostly by", "Sobre todo de")                                                                                    \
    X("Headline", "Titular")                                                                                           \
    X("Start", "Inicio")                                                                                               \
    X("End", "Fin")                                                                                                    \
    X("Share in trouble", "Proporción con problemas")                                                                  \
    X("at least", "al menos")                                                                                          \
    X("at most", "como máximo")                                                                                        \
    X("Times as many as usual", "Veces lo habitual")                                                                   \
    X("Id", "Id.")                                                                                                     \
    X("this finding", "este hallazgo")                                                                                 \
    X("the same at other times", "lo mismo en otros momentos")                                                         \
    X("other providers", "otros proveedores")                                                                          \
    X("other countries", "otros países")                                                                               \
    X("other domains of the same provider", "otros dominios del mismo proveedor")                                      \
    X("all other domains", "todos los demás dominios")                                                                 \
    X("other servers of the same provider", "otros servidores del mismo proveedor")                                    \
    X("the same provider, server not known", "el mismo proveedor, servidor desconocido")                               \
    X("other sending forests", "otros bosques de Exchange")                                                            \
    X("sending forest not known", "bosque de Exchange desconocido")                                                    \
    X("smaller mail", "correo más pequeño")                                                                            \
    X("size not known", "tamaño desconocido") X("all other mail", "todo el resto del correo")

/* ---- why a cell is unknown ---- */
#define MT_WORDS_ES_OF_REASONS(X)                                                                                      \
    X("no mail", "sin correo")                                                                                         \
    X("no mail on that day", "sin correo ese día")                                                                     \
    X("no mail in that hour", "sin correo en esa hora")                                                                \
    X("no rows", "sin filas")                                                                                          \
    X("nothing imported", "nada importado")                                                                            \
    X("no event waits", "ningún evento espera")                                                                        \
    X("nothing to compare with", "nada con que comparar")                                                              \
    X("there was none before", "antes no había ninguno")                                                               \
    X("there was no trouble in either", "no hubo problemas ni antes ni después")                                       \
    X("no export names it", "ninguna exportación lo nombra")                                                           \
    X("no export says why", "ninguna exportación dice por qué")                                                        \
    X("it has no beginning and no end: it holds for the whole period",                                                 \
      "no tiene principio ni fin: se mantiene durante todo el periodo")                                                \
    X("it goes on when the data ends", "sigue al terminar los datos")                                                  \
    X("it is not about one alone", "no se refiere a uno solo")                                                         \
    X("all others", "todos los demás")                                                                                 \
    X("all other reasons", "todos los demás motivos")                                                                  \
    X("the reply has no code", "la respuesta no tiene código")                                                         \
    X("the reply has no text", "la respuesta no tiene texto")                                                          \
    X("no events of this mail are here", "no hay eventos de este correo")                                              \
    X("not in this export", "no está en esta exportación")                                                             \
    X("not in these exports", "no está en estas exportaciones")                                                        \
    X("no size in these exports", "no hay tamaño en estas exportaciones")                                              \
    X("no trace id in these exports", "no hay id. de seguimiento en estas exportaciones")                              \
    X("an export that is not here any more", "una exportación que ya no está aquí")                                    \
    X("no well-known domain is one slip away", "ningún dominio conocido está a una errata de distancia")               \
    X("it differs within the mailing, or is not in this export",                                                       \
      "varía dentro del envío o no está en esta exportación")                                                          \
    X("many messages alike", "muchos mensajes iguales")                                                                \
    X("it has none", "no tiene")                                                                                       \
    X("no attempt is known", "no se conoce ningún intento")                                                            \
    X("the time of too much of this mail is not known; " MT_EVENT_EXPORTS " tell it",                                  \
      "se desconoce el tiempo de demasiado de este correo; lo dicen " MT_EVENT_EXPORTS_ES)                             \
    X("the recipient has no domain", "el destinatario no tiene dominio")                                               \
    X("no known provider", "ningún proveedor conocido")                                                                \
    X("the domain belongs to no country", "el dominio no es de ningún país")                                           \
    X("no events of this mail say why", "ningún evento de este correo dice por qué")                                   \
    X("no events of this mail name it", "ningún evento de este correo lo nombra")                                      \
    X("no events of this mail say why; " MT_EVENT_EXPORTS " do",                                                       \
      "ningún evento de este correo dice por qué; lo dicen " MT_EVENT_EXPORTS_ES)                                      \
    X("no reason is known", "no se conoce ningún motivo")                                                              \
    X("only a status is known: " MT_EVENT_EXPORTS " give the reason",                                                  \
      "solo se conoce el estado: el motivo lo dan " MT_EVENT_EXPORTS_ES)                                               \
    X("the events of this mail give no reason", "los eventos de este correo no dan ningún motivo")                     \
    X("its events do not show the end", "sus eventos no muestran el final")                                            \
    X("its events give no reason", "sus eventos no dan ningún motivo")                                                 \
    X("its events name none", "sus eventos no nombran ninguno")                                                        \
    X("a summary export does not say whether failed mail expired; " MT_EVENT_EXPORTS " do",                            \
      "una exportación de resumen no dice si el correo fallido caducó; lo dicen " MT_EVENT_EXPORTS_ES)                 \
    X("only some of the failed mail has events that say whether it expired",                                           \
      "solo una parte del correo fallido tiene eventos que digan si caducó")                                           \
    X("older than the 90 days that Microsoft keeps", "anterior a los 90 días que conserva Microsoft")

/* ---- notes, with places for values ---- */
#define MT_WORDS_ES_OF_NOTES(X)                                                                                         \
    X("Expired is a lower bound: {0} of {1} failed deliveries have events that say whether they "                       \
      "expired; " MT_EVENT_EXPORTS " of the others say the rest.",                                                      \
      "Las caducadas son un valor mínimo: {0} de {1} entregas fallidas tienen eventos que dicen si caducaron; de las " \
      "demás lo dicen " MT_EVENT_EXPORTS_ES ".")                                                                        \
    X("The time of {0} of {1} {1:delivery|deliveries} is not known. They count as if they had arrived as early as "     \
      "they can have, so figures with \xE2\x89\xA5 are lower bounds; " MT_EVENT_EXPORTS " of them say more.",           \
      "Se desconoce el tiempo de {0} de {1} {1:entrega|entregas}. Cuentan como si hubieran llegado lo antes posible, "  \
      "así que las cifras con \xE2\x89\xA5 son valores mínimos; dicen más " MT_EVENT_EXPORTS_ES ".")                    \
    X("No events of this mail are here: single attempts are in " MT_EVENT_EXPORTS ".",                                  \
      "No hay eventos de este correo: cada intento está en " MT_EVENT_EXPORTS_ES ".")                                   \
    X("Mail received from {0} to {1} is compared with that from then to {2}.",                                          \
      "El correo recibido del {0} al {1} se compara con el de entonces hasta el {2}.")                                  \
    X("Without events a deferral shows only when an export was taken while the mail was Pending: a change can come "    \
      "from when exports were taken.",                                                                                  \
      "Sin eventos, un aplazamiento solo se ve si se hizo una exportación mientras el correo estaba pendiente: un "    \
      "cambio puede deberse al momento de las exportaciones.")                                                          \
    X("There is no mail yet to compare.", "Todavía no hay correo que comparar.")                                        \
    X("One message to one recipient domain counts once. The usual share of the finding is what the rest of the data "   \
      "lets one expect; that of the other rows is their own at other times.",                                           \
      "Un mensaje a un dominio de destino cuenta una vez. La proporción habitual del hallazgo es la que cabe esperar " \
      "por el resto de los datos; la de las demás filas es la suya en otros momentos.")

/* ---- what was asked: names of parameters ---- */
#define MT_WORDS_ES_OF_PARAMETERS(X)                                                                                   \
    X("week", "semana")                                                                                                \
    X("since", "desde")                                                                                                \
    X("until", "hasta")                                                                                                \
    X("zone", "zona horaria")                                                                                          \
    X("domain", "dominio")                                                                                             \
    X("provider", "proveedor")                                                                                         \
    X("country", "país")                                                                                               \
    X("sender", "remitente")                                                                                           \
    X("size", "tamaño")                                                                                                \
    X("forest", "bosque de Exchange")                                                                                  \
    X("region", "región")                                                                                              \
    X("connector", "conector")                                                                                         \
    X("direction", "dirección")                                                                                        \
    X("remote_host", "servidor remoto")                                                                                \
    X("outcome", "resultado")                                                                                          \
    X("reason", "motivo")                                                                                              \
    X("by", "por")                                                                                                     \
    X("rows", "filas")                                                                                                 \
    X("finding", "hallazgo")                                                                                           \
    X("text", "texto")                                                                                                 \
    X("tool", "herramienta")

/* ---- values that are words of ours ---- */
#define MT_WORDS_ES_OF_VALUES(X)                                                                                       \
    X("yes", "sí")                                                                                                     \
    X("partly", "en parte")                                                                                            \
    X("no", "no")                                                                                                      \
    X("incoming", "entrante")                                                                                          \
    X("originating", "saliente")                                                                                       \
    X("summary", "resumen")                                                                                            \
    X("events", "eventos")                                                                                             \
    X("reasons", "motivos")                                                                                            \
    X("mail", "con correo")                                                                                            \
    X("quiet", "inactiva")                                                                                             \
    X("gap", "hueco")                                                                                                  \
    X("what became of each delivery; a deferral only when an export caught the mail while pending",                    \
      "qué fue de cada entrega; un aplazamiento, solo si una exportación encontró el correo pendiente")                \
    X("message trace exports (admin center, Get-MessageTraceV2, Graph)",                                               \
      "las exportaciones del seguimiento de mensajes (centro de administración, Get-MessageTraceV2, Graph)")           \
    X("every attempt, when mail was deferred, delivered or given up, and what the other side answered",                \
      "cada intento, cuándo se aplazó, se entregó o se dio por perdido el correo, y qué respondió el otro lado")       \
    X("extended reports with details, Get-MessageTraceDetailV2, Graph details, message tracking logs",                 \
      "los informes ampliados con detalles, Get-MessageTraceDetailV2, los detalles de Graph y los registros de "       \
      "seguimiento de mensajes")                                                                                       \
    X("why mail was deferred, failed or expired: class, code and text of the innermost reply",                         \
      "por qué se aplazó, falló o caducó el correo: clase, código y texto de la respuesta más interna")                \
    X("the same, and non-delivery reports (NDRs) saved as .eml",                                                       \
      "los mismos, y los informes de no entrega (NDR) guardados como .eml")                                            \
    X("'msgtrace providers' takes a table of your own", "«msgtrace providers» admite una tabla propia")                \
    X("domains like .com belong to no country", "los dominios como .com no son de ningún país")                        \
    X("exports with sizes: Get-MessageTraceV2, or the admin center's extended summary",                                \
      "exportaciones con tamaños: Get-MessageTraceV2 o el resumen mejorado del centro de administración")              \
    X("the Message-IDs of mail sent from Exchange Online name it",                                                     \
      "lo nombran los Message-ID del correo enviado desde Exchange Online")                                            \
    X("enhanced summary reports (MTSummary) name it", "lo nombran los informes de resumen mejorado (MTSummary)")       \
    X("a later export of the same time shows the status",                                                              \
      "una exportación posterior del mismo periodo muestra el estado")                                                 \
    X("UTC, confirmed by trace ids", "UTC, confirmado por los id. de seguimiento")                                     \
    X("UTC, as documented", "UTC, según la documentación")                                                             \
    X("as told", "según se indicó")                                                                                    \
    X("report name", "nombre del informe")                                                                             \
    X("query end date", "fecha final de la consulta")                                                                  \
    X("newest row", "fila más reciente")                                                                               \
    X("file time", "fecha del archivo")

/* ---- explaining a reply ---- */
#define MT_WORDS_ES_OF_EXPLAIN(X)                                                                                      \
    X("What it means", "Qué significa")                                                                                \
    X("The replies", "Las respuestas")                                                                                 \
    X("Where it was said", "Dónde se dijo")                                                                            \
    X("What it can mean, by the text behind it", "Qué puede significar, según el texto que sigue")                     \
    X("Who has to act", "Quién debe actuar")                                                                           \
    X("Meaning", "Significado")                                                                                        \
    X("Text", "Texto")                                                                                                 \
    X("Reply around it", "Respuesta exterior")                                                                         \
    X("Cut", "Cortado")                                                                                                \
    X("Other server", "Otro servidor")                                                                                 \
    X("Its address", "Su dirección")                                                                                   \
    X("Reported by", "Comunicado por")                                                                                 \
    X("Last try", "Último intento")                                                                                    \
    X("Line of the table", "Línea de la tabla")                                                                        \
    X("Line by", "Línea de")                                                                                           \
    X("Layer", "Capa")                                                                                                 \
    X("Part", "Parte")                                                                                                 \
    X("Name", "Nombre")                                                                                                \
    X("Codes", "Códigos")                                                                                              \
    X("With these words", "Con estas palabras")                                                                        \
    X("Source", "Fuente")                                                                                              \
    X("By", "De")                                                                                                      \
    X("outermost", "la más externa")                                                                                   \
    X("innermost", "la más interna")                                                                                   \
    X("only", "la única")                                                                                              \
    X("other server", "otro servidor")                                                                                 \
    X("its address", "su dirección")                                                                                   \
    X("reported by", "comunicado por")                                                                                 \
    X("last try (its clock and order of day and month)", "último intento (con su reloj y su orden de día y mes)")      \
    X("success", "un éxito")                                                                                           \
    X("temporary", "temporal")                                                                                         \
    X("permanent", "permanente")                                                                                       \
    X("other or undefined", "otro asunto o ninguno definido")                                                          \
    X("the address", "la dirección")                                                                                   \
    X("the mailbox", "el buzón")                                                                                       \
    X("the mail system", "el sistema de correo")                                                                       \
    X("network and routing", "la red y el encaminamiento")                                                             \
    X("the mail protocol", "el protocolo de correo")                                                                   \
    X("the content of the message", "el contenido del mensaje")                                                        \
    X("security and policy", "la seguridad y las directivas")                                                          \
    X("something that is not assigned", "algo sin asignar")                                                            \
    X("not known", "no se sabe")                                                                                       \
    X("the person who sent it", "quien lo envió")                                                                      \
    X("the sending tenant's administrator", "el administrador del inquilino que envía")                                \
    X("whoever keeps the sending domain's DNS records", "quien lleva los registros DNS del dominio que envía")         \
    X("the administrator of the own on-premises servers or firewall",                                                  \
      "el administrador de los servidores locales o del cortafuegos propios")                                          \
    X("the recipient", "el destinatario")                                                                              \
    X("the recipient's mail administrator", "el administrador de correo del destinatario")                             \
    X("whoever keeps the recipient domain's DNS records", "quien lleva los registros DNS del dominio de destino")      \
    X("the block list or provider that has to lift its block",                                                         \
      "la lista de bloqueo o el proveedor que debe levantar su bloqueo")                                               \
    X("Microsoft support", "el soporte de Microsoft")                                                                  \
    X("nobody: waiting is enough", "nadie: basta con esperar")

/* ---- ndrs ---- */
#define MT_WORDS_ES_OF_NDRS(X)                                                                                         \
    X("What became of it", "Qué fue de él")                                                                            \
    X("What was said", "Qué se dijo")                                                                                  \
    X("As the report has it", "Tal como lo dice el informe")                                                           \
    X("Report", "Informe")                                                                                             \
    X("As printed", "Tal como está impreso")                                                                           \
    X("Time", "Hora")                                                                                                  \
    X("Address", "Dirección")                                                                                          \
    X("Who speaks", "Quién habla")                                                                                     \
    X("What it said", "Qué dijo")                                                                                      \
    X("Value", "Valor")                                                                                                \
    X("Mail", "Correo")                                                                                                \
    X("Trouble", "Problemas")                                                                                          \
    X("At least", "Al menos")                                                                                          \
    X("At most", "Como mucho")                                                                                         \
    X("Certainty", "Certeza")                                                                                          \
    X("Known answers", "Respuestas conocidas")                                                                         \
    X("Of this class", "De esta clase")                                                                                \
    X("Of other classes", "De otras clases")                                                                           \
    X("Without a reason", "Sin motivo")                                                                                \
    X("network message id (trace id)", "id. de mensaje de red (id. de seguimiento)")                                   \
    X("subject", "asunto")                                                                                             \
    X("taken in by the service (by the trace id)", "recibido por el servicio (según el id. de seguimiento)")           \
    X("written", "escrito")                                                                                            \
    X("Message-ID of the report", "Message-ID del informe")                                                            \
    X("report made", "informe hecho")                                                                                  \
    X("generating server", "servidor que generó el informe")                                                           \
    X("receiving server", "servidor receptor")                                                                         \
    X("rejected by", "rechazado por")                                                                                  \
    X("language of the report", "idioma del informe")                                                                  \
    X("Method", "Método")                                                                                              \
    X("Result", "Resultado")                                                                                           \
    X("Comment", "Comentario")                                                                                         \
    X("Action", "Acción")                                                                                              \
    X("Header", "Cabecera")                                                                                            \
    X("Receiver's own", "Del propio receptor")                                                                         \
    X("ARC instance", "Instancia ARC")                                                                                 \
    X("Selector", "Selector")                                                                                          \
    X("Algorithm", "Algoritmo")                                                                                        \
    X("TLS", "TLS")                                                                                                    \
    X("With", "Con")                                                                                                   \
    X("from", "de")                                                                                                    \
    X("tenant id", "id. del inquilino")                                                                                \
    X("organisation of the sender", "organización del remitente")                                                      \
    X("authenticated as", "autenticado como")                                                                          \
    X("connecting tenant and address", "inquilino y dirección que conectan")                                           \
    X("filtered as spam", "filtrado como spam")                                                                        \
    X("not spam", "no es spam")                                                                                        \
    X("marked as spam before the filter", "marcado como spam antes del filtro")                                        \
    X("marked as not spam before the filter", "marcado como no spam antes del filtro")                                 \
    X("not filtered: mail within the organisation", "sin filtrar: correo dentro de la organización")                   \
    X("the sender is on a block list of the tenant", "el remitente está en una lista de bloqueo del inquilino")        \
    X("the sender is on an allow list of the tenant", "el remitente está en una lista de permitidos del inquilino")    \
    X("blocked: the user's own list", "bloqueado: lista propia del usuario")                                           \
    X("let through: the user's own list", "admitido: lista propia del usuario")                                        \
    X("spam", "spam")                                                                                                  \
    X("high confidence spam", "spam de alta confianza")                                                                \
    X("bulk mail", "correo masivo")                                                                                    \
    X("phishing", "suplantación (phishing)")                                                                           \
    X("spoofing", "falsificación")                                                                                     \
    X("no category", "sin categoría")                                                                                  \
    X("connecting IP address", "dirección IP que conecta")                                                             \
    X("country of that address", "país de esa dirección")                                                              \
    X("spam confidence: -1 not filtered, 0 and 1 not spam, 5 and 6 spam, 9 sure spam",                                 \
      "confianza de spam: -1 sin filtrar, 0 y 1 no es spam, 5 y 6 spam, 9 spam seguro")                                \
    X("bulk complaint level, 0 to 9", "nivel de quejas de correo masivo, de 0 a 9")                                    \
    X("verdict of the spam filter", "dictamen del filtro de spam")                                                     \
    X("category of the filter's policy", "categoría de la directiva del filtro")                                       \
    X("whether the address is on a list", "si la dirección está en una lista")                                         \
    X("name the server gave itself", "nombre que se dio el servidor")                                                  \
    X("name of the address in the DNS", "nombre de la dirección en el DNS")                                            \
    X("language of the mail", "idioma del correo")                                                                     \
    X("phishing or spoofing that was found", "suplantación o falsificación encontrada")                                \
    X("Affected", "Afectada")                                                                                          \
    X("Network message id", "Id. de mensaje de red")                                                                   \
    X("Last answer", "Última respuesta")                                                                               \
    X("First deferred", "Primer aplazamiento")                                                                         \
    X("Servers of the other side", "Servidores del otro lado")                                                         \
    X("What servers answered", "Qué respondieron los servidores")                                                      \
    X("Non-delivery reports", "Informes de no entrega")                                                                \
    X("First", "Primera")                                                                                              \
    X("Last", "Última")                                                                                                \
    X("Generating server", "Servidor que lo generó")                                                                   \
    X("Headers", "Cabeceras")                                                                                          \
    X("Delivery status", "Estado de entrega")                                                                          \
    X("Headers of the original", "Cabeceras del original")                                                             \
    X("Made", "Hecho")                                                                                                 \
    X("Event", "Evento")                                                                                               \
    X("the report says no time", "el informe no dice la hora")                                                         \
    X("Point", "Punto")                                                                                                \
    X("How to get it", "Cómo conseguirlo")

#endif
