#include "store/base/arena.h"

#include <stdarg.h>
#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_BYTES = 64 * 1024 };

struct mt_arena_block {
    struct mt_arena_block *older;
    size_t size;
    alignas(max_align_t) unsigned char bytes[];
};

static void *
ran_out(struct mt_arena *arena)
{
    arena->failed = true;
    return NULL;
}

void *
mt_arena_take(struct mt_arena *arena, size_t size)
{
    enum { ALIGN = alignof(max_align_t) };
    if (size > SIZE_MAX / 2)
        return ran_out(arena);
    size = (size + ALIGN - 1) / ALIGN * ALIGN;

    if (!arena->blocks || arena->blocks->size - arena->used < size) {
        size_t room = size > BLOCK_BYTES ? size : BLOCK_BYTES;
        struct mt_arena_block *block = malloc(sizeof *block + room);
        if (!block)
            return ran_out(arena);
        block->older = arena->blocks;
        block->size = room;
        arena->blocks = block;
        arena->used = 0;
    }
    void *taken = arena->blocks->bytes + arena->used;
    arena->used += size;
    memset(taken, 0, size);
    return taken;
}

bool
mt_arena_copy(struct mt_arena *arena, struct mt_text text, struct mt_text *copy)
{
    if (!text.at) {
        *copy = MT_TEXT_UNKNOWN;
        return true;
    }
    char *bytes = mt_arena_take(arena, text.len + 1);
    if (!bytes)
        return false;
    memcpy(bytes, text.at, text.len);
    *copy = (struct mt_text){bytes, text.len};
    return true;
}

struct mt_text
mt_arena_format_list(struct mt_arena *arena, const char *format, va_list list)
{
    va_list again;
    va_copy(again, list);
    int len = vsnprintf(NULL, 0, format, list);
    char *bytes = len < 0 ? ran_out(arena) : mt_arena_take(arena, (size_t)len + 1);
    if (bytes)
        vsnprintf(bytes, (size_t)len + 1, format, again);
    va_end(again);
    return bytes ? (struct mt_text){bytes, (size_t)len} : MT_TEXT_UNKNOWN;
}

struct mt_text
mt_arena_format(struct mt_arena *arena, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    struct mt_text text = mt_arena_format_list(arena, format, list);
    va_end(list);
    return text;
}

void
mt_arena_reset(struct mt_arena *arena)
{
    struct mt_arena_block *keep = NULL;
    while (arena->blocks) {
        struct mt_arena_block *block = arena->blocks;
        arena->blocks = block->older;
        if (!keep && block->size == BLOCK_BYTES)
            keep = block;
        else
            free(block);
    }
    if (keep)
        keep->older = NULL;
    arena->blocks = keep;
    arena->used = 0;
    arena->failed = false;
}

void
mt_arena_release(struct mt_arena *arena)
{
    while (arena->blocks) {
        struct mt_arena_block *block = arena->blocks;
        arena->blocks = block->older;
        free(block);
    }
    *arena = MT_ARENA_EMPTY;
}
