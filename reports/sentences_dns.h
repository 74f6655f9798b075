#ifndef MT_REPORTS_SENTENCES_DNS_H
#define MT_REPORTS_SENTENCES_DNS_H

/* Sentences about DNS records: X(NAME, English, Spanish). messages.h says how values are put in. Findings and advice
 * (ingest/dns_kinds.h) have one each, under DNS_ and DNS_DO_ and the name there. Their places: {0} the DNS name, {1} a
 * term, a target or an address, {2} a number, {3} what is wrong, in words, {4} a type of record. */

#define MT_SENTENCES_OF_DNS(X)                                                                                         \
    MT_SENTENCES_OF_DNS_PAGE(X)                                                                                        \
    MT_SENTENCES_OF_DNS_SPF(X)                                                                                         \
    MT_SENTENCES_OF_DNS_DKIM(X)                                                                                        \
    MT_SENTENCES_OF_DNS_DMARC(X)                                                                                       \
    MT_SENTENCES_OF_DNS_MX(X)                                                                                          \
    MT_SENTENCES_OF_DNS_ADVICE(X)                                                                                      \
    MT_SENTENCES_OF_DNS_FAULTS(X)

/* ---- the page around the findings ---- */
#define MT_SENTENCES_OF_DNS_PAGE(X)                                                                                    \
    X(DNS_TITLE, "DNS records of {0} for sending mail", "Registros DNS de {0} para enviar correo")                     \
    X(DNS_FROM_RECORDS, "From the records in {0}.", "A partir de los registros de {0}.")                               \
    X(DNS_FROM_RESOLVER, "Asked of {0} just now.", "Preguntado ahora mismo a {0}.")                                    \
    X(DNS_SUMMARY, "Summary", "Resumen")                                                                               \
    X(DNS_LOOKUPS, "What SPF makes receivers look up", "Lo que SPF obliga a consultar")                                \
    X(DNS_LOOKUPS_LEDE, "{0} {0:look-up|look-ups}; receivers stop at 10 and reject the record then.",                  \
      "{0} {0:consulta|consultas}; los receptores paran a las 10 y entonces dan por malo el registro.")                \
    X(DNS_RECORDS, "Records and answers that were read", "Registros y respuestas leídos")                              \
    X(DNS_UNREAD, "Lines that could not be read", "Líneas que no se pudieron leer")                                    \
    X(DNS_UNREAD_LEDE,                                                                                                 \
      "{0} {0:line says|lines say} nothing that is known here. If one of them is a record, give it as dig prints it.", \
      "{0} {0:línea no dice|líneas no dicen} nada que aquí se conozca. Si alguna es un registro, delo como lo "     \
      "imprime dig.")                                                                                                  \
    X(DNS_RULE, "The rule: {0}, section {1}.", "La norma: {0}, sección {1}.")                                          \
    X(DNS_DECIDES, "What decides: {0}", "Lo que decide: {0}")                                                          \
    X(DNS_PUBLISHED, "Published: {0}", "Publicado: {0}")                                                               \
    X(DNS_PUBLISHED_LINE, "Published (line {1}): {0}", "Publicado (línea {1}): {0}")                                   \
    X(DNS_COLUMN_CHECK, "Check", "Comprobación")                                                                       \
    X(DNS_COLUMN_STATE, "State", "Estado")                                                                             \
    X(DNS_COLUMN_ERRORS, "Errors", "Errores")                                                                          \
    X(DNS_COLUMN_WARNINGS, "Warnings", "Avisos")                                                                       \
    X(DNS_COLUMN_OPEN, "Not known", "Sin saber")                                                                       \
    X(DNS_COLUMN_NUMBER, "No.", "N.º")                                                                                 \
    X(DNS_COLUMN_DEPTH, "Depth", "Nivel")                                                                              \
    X(DNS_COLUMN_WITHIN, "In the record of", "En el registro de")                                                      \
    X(DNS_COLUMN_TERM, "Term", "Término")                                                                              \
    X(DNS_COLUMN_NAME, "Name", "Nombre")                                                                               \
    X(DNS_COLUMN_ANSWER, "Answer", "Respuesta")                                                                        \
    X(DNS_COLUMN_TYPE, "Type", "Tipo")                                                                                 \
    X(DNS_COLUMN_RECORD, "Record", "Registro")                                                                         \
    X(DNS_COLUMN_LINE, "Line", "Línea")                                                                                \
    X(DNS_COLUMN_WHY, "Why", "Por qué")                                                                                \
    X(DNS_COLUMN_TEXT, "Text", "Texto")

