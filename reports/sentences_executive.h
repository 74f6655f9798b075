#ifndef MT_REPORTS_SENTENCES_EXECUTIVE_H
#define MT_REPORTS_SENTENCES_EXECUTIVE_H

/* Sentences of the executive report and of the advice beside findings: X(NAME, English, Spanish). messages.h says how
 * values are put in. */

#define MT_SENTENCES_OF_EXECUTIVE(X)                                                                                       \
    X(EXEC_TITLE, "Mail delivery in brief", "La entrega de correo, en breve")                                              \
    X(EXEC_PERIOD, "{0} to {1}", "Del {0} al {1}")                                                                         \
    X(EXEC_ANSWER, "In short", "En resumen")                                                                               \
    X(EXEC_FINE, "Nothing out of the ordinary happened to the mail.",                                                      \
      "Al correo no le ocurrió nada fuera de lo normal.")                                                                  \
    X(EXEC_BLIND,                                                                                                          \
      "Nothing stands out, but the data could hardly show it: {0} of the mail has transport events, and without them "     \
      "a delay shows only by chance.",                                                                                     \
      "Nada destaca, pero los datos apenas podrían mostrarlo: el {0} del correo tiene eventos de transporte, y sin "      \
      "ellos un retraso solo se ve por casualidad.")                                                                       \
    X(EXEC_PART, "The data covers {0} of the {1} days and has {2} {2:gap|gaps}: figures of this time are not whole.",      \
      "Los datos cubren {0} de los {1} días y tienen {2} {2:hueco|huecos}: las cifras de este tiempo no están "          \
      "completas.")                                                                                                        \
    X(EXEC_FIGURES_TITLE, "In figures", "En cifras")                                                                       \
    X(EXEC_FIGURES_NOTE,                                                                                                   \
      "Delayed is what a server put off at least once. A delivery is one message to one recipient.",                       \
      "Con retraso está lo que algún servidor aplazó al menos una vez. Una entrega es un mensaje a un destinatario.")      \
    X(EXEC_ACTIONS_TITLE, "What it was, and what is to be done", "Qué fue y qué hay que hacer")                            \
    X(EXEC_NO_ACTION, "Nothing: no pattern of trouble asks for it.", "Nada: ningún patrón de problemas lo pide.")          \
    X(EXEC_CHART_TITLE, "Day by day", "Día a día")                                                                         \
    X(EXEC_WORST_DAY, "The worst day of the period was {0}: {1} of {2} deliveries ({3}) {1:was|were} seen delayed.",       \
      "El peor día del periodo fue el {0}: {1} de {2} entregas ({3}) {1:tuvo|tuvieron} retraso.")                          \
    X(EXEC_NO_DAY, "On no day of the period was mail seen delayed.",                                                       \
      "Ningún día del periodo se vio correo con retraso.")                                                                 \
    X(EXEC_CHART, "Share of deliveries seen delayed, day by day, with its 95\xC2\xA0% interval",                           \
      "Proporción de entregas con retraso, día a día, con su intervalo del 95\xC2\xA0%")                                   \
    X(EXEC_BASIS_TITLE, "What this rests on", "En qué se basa")                                                            \
    X(EXEC_MEASURE_SENT, "Deliveries", "Entregas")                                                                         \
    X(EXEC_MEASURE_DELAYED, "Seen delayed", "Con retraso")                                                                 \
    X(EXEC_MEASURE_LATE, "of these delivered later", "de ellas, entregadas después")                                       \
    X(EXEC_MEASURE_FAILED, "Failed", "Fallidas")                                                                           \
    X(EXEC_MEASURE_WAITING, "Still waiting", "Aún en espera")                                                              \
    /* ---- what to do, by what servers said ---- */                                                                       \
    X(DO_RESOLVED, "It is over, and there is nothing to repair; keep the exports, in case it comes back.",                 \
      "Ya ha terminado y no hay nada que reparar; conviene guardar las exportaciones por si vuelve.")                      \
    X(DO_WATCH, "Too little mail has passed since to say that it is over: import the next export and look again.",         \
      "Ha pasado muy poco correo desde entonces para darlo por terminado: importe la próxima exportación y vuelva a "    \
      "mirar.")                                                                                                            \
    X(DO_UNKNOWN,                                                                                                          \
      "Why is not in the data: get the extended report or the trace details of these messages first "                      \
      "(\xE2\x80\x9Cmsgtrace status --commands\xE2\x80\x9D prints the commands).",                                         \
      "El motivo no está en los datos: primero hay que obtener el informe ampliado o los detalles del seguimiento de "    \
      "estos mensajes («msgtrace status --commands» muestra los comandos).")                                               \
    X(DO_TRANSPORT,                                                                                                        \
      "Connections broke off or were not accepted. That points to the way between the servers, but does not clear "        \
      "the sender: check SPF, DKIM and DMARC, then open a ticket with Microsoft and tell the provider\xE2\x80\x99s "       \
      "postmaster, with the ids of the messages.",                                                                         \
      "Las conexiones se cortaron o no se aceptaron. Eso apunta al camino entre los servidores, pero no descarta al "      \
      "remitente: compruebe SPF, DKIM y DMARC, y después abra una incidencia con Microsoft y avise al postmaster del "    \
      "proveedor, con los identificadores de los mensajes.")                                                               \
    X(DO_TLS, "Encryption could not be agreed upon: check certificates and the TLS settings of the connector.",            \
      "No se pudo acordar el cifrado: revise los certificados y los ajustes de TLS del conector.")                         \
    X(DO_DNS,                                                                                                              \
      "The recipient domain\xE2\x80\x99s DNS gave no usable answer: its operator has to repair it; check that the "        \
      "address is not misspelt.",                                                                                          \
      "El DNS del dominio de destino no dio una respuesta útil: debe repararlo quien lo gestiona; compruebe que la "      \
      "dirección no esté mal escrita.")                                                                                    \
    X(DO_THROTTLE,                                                                                                         \
      "The other side wants the mail more slowly: spread large mailings over time; single messages pass by "               \
      "themselves.",                                                                                                       \
      "El otro lado quiere el correo más despacio: reparta en el tiempo los envíos grandes; los mensajes sueltos "       \
      "acaban pasando solos.")                                                                                             \
    X(DO_AUTH, "The other side cannot verify the sender: correct SPF, DKIM and DMARC of the sending domain.",              \
      "El otro lado no puede verificar al remitente: corrija SPF, DKIM y DMARC del dominio que envía.")                    \
    X(DO_POLICY, "A rule forbids this mail: find out which one, on the side that is named in the reply.",                  \
      "Una regla prohíbe este correo: averigüe cuál, en el lado que nombra la respuesta.")                                 \
    X(DO_SPAM, "The mail is taken for spam: look at what was sent and from which accounts before asking for removal.",     \
      "El correo se toma por no deseado: mire qué se envió y desde qué cuentas antes de pedir que lo retiren.")            \
    X(DO_REPUTATION,                                                                                                       \
      "The sending address has a bad name with the other side: stop what causes complaints, then ask the block list "      \
      "or provider to lift the block.",                                                                                    \
      "La dirección que envía tiene mala reputación en el otro lado: detenga lo que causa quejas y después pida a la " \
      "lista o al proveedor que levante el bloqueo.")                                                                      \
    X(DO_RECIPIENT, "The addresses do not exist or take no mail: correct or remove them.",                                 \
      "Las direcciones no existen o no aceptan correo: corríjalas o elimínelas.")                                          \
    X(DO_FULL, "The mailboxes are full: only the recipients can make room; reach them another way.",                       \
      "Los buzones están llenos: solo los destinatarios pueden hacer sitio; contacte con ellos por otra vía.")             \
    X(DO_SIZE, "The messages are too large for the other side: send links instead of attachments.",                        \
      "Los mensajes son demasiado grandes para el otro lado: envíe enlaces en lugar de adjuntos.")                         \
    X(DO_CONTENT, "The content is refused: look at attachments and links of these messages.",                              \
      "Se rechaza el contenido: revise los adjuntos y enlaces de estos mensajes.")                                         \
    X(DO_CONFIG, "A setting is wrong on the side that is named in the reply: its administrator has to correct it.",        \
      "Un ajuste está mal en el lado que nombra la respuesta: debe corregirlo su administrador.")                          \
    X(DO_LOOP, "The mail goes round in circles: correct the forwarding rule or the connector.",                            \
      "El correo da vueltas en círculo: corrija la regla de reenvío o el conector.")                                       \
    X(DO_SYSTEM, "The other server has trouble of its own: wait; if it lasts, tell its postmaster.",                       \
      "El otro servidor tiene una avería propia: espere; si dura, avise a su postmaster.")                                 \
    X(DO_PROTOCOL, "The servers misunderstand each other: open a ticket with Microsoft, with the replies verbatim.",       \
      "Los servidores no se entienden: abra una incidencia con Microsoft, con las respuestas literales.")                  \
    /* ---- what senders should know ---- */                                                                               \
    X(TELL_PENDING,                                                                                                        \
      "Tell senders that mail is being tried again by itself, for about a day: what is urgent should go another way.",     \
      "Diga a los remitentes que el correo se reintenta solo durante aproximadamente un día: lo urgente debe ir por "     \
      "otra vía.")                                                                                                         \
    X(TELL_LATE, "Senders need to do nothing: the mail arrived, late.",                                                    \
      "Los remitentes no tienen que hacer nada: el correo llegó, con retraso.")                                            \
    X(TELL_SOME_LOST,                                                                                                      \
      "Most senders need to do nothing; who got a notice of non-delivery has to send that message again.",                 \
      "La mayoría de los remitentes no tiene que hacer nada; quien recibió un aviso de no entrega debe volver a "        \
      "enviar ese mensaje.")                                                                                               \
    X(TELL_LOST, "Senders got notices of non-delivery and have to send these messages again.",                             \
      "Los remitentes recibieron avisos de no entrega y deben volver a enviar esos mensajes.")

#endif
