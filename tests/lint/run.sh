#!/usr/bin/env bash
# Every check on the text of the program: tests/lint/run.sh BUILD. Shows what a failed check says, and a last line "lint: N passed, N failed".
set -uo pipefail
cd "$(dirname "$0")/../.."

build=$1
passed=0
failed=0
logs=$build/logs
mkdir -p "$logs"

c_files=(src/*.c src/*/*.c tests/unit/*.c tests/fuzz/*.c tests/collab/*.c tests/bench/*.c tests/fault/*.c)
headers=(include/kosshi/*/*.h)
product=(src/*.c src/*/*.c)
KFLAGS=(-std=c17 -D_GNU_SOURCE -Iinclude)

check() { # NAME COMMAND…
    local name=$1 log=$logs/lint-${1// /-}.log
    shift
    if "$@" >"$log" 2>&1; then
        passed=$((passed + 1))
        echo "ok      $name"
    else
        failed=$((failed + 1))
        echo "FAILED  $name"
        sed 's/^/    /' "$log"
    fi
}

compiler() { # CC
    make --no-print-directory -j"$(nproc)" -k B="$build/lint-$1" CC="$1" CFLAGS='-O2 -g -Werror' \
        all unit-programs replay-programs collab-programs bench-programs "$build/lint-$1/tests/fault/disk.so"
}

clang_tidy() {
    # One file a run: version 14 takes va_list for uninitialized in the second file of a run.
    printf '%s\n' "${c_files[@]}" | xargs -P "$(nproc)" -n 1 sh -c '
        log=$(mktemp)
        clang-tidy --quiet --warnings-as-errors="*" "$@" -- -std=c17 -D_GNU_SOURCE -Iinclude >"$log" 2>/dev/null
        status=$?
        cat "$log"; rm -f "$log"
        exit $status' clang-tidy
}

cpp_check() {
    # it has to know the macros of lists, which it would take for functions
    local queue
    queue=$(echo '#include <sys/queue.h>' | gcc -E -M - | tr ' ' '\n' | grep 'sys/queue\.h')
    cppcheck --quiet --error-exitcode=1 --std=c11 --language=c --enable=warning,performance,portability --inline-suppr \
        -j "$(nproc)" -D__GNUC__ -D_GNU_SOURCE -Iinclude --include="$queue" --suppress=missingIncludeSystem "${product[@]}"
}

format() {
    clang-format --dry-run -Werror "${c_files[@]}" "${headers[@]}"
}

check 'gcc has no warning' compiler gcc
check 'clang has no warning' compiler clang
check 'exports carry the name of their file' tests/lint/exports.sh "$build/lint-gcc"
check 'walls between folders' tests/lint/walls.sh
check 'words' node tests/lint/words.mjs
check 'tidy tree' tests/lint/tree.sh
check 'clang-format' format
check 'cppcheck' cpp_check
check 'clang-tidy' clang_tidy

echo "lint: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
