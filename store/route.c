#include "store/route.h"

#include <string.h>

static const char *const endings[] = {".prod.outlook.com", ".prod.exchangelabs.com"};

/* Codes seen in server names of public mail headers; those in the last line were not seen there, but are regions that
 * Microsoft names. */
static const char *const regions[] = {
    "NAM", "EUR", "APC", "AUS", "IND", "LAM", "CAN", "GBR", "FRA", "DEU", "CHE", "NOR", "SWE",
    "ARE", "ZAF", "JPN", "KOR", "POL", "ITA", "ISR", "QAT", "MEX", "ESP", "TWN", "NZL",
};

static bool
is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

struct mt_text
mt_forest_of(struct mt_text message_id, char room[MT_FOREST_BYTES])
{
    struct mt_text name = message_id;
    if (name.len && name.at[name.len - 1] == '>')
        name.len--;
    size_t ending = 0;
    for (size_t i = 0; i < sizeof endings / sizeof *endings && !ending; i++)
        if (mt_text_ends_nocase(name, endings[i]))
            ending = strlen(endings[i]);
    if (!ending)
        return MT_TEXT_UNKNOWN;

    name.len -= ending;
    size_t len = 0;
    while (len < name.len && is_letter_or_digit(name.at[name.len - len - 1]))
        len++;
    if (len == 0 || len > MT_FOREST_BYTES || len == name.len || name.at[name.len - len - 1] != '.')
        return MT_TEXT_UNKNOWN;
    for (size_t i = 0; i < MT_FOREST_BYTES; i++) {
        int c = i < len ? name.at[name.len - len + i] : 0;
        room[i] = (char)(c >= 'a' && c <= 'z' ? c - ('a' - 'A') : c);
    }
    return (struct mt_text){room, len};
}

const char *
mt_forest_region(struct mt_text forest)
{
    size_t letters = 0;
    while (letters < forest.len && forest.at[letters] >= 'A' && forest.at[letters] <= 'Z')
        letters++;
    if (letters < 4 || letters == forest.len)
        return NULL;
    struct mt_text kind = {forest.at + 3, letters - 3};
    if (!mt_text_is(kind, "P") && !mt_text_is(kind, "PRD"))
        return NULL;
    for (size_t i = 0; i < sizeof regions / sizeof *regions; i++)
        if (memcmp(forest.at, regions[i], 3) == 0)
            return regions[i];
    return NULL;
}
