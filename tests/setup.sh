#!/bin/sh
# Installs the Debian packages that make targets need and that are missing. Nothing is run when nothing is missing.
#
#   tests/setup.sh [--check] GROUP…        build, test, lint, fuzz, bench, screenshots
#
# With --check it installs nothing and only says what is missing (exit 1).
set -u

check=no
if [ "${1:-}" = --check ]; then
    check=yes
    shift
fi

packages=
command_or_package() { # COMMAND PACKAGE: the command may have come from another source that conflicts with Debian's package
    command -v "$1" >/dev/null 2>&1 || packages="$packages $2"
}

for group in "$@"; do
    case $group in
    build) packages="$packages libc6-dev libmicrohttpd-dev libsqlite3-dev libjansson-dev libsodium-dev libicu-dev zlib1g-dev
                     libcmark-gfm-dev libcmark-gfm-extensions-dev libxlsxwriter-dev libcsv-dev"
           command_or_package node nodejs
           command_or_package npm npm ;;
    test) packages="$packages libcmocka-dev sqlite3 chromium fonts-morisawa-bizud-gothic fonts-morisawa-bizud-mincho fonts-noto-cjk" ;;
    lint) packages="$packages libcmocka-dev clang clang-tidy clang-format cppcheck libclang-rt-dev" ;;
    fuzz) packages="$packages clang libclang-rt-dev" ;;
    screenshots) packages="$packages pngquant" ;;
    bench) packages="$packages wrk nginx-light fossil cmark-gfm sqlite3 chromium" ;;
    *) echo "setup: there is no group $group" >&2
       exit 2 ;;
    esac
done

if ! command -v dpkg-query >/dev/null 2>&1; then
    # Not Debian: the names are of no use here, and the compiler will say what it does not find.
    exit 0
fi

missing=
for package in $packages; do
    missing="$missing$package
"
done
installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' $packages 2>/dev/null | sed -n 's/^installed //p')
missing=$(printf '%s' "$missing" | sort -u | { [ -n "$installed" ] && grep -vxF "$installed" || cat; } | tr '\n' ' ')
missing=${missing% }
[ -n "$missing" ] || exit 0

if [ $check = yes ]; then
    echo "Some Debian packages are missing. Install them with: make setup, or as an administrator: apt-get install $missing" >&2
    exit 1
fi

as_root=
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null 2>&1; then
        echo "Some Debian packages are missing and only an administrator can install them. Ask for: apt-get install $missing" >&2
        exit 1
    fi
    as_root=sudo
fi

apt() {
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 "$@"
}

echo "Installing: $missing"
# A list that does not know a package, or knows an old version of it, is fetched anew once.
if ! apt -s install $missing >/dev/null 2>&1 || ! apt install -y --no-install-recommends $missing >/dev/null; then
    apt update
    apt install -y --no-install-recommends $missing >/dev/null || {
        echo "Some Debian packages could not be installed. Connect this machine to the network and try again, or install them yourself: apt-get install $missing" >&2
        exit 1
    }
fi
