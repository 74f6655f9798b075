/* Runs a fuzzer's seeds through it without libFuzzer, so that every build checks them: replay FOLDER. */

#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int
replay(const char *folder, const char *name)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    if (!file)
        return -1;
    size_t room = 1 << 20;
    uint8_t *data = malloc(room);
    size_t size = data ? fread(data, 1, room, file) : 0;
    fclose(file);
    /* An exact copy, so that a read behind the end is seen. */
    uint8_t *exact = malloc(size ? size : 1);
    if (!data || !exact)
        return -1;
    memcpy(exact, data, size);
    free(data);
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
    return 0;
}

int
main(int argc, char **argv)
{
    int count = 0;
    DIR *seeds = argc == 2 ? opendir(argv[1]) : NULL;
    if (!seeds) {
        fprintf(stderr, "replay: no folder of seeds\n");
        return 1;
    }
    for (struct dirent *entry; (entry = readdir(seeds)) != NULL;) {
        if (entry->d_name[0] == '.')
            continue;
        if (replay(argv[1], entry->d_name) != 0) {
            fprintf(stderr, "replay: cannot read '%s'\n", entry->d_name);
            return 1;
        }
        count++;
    }
    closedir(seeds);
    printf("%d seeds replayed\n", count);
    return count == 0;
}