/* ---- SPF ---- */
#define MT_SENTENCES_OF_DNS_SPF(X)                                                                                       \
    X(DNS_SPF_ONE, "{0} has exactly one SPF record, as it must be.",                                                     \
      "{0} tiene un único registro SPF, como debe ser.")                                                                 \
    X(DNS_SPF_NOT_ASKED, "The TXT records of {0} are not among what was given.",                                         \
      "Los registros TXT de {0} no están entre lo que se dio.")                                                          \
    X(DNS_SPF_NO_ANSWER, "The TXT records of {0} could not be found out: {3}.",                                          \
      "No se pudieron averiguar los registros TXT de {0}: {3}.")                                                         \
    X(DNS_SPF_NO_DOMAIN, "{0} does not exist in the DNS.", "{0} no existe en el DNS.")                                   \
    X(DNS_SPF_MISSING, "{0} has no SPF record: receivers cannot tell who may send for it.",                              \
      "{0} no tiene registro SPF: los receptores no pueden saber quién puede enviar en su nombre.")                      \
    X(DNS_SPF_SEVERAL, "{0} has {2} SPF records: receivers then use none of them.",                                      \
      "{0} tiene {2} registros SPF: entonces los receptores no usan ninguno.")                                           \
    X(DNS_SPF_NEARLY, "A record of {0} looks like SPF but does not begin with v=spf1 and a blank: it does not count.",   \
      "Un registro de {0} parece SPF pero no empieza por v=spf1 y un espacio: no cuenta.")                               \
    X(DNS_SPF_TYPE_99, "{0} has a record of type SPF: receivers read TXT records only.",                                 \
      "{0} tiene un registro de tipo SPF: los receptores solo leen registros TXT.")                                      \
    X(DNS_SPF_SYNTAX, "The term {1} is wrong ({3}): receivers then ignore the whole record.",                            \
      "El término {1} está mal ({3}): entonces los receptores ignoran todo el registro.")                                \
    X(DNS_SPF_LOOKUPS, "The record costs {2} of 10 look-ups.", "El registro cuesta {2} de 10 consultas.")                \
    X(DNS_SPF_LOOKUPS_FULL, "The record costs {2} look-ups, all that receivers make: one more breaks it.",               \
      "El registro cuesta {2} consultas, todas las que hacen los receptores: una más lo estropea.")                      \
    X(DNS_SPF_LOOKUPS_MANY,                                                                                              \
      "The record costs {2} look-ups; receivers make 10 and then treat it as an error, for all mail of the domain.",     \
      "El registro cuesta {2} consultas; los receptores hacen 10 y después lo tratan como un error, con todo el "       \
      "correo del dominio.")                                                                                             \
    X(DNS_SPF_LOOKUPS_OPEN, "What {1} costs is not known: the TXT records of {0} are not among what was given.",         \
      "No se sabe cuánto cuesta {1}: los registros TXT de {0} no están entre lo que se dio.")                            \
    X(DNS_SPF_LOOKUPS_NO_ANSWER, "What {1} costs is not known: {0} could not be found out ({3}).",                       \
      "No se sabe cuánto cuesta {1}: no se pudo averiguar {0} ({3}).")                                                   \
    X(DNS_SPF_LOOKUPS_BY_MAIL, "What {1} leads to depends on the mail: what is behind it is not counted.",               \
      "Adónde lleva {1} depende del correo: lo que hay detrás no se cuenta.")                                            \
    X(DNS_SPF_VOID, "The term {1} looks up {0}, which has nothing of the kind; receivers allow two of these.",           \
      "El término {1} consulta {0}, que no tiene nada de eso; los receptores permiten dos así.")                         \
    X(DNS_SPF_VOID_MANY, "{2} look-ups find nothing; receivers allow two and then treat the record as an error.",        \
      "{2} consultas no encuentran nada; los receptores permiten dos y después tratan el registro como un error.")       \
    X(DNS_SPF_LOOP, "The term {1} leads back to {0}, in a circle: receivers run out of look-ups.",                       \
      "El término {1} vuelve a {0}, en círculo: a los receptores se les acaban las consultas.")                          \
    X(DNS_SPF_INCLUDE_MISSING,                                                                                           \
      "The term {1} includes {0}, which has no SPF record: receivers treat that as an error.",                           \
      "El término {1} incluye {0}, que no tiene registro SPF: los receptores lo tratan como un error.")                  \
    X(DNS_SPF_INCLUDE_SEVERAL,                                                                                           \
      "The term {1} leads to {0}, which has {2} SPF records: receivers treat that as an error.",                         \
      "El término {1} lleva a {0}, que tiene {2} registros SPF: los receptores lo tratan como un error.")                \
    X(DNS_SPF_INCLUDE_SYNTAX,                                                                                            \
      "The included record of {0} has a wrong term, {1} ({3}): receivers treat that as an error.",                       \
      "El registro incluido de {0} tiene un término incorrecto, {1} ({3}): los receptores lo tratan como un error.")     \
    X(DNS_SPF_REDIRECT_MISSING, "{1} leads to {0}, which has no SPF record: receivers treat that as an error.",          \
      "{1} lleva a {0}, que no tiene registro SPF: los receptores lo tratan como un error.")                             \
    X(DNS_SPF_MX_MANY, "The term {1} stands for the {2} mail servers of {0}; receivers look at 10 and stop.",            \
      "El término {1} representa los {2} servidores de correo de {0}; los receptores miran 10 y paran.")                 \
    X(DNS_SPF_PTR, "The record of {0} uses {1}: slow, unreliable, and many receivers skip it.",                          \
      "El registro de {0} usa {1}: es lento, poco fiable y muchos receptores lo omiten.")                                \
    X(DNS_SPF_AFTER_ALL,                                                                                                 \
      "{1} and what follows stand behind \xE2\x80\x9C"                                                                   \
      "all\xE2\x80\x9D and are never looked at.",                                                                        \
      "{1} y lo que sigue están detrás de «all» y nunca se miran.")                                                      \
    X(DNS_SPF_REDIRECT_IGNORED,                                                                                          \
      "{1} is ignored because the record has \xE2\x80\x9C"                                                               \
      "all\xE2\x80\x9D.",                                                                                                \
      "{1} se ignora porque el registro tiene «all».")                                                                   \
    X(DNS_SPF_NO_END,                                                                                                    \
      "The record of {0} says nothing about everybody else: it ends without \xE2\x80\x9C"                                \
      "all\xE2\x80\x9D.",                                                                                                \
      "El registro de {0} no dice nada de los demás: termina sin «all».")                                                \
    X(DNS_SPF_ALL_PASS, "{1} lets everybody send for the domain.", "{1} permite a cualquiera enviar por el dominio.")    \
    X(DNS_SPF_ALL_NEUTRAL, "{1} says nothing about everybody else: receivers treat it like no record.",                  \
      "{1} no dice nada de los demás: los receptores lo tratan como si no hubiera registro.")                            \
    X(DNS_SPF_ALL_SOFT,                                                                                                  \
      "{1}: mail from elsewhere is suspicious (softfail). Legal; Microsoft recommends -all once every sender is "        \
      "listed.",                                                                                                         \
      "{1}: el correo de otros orígenes es sospechoso (softfail). Es válido; Microsoft recomienda -all cuando estén " \
      "todos los remitentes.")                                                                                           \
    X(DNS_SPF_ALL_FAIL, "{1}: mail from elsewhere is not the domain's, as Microsoft recommends.",                        \
      "{1}: el correo de otros orígenes no es del dominio, como recomienda Microsoft.")                                  \
    X(DNS_SPF_WIDE, "{1} covers a huge part of the Internet.", "{1} abarca una parte enorme de Internet.")               \
    X(DNS_SPF_LONG, "The record has {2} bytes: answers above 512 bytes can get lost on their way.",                      \
      "El registro tiene {2} bytes: las respuestas de más de 512 bytes pueden perderse por el camino.")                  \
    X(DNS_SPF_SENDS_NOTHING, "The record says that {0} sends no mail at all.",                                           \
      "El registro dice que {0} no envía ningún correo.")                                                                \
    X(DNS_SPF_MICROSOFT, "Microsoft 365 may send: {1} is included.", "Microsoft 365 puede enviar: {1} está incluido.")   \
    X(DNS_SPF_MICROSOFT_DENIED,                                                                                          \
      "The record of {0} does not include Microsoft 365 and ends in -all: mail from Exchange Online fails SPF.",         \
      "El registro de {0} no incluye Microsoft 365 y termina en -all: el correo de Exchange Online no pasa SPF.")        \
    X(DNS_SPF_MICROSOFT_MISSING,                                                                                         \
      "The record of {0} does not include Microsoft 365. That is right only if all mail leaves through somebody "        \
      "else.",                                                                                                           \
      "El registro de {0} no incluye Microsoft 365. Solo es correcto si todo el correo sale por otro sitio.")            \
    X(DNS_SPF_MICROSOFT_OPEN,                                                                                            \
      "Whether Microsoft 365 may send for {0} is not known: not all included records are here.",                         \
      "No se sabe si Microsoft 365 puede enviar por {0}: no están aquí todos los registros incluidos.")                  \
    X(DNS_SPF_ADDRESS_PASS, "{1} may send for the domain (pass).", "{1} puede enviar por el dominio (pass).")            \
    X(DNS_SPF_ADDRESS_NOT, "{1} may not send for the domain: the result is {3}.",                                        \
      "{1} no puede enviar por el dominio: el resultado es {3}.")                                                        \
    X(DNS_SPF_ADDRESS_OPEN, "Whether {1} may send is not known: it depends on {0}.",                                     \
      "No se sabe si {1} puede enviar: depende de {0}.")                                                                 \
    X(DNS_SPF_ADDRESS_BY_MAIL, "Whether {1} may send depends on the sender too: the record has macros.",                 \
      "Que {1} pueda enviar depende también del remitente: el registro tiene macros.")

