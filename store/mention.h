#ifndef MT_STORE_MENTION_H
#define MT_STORE_MENTION_H

/* Where a text mentions an address, so that the address can be taken out of it. Pure functions; the address is in ASCII
 * lower case, texts are compared without regard to ASCII case.
 *
 * Besides "ann@contoso.com" these count: ann%40contoso.com and ann=40contoso.com (URLs, quoted-printable),
 * ann\u0040contoso.com and ann&#64;contoso.com (JSON, HTML), ann=contoso.com (VERP:
 * bounces+ann=contoso.com@list.example), contoso.com=ann (SRS: SRS0=x=y=contoso.com=ann@relay.example). An address that
 * merely ends or begins like it is another one: joann@contoso.com, x.ann@contoso.com, ann@contoso.com.au. */

#include "store/base/out.h"

/* What is written in its place. */
extern const char mt_mention_mark[];

/* In names of files, '-', '_' and '.' stand around an address rather than in it: "trace-ann@contoso.com.csv". */
enum mt_mention_kind { MT_MENTION_TEXT, MT_MENTION_FILE_NAME };

bool mt_mention_in(struct mt_text text, struct mt_text address, enum mt_mention_kind kind);

/* The text with a mark for each mention. */
void mt_mention_put_without(struct mt_out *out, struct mt_text text, struct mt_text address, enum mt_mention_kind kind);

/* Whether a whole address is that one or was made from it (VERP, SRS, quoted inside another): mail to and from it says
 * who the address is. */
bool mt_mention_is_made_of(struct mt_text whole, struct mt_text address);

#endif
