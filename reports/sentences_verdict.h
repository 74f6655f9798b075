#ifndef MT_REPORTS_SENTENCES_VERDICT_H
#define MT_REPORTS_SENTENCES_VERDICT_H

/* Sentences of verdicts (query/verdict.h): X(NAME, English, Spanish). messages.h says how values are put in. */

#define MT_SENTENCES_OF_VERDICT(X)                                                                                       \
    X(VERDICT_TITLE, "Verdict", "Dictamen")                                                                              \
    X(VERDICT_FOR, "What speaks for it", "Qué habla a favor")                                                            \
    X(VERDICT_AGAINST, "What speaks against it", "Qué habla en contra")                                                  \
    X(VERDICT_MISSING, "What is not known", "Qué no se sabe")                                                            \
    X(VERDICT_REFUTED, "What would refute it", "Qué lo refutaría")                                                       \
    X(VERDICT_CONTROLS, "What it is compared with", "Con qué se compara")                                                \
    X(VERDICT_CONTROLS_LEDE, "Trouble is mail that was deferred or failed; the shares have 95\xC2\xA0% intervals.",      \
      "Problemas es el correo que se aplazó o falló; las proporciones tienen intervalos del 95\xC2\xA0%.")               \
    X(VERDICT_CERTAIN, "{0}: certain.", "{0}: seguro.")                                                                  \
    X(VERDICT_PROBABLE, "{0}: probable.", "{0}: probable.")                                                              \
    X(VERDICT_OPEN, "{0}: open, the data cannot prove it.", "{0}: abierto, los datos no pueden probarlo.")               \
    X(VERDICT_UNKNOWN, "The cause is not known.", "La causa no se conoce.")                                              \
    X(VERDICT_TRANSPORT_PROBABLE,                                                                                        \
      "Sessions with the other side broke, and none of its answers names spam, authentication or policy. That it is "    \
      "the transport is probable; that authentication has no part in it is not proven by this.",                         \
      "Las sesiones con el otro lado se rompieron, y ninguna de sus respuestas nombra spam, autenticación o "           \
      "política. Que sea el transporte es probable; que la autenticación no tenga parte en ello no queda probado con " \
      "esto.")                                                                                                           \
    X(VERDICT_TRANSPORT_OPEN,                                                                                            \
      "Sessions with the other side broke. Whether the transport is behind it, or a refusal without words, this data "   \
      "cannot tell.",                                                                                                    \
      "Las sesiones con el otro lado se rompieron. Si detrás está el transporte o un rechazo sin palabras, estos "     \
      "datos no lo pueden decir.")                                                                                       \
    X(VERDICT_WHY_OPEN, "The service gave up, and what servers answered before is not in this data.",                    \
      "El servicio se rindió, y lo que los servidores respondieron antes no está en estos datos.")                       \
    X(VERDICT_ACTOR, "Who has to act: {0}.", "Quién tiene que actuar: {0}.")                                             \
    X(VERDICT_RETRY, "Trying again {0}.", "Volver a intentarlo {0}.")                                                    \
    X(SIGN_NO_ANSWER, "Nothing in the data says what any server answered.",                                              \
      "Nada en los datos dice qué respondió ningún servidor.")                                                           \
    X(SIGN_ONLY_WRAPPER, "Only that the service gave up is said, not why.",                                              \
      "Solo se dice que el servicio se rindió, no por qué.")                                                             \
    X(SIGN_ONE_CLASS, "All answers that are known are of this kind ({0}).",                                              \
      "Todas las respuestas conocidas son de este tipo ({0}).")                                                          \
    X(SIGN_MOST_CLASS, "{0} of {1} answers that are known are of this kind.",                                            \
      "{0} de {1} respuestas conocidas son de este tipo.")                                                               \
    X(SIGN_OTHER_CLASSES, "{0} of {1} answers {0:says|say} something else.",                                             \
      "{0} de {1} respuestas {0:dice|dicen} otra cosa.")                                                                 \
    X(SIGN_HOSTILE_ANSWERS, "Of {1} answers, {0} {0:names|name} spam, authentication, policy or reputation.",            \
      "De {1} respuestas, {0} {0:nombra|nombran} spam, autenticación, directivas o reputación.")                         \
    X(SIGN_NO_HOSTILE, "No answer that is known names spam, authentication, policy or reputation ({0} looked at).",      \
      "Ninguna respuesta conocida nombra spam, autenticación, directivas o reputación (se miraron {0}).")                \
    X(SIGN_UNSAID, "For {0} of {1} deliveries in trouble nothing says why.",                                             \
      "De {0} de {1} entregas con problemas nada dice por qué.")                                                         \
    X(SIGN_OWN_WORDS, "The other side says so itself: {0}", "El otro lado lo dice él mismo: {0}")                        \
    X(SIGN_REPEATED, "{0} tries ended alike, from {1} to {2}.", "{0} intentos acabaron igual, de {1} a {2}.")            \
    X(SIGN_REPEATED_COUNT, "{0} tries ended alike.", "{0} intentos acabaron igual.")                                     \
    X(SIGN_ELSEWHERE_WELL,                                                                                               \
      "The same senders' mail to others had clearly less trouble: {0} of {1} deliveries ({2}), against {3} of {4} "      \
      "({5}) here.",                                                                                                     \
      "El correo de los mismos remitentes a otros tuvo claramente menos problemas: {0} de {1} entregas ({2}), frente "   \
      "a {3} de {4} ({5}) aquí.")                                                                                        \
    X(SIGN_ELSEWHERE_TOO,                                                                                                \
      "The same senders' mail to others had trouble, too, and not clearly less: {0} of {1} deliveries ({2}), against "   \
      "{3} of {4} ({5}) here.",                                                                                          \
      "El correo de los mismos remitentes a otros también tuvo problemas, y no claramente menos: {0} de {1} entregas "  \
      "({2}), frente a {3} de {4} ({5}) aquí.")                                                                          \
    X(SIGN_ELSEWHERE_FEW, "There is too little mail of the same senders to others to compare with ({1} deliveries).",    \
      "Hay demasiado poco correo de los mismos remitentes a otros para comparar ({1} entregas).")                        \
    X(SIGN_OTHERS_TOO, "Other senders' mail to the same recipients had trouble as well: {0} of {1} deliveries ({2}).",   \
      "El correo de otros remitentes a los mismos destinatarios también tuvo problemas: {0} de {1} entregas ({2}).")     \
    X(SIGN_OTHERS_WELL,                                                                                                  \
      "Other senders' mail to the same recipients had clearly less trouble: {0} of {1} deliveries ({2}), against {3} "   \
      "of {4} ({5}).",                                                                                                   \
      "El correo de otros remitentes a los mismos destinatarios tuvo claramente menos problemas: {0} de {1} entregas "   \
      "({2}), frente a {3} de {4} ({5}).")                                                                               \
    X(SIGN_MANY_SENDERS, "{0} different senders have it.", "Lo tienen {0} remitentes distintos.")                        \
    X(SIGN_ONE_SENDER, "One sender alone has it.", "Lo tiene un solo remitente.")                                        \
    X(SIGN_BEFORE_WELL,                                                                                                  \
      "Before, it was clearly better: {0} of {1} deliveries ({2}) had trouble, against {3} of {4} ({5}).",               \
      "Antes iba claramente mejor: {0} de {1} entregas ({2}) tuvieron problemas, frente a {3} de {4} ({5}).")            \
    X(SIGN_BEFORE_TOO,                                                                                                   \
      "It was not clearly better before: {0} of {1} deliveries ({2}) had trouble, against {3} of {4} ({5}).",            \
      "Antes no iba claramente mejor: {0} de {1} entregas ({2}) tuvieron problemas, frente a {3} de {4} ({5}).")         \
    X(SIGN_AFTER_WELL, "It ended: after it {0} of {1} deliveries ({2}) had trouble, against {3} of {4} ({5}).",          \
      "Terminó: después, {0} de {1} entregas ({2}) tuvieron problemas, frente a {3} de {4} ({5}).")                      \
    X(SIGN_NO_CONTROLS, "There is no other mail in the data to compare with: import message traces of the same days.",   \
      "No hay otro correo en los datos con que comparar: importe seguimientos de mensajes de los mismos días.")          \
    X(SIGN_AUTH_PASSES, "The sender's mail authenticates, as far as was checked.",                                       \
      "El correo del remitente se autentica, hasta donde se comprobó.")                                                  \
    X(SIGN_AUTH_WEAK,                                                                                                    \
      "The sender's authentication has faults, and servers that drop the sessions of such senders look just like "       \
      "this.",                                                                                                           \
      "La autenticación del remitente tiene fallos, y los servidores que cortan las sesiones de tales remitentes se "   \
      "ven exactamente así.")                                                                                            \
    X(SIGN_AUTH_UNKNOWN,                                                                                                 \
      "SPF, DKIM and DMARC of the sender were not checked. A broken session does not clear them: there are public "      \
      "cases in which the same texts went away once they were set up.",                                                  \
      "SPF, DKIM y DMARC del remitente no se comprobaron. Una sesión rota no los descarta: hay casos públicos en los " \
      "que los mismos textos desaparecieron al configurarlos.")                                                          \
    X(SIGN_AUTH_UNCHECKED, "SPF, DKIM and DMARC of the sender were not checked.",                                        \
      "SPF, DKIM y DMARC del remitente no se comprobaron.")                                                              \
    X(REFUTE_TRANSPORT,                                                                                                  \
      "An answer that names SPF, DKIM, DMARC, spam or policy; mail that gets through once authentication is set up; "    \
      "logs of the recipient that show a refusal.",                                                                      \
      "Una respuesta que nombre SPF, DKIM, DMARC, spam o directivas; correo que pasa en cuanto se configura la "         \
      "autenticación; registros del destinatario que muestren un rechazo.")                                              \
    X(REFUTE_TLS,                                                                                                        \
      "The same mail getting through with the same demands on TLS; a certificate and STARTTLS of the receiving "         \
      "server that a test finds in order.",                                                                              \
      "El mismo correo pasando con las mismas exigencias de TLS; un certificado y un STARTTLS del servidor receptor "    \
      "que una prueba encuentre en orden.")                                                                              \
    X(REFUTE_DNS, "Records of the recipient's domain that resolvers elsewhere found at that time.",                      \
      "Registros del dominio del destinatario que otros resolutores encontraran a esa hora.")                            \
    X(REFUTE_THROTTLE, "The same refusal at a small fraction of the rate.",                                              \
      "El mismo rechazo con una pequeña fracción del ritmo.")                                                            \
    X(REFUTE_AUTH, "Headers of the same mail that show SPF or DKIM passing and aligned at another receiver.",            \
      "Cabeceras del mismo correo que muestren SPF o DKIM superados y alineados en otro receptor.")                      \
    X(REFUTE_POLICY, "The recipient's administrator finding no rule that applies.",                                      \
      "Que el administrador del destinatario no encuentre ninguna regla aplicable.")                                     \
    X(REFUTE_SPAM, "A plain test mail of the same sender that is refused alike.",                                        \
      "Un correo de prueba sencillo del mismo remitente rechazado igual.")                                               \
    X(REFUTE_REPUTATION,                                                                                                 \
      "The sending address or domain on no list, and mail of other tenants from the same address getting through.",      \
      "La dirección o el dominio de envío en ninguna lista, y correo de otros inquilinos desde la misma dirección "   \
      "que pasa.")                                                                                                       \
    X(REFUTE_RECIPIENT, "The recipient getting mail of others at that address.",                                         \
      "Que el destinatario reciba correo de otros en esa dirección.")                                                    \
    X(REFUTE_OTHER, "Another answer of the same server to the same mail.",                                               \
      "Otra respuesta del mismo servidor al mismo correo.")                                                              \
    X(REFUTE_UNKNOWN, "Nothing is claimed. Message trace details or the non-delivery report would tell the cause.",      \
      "No se afirma nada. Los detalles del seguimiento o el informe de no entrega dirían la causa.")                     \
    X(CONTROL_CASE, "this mail", "este correo")                                                                          \
    X(CONTROL_SENDER_ELSEWHERE, "the same senders, to others", "los mismos remitentes, a otros")                         \
    X(CONTROL_OTHERS_THERE, "other senders, to the same recipients", "otros remitentes, a los mismos destinatarios")     \
    X(CONTROL_OTHERS_ELSEWHERE, "other senders, to others", "otros remitentes, a otros")                                 \
    X(CONTROL_BEFORE, "the same mail, before", "el mismo correo, antes")                                                 \
    X(CONTROL_AFTER, "the same mail, after", "el mismo correo, después")

#endif
