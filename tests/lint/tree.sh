#!/usr/bin/env bash
# What stands in the tree and what must not. Prints each place.
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

# What git would carry, committed or not yet.
files=$(git ls-files --cached --others --exclude-standard)
existing=$(while read -r f; do [ -f "$f" ] && echo "$f"; done <<<"$files")
code=$(grep -E '^(src|include|static|templates|schema)/|^Makefile$' <<<"$existing")

refuse 'the top level holds only src include templates static schema tests Makefile README.md LICENSE and dotfiles' < <(
    cut -d/ -f1 <<<"$existing" | sort -u | grep -vE '^(src|include|templates|static|schema|tests|Makefile|README\.md|LICENSE|\..+)$')
refuse 'something was left for later' < <(
    grep -nHE '\b(TODO|FIXME|HACK)\b|\bXXX:|not (yet )?implemented' $code)
refuse 'code that is switched off' < <(grep -nHE '^[[:space:]]*#[[:space:]]*if[[:space:]]+0' $code)
refuse 'strcpy and its family do not know how much room there is' < <(
    grep -nHwE '(strcpy|strcat|sprintf|vsprintf|gets|strncpy|strncat|alloca)' $(grep -E '\.[ch]$' <<<"$code") | grep -E '\b(strcpy|strcat|sprintf|vsprintf|gets|strncpy|strncat|alloca)\(')
refuse 'a file of more than 500 lines' < <(
    wc -l $(grep -E '\.(c|h|js|css)$' <<<"$code") | awk '$2 != "total" && $1 > 500 {print $2 ": " $1 " lines"}')
refuse 'a file name that says nothing' < <(grep -E '/(utils?|helpers|common|manager|misc)\.[a-z]+$' <<<"$code")
refuse 'a lock file that names a registry' < <(grep -nHE '"resolved"|https?://' $(grep 'package-lock\.json$' <<<"$existing"))
refuse 'an address outside of the office in what is served' < <(
    grep -nHE '(src|href)="(https?:)?//|url\((https?:)?//|@import|from "https?:|fetch\("https?:' $(grep -E '^(static|templates)/' <<<"$existing"))
refuse 'a script or style inside a page (the content security policy forbids it)' < <(
    grep -nHE '<script>|<style|style="|[^a-z]on(click|load|submit|change|input|key[a-z]+)="' $(grep -E '^templates/.*\.mustache$' <<<"$existing") |
        grep -v '^templates/final')
# The pictures of README.md are the only ones.
refuse 'a binary or a data file' < <(grep -E '\.(o|so|a|db|db-wal|db-shm|png|zip|gz)$' <<<"$existing" | grep -vxE 'tests/screenshots/[a-z-]+\.png')

exit $status
