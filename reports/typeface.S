/* The typeface of pictures, as it is in its files: read by the assembler, because 1.4 MB of C text would take a compiler
 * longer than the rest of the program. The names of the files come from CMakeLists.txt. */

    .section .rodata
    .balign 16
    .globl mt_typeface_regular
    .hidden mt_typeface_regular
    .type mt_typeface_regular, %object
mt_typeface_regular:
    .incbin MT_TYPEFACE_REGULAR
    .size mt_typeface_regular, . - mt_typeface_regular

    .globl mt_typeface_regular_end
    .hidden mt_typeface_regular_end
mt_typeface_regular_end:

    .balign 16
    .globl mt_typeface_bold
    .hidden mt_typeface_bold
    .type mt_typeface_bold, %object
mt_typeface_bold:
    .incbin MT_TYPEFACE_BOLD
    .size mt_typeface_bold, . - mt_typeface_bold

    .globl mt_typeface_bold_end
    .hidden mt_typeface_bold_end
mt_typeface_bold_end:

    /* No code, and so no need of a stack that code can run on. */
    .section .note.GNU-stack, "", %progbits
