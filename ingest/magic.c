#include "ingest/magic.h"

#include <string.h>

const char mt_magic_workbook[] = "it is an Excel workbook; open it in Excel, save it as \"CSV UTF-8\" and import that";
const char mt_magic_document[] = "it is an Office document; ask for the list as CSV";

static const struct {
    const char *bytes;
    bool needs_nul; /* the bytes alone could begin a text, too */
    const char *clause;
} kinds[] = {
    /* An archive that is not within another has been opened before anybody asks for this. */
    {"PK\x03\x04", false, "it is a ZIP archive within an archive; unpack it first"},
    {"PK\x05\x06", false, "it is a ZIP archive that holds no file"},
    {"PK\x07\x08", false, "it is the first part of a ZIP archive in several parts; unpack it first"},
    {"\x1F\x8B", false, "it is a gzip file within an archive; unpack it first"},
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

enum { ZIP_NAME_AT = 30 /* bytes behind the start of an entry */ };

/* A workbook is a ZIP with its sheets in the folder xl/. */
static bool
holds_sheets(struct mt_text zip)
{
    for (size_t at = 0; at + ZIP_NAME_AT + 3 <= zip.len; at++) {
        const char *found = memchr(zip.at + at, 'P', zip.len - ZIP_NAME_AT - 2 - at);
        if (!found)
            return false;
        at = (size_t)(found - zip.at);
        if (memcmp(found, "PK\x03\x04", 4) == 0 && memcmp(found + ZIP_NAME_AT, "xl/", 3) == 0)
            return true;
    }
    return false;
}

/* The other documents of Office begin with a list of the types of their parts. */
static bool
is_document(struct mt_text zip)
{
    static const char first[] = "[Content_Types].xml";
    return zip.len >= ZIP_NAME_AT + sizeof first - 1 && memcmp(zip.at + ZIP_NAME_AT, first, sizeof first - 1) == 0;
}

static const char *
office_clause(struct mt_text start)
{
    if (!mt_text_starts(start, "PK\x03\x04"))
        return NULL;
    return holds_sheets(start) ? mt_magic_workbook : is_document(start) ? mt_magic_document : NULL;
}

/* Tape archives have no first bytes of their own: the word stands behind the first name. */
static bool
is_tar(struct mt_text start)
{
    enum { WORD_AT = 257 };
    return start.len >= WORD_AT + 5 && memcmp(start.at + WORD_AT, "ustar", 5) == 0;
}

enum mt_container
mt_magic_container(struct mt_text start)
{
    if (mt_text_starts(start, "\x1F\x8B"))
        return MT_CONTAINER_GZIP;
    if (mt_text_starts(start, "PK\x03\x04") || mt_text_starts(start, "PK\x05\x06"))
        return MT_CONTAINER_ZIP;
    return MT_CONTAINER_NONE;
}

const char *
mt_magic_of(struct mt_text start)
{
    bool has_nul = start.len && memchr(start.at, '\0', start.len) != NULL;
    const char *office = office_clause(start);
    if (office)
        return office;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (mt_text_starts(start, kinds[i].bytes) && (has_nul || !kinds[i].needs_nul))
            return kinds[i].clause;
    if (has_nul && is_tar(start))
        return "it is a tar archive; unpack it first";
    return NULL;
}
