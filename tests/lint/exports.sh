#!/usr/bin/env bash
# foo.c exports foo_* only: tests/lint/exports.sh BUILD, over the objects of that build. Prints each symbol that does not.
set -uo pipefail

build=$1
status=0

# FILE PATTERN: symbols a file may export besides, and why.
exceptions='
src/main.o          main               the C language asks for it
src/base/errors.o   (err_.*|die)       the words used in every file are short ones
src/pages/routes.o  route_count        the table and its length
'

while read -r object; do
    file=${object#"$build"/}
    name=$(basename "$file" .o)
    # outline.c exports outline_…; languages.c and its single language_… are one word
    allowed="${name}(_.*|s|s_.*)?"
    more=$(awk -v f="$file" '$1 == f {print $2}' <<<"$exceptions")
    [ -z "$more" ] || allowed="($allowed|$more)"
    while read -r symbol; do
        if ! grep -qxE "$allowed" <<<"$symbol"; then
            status=1
            echo "${file%.o}.c exports $symbol"
        fi
    done < <(nm --defined-only --extern-only --format=just-symbols "$object")
done < <(find "$build/src" -name '*.o' | grep .)
[ -e "$build/src/main.o" ] || status=1 # nothing was looked at
exit $status
