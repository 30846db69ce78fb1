#!/bin/sh
# Sets everything up and starts Accord with its demo data.
set -eu
PORT=${PORT:-8000}
# shellcheck source=scripts/common.sh
. "$(dirname "$0")/common.sh"

"$PYTHON" scripts/serve.py --check "$PORT"
sh scripts/setup.sh run

say "Preparing the database."
.venv/bin/python scripts/prepare.py

exec .venv/bin/python scripts/serve.py "$PORT"
