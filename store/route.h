#ifndef MT_STORE_ROUTE_H
#define MT_STORE_ROUTE_H

/* The datacenter forest a message was made in, and its region. Pure functions. */

#include "store/base/text.h"

enum { MT_FOREST_BYTES = 16 };

/* The forest in a Message-ID that Exchange Online made: "CHEP278" from
 * "<ZR0P278MB0123A1B2@ZR0P278MB0123.CHEP278.PROD.OUTLOOK.COM>", in upper case whatever the case there. This is where
 * the sender's mailbox is. Returns a slice of `room`, or unknown for a Message-ID of any other make. */
struct mt_text mt_forest_of(struct mt_text message_id, char room[MT_FOREST_BYTES]);

/* The forest of a server by its name: "NAMPRD04" from "CH0PR04MB8081.namprd04.prod.outlook.com", "EOP-NAM12" from
 * "DM6NAM12FT012.eop-nam12.prod.protection.outlook.com". Unknown for any other server. */
struct mt_text mt_forest_of_server(struct mt_text server, char room[MT_FOREST_BYTES]);

/* "EUR" for "EURPRD10" and for "EOP-EUR03". Taken from the forest, never from the site letters of a server name ("GV"
 * is Geneva or Gävle). NULL for a forest whose region is not known. */
const char *mt_forest_region(struct mt_text forest);

#endif
