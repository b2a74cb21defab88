# `make demo` shows the portal, `make test` proves it. Both install what they need first.

.PHONY: help setup setup-test demo test check bench soak messages lock
.DEFAULT_GOAL := help

PYTHON ?= python3
PORT ?= 8000
RACES ?= 1000
EXAMPLES ?= 2000
export PYTHON PORT

VENV := .venv/bin
CODE := scores portal tests tools scripts bench
PYTEST := $(VENV)/python -m pytest -n 2 --no-loadscope-reorder

help:
	@echo "make demo   the portal with real published months on http://127.0.0.1:8000 (PORT=8001 for another port)"
	@echo "make test   all tests, on SQLite and on PostgreSQL"
	@echo "make check  lint, format, types, settings, migrations, lock files"
	@echo "make bench  reading, letters and serving beside openpyxl, LibreOffice, Datasette and nginx; fails past a limit"
	@echo "make soak   thousands of broken files (ROUNDS=3000 SEED=766) questions to the API (EXAMPLES=2000), races on PostgreSQL (RACES=1000)"
	@echo "make messages  docs/messages.md: every sentence the program says to staff, from the code"
	@echo "make setup  only install what the portal needs to run"
	@echo "make lock   write the lock files again after a change of dependencies (UPGRADE=1 for newer versions)"

setup:
	@scripts/system-packages run
	@scripts/python-packages requirements.lock

setup-test:
	@scripts/system-packages test
	@scripts/python-packages requirements-dev.lock

demo: setup
	@scripts/demo

test: setup-test
	@scripts/test-both $(PYTEST)

check: setup-test
	$(VENV)/python scripts/lock.py --check
	$(VENV)/python scripts/messages.py --check
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(VENV)/mypy $(CODE)
	scripts/check-settings
	$(VENV)/python manage.py makemigrations --check --dry-run

bench: setup-test
	@$(VENV)/python -m bench

soak: setup-test
	@$(VENV)/python -m bench.soak
	@EXAMPLES=$(EXAMPLES) $(VENV)/python -m pytest -q tests/public/test_api_described.py
	@DATA_DIR=$$(mktemp -d) TRIAL=1 $(VENV)/python scripts/with_postgres.py sh -c \
		'$(VENV)/python manage.py migrate -v0 && $(VENV)/python -m tests.races.rounds --rounds $(RACES)'

messages: setup-test
	$(VENV)/python scripts/messages.py

lock: setup-test
	$(VENV)/python scripts/lock.py $(if $(UPGRADE),--upgrade)
