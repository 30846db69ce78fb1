# Everything a person types. `make` alone lists it.

PYTHON ?= python3
PORT ?= 8000
export PYTHON PORT

# Everything here runs with demo settings, except the deployment check in `make lint`.
export ACCORD_DEMO = 1

BIN = .venv/bin

.PHONY: help run quick test test-sqlite test-postgres lint format bench lock install install-dev install-test
.NOTPARALLEL:

## make run            set everything up and start Accord with its demo data (PORT=8000)
## make test           every test, on SQLite and then on PostgreSQL with a browser
## make quick          the tests of the inner loop: one database, no browser, nothing slow
## make test-sqlite    the first half of it (ARGS="-k rating" goes to pytest)
## make test-postgres  the second half
## make lint           linters, formatting, types, import layers, Django's own checks
## make format         put the code into the agreed format
## make bench          benchmarks
## make lock           write both lock files anew from pyproject.toml
## make install        only the set-up of make run; install-dev and install-test for the others
help:
	@sed -n 's/^## //p' Makefile

install:
	@sh scripts/setup.sh run
install-dev:
	@sh scripts/setup.sh dev
install-test:
	@sh scripts/setup.sh test

run:
	@exec sh scripts/run.sh

# Neighbours stay together in one process (worksteal), and with them what they print or load once.
# Compiled files are kept, whatever the surroundings say: compiling every test anew takes some seconds.
quick: install-test
	@unset DATABASE_URL PYTHONDONTWRITEBYTECODE; exec $(BIN)/python -m pytest -n 2 --dist worksteal -q -m "not slow" --ignore=tests/browser -p no:playwright $(ARGS)

test: install-test
	@TEST_SUMMARY=$$(mktemp) && export TEST_SUMMARY && status=0 && \
		{ $(MAKE) --no-print-directory test-sqlite || status=$$?; } && \
		{ $(MAKE) --no-print-directory test-postgres || status=$$?; } && \
		paste -sd ';' "$$TEST_SUMMARY" | sed 's/;/; /g; s/^/Tests: /' && rm -f "$$TEST_SUMMARY" && exit $$status

test-sqlite: install-test
	@echo "Testing on SQLite, without the browser tests."
	@unset DATABASE_URL; exec $(BIN)/python -m pytest -n 2 --dist worksteal -m "not browser and not stricter_database" $(ARGS)

test-postgres: install-test
	@echo "Testing on PostgreSQL, with the browser tests."
	@CHROMIUM=$$(sh scripts/chromium.sh) && export CHROMIUM && \
		exec $(BIN)/python -m tests.postgres -- $(BIN)/python -m pytest -n 2 --dist worksteal $(ARGS)

lint: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --lint templates
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check
	ACCORD_DEMO=0 DEBUG=0 ALLOWED_HOSTS=accord.example.org \
		SECRET_KEY=long-enough-for-this-check-and-used-for-nothing-else-0123456789 \
		$(BIN)/python manage.py check --deploy --fail-level WARNING

format: install-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: install-test
	@unset DATABASE_URL; exec $(BIN)/python -m bench $(ARGS)
	@exec $(BIN)/python -m tests.postgres -- $(BIN)/python -m bench saving

COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command "make lock" pyproject.toml

lock: install-dev
	$(COMPILE) --output-file requirements.txt
	$(COMPILE) --group dev --output-file requirements-dev.txt
