#ifndef MT_REPORTS_SENTENCES_WORKBOOK_H
#define MT_REPORTS_SENTENCES_WORKBOOK_H

/* What a workbook says besides the report itself: X(NAME, English, Spanish). messages.h says how values are put in. */

#define MT_SENTENCES_OF_WORKBOOK(X)                                                                                    \
    X(BOOK_REPORT, "Report", "Informe")                                                                                \
    X(BOOK_COLUMNS, "Columns", "Columnas")                                                                             \
    X(BOOK_SECTION, "Section", "Sección")                                                                              \
    X(BOOK_SHEET, "Sheet", "Hoja")                                                                                     \
    X(BOOK_COLUMN, "Column", "Columna")                                                                                \
    X(BOOK_FIRST_ROW, "First row", "Primera fila")                                                                     \
    X(BOOK_KEY, "Key", "Clave")                                                                                        \
    X(BOOK_TITLE, "Title", "Título")                                                                                   \
    X(BOOK_TYPE, "Type", "Tipo")                                                                                       \
    X(BOOK_UNIT, "Unit", "Unidad")                                                                                     \
    X(BOOK_AT_LEAST, "{0}: a lower bound", "{0}: valor mínimo")                                                        \
    X(BOOK_BYTES, "{0} (bytes)", "{0} (bytes)")                                                                        \
    X(BOOK_IN_ZONE, "{0} ({1})", "{0} ({1})")                                                                          \
    X(BOOK_SPAN, "{0} (h:mm:ss)", "{0} (h:mm:ss)")                                                                     \
    X(BOOK_UNKNOWN, "Empty cells in \xE2\x80\x9C{0}\xE2\x80\x9D are not known: {1}.",                                  \
      "Las celdas vacías de «{0}» no se conocen: {1}.")                                                                \
    X(BOOK_CUT, "A sheet holds no more rows: {0} of {1} are here; CSV has all.",                                       \
      "En una hoja no caben más filas: aquí hay {0} de {1}; en CSV están todas.")

#endif
