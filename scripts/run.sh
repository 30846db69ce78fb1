#!/bin/sh
# Sets everything up and starts Accord with its demo data.
set -eu
PORT=${PORT:-8000}
# shellcheck source=scripts/common.sh
. "$(dirname "$0")/common.sh"

"$PYTHON" scripts/serve.py --check "$PORT"
sh scripts/setup.sh run

say "Preparing the database."
.venv/bin/python manage.py migrate --no-input --verbosity 0
.venv/bin/python manage.py createcachetable --verbosity 0
.venv/bin/python manage.py load_demo >/dev/null

exec .venv/bin/python scripts/serve.py "$PORT"
