#ifndef MT_INGEST_REASON_BLOB_H
#define MT_INGEST_REASON_BLOB_H

/* The frame of a reason in trace details: "Reason: [{LED=…};{MSG=…};{FQDN=…};{IP=…};{LRT=…}]. OutboundProxyTargetIP:
 * …".
 *
 * Only the frame: what the values say is read elsewhere. Braces nest inside LED and the service cuts long frames before
 * it puts the proxy's target behind them, so the values are found by their keys and not by matching braces. */

#include "store/base/text.h"

enum mt_blob_key {
    MT_BLOB_LED, /* last error */
    MT_BLOB_MSG,
    MT_BLOB_FQDN, /* next hop */
    MT_BLOB_IP,
    MT_BLOB_LRT,    /* last retry time */
    MT_BLOB_SERVER, /* "Last attempted server name" */
    MT_BLOB_KEYS,
};

struct mt_blob {
    bool is_there; /* there is at least one key */
    bool is_cut;
    struct mt_text values[MT_BLOB_KEYS]; /* unknown: no such key, or cut where half a value would mislead */
    struct mt_text proxy_host, proxy_ip; /* OutboundProxyTarget… */
    struct mt_text body;                 /* the text without the proxy's target */
};

struct mt_blob mt_blob_of(struct mt_text text);

#endif
