#!/bin/sh
# Installs what Accord needs and nothing twice:
#   setup.sh run     to run it
#   setup.sh dev     and to lint it
#   setup.sh test    and to test it with a browser and PostgreSQL
# .venv/complete is written last; a .venv without it is made anew.
set -eu
# shellcheck source=scripts/common.sh
. "$(dirname "$0")/common.sh"

level=$1
lock=requirements-dev.txt # contains everything in requirements.txt
[ "$level" != run ] || lock=requirements.txt

fingerprint() {
    {
        "$PYTHON" -c 'import sys; print(sys.base_prefix, sys.version_info[:2])'
        pwd
        cat "$1"
    } | cksum | sed "s/\$/ $1/"
}

installed() {
    [ -x .venv/bin/python ] && grep -qxF "$(fingerprint "$1")" .venv/complete 2>/dev/null
}

has_libraries() {
    "$PYTHON" -c '
import sys
from ctypes.util import find_library
sys.exit(not all(find_library(name) for name in sys.argv[1:]))' "$@"
}

# The Debian names of what this machine lacks.
missing() {
    if ! installed "$lock"; then
        "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null ||
            "$PYTHON" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'
        has_libraries pango-1.0 pangoft2-1.0 harfbuzz harfbuzz-subset fontconfig gobject-2.0 ||
            echo libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0
    fi
    if [ "$level" = test ]; then
        { command -v pdftoppm && command -v pdffonts; } >/dev/null || echo poppler-utils
        "$PYTHON" -m tests.postgres --find >/dev/null 2>&1 || echo postgresql
        sh scripts/chromium.sh >/dev/null || is_ubuntu || echo chromium
        # Playwright brings a Node.js that needs it, and Debian 12 may lack it.
        [ "$(uname)" != Linux ] || has_libraries atomic || echo libatomic1
    fi
}

is_ubuntu() { grep -qx 'ID=ubuntu' /etc/os-release 2>/dev/null; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

packages=$(missing | xargs)
if [ -n "$packages" ]; then
    command -v apt-get >/dev/null ||
        stop "Accord needs what Debian calls: $packages" \
            "Install it with this system's package manager and run the same command again."
    as_root true 2>/dev/null ||
        stop "Accord needs some system packages. Type this, then run the same command again:" "" \
            "    sudo apt-get update && sudo apt-get install --no-install-recommends $packages" ""
    say "Installing system packages: $packages"
    # shellcheck disable=SC2086 # a list of words
    as_root sh scripts/apt.sh $packages
    packages=$(missing | xargs)
    [ -z "$packages" ] || stop "Still missing after the installation: $packages"
fi

if [ "$level" = test ] && ! sh scripts/chromium.sh >/dev/null; then
    stop "The browser tests need Chromium, and Ubuntu has it as a snap only, which they cannot use." \
        "Install Google Chrome's .deb package, or set CHROMIUM to the path of a Chromium, and run this again."
fi

if ! installed "$lock"; then
    if ! installed requirements.txt; then
        say "Making .venv with $("$PYTHON" -V)."
        # In an activated .venv, $PYTHON itself is about to go.
        base=$("$PYTHON" -c 'import sys; print(sys._base_executable)')
        rm -rf .venv
        "$base" -m venv .venv
    fi
    rm -f .venv/complete
    say "Installing the Python packages of $lock. The first time takes a minute or two."
    quiet=--quiet
    [ ! -t 1 ] || quiet=
    .venv/bin/python -m pip install $quiet --disable-pip-version-check --no-input --require-hashes -r "$lock"
    {
        fingerprint requirements.txt
        [ "$level" = run ] || fingerprint "$lock"
    } >.venv/complete.new
    mv .venv/complete.new .venv/complete
fi
