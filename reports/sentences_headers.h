#ifndef MT_REPORTS_SENTENCES_HEADERS_H
#define MT_REPORTS_SENTENCES_HEADERS_H

/* Sentences about the headers of a mail: X(NAME, English, Spanish). messages.h says how values are put in. */

#define MT_SENTENCES_OF_HEADERS(X)                                                                                      \
    X(HEADERS_TITLE, "What the headers say", "Qué dicen las cabeceras")                                                 \
    X(HEADERS_AUTH, "Authentication", "Autenticación")                                                                  \
    X(HEADERS_PASS, "A receiver saw this mail of {0} authenticate: SPF or DKIM passed for that domain, or DMARC did.",  \
      "Un receptor vio que este correo de {0} se autentica: SPF o DKIM superados para ese dominio, o DMARC.")           \
    X(HEADERS_FAIL, "A receiver saw the authentication of this mail of {0} fail.",                                      \
      "Un receptor vio fallar la autenticación de este correo de {0}.")                                                 \
    X(HEADERS_NOTHING,                                                                                                  \
      "No receiver's word on authentication is in these headers. What Exchange Online notes on its own outbound mail "  \
      "(dkim=none, dmarc=none) says nothing: it is written before the mail is signed.",                                 \
      "En estas cabeceras no hay palabra de ningún receptor sobre la autenticación. Lo que Exchange Online anota en " \
      "su propio correo saliente (dkim=none, dmarc=none) no dice nada: se escribe antes de firmar.")                    \
    X(HEADERS_SIGNED_NOT, "There is no DKIM signature.", "No hay firma DKIM.")                                          \
    X(HEADERS_SIGNED_DEFAULT,                                                                                           \
      "It is signed by {0} only, the service's default: DKIM is not set up for the sender's own domain.",               \
      "Solo está firmado por {0}, lo predeterminado del servicio: DKIM no está configurado para el dominio del "      \
      "remitente.")                                                                                                     \
    X(HEADERS_SIGNED_OTHER, "It is signed by {0} only, not by the sender's own domain.",                                \
      "Solo está firmado por {0}, no por el dominio del remitente.")                                                    \
    X(HEADERS_SIGNED_OWN, "It is signed by {0}, the sender's own domain.",                                              \
      "Está firmado por {0}, el dominio del remitente.")                                                                \
    X(HEADERS_EGRESS, "It left Exchange Online at {0} ({1}), {2}.", "Salió de Exchange Online por {0} ({1}), {2}.")     \
    X(HEADERS_TLS, "over {0}", "con {0}")                                                                               \
    X(HEADERS_NO_TLS, "without TLS, as far as the receiver says", "sin TLS, por lo que dice el receptor")               \
    X(HEADERS_ARC, "The ARC chain has {0} {0:seal|seals}; the newest says {1}.",                                        \
      "La cadena ARC tiene {0} {0:sello|sellos}; el más reciente dice {1}.")                                            \
    X(HEADERS_TOOK, "From the first server to the last it took {0}.", "Del primer servidor al último tardó {0}.")       \
    X(HEADERS_RESULTS, "Results, and who says so", "Resultados, y quién lo dice")                                       \
    X(HEADERS_RESULTS_LEDE,                                                                                             \
      "The topmost result is the receiver's own; results further down, and those of ARC, are what others claim.",       \
      "El resultado de más arriba es del propio receptor; los de más abajo, y los de ARC, son lo que otros afirman.")   \
    X(HEADERS_SIGNATURES, "DKIM signatures", "Firmas DKIM")                                                             \
    X(HEADERS_HOPS, "The way of the mail", "El camino del correo")                                                      \
    X(HEADERS_HOPS_LEDE,                                                                                                \
      "The oldest server comes first. What stands below the first server of somebody else is that one's claim.",        \
      "El servidor más antiguo va primero. Lo que está por debajo del primer servidor ajeno es lo que este afirma.")    \
    X(HEADERS_FILTERS, "What Microsoft's filters noted", "Qué anotaron los filtros de Microsoft")                       \
    X(HEADERS_MAIL, "The mail", "El correo")                                                                            \
    X(HEADERS_STRAYS, "{0} {0:line|lines} above the first field {0:was|were} left out.",                                \
      "Se {0:omitió|omitieron} {0} {0:línea|líneas} por encima del primer campo.")                                      \
    X(HEADERS_CUT, "There are more fields than are read.", "Hay más campos de los que se leen.")

#endif