/* ---- DKIM ---- */
#define MT_SENTENCES_OF_DNS_DKIM(X)                                                                                    \
    X(DNS_DKIM_NOT_ASKED, "{1}: {0} is not among what was given.", "{1}: {0} no está entre lo que se dio.")            \
    X(DNS_DKIM_NO_ANSWER, "{1}: {0} could not be found out: {3}.", "{1}: no se pudo averiguar {0}: {3}.")              \
    X(DNS_DKIM_NONE,                                                                                                   \
      "Neither selector1 nor selector2 is published: Microsoft 365 does not sign with this domain. ({0} and its "      \
      "sibling do not exist.)",                                                                                        \
      "Ni selector1 ni selector2 están publicados: Microsoft 365 no firma con este dominio. ({0} y su pareja no "     \
      "existen.)")                                                                                                     \
    X(DNS_DKIM_SELECTOR_MISSING, "{1} is missing: {0} does not exist. Rotating keys needs both selectors.",            \
      "Falta {1}: {0} no existe. Para rotar las claves hacen falta los dos selectores.")                               \
    X(DNS_DKIM_OTHER_MISSING, "There is no key for the selector {1}: {0} does not exist.",                             \
      "No hay clave para el selector {1}: {0} no existe.")                                                             \
    X(DNS_DKIM_MICROSOFT_OLD, "{0} points to the key that Microsoft keeps, {1}.",                                      \
      "{0} apunta a la clave que guarda Microsoft, {1}.")                                                              \
    X(DNS_DKIM_MICROSOFT_NEW, "{0} points to the key that Microsoft keeps, in the newer form, {1}.",                   \
      "{0} apunta a la clave que guarda Microsoft, en la forma más nueva, {1}.")                                       \
    X(DNS_DKIM_ALIAS, "{0} points to {1}.", "{0} apunta a {1}.")                                                       \
    X(DNS_DKIM_NOT_MICROSOFT, "{0} points to {1}, which is not Microsoft's: Microsoft 365 cannot sign with it.",       \
      "{0} apunta a {1}, que no es de Microsoft: Microsoft 365 no puede firmar con él.")                               \
    X(DNS_DKIM_CROSSED,                                                                                                \
      "{0} points to the key of the other selector, {1}: signatures stop being valid at the next "                     \
      "rotation.",                                                                                                     \
      "{0} apunta a la clave del otro selector, {1}: las firmas dejarán de ser válidas en la próxima rotación.")       \
    X(DNS_DKIM_OTHER_DOMAIN, "{0} points to {1}, which does not look like the key of this domain.",                    \
      "{0} apunta a {1}, que no parece la clave de este dominio.")                                                     \
    X(DNS_DKIM_DOUBLED, "{0} points to {1}: the domain stands twice, because the dot at the end was left out.",        \
      "{0} apunta a {1}: el dominio está dos veces, porque faltó el punto final.")                                     \
    X(DNS_DKIM_POINTS_NOWHERE, "{0} points to a name that has no key: signatures of {1} cannot be verified.",          \
      "{0} apunta a un nombre que no tiene clave: no se pueden verificar las firmas de {1}.")                          \
    X(DNS_DKIM_ONE_POINTS_NOWHERE,                                                                                     \
      "{0} points to a name that has no key yet. Nothing breaks while the other selector signs instead of {1}.",       \
      "{0} apunta a un nombre que aún no tiene clave. No pasa nada mientras firme el otro selector en lugar de {1}.")  \
    X(DNS_DKIM_TARGET_NOT_ASKED, "The key behind {1} is not among what was given: {0}.",                               \
      "La clave que hay detrás de {1} no está entre lo que se dio: {0}.")                                              \
    X(DNS_DKIM_NOT_ALONE, "{0} is an alias and has a TXT record as well: an alias must stand alone.",                  \
      "{0} es un alias y además tiene un registro TXT: un alias debe estar solo.")                                     \
    X(DNS_DKIM_AS_TXT, "{0} holds a key itself instead of pointing to Microsoft's: Microsoft cannot rotate it.",       \
      "{0} contiene una clave en vez de apuntar a la de Microsoft: Microsoft no puede rotarla.")                       \
    X(DNS_DKIM_KEY, "The key of {1} is an RSA key of {2} bits.", "La clave de {1} es RSA de {2} bits.")                \
    X(DNS_DKIM_KEY_ED25519, "The key of {1} is an Ed25519 key. Not all receivers know these: sign with RSA as well.",  \
      "La clave de {1} es Ed25519. No todos los receptores las conocen: firme también con RSA.")                       \
    X(DNS_DKIM_KEY_WEAK, "The key of {1} is an RSA key of {2} bits; 2048 are advised.",                                \
      "La clave de {1} es RSA de {2} bits; se aconsejan 2048.")                                                        \
    X(DNS_DKIM_KEY_SHORT, "The key of {1} is an RSA key of {2} bits; receivers must not accept less than 1024.",       \
      "La clave de {1} es RSA de {2} bits; los receptores no deben aceptar menos de 1024.")                            \
    X(DNS_DKIM_KEY_REVOKED, "The key of {1} was revoked: p= is empty.",                                                \
      "La clave de {1} fue revocada: p= está vacío.")                                                                  \
    X(DNS_DKIM_KEY_TEST, "The key of {1} says that it is being tested (t=y): receivers may act as if unsigned.",       \
      "La clave de {1} dice que está en pruebas (t=y): los receptores pueden actuar como si no hubiera firma.")        \
    X(DNS_DKIM_KEY_SEVERAL, "There are {2} keys for {1}: which one receivers take is open.",                           \
      "Hay {2} claves para {1}: no está definido cuál toman los receptores.")                                          \
    X(DNS_DKIM_KEY_BAD, "The key of {1} cannot be used: {3}.", "La clave de {1} no se puede usar: {3}.")

