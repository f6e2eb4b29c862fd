#!/usr/bin/env bash
# Searches for inputs that break a parser: tests/fuzz/run.sh BUILD SECONDS TARGET…
# What it finds is left in BUILD/found; an input that broke something joins tests/fuzz/corpus with the change that mends it.
#
#   tests/fuzz/run.sh --corpus TARGET       prints the folders of a target's corpus
set -euo pipefail
cd "$(dirname "$0")/../.."

corpus() { # one target may read inputs of several kinds
    case $1 in
    form) echo tests/fuzz/corpus/form tests/fuzz/corpus/multipart ;;
    *) echo "tests/fuzz/corpus/$1" ;;
    esac
}

if [ "$1" = --corpus ]; then
    corpus "$2"
    exit
fi

build=$1
seconds=$2
shift 2
mkdir -p "$build/found"
broken=0
for target in "$@"; do
    echo "--- $target, $seconds s"
    mkdir -p "$build/corpus/$target"
    log=$build/$target.log
    if "$build/tests/fuzz/${target}_fuzz" -max_total_time="$seconds" -timeout=10 -max_len=65536 -print_final_stats=1 \
        -artifact_prefix="$build/found/$target-" "$build/corpus/$target" $(corpus "$target") >"$log" 2>&1; then
        grep -E 'stat::(number_of_executed_units|new_units_added|peak_rss_mb)' "$log"
    else
        broken=$((broken + 1))
        tail -n 60 "$log"
        echo "$target broke; the input is in $build/found"
    fi
done
echo "fuzz: $# targets, $broken broken"
[ "$broken" -eq 0 ]
