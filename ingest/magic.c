#include "ingest/magic.h"

#include <string.h>

static const struct {
    const char *bytes;
    bool needs_nul; /* the bytes alone could begin a text, too */
    const char *clause;
} kinds[] = {
    {"PK\x03\x04", false, "it is a ZIP archive; unpack it first"},
    {"PK\x05\x06", false, "it is a ZIP archive with nothing in it"},
    {"\x1F\x8B", false, "it is a gzip file; unpack it first"},
    {"\xFD"
     "7zXZ",
     false, "it is an xz file; unpack it first"},
    {"\x28\xB5\x2F\xFD", false, "it is a Zstandard file; unpack it first"},
    {"7z\xBC\xAF\x27\x1C", false, "it is a 7-Zip archive; unpack it first"},
    {"Rar!\x1A\x07", false, "it is a RAR archive; unpack it first"},
    {"MSCF", true, "it is a Windows cabinet file; unpack it first"},
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", false,
     "it is an old Excel workbook (.xls) or an Outlook message (.msg); save the one as \"CSV UTF-8\" in Excel, the "
     "other as .eml"},
    {"SQLite format 3", true, "it is an SQLite database, not an export"},
    {"%PDF-", false, "it is a PDF document; ask for the report as CSV"},
    {"\x89PNG\r\n", false, "it is a picture (PNG); a screenshot cannot be read, export the list"},
    {"\xFF\xD8\xFF", false, "it is a picture (JPEG); a photo cannot be read, export the list"},
    {"GIF8", true, "it is a picture (GIF); a screenshot cannot be read, export the list"},
    {"PAR1", true, "it is a Parquet file; write it as CSV or JSON first"},
    {"\x7F"
     "ELF",
     false, "it is a Linux program, not an export"},
    {"MZ", true, "it is a Windows program, not an export"},
};

/* A workbook is a ZIP with its sheets in the folder xl/; the name stands 30 bytes behind the start of an entry. */
static bool
holds_sheets(struct mt_text zip)
{
    enum { NAME_AT = 30 };
    for (size_t at = 0; at + NAME_AT + 3 <= zip.len; at++) {
        const char *found = memchr(zip.at + at, 'P', zip.len - NAME_AT - 2 - at);
        if (!found)
            return false;
        at = (size_t)(found - zip.at);
        if (memcmp(found, "PK\x03\x04", 4) == 0 && memcmp(found + NAME_AT, "xl/", 3) == 0)
            return true;
    }
    return false;
}

const char *
mt_magic_of(struct mt_text start)
{
    bool has_nul = start.len && memchr(start.at, '\0', start.len) != NULL;
    if (mt_text_starts(start, "PK\x03\x04") && holds_sheets(start))
        return "it is an Excel workbook; open it in Excel, save it as \"CSV UTF-8\" and import that";
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (mt_text_starts(start, kinds[i].bytes) && (has_nul || !kinds[i].needs_nul))
            return kinds[i].clause;
    return NULL;
}
