/*
 * Runs a fuzz target over the files of the folders on its command line, so that what broke once is tried in every test
 * run. Prints "N inputs replayed".
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay_file(const char *path) {
    struct stat about;
    FILE *file = fopen(path, "rb");
    if (!file || fstat(fileno(file), &about) != 0) {
        perror(path);
        exit(1);
    }
    if (!S_ISREG(about.st_mode)) {
        fclose(file);
        return 0;
    }
    // Exactly as large as the input, so that one byte read too far is seen.
    size_t size = (size_t)about.st_size;
    uint8_t *bytes = malloc(size ? size : 1);
    if (!bytes || fread(bytes, 1, size, file) != size) {
        perror(path);
        exit(1);
    }
    fclose(file);
    // Said before it runs: the last line names the input that broke.
    printf("%s\n", path);
    fflush(stdout);
    LLVMFuzzerTestOneInput(bytes, size);
    free(bytes);
    return 1;
}

static int replay_folder(const char *folder) {
    DIR *entries = opendir(folder);
    if (!entries) {
        perror(folder);
        exit(1);
    }
    int count = 0;
    const struct dirent *entry;
    while ((entry = readdir(entries))) {
        char path[4096];
        int length = snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (length > 0 && (size_t)length < sizeof path) count += replay_file(path);
    }
    closedir(entries);
    return count;
}

int main(int argc, char **argv) {
    int count = 0;
    for (int i = 1; i < argc; i++)
        count += replay_folder(argv[i]);
    printf("%d inputs replayed\n", count);
    return 0;
}