/* ---- DMARC ---- */
#define MT_SENTENCES_OF_DNS_DMARC(X)                                                                                   \
    X(DNS_DMARC_NOT_ASKED, "{0} is not among what was given.", "{0} no está entre lo que se dio.")                     \
    X(DNS_DMARC_NO_ANSWER, "{0} could not be found out: {3}.", "No se pudo averiguar {0}: {3}.")                       \
    X(DNS_DMARC_ORGANISATION_NOT_ASKED,                                                                                \
      "The domain has no DMARC record of its own; that of the domain above it, {0}, is not among what was given.",     \
      "El dominio no tiene registro DMARC propio; el del dominio superior, {0}, no está entre lo que se dio.")         \
    X(DNS_DMARC_MISSING, "There is no DMARC record at {0}. Gmail and Yahoo ask everyone who sends much mail for one.", \
      "No hay registro DMARC en {0}. Gmail y Yahoo lo piden a quien envía mucho correo.")                              \
    X(DNS_DMARC_SEVERAL, "There are {2} DMARC records at {0}: receivers then use none of them.",                       \
      "Hay {2} registros DMARC en {0}: entonces los receptores no usan ninguno.")                                      \
    X(DNS_DMARC_NEARLY, "A record at {0} looks like DMARC but does not begin with v=DMARC1: it does not count.",       \
      "Un registro en {0} parece DMARC pero no empieza por v=DMARC1: no cuenta.")                                      \
    X(DNS_DMARC_INHERITED, "The record of the domain above, {1}, holds for this one too.",                             \
      "El registro del dominio superior, {1}, vale también para este.")                                                \
    X(DNS_DMARC_NONE, "The policy is none: mail that fails is reported, and otherwise treated as ever.",               \
      "La política es none: del correo que no pasa se informa, y por lo demás se trata como siempre.")                 \
    X(DNS_DMARC_QUARANTINE, "The policy is quarantine: mail that fails goes to spam.",                                 \
      "La política es quarantine: el correo que no pasa va a correo no deseado.")                                      \
    X(DNS_DMARC_REJECT, "The policy is reject: mail that fails is refused.",                                           \
      "La política es reject: el correo que no pasa se rechaza.")                                                      \
    X(DNS_DMARC_NO_POLICY, "p= is missing or wrong, and there is no rua= either: receivers ignore the record at {0}.", \
      "p= falta o está mal, y tampoco hay rua=: los receptores ignoran el registro de {0}.")                           \
    X(DNS_DMARC_POLICY_AS_NONE, "p= is missing or wrong at {0}: receivers treat it as p=none.",                        \
      "p= falta o está mal en {0}: los receptores lo tratan como p=none.")                                             \
    X(DNS_DMARC_TAG, "{1} is not a value that this tag can have: it is ignored.",                                      \
      "{1} no es un valor que pueda tener esta etiqueta: se ignora.")                                                  \
    X(DNS_DMARC_SYNTAX, "{1} is not of the form name=value; some receivers ignore the whole record for it.",           \
      "{1} no tiene la forma nombre=valor; algunos receptores ignoran todo el registro por ello.")                     \
    X(DNS_DMARC_PART, "The policy is applied to {2} % of the mail that fails.",                                        \
      "La política se aplica al {2} % del correo que no pasa.")                                                        \
    X(DNS_DMARC_SUBDOMAINS_OPEN, "sp=none leaves sub-domains without protection, which the domain itself has.",        \
      "sp=none deja sin protección a los subdominios, que el propio dominio sí tiene.")                                \
    X(DNS_DMARC_NO_REPORTS, "There is no rua=: nobody hears which mail fails, or who sends it.",                       \
      "No hay rua=: nadie se entera de qué correo no pasa ni de quién lo envía.")                                      \
    X(DNS_DMARC_ADDRESS, "{1} is no address for reports: it must read mailto:name@domain.",                            \
      "{1} no es una dirección para informes: debe ser mailto:nombre@dominio.")                                        \
    X(DNS_DMARC_REPORTS_TAKEN, "{1} says that it takes reports about this domain.",                                    \
      "{1} dice que acepta informes sobre este dominio.")                                                              \
    X(DNS_DMARC_REPORTS_REFUSED, "{1} does not say that it takes reports about this domain: nobody sends them there.", \
      "{1} no dice que acepte informes sobre este dominio: nadie se los envía.")                                       \
    X(DNS_DMARC_REPORTS_OPEN, "Whether {1} takes reports about this domain is not known: {0} is not known.",           \
      "No se sabe si {1} acepta informes sobre este dominio: no se conoce {0}.")

