/* Words that say nothing of anybody by themselves. Folded, without accents. */

#include "reports/redact_inside.h"

const char *const mt_redact_common_words[] = {
    /* What sentences are made of. Some are first names as well ("will", "mark", "may"): alone they are not looked for.
     */
    "a about above after again all also am an and any are as at available back be because been before being below best",
    "between both but by can cannot check click come contact could current day days did do does done down due each end",
    "error errors every few find first for form found free from full further get give given go good had has have he",
    "hello help her here hers hi him his how i if in information into is it item items its join just keep know last "
    "late",
    "later learn least less let like line list local look made make many mark may maybe me mine more most much must my",
    "need never new next no none not nothing note now of off ok okay old on once one only open or other our out over",
    "page part per please possible problem problems process put question questions re read ready really reason recent",
    "regarding same see seen set she should show since so some soon start still stop such take test tests testing than",
    "thank thanks that the their them then there these they thing this those through time times to today together",
    "tomorrow too try two under until up update updates upon us use used user users using very via view want was way "
    "we",
    "week weeks welcome well were what when where which while who whom why will with within without would yes "
    "yesterday",
    "yet you your yours",
    "al algo algun alguna ante antes aqui asi asunto aun bajo bien buenas bueno buenos cada casa como con contra cual",
    "cuando de del desde despues dia dias dos el ella ellos en entre era es esa ese eso esta estan estar este esto "
    "estos",
    "fin fue gracias ha hace hacia han hasta hay hola hoy la las le les lo los mal mas me mi mis muy nada ni ningun no",
    "nos nosotros nuestra nuestro nueva nuevo o otra otro para pero poco por porque prueba pruebas que quien se segun",
    "ser si sin sobre solo son su sus tal tambien tanto tarde te tengo tiene todo todos tras tu tus un una uno unos "
    "usted",
    "usuario usuarios va ver ya yo",
    "der die das und ist nicht mit von zu im den dem ein eine auf fur les des une est pas pour dans sur avec il di che",
    "per non com um uma da do na",

    /* Of mail, servers and reports. */
    "abuse accept accepted access account accounts action active activity address addresses admin administration",
    "administrator administrators alert alerts alias answer api application attachment attachments attempt attempts "
    "auth",
    "authentication auto automated automatic backup bcc blocked body bounce bounces bounced box bulk calendar cc class",
    "client cloud code codes com company confirm confirmation confirmed connect connected connection connector content",
    "copy count customer customers daemon daily data database date default deferred delay delayed delete deleted "
    "deliver",
    "delivered deliveries delivery demo details device diagnostic direct disabled dkim dmarc dns document documents "
    "domain",
    "domains draft edge email emails enabled encoding event events example exchange expired export external fail "
    "failed",
    "fails failure failures fax field file files filter final folder followup forest format forward forwarded fw fwd",
    "gateway general generating group groups guest header headers high host hosts hour hours hourly html http https "
    "hub",
    "id ids image import inbound inbox incident info inform informational input internal internet invalid invite "
    "invoice",
    "invoices ip issue issues job jobs key language level limit limits link linux list lists loc log login logs low "
    "mail",
    "mailbox mailboxes mailer mailing mails maintenance manage manager marketing master max media medium meeting "
    "member",
    "members message messages microsoft mime min minute minutes mobile monitor monitoring month monthly months mta mx "
    "name",
    "names ndr net network newsletter newsletters noreply normal notice notification notifications number office "
    "official",
    "onmicrosoft open operator option options order orders org original outbound outlook output owner password pending",
    "percent person personal phone plain policy port portal postmaster prod product protection provider proxy public",
    "quarantine quarantined queue quota range rate receive received recipient recipients record records refused reject",
    "rejected relay release released remote reminder reply report reports request requests reset response result "
    "results",
    "retry return returned role route router rule rules sales scan scanner schedule scheduled search second seconds "
    "secure",
    "security select send sender senders sent server servers service services session shared size smtp socket "
    "socketerror",
    "source spam spf ssl staff standard status storage store subject subscription success successful summary support",
    "survey system systems tag task team teams technical temp template temporary tenant text throttled ticket tickets "
    "tls",
    "token total trace traffic transport type undeliverable undelivered unit unknown unsubscribe url utc value values",
    "verification verify version virus warning web webmail website weekly window windows work xml year yearly years "
    "zone",
    "acceso administracion administrador adjunto adjuntos alerta atencion aviso avisos boletin buzon cliente clientes",
    "codigo comercial compras confirmacion contacto contabilidad contenido copia correo correos cuenta cuentas datos",
    "departamento destinatario destinatarios direccion dominio dominios entrega entregado entregas enviado enviar "
    "envio",
    "equipo estado factura facturas facturacion fallo fallos fecha formulario grupo hora horas informe informes lista",
    "listas mensaje mensajes mes meses minutos motivo nombre noticia noticias notificacion numero oficina original "
    "pagina",
    "pedido pedidos proveedor recepcion rechazado recibido recordatorio registro remitente remitentes respuesta "
    "resumen",
    "reunion seguridad semana semanal semanas servicio servicios servidor servidores sistema sistemas solicitud "
    "soporte",
    "tamano temporal tiempo tipo ventas web",
    "accounting billing booking bookings career careers contracts dev finance hr legal newsroom order purchase "
    "purchasing",
    "reception recruiting registration reservations root shop staff webmaster hostmaster sysadmin it ops payroll press",
    "autoreply donotreply nobody feedback events inquiries inquiry enquiries hosting room printer printers scan copier",
    "office365 o365 m365 365 gmail yahoo hotmail google amazon apple godaddy aol icloud prod mail1 mail2 smtp1 smtp2 "
    "mx1",
    "mx2 relay1 relay2 server1 server2",

    /* The calendar: "Report May 2026" is a heading. */
    "january february march april june july august september october november december jan feb mar apr jun jul aug sep",
    "sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun gmt am pm "
    "q1",
    "q2 q3 q4 enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunes martes",
    "miercoles jueves viernes sabado domingo",
    NULL,
};
