# shellcheck shell=sh
# Read by the other scripts: the project's directory, and a Python that is new enough.

cd "$(dirname "$0")/.." || exit
PYTHON=${PYTHON:-python3}

say() { printf '%s\n' "$*"; }

stop() {
    printf '%s\n' "$@" >&2
    exit 1
}

command -v "$PYTHON" >/dev/null ||
    stop "Accord needs Python 3.11 or newer, and there is no $PYTHON here."
"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    stop "Accord needs Python 3.11 or newer; $PYTHON is $("$PYTHON" -V 2>&1)." \
        "If a newer one is installed, name it: PYTHON=python3.12 make run"
