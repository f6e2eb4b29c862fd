#!/usr/bin/env bash
# The walls between the folders (DESIGN.md, folders). Prints each place that breaks one.
set -uo pipefail

status=0
refuse() { # WHY: refuses every line on standard input
    local lines
    lines=$(cat)
    if [ -n "$lines" ]; then
        status=1
        printf '%s:\n%s\n' "$1" "$lines"
    fi
}

includes() { # HEADER FOLDER…: lines that include it
    local header=$1
    shift
    grep -rnE "^[[:space:]]*#[[:space:]]*include[[:space:]]+[<\"]$header" "$@" 2>/dev/null
}

refuse 'only src/http/server*.[ch] knows libmicrohttpd' < <(includes 'microhttpd' src include | grep -v '^src/http/server[a-z_]*\.[ch]:')
refuse 'only src/store knows SQLite' < <(includes 'sqlite3' src include | grep -v '^src/store/')
refuse 'Markdown is parsed in src/text/markdown*.c alone' < <(includes 'cmark' src include | grep -vE '^src/text/markdown[a-z_]*\.[ch]:')

# From the top floor to the ground: a floor may include its own headers and those below.
floors=(cli pages http output store text base)
for i in "${!floors[@]}"; do
    for ((above = 0; above < i; above++)); do
        refuse "${floors[i]} must not know ${floors[above]}, which is above it" < <(
            includes "kosshi/${floors[above]}/" "src/${floors[i]}" "include/kosshi/${floors[i]}")
    done
done

# SQL is spoken in src/store alone.
refuse 'SQL outside of src/store' < <(
    grep -nE '"[^"]*\b(SELECT .* FROM|INSERT (OR [A-Z]+ )?INTO|UPDATE [a-z_]+ SET|DELETE FROM|CREATE (TABLE|INDEX)|PRAGMA )' \
        -r src include --include='*.[ch]' | grep -v '^src/store/')
refuse 'sqlite3_ outside of src/store' < <(grep -rnE '\bsqlite3_[a-z]' src include --include='*.[ch]' | grep -v '^src/store/')
refuse 'MHD_ outside of src/http/server*.[ch]' < <(grep -rnE '\bMHD_[A-Za-z]' src include --include='*.[ch]' | grep -v '^src/http/server[a-z_]*\.[ch]:')

# Only what is HTML already may stand unescaped: cmark's, an output module's; and in the exported file its own style sheet.
refuse 'a raw {{{value}}} that is not named html' < <(
    grep -nE '\{\{\{|\{\{&' templates/*.mustache | grep -vE '\{\{\{ *([a-z_]*\.)*([a-z]+_)?html *\}\}\}|^templates/final\.mustache:[0-9]+:\{\{\{style\}\}\}')

exit $status