/* ---- MX ---- */
#define MT_SENTENCES_OF_DNS_MX(X)                                                                                      \
    X(DNS_MX_NOT_ASKED, "The MX records of {0} are not among what was given.",                                         \
      "Los registros MX de {0} no están entre lo que se dio.")                                                         \
    X(DNS_MX_NO_ANSWER, "The MX records of {0} could not be found out: {3}.",                                          \
      "No se pudieron averiguar los registros MX de {0}: {3}.")                                                        \
    X(DNS_MX_MISSING, "{0} has no MX record: replies and delivery reports go to whatever its address is.",             \
      "{0} no tiene registro MX: las respuestas y los informes de entrega van a la dirección que tenga.")              \
    X(DNS_MX_NULL, "{0} says that it takes no mail at all (null MX): some receivers refuse mail from such domains.",   \
      "{0} dice que no acepta correo (MX nulo): algunos receptores rechazan el correo de estos dominios.")             \
    X(DNS_MX_NULL_NOT_ALONE, "{0} has a null MX beside others: it must stand alone.",                                  \
      "{0} tiene un MX nulo junto a otros: debe estar solo.")                                                          \
    X(DNS_MX_MICROSOFT, "Mail for {0} goes to Microsoft 365: {1}.", "El correo para {0} va a Microsoft 365: {1}.")     \
    X(DNS_MX_MIXED, "Mail for {0} goes to Microsoft 365 and elsewhere too: {1}.",                                      \
      "El correo para {0} va a Microsoft 365 y también a otro sitio: {1}.")                                            \
    X(DNS_MX_ELSEWHERE, "Mail for {0} does not go to Microsoft 365 directly but to {1}.",                              \
      "El correo para {0} no va directamente a Microsoft 365, sino a {1}.")                                            \
    X(DNS_MX_ALIAS, "The MX of {0} names {1}, which is an alias: it must be a host itself.",                           \
      "El MX de {0} nombra {1}, que es un alias: debe ser un servidor.")                                               \
    X(DNS_MX_ADDRESS, "The MX of {0} is an address, {1}: it must be a name.",                                          \
      "El MX de {0} es una dirección, {1}: debe ser un nombre.")                                                       \
    X(DNS_MX_DOUBLED, "The MX of {0} is {1}: the domain stands twice, because the dot at the end was left out.",       \
      "El MX de {0} es {1}: el dominio está dos veces, porque faltó el punto final.")                                  \
    X(DNS_MX_NOWHERE, "The MX of {0} names {1}, which has no address.",                                                \
      "El MX de {0} nombra {1}, que no tiene dirección.")

