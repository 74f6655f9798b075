#ifndef MT_REPORTS_SENTENCES_TREND_H
#define MT_REPORTS_SENTENCES_TREND_H

/* Sentences of the trend report: X(NAME, English, Spanish). messages.h says how values are put in. */

#define MT_SENTENCES_OF_TREND(X)                                                                                          \
    X(TRENDS_TITLE, "Mail delivery, week by week", "La entrega de correo, semana a semana")                               \
    X(TRENDS_TITLE_DAYS, "Mail delivery, day by day", "La entrega de correo, día a día")                                  \
    X(TRENDS_WEEK, "Week", "Semana")                                                                                      \
    X(TRENDS_DAY, "Day", "Día")                                                                                           \
    X(TRENDS_DEFERRED,                                                                                                    \
      "{0}: {1} of {2} deliveries ({3}) {1:was|were} seen deferred, against {4} in the {5:step|steps} before that "       \
      "can be "                                                                                                           \
      "compared: {6}.",                                                                                                   \
      "{0}: se {1:vio aplazada|vieron aplazadas} {1} de {2} entregas ({3}), frente al {4} en {5:el paso anterior que "    \
      "se "                                                                                                               \
      "puede|los pasos anteriores que se pueden} comparar: {6}.")                                                         \
    X(TRENDS_FAILED, "{1} ({3}) failed, against {4}: {6}.", "{1:Falló|Fallaron} {1} ({3}), frente al {4}: {6}.")          \
    X(TRENDS_WORSE, "worse", "peor")                                                                                      \
    X(TRENDS_BETTER, "better", "mejor")                                                                                   \
    X(TRENDS_SAME, "no clear change", "sin cambio claro")                                                                 \
    X(TRENDS_ALONE,                                                                                                       \
      "No two whole steps that stand one after the other are known by the same evidence, so nothing is compared.",        \
      "No hay dos pasos completos y consecutivos que se conozcan por las mismas pruebas, así que no se compara nada.")    \
    X(TRENDS_STEPS, "Step by step", "Paso a paso")                                                                        \
    X(TRENDS_CHART, "Share of deliveries seen deferred, with its 95\xC2\xA0% interval",                                   \
      "Proporción de entregas aplazadas, con su intervalo del 95\xC2\xA0%")                                               \
    X(TRENDS_MIXED,                                                                                                       \
      "Deferrals of steps known by summaries are lower bounds that depend on when exports were taken: they cannot be "    \
      "compared with those of steps known by events.",                                                                    \
      "Los aplazamientos de los pasos conocidos por resúmenes son valores mínimos que dependen de cuándo se hicieron " \
      "las exportaciones: no se pueden comparar con los de pasos conocidos por eventos.")                                 \
    X(TRENDS_CHANGES, "Worse and better", "Peor y mejor")                                                                 \
    X(TRENDS_RANGE, "{0} to {1}", "{0} a {1}")                                                                            \
    X(TRENDS_CHANGES_LEDE, "{2} against {3}: {0} worse or new, {1} better or gone. The surest changes come first.",       \
      "{2} frente a {3}: {0} peor o nuevo, {1} mejor o desaparecido. Primero, los cambios más seguros.")                  \
    X(TRENDS_NO_CHANGES, "{2} against {3}: nobody is clearly worse or better.",                                           \
      "{2} frente a {3}: nadie está claramente peor ni mejor.")                                                           \
    X(TRENDS_PROVIDERS, "Mailbox providers, step by step", "Proveedores de buzones, paso a paso")                         \
    X(TRENDS_DOMAINS, "Recipient domains, step by step", "Dominios de destino, paso a paso")                              \
    X(TRENDS_CHART_PLACES, "Share of deliveries seen deferred, each with its 95\xC2\xA0% interval, all of one scale",     \
      "Proporción de entregas aplazadas, cada una con su intervalo del 95\xC2\xA0%, todas a la misma escala")             \
    X(TRENDS_LEFT, "{0} more with less trouble {0:is|are} left out.",                                                     \
      "Se {0:omite|omiten} {0} más, con menos problemas.")

#endif
