#ifndef MT_REPORTS_WORDS_CODES_ES_H
#define MT_REPORTS_WORDS_CODES_ES_H

/* The Spanish of what reply codes mean: the sentences of store/codes.tsv, each once, in the order of the alphabet. A
 * test holds the two against each other. Lines that a user added are in the user's own words. */

#define MT_WORDS_ES_OF_CODES(X)                                                                                        \
    X("A connector demands TLS, and the other server does not offer STARTTLS.",                                        \
      "Un conector exige TLS y el otro servidor no ofrece STARTTLS.")                                                  \
    X("A connector or policy demands TLS, and the other server does not offer STARTTLS (or a firewall between "        \
      "them hides it).",                                                                                               \
      "Un conector o una directiva exige TLS y el otro servidor no ofrece STARTTLS (o un cortafuegos "                 \
      "intermedio lo oculta).")                                                                                        \
    X("A device or application tried to send without signing on.",                                                     \
      "Un dispositivo o una aplicación intentó enviar sin iniciar sesión.")                                            \
    X("A directory or name server that was needed did not work.",                                                      \
      "No funcionó un directorio o un servidor de nombres que hacía falta.")                                           \
    X("A front-end server of Exchange Online could not reach the mailbox server, for the moment; when it lasts "       \
      "it is a case for Microsoft.",                                                                                   \
      "Un servidor de acceso de Exchange Online no pudo llegar por el momento al servidor de buzones; si dura, "       \
      "es un caso para Microsoft.")                                                                                    \
    X("A front-end server of Exchange could not reach the next one: the reply it quotes decides.",                     \
      "Un servidor de acceso de Exchange no pudo llegar al siguiente: decide la respuesta que cita.")                  \
    X("A line of the sign-on is too long.", "Una línea del inicio de sesión es demasiado larga.")                      \
    X("A mail flow rule (transport rule) refused or deleted the message.",                                             \
      "Una regla de flujo de correo (regla de transporte) rechazó o eliminó el mensaje.")                              \
    X("A mail flow rule refused the message with a code of its own.",                                                  \
      "Una regla de flujo de correo rechazó el mensaje con un código propio.")                                         \
    X("A partner connector of the recipient takes mail of this domain only from certain IP addresses or with a "       \
      "certain certificate.",                                                                                          \
      "Un conector de asociado del destinatario solo acepta correo de este dominio desde ciertas direcciones "         \
      "IP o con un certificado determinado.")                                                                          \
    X("A security feature that is needed is not supported.",                                                           \
      "No se admite una característica de seguridad que hace falta.")                                                  \
    X("A trust between the servers is missing.", "Falta una relación de confianza entre los servidores.")              \
    X("Addresses with letters beyond ASCII are not supported on the way.",                                             \
      "En el camino no se admiten direcciones con letras ajenas a ASCII.")                                             \
    X("Agents make messages out of messages without an end.",                                                          \
      "Los agentes generan mensajes a partir de mensajes sin fin.")                                                    \
    X("An agent of the own mail system, usually a mail flow rule, deleted the message on its way.",                    \
      "Un agente del sistema de correo propio, normalmente una regla de flujo de correo, eliminó el mensaje "         \
      "por el camino.")                                                                                                \
    X("An encrypted connection is needed.", "Hace falta una conexión cifrada.")                                        \
    X("An entry in the Tenant Allow/Block List blocks the message, on one side or the other.",                         \
      "Una entrada de la lista de permitidos y bloqueados del inquilino bloquea el mensaje, en un lado o en el "       \
      "otro.")                                                                                                         \
    X("Cryptography on the message failed.", "Falló la criptografía del mensaje.")                                     \
    X("DANE demands TLS, and the recipient's server does not offer STARTTLS.",                                         \
      "DANE exige TLS y el servidor del destinatario no ofrece STARTTLS.")                                             \
    X("DANE: the certificate does not match the TLSA record of the recipient's domain.",                               \
      "DANE: el certificado no coincide con el registro TLSA del dominio del destinatario.")                           \
    X("DANE: the certificate names another host than the recipient's mail server.",                                    \
      "DANE: el certificado nombra un servidor distinto del servidor de correo del destinatario.")                     \
    X("DANE: the certificate of the recipient's server has expired.",                                                  \
      "DANE: el certificado del servidor del destinatario ha caducado.")                                               \
    X("DNSSEC of the recipient's domain is broken, so that its answers cannot be trusted.",                            \
      "DNSSEC del dominio del destinatario está roto, así que no se puede confiar en sus respuestas.")                 \
    X("Exchange Online could not talk to the other server; what stands behind the \"->\" says how it failed.",         \
      "Exchange Online no pudo comunicarse con el otro servidor; lo que sigue a «->» dice cómo falló.")                \
    X("Exchange Online could not tell whose mail this is, for the moment; when it lasts it is a case for "             \
      "Microsoft.",                                                                                                    \
      "Exchange Online no pudo determinar por el momento de quién es este correo; si dura, es un caso para "          \
      "Microsoft.")                                                                                                    \
    X("Exchange Online could not tell whose mail this is: the inbound connector's address or certificate does "        \
      "not fit.",                                                                                                      \
      "Exchange Online no pudo determinar de quién es este correo: la dirección o el certificado del conector "      \
      "de entrada no concuerda.")                                                                                      \
    X("Exchange Online gave the message up after trying for a day: the cause is what stands behind the last "          \
      "\"->\", if anything does.",                                                                                     \
      "Exchange Online dio por perdido el mensaje tras intentarlo durante un día: la causa es lo que sigue al "       \
      "último «->», si sigue algo.")                                                                                   \
    X("Exchange Online reached the other server but no session came about: an error at once, or TLS that a "           \
      "connector demands.",                                                                                            \
      "Exchange Online llegó al otro servidor, pero no se estableció ninguna sesión: un error inmediato, o TLS "    \
      "exigido por un conector.")                                                                                      \
    X("Exchange Online's front end or the other server could not be talked to; what stands behind the \"->\" "         \
      "says how it failed.",                                                                                           \
      "No se pudo hablar con el servidor de acceso de Exchange Online o con el otro servidor; lo que sigue a "         \
      "«->» dice cómo falló.")                                                                                         \
    X("Exchange could not connect to any server of the recipient's domain (no matter of a mailbox, as the code "       \
      "would mean elsewhere).",                                                                                        \
      "Exchange no pudo conectar con ningún servidor del dominio del destinatario (no es cuestión de un buzón, "    \
      "como el código significaría en otro sitio).")                                                                   \
    X("Exchange passes on what the other server, DNS or TLS said: the text behind it decides.",                        \
      "Exchange transmite lo que dijeron el otro servidor, DNS o TLS: decide el texto que sigue.")                     \
    X("Exchange servers could not sign on to each other (a hybrid connector, or a firewall that hides X-EXPS).",       \
      "Los servidores de Exchange no pudieron autenticarse entre sí (un conector híbrido, o un cortafuegos que "     \
      "oculta X-EXPS).")                                                                                               \
    X("Exchange: the address belongs to a domain that is reserved for tests. (In the standard x.1.5 says that "        \
      "all is well.)",                                                                                                 \
      "Exchange: la dirección pertenece a un dominio reservado para pruebas. (En la norma, x.1.5 dice que todo "      \
      "está bien.)")                                                                                                   \
    X("From an onmicrosoft.com address only few external recipients a day are allowed: send from an own domain.",      \
      "Desde una dirección onmicrosoft.com solo se permiten unos pocos destinatarios externos al día: hay que "      \
      "enviar desde un dominio propio.")                                                                               \
    X("Gmail takes mail only over TLS. (In the standard the code says that a chain of ARC is broken.)",                \
      "Gmail solo acepta correo por TLS. (En la norma, el código dice que una cadena ARC está rota.)")                 \
    X("Gmail: DKIM did not pass. (In the standard the code is about REQUIRETLS.)",                                     \
      "Gmail: DKIM no se superó. (En la norma, el código trata de REQUIRETLS.)")                                       \
    X("Gmail: SPF did not pass. (In the standard the code says that the sender's domain takes no mail.)",              \
      "Gmail: SPF no se superó. (En la norma, el código dice que el dominio del remitente no acepta correo.)")         \
    X("Gmail: more mail than usual comes from this IP address, domain or key; it is let in slowly or not at "          \
      "all.",                                                                                                          \
      "Gmail: de esta dirección IP, dominio o clave llega más correo de lo habitual; se deja entrar despacio o "     \
      "no se deja entrar.")                                                                                            \
    X("Gmail: the domain in the From header is neither that of SPF nor that of DKIM.",                                 \
      "Gmail: el dominio del encabezado From no es ni el de SPF ni el de DKIM.")                                       \
    X("Gmail: the session took too long and was closed.", "Gmail: la sesión duró demasiado y se cerró.")               \
    X("Gmail: this mailbox gets more mail than is taken at once.",                                                     \
      "Gmail: este buzón recibe más correo del que se acepta de una vez.")                                             \
    X("GoDaddy: the content was taken for spam.", "GoDaddy: el contenido se tomó por correo no deseado.")              \
    X("GoDaddy: the sender sent more than is allowed in a span of time.",                                              \
      "GoDaddy: el remitente envió más de lo permitido en un periodo.")                                                \
    X("GoDaddy: the sending IP address has no matching reverse name (PTR record).",                                    \
      "GoDaddy: la dirección IP que envía no tiene un nombre inverso (registro PTR) que concuerde.")                   \
    X("GoDaddy: the sending IP address stands on a block list.",                                                       \
      "GoDaddy: la dirección IP que envía está en una lista de bloqueo.")                                              \
    X("GoDaddy: the sending server is not in the SPF record of the sender's domain.",                                  \
      "GoDaddy: el servidor que envía no está en el registro SPF del dominio del remitente.")                          \
    X("GoDaddy: too many sessions at once, or its server is busy.",                                                    \
      "GoDaddy: demasiadas sesiones a la vez, o su servidor está ocupado.")                                            \
    X("Journaling: a journal report could not be delivered, or its archive is switched off.",                          \
      "Registro en diario: no se pudo entregar un informe de diario, o su archivo está desactivado.")                  \
    X("Mail over IPv6 has to pass SPF or DKIM.", "El correo por IPv6 tiene que superar SPF o DKIM.")                   \
    X("Microsoft 365 blocks the sending IP address; sender.office.com lifts such blocks.",                             \
      "Microsoft 365 bloquea la dirección IP que envía; sender.office.com levanta esos bloqueos.")                     \
    X("Microsoft 365 is still getting to know this IP address.",                                                       \
      "Microsoft 365 todavía está conociendo esta dirección IP.")                                                      \
    X("Microsoft 365 slows this IP address down for the moment; an own relay needs a connector.",                      \
      "Microsoft 365 frena por el momento esta dirección IP; una retransmisión propia necesita un conector.")          \
    X("Microsoft takes no mail from this IP address: the tenant is new or its reputation is low.",                     \
      "Microsoft no acepta correo de esta dirección IP: el inquilino es nuevo o su reputación es baja.")               \
    X("No answer from the other server.", "Ninguna respuesta del otro servidor.")                                      \
    X("No usable answer came when DNS was asked for the recipient's mail servers.",                                    \
      "Al preguntar a DNS por los servidores de correo del destinatario no llegó ninguna respuesta útil.")             \
    X("No way to the recipient's domain could be found.",                                                              \
      "No se encontró ningún camino hasta el dominio del destinatario.")                                               \
    X("One of the servers did not keep to the mail protocol as the other understands it.",                             \
      "Uno de los servidores no se atuvo al protocolo de correo tal como lo entiende el otro.")                        \
    X("Our side gave up waiting for the other server while it was connecting.",                                        \
      "Nuestro lado dejó de esperar al otro servidor mientras se conectaba.")                                          \
    X("Outlook.com blocks the sending IP address or its network. When it belongs to Microsoft 365 it is a case "       \
      "for Microsoft.",                                                                                                \
      "Outlook.com bloquea la dirección IP que envía o su red. Si pertenece a Microsoft 365, es un caso para "       \
      "Microsoft.")                                                                                                    \
    X("Outlook.com slows this IP address down because of its reputation.",                                             \
      "Outlook.com frena esta dirección IP por su reputación.")                                                        \
    X("Outlook.com: a domain that sends much needs SPF, DKIM and DMARC that pass.",                                    \
      "Outlook.com: un dominio que envía mucho necesita superar SPF, DKIM y DMARC.")                                   \
    X("Outlook.com: mail from this IP address is refused for policy reasons or because it is blocked.",                \
      "Outlook.com: el correo de esta dirección IP se rechaza por directivas o porque está bloqueada.")                \
    X("Outlook.com: the mailbox does not exist, or takes no mail.",                                                    \
      "Outlook.com: el buzón no existe o no acepta correo.")                                                           \
    X("Outlook.com: the sending IP address opened more connections, or sent more, than its reputation allows.",        \
      "Outlook.com: la dirección IP que envía abrió más conexiones, o envió más, de lo que permite su "          \
      "reputación.")                                                                                                   \
    X("Refused or put off for a reason of security or policy that is not told.",                                       \
      "Rechazado o aplazado por un motivo de seguridad o de directiva que no se dice.")                                \
    X("SPF of the sender's domain could not be evaluated.", "No se pudo evaluar SPF del dominio del remitente.")       \
    X("SPF of the sender's domain does not pass.", "SPF del dominio del remitente no se supera.")                      \
    X("Sender ID (an older form of SPF) does not allow the sending server for this domain.",                           \
      "Sender ID (una forma antigua de SPF) no autoriza al servidor que envía para este dominio.")                     \
    X("Signing on failed.", "Falló el inicio de sesión.")                                                              \
    X("Signing on over SMTP is switched off for the tenant or the mailbox.",                                           \
      "El inicio de sesión por SMTP está desactivado en el inquilino o en el buzón.")                                  \
    X("Signing on with this name and password failed.", "Falló el inicio de sesión con este nombre y contraseña.")     \
    X("Something about an address is wrong that is not told.", "Algo de una dirección está mal, y no se dice qué.")    \
    X("Something about the content is wrong that is not told.", "Algo del contenido está mal, y no se dice qué.")      \
    X("Something about the network or the routing went wrong that is not told: the text has to be read.",              \
      "Algo falló en la red o en el encaminamiento, y no se dice qué: hay que leer el texto.")                         \
    X("Something in the other mail system went wrong that is not told.",                                               \
      "Algo falló en el otro sistema de correo, y no se dice qué.")                                                    \
    X("The TLS handshake broke: Windows' TLS could not use what the other server sent (InvalidToken, "                 \
      "IllegalMessage and the like).",                                                                                 \
      "La negociación TLS se rompió: el TLS de Windows no pudo usar lo que envió el otro servidor "                 \
      "(InvalidToken, IllegalMessage y similares).")                                                                   \
    X("The account has no right to send as this sender (Send As).",                                                    \
      "La cuenta no tiene derecho a enviar como este remitente (Enviar como).")                                        \
    X("The account is switched off.", "La cuenta está desactivada.")                                                   \
    X("The address belongs to a domain that is reserved for examples and tests (RFC 2606).",                           \
      "La dirección pertenece a un dominio reservado para ejemplos y pruebas (RFC 2606).")                             \
    X("The address does not exist in the recipient's organisation.",                                                   \
      "La dirección no existe en la organización del destinatario.")                                                   \
    X("The address is not usable: badly written, ambiguous, or moved.",                                                \
      "La dirección no se puede usar: está mal escrita, es ambigua o se ha trasladado.")                               \
    X("The address is not written as an address.", "La dirección no está escrita como una dirección.")                 \
    X("The address stands for more than one recipient, or for none that exists.",                                      \
      "La dirección corresponde a más de un destinatario, o a ninguno que exista.")                                    \
    X("The administrator of the recipient's server has shut out this domain for the time being.",                      \
      "El administrador del servidor del destinatario ha excluido por ahora este dominio.")                            \
    X("The application that made the message broke the rules for mail (RFC 5322).",                                    \
      "La aplicación que creó el mensaje incumplió las reglas del correo (RFC 5322).")                                 \
    X("The certificate of the other server does not lead to a trusted authority, and the connector demands it.",       \
      "El certificado del otro servidor no lleva a una entidad de confianza, y el conector lo exige.")                 \
    X("The certificate of the other server has expired, and the connector demands a valid one.",                       \
      "El certificado del otro servidor ha caducado, y el conector exige uno válido.")                                 \
    X("The certificate of the other server is not what the connector demands.",                                        \
      "El certificado del otro servidor no es el que exige el conector.")                                              \
    X("The certificate of the other server names another host than the connector expects.",                            \
      "El certificado del otro servidor nombra un servidor distinto del que espera el conector.")                      \
    X("The certificate of the other server was not accepted.", "No se aceptó el certificado del otro servidor.")       \
    X("The certificate of the recipient's server does not meet the MTA-STS policy of its domain.",                     \
      "El certificado del servidor del destinatario no cumple la directiva MTA-STS de su dominio.")                    \
    X("The chain of authentication results (ARC) of a forwarded message is broken.",                                   \
      "La cadena de resultados de autenticación (ARC) de un mensaje reenviado está rota.")                             \
    X("The code says nothing but that it did not work: the text has to be read.",                                      \
      "El código solo dice que no funcionó: hay que leer el texto.")                                                   \
    X("The connection broke off after it had been made.", "La conexión se cortó después de establecerse.")             \
    X("The connection broke off in the middle of the session.", "La conexión se cortó en mitad de la sesión.")         \
    X("The connection broke off in the middle of the session: the other server, or something between, closed "         \
      "it without a reply. No reply names spam, policy or authentication; that alone does not rule out that it "       \
      "closes on them, so the sender's SPF, DKIM and DMARC are worth a look.",                                         \
      "La conexión se cortó en mitad de la sesión: el otro servidor, o algo intermedio, la cerró sin "             \
      "responder. Ninguna respuesta habla de correo no deseado, directivas ni autenticación; eso no basta para "      \
      "descartar que la cierre por ellas, así que conviene revisar SPF, DKIM y DMARC del remitente.")                  \
    X("The connection to the other server could not be made.",                                                         \
      "No se pudo establecer la conexión con el otro servidor.")                                                       \
    X("The connection to the other server failed; the number says how.",                                               \
      "Falló la conexión con el otro servidor; el número dice cómo.")                                                  \
    X("The connection to the other server was bad or broke off.",                                                      \
      "La conexión con el otro servidor era mala o se cortó.")                                                         \
    X("The connection was given up after it had been made.", "Se abandonó la conexión después de establecerse.")       \
    X("The content filter of the recipient's Exchange server put the message into quarantine.",                        \
      "El filtro de contenido del servidor Exchange del destinatario puso el mensaje en cuarentena.")                  \
    X("The content of the message is not available.", "El contenido del mensaje no está disponible.")                  \
    X("The cryptographic method is not supported, or the message was changed.",                                        \
      "No se admite el método criptográfico, o el mensaje se modificó.")                                               \
    X("The distribution list could not be resolved into its members.",                                                 \
      "No se pudo resolver la lista de distribución en sus miembros.")                                                 \
    X("The domain of the address does not exist, or mail cannot be sent there.",                                       \
      "El dominio de la dirección no existe, o no se le puede enviar correo.")                                         \
    X("The domain of the address has one label only, which Exchange does not accept.",                                 \
      "El dominio de la dirección tiene una sola etiqueta, lo que Exchange no acepta.")                                \
    X("The domain of the sender's address does not exist, or no mail can be sent back to it.",                         \
      "El dominio de la dirección del remitente no existe, o no se le puede devolver correo.")                         \
    X("The domain says in DNS that it takes no mail at all (null MX).",                                                \
      "El dominio dice en DNS que no acepta ningún correo (MX nulo).")                                                 \
    X("The domain says in DNS that it takes no mail at all.", "El dominio dice en DNS que no acepta ningún correo.")   \
    X("The domain takes no mail.", "El dominio no acepta correo.")                                                     \
    X("The form of the content is not supported, or could not be converted.",                                          \
      "La forma del contenido no se admite o no se pudo convertir.")                                                   \
    X("The forwarding address of the mailbox is wrong.", "La dirección de reenvío del buzón es errónea.")              \
    X("The group takes mail only from inside its organisation.",                                                       \
      "El grupo solo acepta correo de dentro de su organización.")                                                     \
    X("The group takes mail only from its members, or none from outside.",                                             \
      "El grupo solo acepta correo de sus miembros, o ninguno de fuera.")                                              \
    X("The group takes mail only from senders on its list.",                                                           \
      "El grupo solo acepta correo de los remitentes de su lista.")                                                    \
    X("The mail came to the wrong region of Microsoft 365: an MX record or a smart host names another tenant's "       \
      "address.",                                                                                                      \
      "El correo llegó a la región equivocada de Microsoft 365: un registro MX o un host inteligente nombra la "     \
      "dirección de otro inquilino.")                                                                                  \
    X("The mail servers of the recipient's domain are not those that its own MTA-STS policy names.",                   \
      "Los servidores de correo del dominio del destinatario no son los que nombra su propia directiva MTA-STS.")      \
    X("The mail system is overloaded.", "El sistema de correo está sobrecargado.")                                     \
    X("The mail system is set up so that it sends mail to itself.",                                                    \
      "El sistema de correo está configurado de modo que se envía correo a sí mismo.")                                 \
    X("The mail user takes mail only from inside its organisation.",                                                   \
      "El usuario de correo solo acepta correo de dentro de su organización.")                                         \
    X("The mailbox cannot be used, or is switched off.", "El buzón no se puede usar o está desactivado.")              \
    X("The mailbox has moved, and mail is not forwarded.", "El buzón se ha trasladado y el correo no se reenvía.")     \
    X("The mailbox is being moved, or its entry in the directory is faulty.",                                          \
      "El buzón se está trasladando, o su entrada en el directorio es defectuosa.")                                    \
    X("The mailbox is switched off or takes no mail.", "El buzón está desactivado o no acepta correo.")                \
    X("The mailbox or its domain may have a new owner since the sender knew it.",                                      \
      "El buzón o su dominio puede tener otro dueño desde que el remitente lo conoció.")                               \
    X("The mailbox store refused the message; the name of the exception in the text says why.",                        \
      "El almacén de buzones rechazó el mensaje; el nombre de la excepción en el texto dice por qué.")                 \
    X("The mailbox takes mail only from inside its organisation.",                                                     \
      "El buzón solo acepta correo de dentro de su organización.")                                                     \
    X("The mailbox takes only so many deliveries at once; this is by design.",                                         \
      "El buzón solo acepta un número limitado de entregas a la vez; es así por diseño.")                              \
    X("The message does not keep to RFC 5322, section 3.6.2 (From and Sender).",                                       \
      "El mensaje no cumple la sección 3.6.2 de RFC 5322 (From y Sender).")                                            \
    X("The message does not pass DMARC of the domain in its From header.",                                             \
      "El mensaje no supera DMARC del dominio de su encabezado From.")                                                 \
    X("The message has characters that are not allowed (a line feed without a carriage return).",                      \
      "El mensaje tiene caracteres no permitidos (un salto de línea sin retorno de carro).")                           \
    X("The message has no DKIM signature that passes, is accepted, or belongs to its author's domain.",                \
      "El mensaje no tiene ninguna firma DKIM que se supere, se acepte o pertenezca al dominio de su autor.")          \
    X("The message has no DKIM signature that passes.", "El mensaje no tiene ninguna firma DKIM que se supere.")       \
    X("The message has no valid DKIM signature that the recipient's server accepts.",                                  \
      "El mensaje no tiene ninguna firma DKIM válida que acepte el servidor del destinatario.")                        \
    X("The message has several From addresses and no Sender.",                                                         \
      "El mensaje tiene varias direcciones From y ningún Sender.")                                                     \
    X("The message is larger than the other mail system takes.",                                                       \
      "El mensaje es más grande de lo que acepta el otro sistema de correo.")                                          \
    X("The message is larger than the recipient's side takes.",                                                        \
      "El mensaje es más grande de lo que acepta el lado del destinatario.")                                           \
    X("The message is larger than this recipient may get.",                                                            \
      "El mensaje es más grande de lo que puede recibir este destinatario.")                                           \
    X("The message is larger than this sender may send or this recipient may get.",                                    \
      "El mensaje es más grande de lo que puede enviar este remitente o recibir este destinatario.")                   \
    X("The message is malformed or could not be converted.", "El mensaje está mal formado o no se pudo convertir.")    \
    X("The message is too large for the other mail system at the moment.",                                             \
      "El mensaje es demasiado grande por el momento para el otro sistema de correo.")                                 \
    X("The message may travel over TLS only, and the next server does not promise that.",                              \
      "El mensaje solo puede viajar por TLS, y el servidor siguiente no lo promete.")                                  \
    X("The message passed too many servers, which looks like a loop: forwarding, connectors or the MX record.",        \
      "El mensaje pasó por demasiados servidores, lo que parece un bucle: reenvíos, conectores o el registro "       \
      "MX.")                                                                                                           \
    X("The message passes neither SPF nor DKIM, or not DMARC.",                                                        \
      "El mensaje no supera ni SPF ni DKIM, o no supera DMARC.")                                                       \
    X("The message was kept too long (expired), or is late so far: the cause is in the reply of the last "             \
      "attempt, which this code alone does not tell.",                                                                 \
      "El mensaje se retuvo demasiado tiempo (caducó) o va con retraso: la causa está en la respuesta del "          \
      "último intento, que este código por sí solo no dice.")                                                          \
    X("The message was passed on to a system that may not say what becomes of it.",                                    \
      "El mensaje se pasó a un sistema que quizá no diga qué es de él.")                                               \
    X("The message was taken with another priority than it asked for.",                                                \
      "El mensaje se aceptó con una prioridad distinta de la que pedía.")                                              \
    X("The message went round in circles between servers.", "El mensaje dio vueltas en círculo entre servidores.")     \
    X("The message went round in circles between servers: forwarding or connectors send it back.",                     \
      "El mensaje dio vueltas en círculo entre servidores: lo devuelven los reenvíos o los conectores.")               \
    X("The message went round in circles: forwarding or connectors send it back to where it came from.",               \
      "El mensaje dio vueltas en círculo: los reenvíos o los conectores lo devuelven al lugar de donde vino.")         \
    X("The name of the mailbox is not allowed.", "El nombre del buzón no está permitido.")                             \
    X("The name servers of the recipient's domain did not answer, or not usably.",                                     \
      "Los servidores de nombres del dominio del destinatario no respondieron, o no de forma útil.")                   \
    X("The organisation does not allow automatic forwarding to the outside (outbound spam policy).",                   \
      "La organización no permite el reenvío automático al exterior (directiva de correo no deseado saliente).")       \
    X("The other mail system cannot do what the message needs.",                                                       \
      "El otro sistema de correo no puede hacer lo que el mensaje necesita.")                                          \
    X("The other mail system is full.", "El otro sistema de correo está lleno.")                                       \
    X("The other mail system takes no messages at the moment.",                                                        \
      "El otro sistema de correo no acepta mensajes por el momento.")                                                  \
    X("The other server (or a firewall before it) refused the connection on port 25: nothing listens there, or "       \
      "it is closed to us.",                                                                                           \
      "El otro servidor (o un cortafuegos delante de él) rechazó la conexión en el puerto 25: nada escucha "        \
      "ahí, o está cerrado para nosotros.")                                                                            \
    X("The other server answered with an error: it stands behind the \"->\".",                                         \
      "El otro servidor respondió con un error: está detrás de «->».")                                                 \
    X("The other server closed the connection abruptly: load, limits, or a policy that acts by hanging up.",           \
      "El otro servidor cerró la conexión de golpe: carga, límites, o una directiva que actúa colgando.")              \
    X("The other server could not check a sign-on, for the moment.",                                                   \
      "El otro servidor no pudo comprobar un inicio de sesión por el momento.")                                        \
    X("The other server did not answer the attempt to connect: it is down, or a firewall drops the connection "        \
      "silently.",                                                                                                     \
      "El otro servidor no respondió al intento de conexión: está caído, o un cortafuegos descarta la conexión "  \
      "en silencio.")                                                                                                  \
    X("The other server did not answer: a firewall, a server that is down, or a wrong smart host in a "                \
      "connector.",                                                                                                    \
      "El otro servidor no respondió: un cortafuegos, un servidor caído o un host inteligente erróneo en un "       \
      "conector.")                                                                                                     \
    X("The other server does not know a parameter of the protocol that was used.",                                     \
      "El otro servidor no conoce un parámetro del protocolo que se usó.")                                             \
    X("The other server had trouble of its own.", "El otro servidor tuvo una avería propia.")                          \
    X("The other server is busy.", "El otro servidor está ocupado.")                                                   \
    X("The other server is short of disk or memory and takes no mail for now.",                                        \
      "Al otro servidor le falta disco o memoria y por ahora no acepta correo.")                                       \
    X("The other server is short of room.", "Al otro servidor le falta espacio.")                                      \
    X("The other server put the message off without a closer reason.",                                                 \
      "El otro servidor aplazó el mensaje sin decir un motivo más preciso.")                                           \
    X("The other server puts off mail of senders that it does not know yet.",                                          \
      "El otro servidor aplaza el correo de remitentes que aún no conoce.")                                            \
    X("The other server puts off mail of senders that it does not know yet; the next attempt usually gets "            \
      "through.",                                                                                                      \
      "El otro servidor aplaza el correo de remitentes que aún no conoce; el siguiente intento suele pasar.")          \
    X("The other server refused the connection on port 25.", "El otro servidor rechazó la conexión en el puerto 25.")  \
    X("The other server takes mail only over TLS and was not offered it, or not in a version it accepts.",             \
      "El otro servidor solo acepta correo por TLS y no se le ofreció, o no en una versión que acepte.")               \
    X("The other server takes no mail at the moment (it is being shut down, or is inactive).",                         \
      "El otro servidor no acepta correo por el momento (se está apagando o está inactivo).")                          \
    X("The other server takes no mail at the moment and closed the session.",                                          \
      "El otro servidor no acepta correo por el momento y cerró la sesión.")                                           \
    X("The other server wants STARTTLS before anything else.", "El otro servidor quiere STARTTLS antes que nada.")     \
    X("The other server, or a firewall between, cut the connection off with a reset.",                                 \
      "El otro servidor, o un cortafuegos intermedio, cortó la conexión con un restablecimiento (reset).")             \
    X("The own account is barred from sending because of spam; when it is clean again, Microsoft lifts the bar.",      \
      "La cuenta propia no puede enviar por haber enviado correo no deseado; cuando vuelva a estar limpia, "           \
      "Microsoft levanta la restricción.")                                                                             \
    X("The own account is blocked for sending spam.", "La cuenta propia está bloqueada por enviar correo no deseado.") \
    X("The own account is blocked for sending spam; it stands under restricted entities in Microsoft Defender.",       \
      "La cuenta propia está bloqueada por enviar correo no deseado; figura entre las entidades restringidas "        \
      "de Microsoft Defender.")                                                                                        \
    X("The own tenant has sent too much that looks like spam and is blocked.",                                         \
      "El inquilino propio ha enviado demasiado correo que parece no deseado y está bloqueado.")                       \
    X("The own tenant is blocked from sending.", "El inquilino propio tiene bloqueado el envío.")                      \
    X("The priority of the message is too low, or it is too large for its priority.",                                  \
      "La prioridad del mensaje es demasiado baja, o es demasiado grande para su prioridad.")                          \
    X("The public folder takes mail only from inside its organisation.",                                               \
      "La carpeta pública solo acepta correo de dentro de su organización.")                                           \
    X("The recipient gets only so much mail in an hour from one sender.",                                              \
      "El destinatario solo recibe una cantidad limitada de correo por hora de un mismo remitente.")                   \
    X("The recipient gets only so much mail in an hour.",                                                              \
      "El destinatario solo recibe una cantidad limitada de correo por hora.")                                         \
    X("The recipient is not at this server.", "El destinatario no está en este servidor.")                             \
    X("The recipient takes mail only from certain senders, or only from inside its organisation.",                     \
      "El destinatario solo acepta correo de ciertos remitentes, o solo de dentro de su organización.")                \
    X("The recipient takes mail only from certain senders.",                                                           \
      "El destinatario solo acepta correo de ciertos remitentes.")                                                     \
    X("The recipient takes mail only from inside its organisation.",                                                   \
      "El destinatario solo acepta correo de dentro de su organización.")                                              \
    X("The recipient takes no mail over IPv6: send over IPv4.",                                                        \
      "El destinatario no acepta correo por IPv6: hay que enviar por IPv4.")                                           \
    X("The recipient's domain demands TLS by MTA-STS, and its mail server or certificate does not meet its own "       \
      "policy.",                                                                                                       \
      "El dominio del destinatario exige TLS mediante MTA-STS, y su servidor de correo o su certificado no "           \
      "cumple su propia directiva.")                                                                                   \
    X("The recipient's domain does not exist in DNS: it is misspelt, or its registration or zone is broken.",          \
      "El dominio del destinatario no existe en DNS: está mal escrito, o su registro o su zona está roto.")            \
    X("The recipient's domain has no usable MX or address record.",                                                    \
      "El dominio del destinatario no tiene ningún registro MX o de dirección que sirva.")                             \
    X("The recipient's mailbox is full.", "El buzón del destinatario está lleno.")                                     \
    X("The recipient's organisation does not know this address, at its edge (or holds it in a wrong list of "          \
      "accepted domains).",                                                                                            \
      "La organización del destinatario no conoce esta dirección en su perímetro (o la tiene en una lista "         \
      "errónea de dominios aceptados).")                                                                               \
    X("The recipient's organisation does not know this address, at its edge.",                                         \
      "La organización del destinatario no conoce esta dirección en su perímetro.")                                    \
    X("The recipient's organisation has blocked the sender.",                                                          \
      "La organización del destinatario ha bloqueado al remitente.")                                                   \
    X("The recipient's organisation has blocked the sending IP address.",                                              \
      "La organización del destinatario ha bloqueado la dirección IP que envía.")                                      \
    X("The recipient's organisation refused the message; its own words stand beside this code. Microsoft's "           \
      "support can seldom help.",                                                                                      \
      "La organización del destinatario rechazó el mensaje; sus propias palabras están junto a este código. El "   \
      "soporte de Microsoft rara vez puede ayudar.")                                                                   \
    X("The recipient's organisation refuses this address.",                                                            \
      "La organización del destinatario rechaza esta dirección.")                                                      \
    X("The recipient's server could not look up SPF of the sender's domain.",                                          \
      "El servidor del destinatario no pudo consultar SPF del dominio del remitente.")                                 \
    X("The recipient's server demands an encrypted connection.",                                                       \
      "El servidor del destinatario exige una conexión cifrada.")                                                      \
    X("The recipient's server does not take mail for that domain.",                                                    \
      "El servidor del destinatario no acepta correo para ese dominio.")                                               \
    X("The recipient's server refused the message because the sending server does not pass SPF of the sender's "       \
      "domain.",                                                                                                       \
      "El servidor del destinatario rechazó el mensaje porque el servidor que envía no supera SPF del dominio "      \
      "del remitente.")                                                                                                \
    X("The recipient's server says that it does not know the address, or that the mailbox cannot be used; its "        \
      "own words stand behind the \"->\".",                                                                            \
      "El servidor del destinatario dice que no conoce la dirección, o que el buzón no se puede usar; sus "          \
      "propias palabras están detrás de «->».")                                                                        \
    X("The recipient's server takes mail only over TLS.", "El servidor del destinatario solo acepta correo por TLS.")  \
    X("The recipient's server took the message for spam; its own words stand behind the \"->\".",                      \
      "El servidor del destinatario tomó el mensaje por correo no deseado; sus propias palabras están detrás "      \
      "de «->».")                                                                                                      \
    X("The recipient's side does not allow this message.", "El lado del destinatario no permite este mensaje.")        \
    X("The recipient's side took the message for spam.",                                                               \
      "El lado del destinatario tomó el mensaje por correo no deseado.")                                               \
    X("The recipient's tenant has no licence that includes mail.",                                                     \
      "El inquilino del destinatario no tiene ninguna licencia que incluya el correo.")                                \
    X("The sender has reached the number of recipients that is allowed in a day.",                                     \
      "El remitente ha alcanzado el número de destinatarios permitido en un día.")                                     \
    X("The sender has sent more than is allowed in a day.", "El remitente ha enviado más de lo permitido en un día.")  \
    X("The sender has sent more than is allowed; if that was not intended, the account may be abused.",                \
      "El remitente ha enviado más de lo permitido; si no fue a propósito, puede que alguien abuse de la "           \
      "cuenta.")                                                                                                       \
    X("The sender is barred; delist@microsoft.com wants the whole non-delivery report and the IP address.",            \
      "El remitente está excluido; delist@microsoft.com pide el informe de no entrega completo y la dirección "      \
      "IP.")                                                                                                           \
    X("The sender is not authenticated.", "El remitente no está autenticado.")                                         \
    X("The sender may not write to this distribution list.",                                                           \
      "El remitente no puede escribir a esta lista de distribución.")                                                  \
    X("The sender's address is not written as an address.",                                                            \
      "La dirección del remitente no está escrita como una dirección.")                                                \
    X("The sender's domain asks by DMARC to refuse mail that fails it, and this message does.",                        \
      "El dominio del remitente pide mediante DMARC rechazar el correo que no lo supere, y este mensaje no lo "        \
      "supera.")                                                                                                       \
    X("The sender's domain is not authenticated (SPF, DKIM, DMARC) as the recipient's server demands.",                \
      "El dominio del remitente no está autenticado (SPF, DKIM, DMARC) como exige el servidor del destinatario.")      \
    X("The sending IP address has no name, or one that does not lead back to it (PTR record).",                        \
      "La dirección IP que envía no tiene nombre, o tiene uno que no lleva de vuelta a ella (registro PTR).")          \
    X("The sending IP address or domain has a bad reputation with the recipient's provider.",                          \
      "La dirección IP o el dominio que envía tiene mala reputación ante el proveedor del destinatario.")              \
    X("The sending IP address or domain stands on a block list.",                                                      \
      "La dirección IP o el dominio que envía está en una lista de bloqueo.")                                          \
    X("The sending server does not pass SPF of the sender's domain, or SPF could not be looked up.",                   \
      "El servidor que envía no supera SPF del dominio del remitente, o SPF no se pudo consultar.")                    \
    X("The sending server introduces itself with a wrong name (HELO).",                                                \
      "El servidor que envía se presenta con un nombre erróneo (HELO).")                                               \
    X("The server takes mail for this address only from those who sign on.",                                           \
      "El servidor solo acepta correo para esta dirección de quienes inician sesión.")                                 \
    X("The server takes mail only from those who sign on.",                                                            \
      "El servidor solo acepta correo de quienes inician sesión.")                                                     \
    X("The server that was asked does not take mail for that domain: its MX record or accepted domains are "           \
      "wrong.",                                                                                                        \
      "El servidor consultado no acepta correo para ese dominio: su registro MX o sus dominios aceptados son "         \
      "erróneos.")                                                                                                     \
    X("The server that was asked passes no mail on for this sender or to that domain.",                                \
      "El servidor consultado no retransmite correo de este remitente o a ese dominio.")                               \
    X("The server that was asked takes no mail at all.", "El servidor consultado no acepta ningún correo.")            \
    X("The tenant has sent to more external recipients than it may (tenant external recipient rate limit; "            \
      "lower for trial tenants).",                                                                                     \
      "El inquilino ha enviado a más destinatarios externos de los que puede (límite de destinatarios externos "     \
      "del inquilino; menor en los de prueba).")                                                                       \
    X("The tenant or sender is restricted. (Microsoft lists the code; its exact meaning is not told.)",                \
      "El inquilino o el remitente está restringido. (Microsoft incluye el código en su lista; no dice su "          \
      "significado exacto.)")                                                                                          \
    X("The time for delivery ran out: the cause is in the replies before.",                                            \
      "Se agotó el tiempo para la entrega: la causa está en las respuestas anteriores.")                               \
    X("The two servers could not agree on encryption (TLS): certificate, version, or a firewall that takes "           \
      "part.",                                                                                                         \
      "Los dos servidores no se pusieron de acuerdo en el cifrado (TLS): certificado, versión o un cortafuegos "      \
      "que interviene.")                                                                                               \
    X("The two servers did not come to an encrypted connection (STARTTLS).",                                           \
      "Los dos servidores no llegaron a una conexión cifrada (STARTTLS).")                                             \
    X("There is no room left for the message.", "No queda espacio para el mensaje.")                                   \
    X("There is no such mailbox.", "No existe ese buzón.")                                                             \
    X("There is no such recipient.", "No existe ese destinatario.")                                                    \
    X("There was no route to the other server.", "No había ninguna ruta hasta el otro servidor.")                      \
    X("There was no way through the network to the other server (often its IPv6 address).",                            \
      "No había camino por la red hasta el otro servidor (a menudo, su dirección IPv6).")                              \
    X("This recipient is barred from getting mail.", "Este destinatario no puede recibir correo.")                     \
    X("This way of signing on needs an encrypted connection.",                                                         \
      "Esta forma de iniciar sesión necesita una conexión cifrada.")                                                   \
    X("Too many connections at once for this sending server.",                                                         \
      "Demasiadas conexiones a la vez de este servidor que envía.")                                                    \
    X("Too many recipients in one message for this domain.",                                                           \
      "Demasiados destinatarios en un mensaje para este dominio.")                                                     \
    X("Too many recipients in one message.", "Demasiados destinatarios en un mensaje.")                                \
    X("Too much mail from this range of IPv6 addresses.", "Demasiado correo de este intervalo de direcciones IPv6.")   \
    X("Too much mail from this sender in a short time.", "Demasiado correo de este remitente en poco tiempo.")         \
    X("Too much mail goes out from domains that are not registered with the tenant.",                                  \
      "Sale demasiado correo de dominios que no están registrados en el inquilino.")                                   \
    X("Too much mail in a short time.", "Demasiado correo en poco tiempo.")                                            \
    X("What the other server sent was no valid SMTP reply, or broke off.",                                             \
      "Lo que envió el otro servidor no era una respuesta SMTP válida, o se cortó.")                                   \
    X("Yahoo: mail from this IP address is not taken, however often it is tried.",                                     \
      "Yahoo: no se acepta correo de esta dirección IP, por muchas veces que se intente.")                             \
    X("Yahoo: mail from this IP address is not taken.", "Yahoo: no se acepta correo de esta dirección IP.")            \
    X("Yahoo: put off because of the volume or of complaints; mail of domains without SPF, DKIM and DMARC is "         \
      "put off alike. These first, then waiting.",                                                                     \
      "Yahoo: aplazado por el volumen o por quejas; el correo de dominios sin SPF, DKIM y DMARC se aplaza "            \
      "igual. Primero, resolver eso; después, esperar.")                                                               \
    X("Yahoo: the sender is not authenticated, or refused for policy reasons.",                                        \
      "Yahoo: el remitente no está autenticado, o se rechaza por directivas.")                                         \
    X("Yahoo: the sending IP address stands on a block list.",                                                         \
      "Yahoo: la dirección IP que envía está en una lista de bloqueo.")

#endif
