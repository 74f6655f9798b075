#ifndef MT_TESTS_FUZZ_H
#define MT_TESTS_FUZZ_H

/* libFuzzer's entry point, which every fuzz_*.c defines; replay.c calls it on the seeds where libFuzzer is not. */

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
