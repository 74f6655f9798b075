#include "reports/redact_phrases.h"

#include <stdlib.h>
#include <string.h>

struct node {
    char byte;
    uint32_t child, sibling; /* 0: none; the root is node 0 */
    struct mt_text token;    /* of a phrase that ends here */
};

struct mt_phrases {
    struct node *nodes;
    size_t count, room;
    bool failed;
};

struct mt_phrases *
mt_phrases_new(void)
{
    struct mt_phrases *made = calloc(1, sizeof *made);
    struct node *nodes = made ? calloc(64, sizeof *nodes) : NULL;
    if (!nodes) {
        free(made);
        return NULL;
    }
    *made = (struct mt_phrases){.nodes = nodes, .count = 1, .room = 64};
    return made;
}

void
mt_phrases_free(struct mt_phrases *phrases)
{
    if (!phrases)
        return;
    free(phrases->nodes);
    free(phrases);
}

bool
mt_phrases_failed(const struct mt_phrases *phrases)
{
    return phrases->failed;
}

static bool
is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool
is_word_byte(char c)
{
    unsigned char byte = (unsigned char)c;
    char low = mt_ascii_lower(c);
    return byte >= 0x80 || (low >= 'a' && low <= 'z') || (c >= '0' && c <= '9');
}

static uint32_t
child_of(const struct mt_phrases *phrases, uint32_t node, char byte)
{
    uint32_t child = phrases->nodes[node].child;
    while (child && phrases->nodes[child].byte != byte)
        child = phrases->nodes[child].sibling;
    return child;
}

static uint32_t
add_child(struct mt_phrases *phrases, uint32_t node, char byte)
{
    if (phrases->count == phrases->room) {
        struct node *grown = realloc(phrases->nodes, phrases->room * 2 * sizeof *grown);
        if (!grown || phrases->room > UINT32_MAX / 4) {
            phrases->failed = true;
            return 0;
        }
        phrases->nodes = grown;
        phrases->room *= 2;
    }
    uint32_t added = (uint32_t)phrases->count++;
    phrases->nodes[added] = (struct node){.byte = byte, .sibling = phrases->nodes[node].child};
    phrases->nodes[node].child = added;
    return added;
}

void
mt_phrases_add(struct mt_phrases *phrases, struct mt_text phrase, struct mt_text token)
{
    struct mt_text text = mt_text_trim(phrase);
    uint32_t node = 0;
    for (size_t i = 0; i < text.len; i++) {
        char byte = is_blank(text.at[i]) ? ' ' : mt_ascii_lower(text.at[i]);
        if (byte == ' ' && i && is_blank(text.at[i - 1]))
            continue;
        uint32_t next = child_of(phrases, node, byte);
        if (!next)
            next = add_child(phrases, node, byte);
        if (!next)
            return;
        node = next;
    }
    if (node && !mt_text_known(phrases->nodes[node].token))
        phrases->nodes[node].token = token;
}

size_t
mt_phrases_match(const struct mt_phrases *phrases, struct mt_text text, struct mt_text *token)
{
    uint32_t node = 0;
    size_t found = 0;
    for (size_t i = 0; i < text.len;) {
        char byte = is_blank(text.at[i]) ? ' ' : mt_ascii_lower(text.at[i]);
        size_t taken = 1;
        while (byte == ' ' && i + taken < text.len && is_blank(text.at[i + taken]))
            taken++;
        node = child_of(phrases, node, byte);
        if (!node)
            break;
        i += taken;
        bool ends_word = i == text.len || !is_word_byte(text.at[i]) || !is_word_byte(text.at[i - 1]);
        if (mt_text_known(phrases->nodes[node].token) && ends_word) {
            found = i;
            *token = phrases->nodes[node].token;
        }
    }
    return found;
}
