#ifndef MT_REPORTS_SENTENCES_NDR_H
#define MT_REPORTS_SENTENCES_NDR_H

/* Sentences about non-delivery reports: X(NAME, English, Spanish). messages.h says how values are put in. */

#define MT_SENTENCES_OF_NDR(X)                                                                                         \
    X(NDR_TITLE, "What the non-delivery report says", "Qué dice el informe de no entrega")                             \
    X(NDR_TITLES, "What {0} non-delivery reports say", "Qué dicen {0} informes de no entrega")                         \
    X(NDR_RECIPIENTS, "Who did not get the mail, and why", "Quién no recibió el correo, y por qué")                    \
    X(NDR_RECIPIENTS_DELAYED, "Whose mail is still on its way, and why",                                               \
      "El correo de quién sigue en camino, y por qué")                                                                 \
    X(NDR_RECIPIENTS_FINE, "What became of the mail", "Qué fue del correo")                                            \
    X(NDR_TRIES, "What servers answered", "Qué respondieron los servidores")                                           \
    X(NDR_TRIES_LEDE, "Times are UTC. The newest answer comes first.",                                                 \
      "Las horas son UTC. La respuesta más reciente va primero.")                                                      \
    X(NDR_MAIL, "The mail and the report", "El correo y el informe")                                                   \
    X(NDR_NO_TROUBLE, "This report tells of no failure: {0}.", "Este informe no habla de ningún fallo: {0}.")          \
    X(NDR_DELAYED, "This is a notice of a delay: the mail is still being tried.",                                      \
      "Es un aviso de retraso: el correo se sigue intentando.")                                                        \
    X(NDR_TRIED, "The service tried {0} times, as the report counts.",                                                 \
      "El servicio lo intentó {0} veces, según cuenta el informe.")                                                    \
    X(NDR_DATES_OPEN, "Day and month of the tries cannot be told apart, so their times are left out.",                 \
      "No se puede distinguir el día del mes de los intentos, así que se omiten sus horas.")                           \
    X(NDR_CUT, "The report holds more than is read.", "El informe contiene más de lo que se lee.")                     \
    X(NDR_CHARSET, "A part of it is in a charset that is not known here ({0}): it was read as Windows-1252.",          \
      "Una parte está en un juego de caracteres que aquí no se conoce ({0}): se leyó como Windows-1252.")              \
    X(NDR_NO_IDS,                                                                                                      \
      "It does not name the mail that it is about: save the whole report, with the headers of the original.",          \
      "No nombra el correo del que trata: guarde el informe completo, con las cabeceras del original.")                \
    X(NDR_SIGNED_NOT,                                                                                                  \
      "The headers of the original show no DKIM signature. Those of outbound mail are often taken before it is "       \
      "signed: this alone proves nothing.",                                                                            \
      "Las cabeceras del original no muestran firma DKIM. Las del correo saliente suelen tomarse antes de firmarlo: "  \
      "esto solo no prueba nada.")                                                                                     \
    X(NDR_SIGNED_DEFAULT,                                                                                              \
      "The original is signed by {0} only, the service's default: DKIM is not set up for the sender's own domain.",    \
      "El original solo está firmado por {0}, lo predeterminado del servicio: DKIM no está configurado para el "     \
      "dominio del remitente.")                                                                                        \
    X(NDR_SIGNED_OTHER, "The original is signed by {0} only, not by the sender's own domain.",                         \
      "El original solo está firmado por {0}, no por el dominio del remitente.")                                       \
    X(NDR_SIGNED, "The original is signed by {0}, the sender's own domain.",                                           \
      "El original está firmado por {0}, el dominio del remitente.")                                                   \
    X(NDR_UNKNOWN_STORE, "No mail of this sender to this recipient's provider around that time is in the database.",   \
      "En la base de datos no hay correo de este remitente al proveedor del destinatario en esas fechas.")

#endif
