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

static char
upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - ('a' - 'A')) : c;
}

/* The label before one of the endings, in upper case; what `name` begins with has to be there too. */
static struct mt_text
label_before(struct mt_text name, const char *const known[], size_t count, bool allows_dash, char room[MT_FOREST_BYTES])
{
    size_t ending = 0;
    for (size_t i = 0; i < count && !ending; i++)
        if (mt_text_ends_nocase(name, known[i]))
            ending = strlen(known[i]);
    if (!ending)
        return MT_TEXT_UNKNOWN;

    name.len -= ending;
    size_t len = 0;
    while (len < name.len &&
           (is_letter_or_digit(name.at[name.len - len - 1]) || (allows_dash && name.at[name.len - len - 1] == '-')))
        len++;
    if (len == 0 || len > MT_FOREST_BYTES || len == name.len || name.at[name.len - len - 1] != '.')
        return MT_TEXT_UNKNOWN;
    for (size_t i = 0; i < len && i < MT_FOREST_BYTES; i++)
        room[i] = upper(name.at[name.len - len + i]);
    return (struct mt_text){room, len};
}

struct mt_text
mt_forest_of(struct mt_text message_id, char room[MT_FOREST_BYTES])
{
    struct mt_text name = message_id;
    if (name.len && name.at[name.len - 1] == '>')
        name.len--;
    return label_before(name, endings, sizeof endings / sizeof *endings, false, room);
}

struct mt_text
mt_forest_of_server(struct mt_text server, char room[MT_FOREST_BYTES])
{
    static const char *const protection[] = {".prod.protection.outlook.com"};
    struct mt_text forest = mt_forest_of(server, room);
    if (mt_text_known(forest))
        return forest;
    forest = label_before(server, protection, 1, true, room);
    return mt_text_starts(forest, "EOP-") ? forest : MT_TEXT_UNKNOWN;
}

const char *
mt_forest_region(struct mt_text forest)
{
    static const char filtering[] = "EOP-";
    bool filters = mt_text_starts(forest, filtering);
    if (filters)
        forest = (struct mt_text){forest.at + strlen(filtering), forest.len - strlen(filtering)};
    size_t letters = 0;
    while (letters < forest.len && forest.at[letters] >= 'A' && forest.at[letters] <= 'Z')
        letters++;
    if (letters < 3 || letters == forest.len)
        return NULL;
    struct mt_text kind = {forest.at + 3, letters - 3};
    if (filters ? kind.len != 0 : !mt_text_is(kind, "P") && !mt_text_is(kind, "PRD"))
        return NULL;
    for (size_t i = 0; i < sizeof regions / sizeof *regions; i++)
        if (memcmp(forest.at, regions[i], 3) == 0)
            return regions[i];
    return NULL;
}