/* ---- what to do ---- */
#define MT_SENTENCES_OF_DNS_ADVICE(X)                                                                                   \
    X(DNS_DO_NONE, "Nothing to do.", "No hay nada que hacer.")                                                          \
    X(DNS_DO_ASK, "Add the output of: dig {4} {0}", "Añada la salida de: dig {4} {0}")                                  \
    X(DNS_DO_ASK_ALIAS, "Add the output of: dig {4} {0} (it shows the alias too)",                                      \
      "Añada la salida de: dig {4} {0} (muestra también el alias)")                                                     \
    X(DNS_DO_ASK_AGAIN, "Ask again, of another resolver if need be.",                                                   \
      "Pregunte otra vez, a otro servidor si hace falta.")                                                              \
    X(DNS_DO_REGISTER, "See whether the name is spelt right and the domain is still registered.",                       \
      "Compruebe si el nombre está bien escrito y el dominio sigue registrado.")                                        \
    X(DNS_DO_PUBLISH_SPF,                                                                                               \
      "Publish a TXT record at the domain: v=spf1 include:spf.protection.outlook.com -all, with everybody else who "    \
      "sends for it in front of -all.",                                                                                 \
      "Publique un registro TXT en el dominio: v=spf1 include:spf.protection.outlook.com -all, con todos los demás "   \
      "que envían por él delante de -all.")                                                                             \
    X(DNS_DO_MERGE_SPF, "Make one record of them: the terms of all behind a single v=spf1.",                            \
      "Haga uno solo de todos: los términos de todos detrás de un único v=spf1.")                                       \
    X(DNS_DO_CORRECT_START, "Correct how it begins, or remove it if another record stands for it.",                     \
      "Corrija cómo empieza, o elimínelo si otro registro lo sustituye.")                                               \
    X(DNS_DO_REMOVE_RECORD, "Remove the record that should not be there.",                                              \
      "Elimine el registro que no debería estar.")                                                                      \
    X(DNS_DO_CORRECT_TERM, "Correct or remove the term.", "Corrija o elimine el término.")                              \
    X(DNS_DO_FEWER_LOOKUPS,                                                                                             \
      "Remove what is no longer used, replace names by addresses that do not change, or send other mail from a "        \
      "sub-domain.",                                                                                                    \
      "Quite lo que ya no se usa, sustituya nombres por direcciones que no cambien o envíe el resto del correo desde " \
      "un subdominio.")                                                                                                 \
    X(DNS_DO_REMOVE_TERM, "Remove the term, or say more precisely who sends.",                                          \
      "Elimine el término, o diga con más precisión quién envía.")                                                      \
    X(DNS_DO_TELL_OWNER, "Tell whoever runs that domain, or remove the term until it is put right.",                    \
      "Avise a quien lleva ese dominio, o quite el término hasta que se arregle.")                                      \
    X(DNS_DO_ALL_LAST,                                                                                                  \
      "Put \xE2\x80\x9C"                                                                                                \
      "all\xE2\x80\x9D at the end.",                                                                                    \
      "Ponga «all» al final.")                                                                                          \
    X(DNS_DO_END_WITH_ALL, "End the record with -all, or ~all while you are not sure of every sender.",                 \
      "Termine el registro con -all, o con ~all mientras no esté seguro de todos los remitentes.")                      \
    X(DNS_DO_SHORTEN, "Shorten it, or move parts into a record of their own that is included.",                         \
      "Acórtelo, o pase partes a otro registro que se incluya.")                                                        \
    X(DNS_DO_INCLUDE_MICROSOFT, "Add include:spf.protection.outlook.com if the domain sends through Microsoft 365.",    \
      "Añada include:spf.protection.outlook.com si el dominio envía a través de Microsoft 365.")                        \
    X(DNS_DO_ALLOW_ADDRESS, "If this server sends for the domain, add it to the record.",                               \
      "Si este servidor envía por el dominio, añádalo al registro.")                                                    \
    X(DNS_DO_PUBLISH_DKIM,                                                                                              \
      "Publish both CNAME records as Get-DkimSigningConfig (or the Defender portal, DKIM) shows them, then turn DKIM "  \
      "on.",                                                                                                            \
      "Publique los dos registros CNAME tal como los muestra Get-DkimSigningConfig (o el portal de Defender, DKIM) y "  \
      "después active DKIM.")                                                                                           \
    X(DNS_DO_CORRECT_SELECTOR, "See in a signature (s=) of sent mail which selector is used.",                          \
      "Mire en una firma (s=) de un correo enviado qué selector se usa.")                                               \
    X(DNS_DO_DOT_AT_END, "Put a dot behind the target, or enter it the way the DNS provider asks for whole names.",     \
      "Ponga un punto detrás del destino, o escríbalo como el proveedor de DNS pide los nombres completos.")            \
    X(DNS_DO_ENABLE_DKIM, "Compare the target with Get-DkimSigningConfig and turn DKIM on for the domain.",             \
      "Compare el destino con Get-DkimSigningConfig y active DKIM para el dominio.")                                    \
    X(DNS_DO_ROTATE_KEY, "Have a new key made: Rotate-DkimSigningConfig -KeySize 2048 at Microsoft 365.",               \
      "Pida una clave nueva: Rotate-DkimSigningConfig -KeySize 2048 en Microsoft 365.")                                 \
    X(DNS_DO_END_TEST, "Remove t=y once signing works.", "Quite t=y cuando la firma funcione.")                         \
    X(DNS_DO_CORRECT_KEY, "Publish the key again exactly as the signing service shows it.",                             \
      "Publique otra vez la clave exactamente como la muestra el servicio que firma.")                                  \
    X(DNS_DO_PUBLISH_DMARC, "Publish a TXT record at {0}: v=DMARC1; p=none; rua=mailto:ADDRESS",                        \
      "Publique un registro TXT en {0}: v=DMARC1; p=none; rua=mailto:DIRECCIÓN")                                        \
    X(DNS_DO_MERGE_DMARC, "Keep one of them and remove the others.", "Conserve uno y elimine los demás.")               \
    X(DNS_DO_TIGHTEN_LATER,                                                                                             \
      "Enough for delivery. When reports show that all own mail passes, p=quarantine or p=reject keeps others from "    \
      "using the domain.",                                                                                              \
      "Basta para la entrega. Cuando los informes muestren que pasa todo el correo propio, p=quarantine o p=reject "    \
      "impide que otros usen el dominio.")                                                                              \
    X(DNS_DO_CORRECT_POLICY, "Write p=none, p=quarantine or p=reject right behind v=DMARC1.",                           \
      "Escriba p=none, p=quarantine o p=reject justo detrás de v=DMARC1.")                                              \
    X(DNS_DO_CORRECT_TAG, "Correct or remove it.", "Corríjalo o elimínelo.")                                            \
    X(DNS_DO_WHOLE_POLICY, "Remove pct= when reports show that own mail passes.",                                       \
      "Quite pct= cuando los informes muestren que el correo propio pasa.")                                             \
    X(DNS_DO_ADD_REPORTS, "Add rua=mailto: and an address that somebody reads.",                                        \
      "Añada rua=mailto: y una dirección que alguien lea.")                                                             \
    X(DNS_DO_AUTHORISE_REPORTS, "Whoever takes the reports must publish a TXT record at {0}: v=DMARC1",                 \
      "Quien recibe los informes debe publicar un registro TXT en {0}: v=DMARC1")                                       \
    X(DNS_DO_PUBLISH_MX, "If the domain has mailboxes at Microsoft 365, publish the MX that its admin center shows.",   \
      "Si el dominio tiene buzones en Microsoft 365, publique el MX que muestra su centro de administración.")          \
    X(DNS_DO_ONE_MX, "Remove those that are left over from before: mail that goes there can get lost.",                 \
      "Quite los que hayan quedado de antes: el correo que llegue a ellos puede perderse.")                             \
    X(DNS_DO_NAME_HOST, "Name a host that has an address record of its own.",                                           \
      "Nombre un servidor que tenga su propio registro de dirección.")

