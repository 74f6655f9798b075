# Files as C arrays. mt_embed(TARGET NAME FILES...) makes <NAME>.h and <NAME>.c in the build folder and adds them to
# TARGET: a table of {name, bytes, length} that ends with a NULL name, as `const struct mt_embedded <NAME>[]`
# (store/base/embedded.h). The names are the files' own, without a folder. Needs no tool besides CMake.

set(MT_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_DIR}/embed_files.cmake)

function(mt_embed target name)
    set(source ${CMAKE_CURRENT_BINARY_DIR}/embedded/${name}.c)
    string(REPLACE ";" "|" files "${ARGN}")
    add_custom_command(
        OUTPUT ${source}
        COMMAND ${CMAKE_COMMAND} -D NAME=${name} -D OUTPUT=${source} -D "FILES=${files}" -P ${MT_EMBED_SCRIPT}
        DEPENDS ${ARGN} ${MT_EMBED_SCRIPT}
        COMMENT "Embedding ${name}"
        VERBATIM)
    target_sources(${target} PRIVATE ${source})
endfunction()
