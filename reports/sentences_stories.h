#ifndef MT_REPORTS_SENTENCES_STORIES_H
#define MT_REPORTS_SENTENCES_STORIES_H

/* What reports say around findings, and the beginning of the weekly report: X(NAME, English, Spanish). messages.h says
 * how values are put in. */

#define MT_SENTENCES_OF_STORIES(X)                                                                                       \
    X(STORY_OPEN, "open", "abierto")                                                                                     \
    X(STORY_RESOLVED, "resolved", "resuelto")                                                                            \
    X(STORY_UNKNOWN, "not known whether it is over", "no se sabe si ha terminado")                                       \
    X(STORY_NONE, "None of what stands out in the data falls into this time.",                                           \
      "Nada de lo que destaca en los datos cae en este tiempo.")                                                         \
    X(STORY_MORE, "{0} more {0:is|are} not told here; \xE2\x80\x9Cmsgtrace findings\xE2\x80\x9D has all.",               \
      "Aquí no se {0:cuenta|cuentan} {0} más; «msgtrace findings» los tiene todos.")                                     \
    X(STORY_TITLE, "What happened", "Qué ha pasado")                                                                     \
    X(STORY_NOTE,                                                                                                        \
      "Each was looked for among all combinations of domain, provider, size, route and time, in the nine weeks that "    \
      "end with this one and in what came after; \xE2\x80\x9Cmsgtrace findings --explain\xE2\x80\x9D and its id show "   \
      "the figures behind it.",                                                                                          \
      "Cada uno se buscó entre todas las combinaciones de dominio, proveedor, tamaño, ruta y tiempo, en las nueve "    \
      "semanas que acaban con esta y en lo posterior; «msgtrace findings --explain» con su identificador muestra las " \
      "cifras que lo sustentan.")                                                                                        \
    X(SHORT_RESOLVED, "{0}. It is over.", "{0}. Ya ha terminado.")                                                       \
    X(SHORT_OPEN, "{0}. It goes on: it was still so when the data ends, on {1}.",                                        \
      "{0}. Continúa: seguía así al terminar los datos, el {1}.")                                                        \
    X(SHORT_UNKNOWN, "{0}. Whether it is over cannot be told yet.", "{0}. Aún no se puede decir si ha terminado.")       \
    X(SHORT_WHOLE, "{0}. It goes on: it is so all the time, to the end of the data on {1}.",                             \
      "{0}. Continúa: es así todo el tiempo, hasta el final de los datos, el {1}.")                                      \
    X(SINCE_TITLE, "Since then", "Desde entonces")                                                                       \
    X(SINCE_LEDE, "Began after the week, and goes on when the data ends:",                                               \
      "Empezó después de la semana y sigue cuando terminan los datos:")                                                  \
    X(ANSWER_TITLE, "In short", "En resumen")                                                                            \
    X(ANSWER_COUNTS, "Of {0} {0:delivery|deliveries}, {1} ({2}) {1:was|were} seen deferred and {3} ({4}) failed",        \
      "De {0} {0:entrega|entregas}, {1} ({2}) se {1:vio aplazada|vieron aplazadas} y {3} ({4}) {3:falló|fallaron}")      \
    X(ANSWER_NONE, "Of {0} {0:delivery|deliveries}, none was seen deferred and none failed",                             \
      "De {0} {0:entrega|entregas}, ninguna se vio aplazada y ninguna falló")                                            \
    X(ANSWER_EXPIRED, ", {0} of these because {0:it|they} expired", ", {0} de ellas por caducar")                        \
    X(ANSWER_EXPIRED_AT_LEAST, ", at least {0} of these because {0:it|they} expired",                                    \
      ", al menos {0} de ellas por caducar")                                                                             \
    X(ANSWER_PART,                                                                                                       \
      "The week is not whole: the data covers {0} of 7 days and has {1} {1:gap|gaps}, so it is not compared with "       \
      "others.",                                                                                                         \
      "La semana no está completa: los datos cubren {0} de 7 días y tienen {1} {1:hueco|huecos}, así que no se "      \
      "compara con otras.")                                                                                              \
    X(SHOW_SQL, "The SQL behind this table", "El SQL de esta tabla")                                                     \
    X(SKIP, "Skip to the report", "Ir al informe")                                                                       \
    X(FAILURES_TITLE, "Failures that stand out", "Fallos que destacan")                                                  \
    X(SIZES_OF_TITLE, "Message sizes within a provider", "Tamaño de los mensajes dentro de un proveedor")                \
    X(SIZES_OF_LEDE,                                                                                                     \
      "Whether large mail has more trouble, with the provider held fixed: of the providers with the most trouble.",      \
      "Si el correo grande tiene más problemas dentro de un mismo proveedor: los proveedores con más problemas.")        \
    X(CHART_SIZES, "Share of deliveries seen deferred by size, with its 95\xC2\xA0% interval",                           \
      "Proporción de entregas aplazadas según el tamaño, con su intervalo del 95\xC2\xA0%")

#endif