/* ---- what is wrong, and why something is not known: behind a colon or in brackets ---- */
#define MT_SENTENCES_OF_DNS_FAULTS(X)                                                                                  \
    X(DNS_SPF_FAULT_NONE, "nothing", "nada")                                                                           \
    X(DNS_SPF_FAULT_UNKNOWN, "no mechanism has this name", "ningún mecanismo se llama así")                            \
    X(DNS_SPF_FAULT_CHARACTER, "it holds a character that no record may have",                                         \
      "contiene un carácter que ningún registro puede tener")                                                          \
    X(DNS_SPF_FAULT_NEEDS_DOMAIN, "a domain is missing", "falta un dominio")                                           \
    X(DNS_SPF_FAULT_TAKES_NONE,                                                                                        \
      "nothing may stand behind \xE2\x80\x9C"                                                                          \
      "all\xE2\x80\x9D",                                                                                               \
      "detrás de «all» no puede ir nada")                                                                              \
    X(DNS_SPF_FAULT_BAD_DOMAIN, "it does not end in a domain", "no termina en un dominio")                             \
    X(DNS_SPF_FAULT_MACRO, "the macro is malformed", "la macro está mal formada")                                      \
    X(DNS_SPF_FAULT_PREFIX, "the number behind the slash is wrong", "el número tras la barra está mal")                \
    X(DNS_SPF_FAULT_ADDRESS, "the address is wrong", "la dirección está mal")                                          \
    X(DNS_SPF_FAULT_TWICE, "it may stand once only", "solo puede aparecer una vez")                                    \
    X(DNS_SPF_FAULT_QUALIFIER, "no sign may stand in front of it", "no puede llevar un signo delante")                 \
    X(DNS_SPF_FAULT_COLON, "a colon and an equals sign were mixed up", "se confundieron los dos puntos y el igual")    \
    X(DNS_SPF_FAULT_SECOND_VERSION, "a second record was joined to the first",                                         \
      "se unió un segundo registro al primero")                                                                        \
    X(DNS_DKIM_FAULT_NONE, "nothing", "nada")                                                                          \
    X(DNS_DKIM_FAULT_TAGS, "it is not a list of name=value", "no es una lista de nombre=valor")                        \
    X(DNS_DKIM_FAULT_TWICE, "a tag stands twice", "una etiqueta aparece dos veces")                                    \
    X(DNS_DKIM_FAULT_VERSION, "v= must be DKIM1 and come first", "v= debe ser DKIM1 e ir primero")                     \
    X(DNS_DKIM_FAULT_NO_KEY, "p= is missing", "falta p=")                                                              \
    X(DNS_DKIM_FAULT_KIND, "k= names a kind of key that nobody knows", "k= nombra un tipo de clave que nadie conoce")  \
    X(DNS_DKIM_FAULT_BASE64, "p= is not base64", "p= no es base64")                                                    \
    X(DNS_DKIM_FAULT_CONTENT, "p= holds no such key; part of it may be missing",                                       \
      "p= no contiene esa clave; puede faltar una parte")                                                              \
    X(DNS_DKIM_FAULT_SERVICE, "s= leaves mail out", "s= excluye el correo")                                            \
    X(DNS_DKIM_FAULT_HASH, "h= leaves SHA-256 out", "h= excluye SHA-256")                                              \
    X(DNS_WHY_NONE, "no reason was given", "no se dio motivo")                                                         \
    X(DNS_WHY_TIMEOUT, "nobody answered in time", "nadie respondió a tiempo")                                          \
    X(DNS_WHY_REFUSED, "the server refused", "el servidor se negó")                                                    \
    X(DNS_WHY_SERVER, "the server could not find out", "el servidor no pudo averiguarlo")                              \
    X(DNS_WHY_MALFORMED, "the answer makes no sense", "la respuesta no tiene sentido")                                 \
    X(DNS_WHY_TOO_MANY, "too much would have to be asked", "habría que preguntar demasiado")                           \
    X(DNS_WHY_STOPPED, "it was interrupted", "se interrumpió")                                                         \
    X(DNS_WHY_SHORT, "dig +short printed nothing, which hides the reason",                                             \
      "dig +short no imprimió nada, lo que oculta el motivo")                                                          \
    X(DNS_WHY_OTHER, "the server reported an error", "el servidor informó de un error")                                \
    X(DNS_UNREAD_NO_FORM, "neither a record, nor a question, nor an answer", "ni registro, ni pregunta, ni respuesta") \
    X(DNS_UNREAD_NO_QUESTION, "the line with the name is missing", "falta la línea con el nombre")                     \
    X(DNS_UNREAD_BAD_NAME, "not a name", "no es un nombre")                                                            \
    X(DNS_UNREAD_BAD_DATA, "the content does not fit the type", "el contenido no cuadra con el tipo")                  \
    X(DNS_UNREAD_OPEN_QUOTE, "a quoted string does not end", "un texto entre comillas no termina")                     \
    X(DNS_UNREAD_OPEN_BRACKET, "a parenthesis is not closed", "un paréntesis no se cierra")                            \
    X(DNS_UNREAD_CUT, "PowerShell shortened or wrapped it: add | Format-List | Out-String -Width 4096",                \
      "PowerShell lo acortó o lo partió: añada | Format-List | Out-String -Width 4096")                                \
    X(DNS_UNREAD_TOO_LONG, "longer than any record", "más largo que cualquier registro")                               \
    X(DNS_UNREAD_DIRECTIVE, "what it stands for is in another file", "lo que representa está en otro archivo")         \
    X(DNS_UNREAD_MANY_QUESTIONS, "several questions in one command line: which is answered is not said",               \
      "varias preguntas en una línea de comandos: no se dice cuál se responde")

#endif
