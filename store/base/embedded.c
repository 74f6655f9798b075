#include "store/base/embedded.h"

#include <string.h>

struct mt_text
mt_embedded_file(const struct mt_embedded *table, const char *name)
{
    for (; table->name; table++)
        if (strcmp(table->name, name) == 0)
            return (struct mt_text){table->bytes, table->len};
    return MT_TEXT_UNKNOWN;
}
