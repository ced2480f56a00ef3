# Two commands: `make run` starts the demo on this machine, `make test` runs everything CI runs.
# A machine needs beforehand: Python 3.11 with venv, Node 20, make.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= $(shell command -v python3.11 || command -v python3 || echo python3.11)
PORT ?= 8000
JOBS ?= 2
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -qq

# A stamp carries a checksum of what it was made from, so that any change of content, in any direction, is noticed.
checksum = $(shell cat $(1) | cksum | tr ' ' '-')
RUN := .venv/.run-$(call checksum,requirements/run.txt pyproject.toml)
DEV := .venv/.dev-$(call checksum,requirements/dev.txt pyproject.toml)
NODE := frontend/node_modules/.installed-$(call checksum,frontend/package.json frontend/package-lock.json frontend/.npmrc)
DIST := frontend/dist/.built-$(shell find frontend \( -name node_modules -o -path frontend/dist \) -prune -o -type f -print \
	| LC_ALL=C sort | xargs cksum | cksum | tr ' ' '-')

.PHONY: help run install test lint format types chromium unit postgres journeys faults cases bench picture lock clean
.NOTPARALLEL:

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

run: $(RUN) $(DIST) ## Start the demo on this machine (PORT=8000)
	@$(BIN)/touchstone serve --demo --port $(PORT)

install: $(RUN) $(DIST) ## Make this checkout ready to serve an organisation (docs/guide/operate.md)
	@echo "Installed. Next, with the settings of docs/guide/operate.md: $(BIN)/touchstone prepare"

test: $(DEV) $(DIST) lint types unit postgres journeys faults cases ## Everything CI runs
	@echo "Everything passed."

lint: $(DEV) ## Style and import contracts
	@$(BIN)/ruff check src tests bench manage.py
	@$(BIN)/ruff format --check src tests bench manage.py
	@$(BIN)/lint-imports --no-cache

format: $(DEV) ## Let the formatter tidy the code
	@$(BIN)/ruff check --fix src tests bench manage.py
	@$(BIN)/ruff format src tests bench manage.py

types: $(DEV) ## Type check, strict
	@$(BIN)/mypy

chromium: $(DEV)
	@$(BIN)/python -m tests.journeys.chromium

unit: $(DEV) $(DIST) chromium ## Every test but the browser journeys and the faults, on SQLite
	@$(BIN)/pytest -n $(JOBS) --ignore tests/journeys --ignore tests/faults

postgres: $(DEV) $(DIST) chromium ## Every test that uses a database, on PostgreSQL
	@$(BIN)/python -m tests.postgres $(BIN)/pytest -n $(JOBS) tests/apps tests/web tests/demo tests/installation tests/fuzz tests/test_database.py

journeys: $(DEV) $(DIST) chromium ## The journeys in a real browser
	@$(BIN)/pytest -n $(JOBS) --dist loadfile tests/journeys

faults: $(DEV) $(DIST) chromium ## The real server killed, cut off, out of room, with a wrong clock
	@$(BIN)/pytest tests/faults
	@$(BIN)/python -m tests.postgres $(BIN)/pytest tests/faults

cases: $(DEV) ## Check every plan and decide every worked case
	@$(BIN)/touchstone plan check
	@find standards -path '*/cases/*.yaml' | sort | xargs $(BIN)/touchstone decide --check
	@if [ -d ../shared/cases ]; then $(BIN)/touchstone decide --check ../shared/cases/*.yaml; fi

bench: $(DEV) $(DIST) ## Measure the speed of the pages (N="100 10000")
	@$(BIN)/python -m bench $(N)

picture: $(DEV) $(DIST) chromium ## Make the picture of the README again
	@TOUCHSTONE_PICTURE=docs/picture.png $(BIN)/pytest tests/journeys/test_picture.py

LOCK := uv pip compile pyproject.toml --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet

lock: ## Lock the dependencies again, with hashes (needs uv)
	@$(LOCK) --group build --output-file requirements/run.txt
	@$(LOCK) --group build --group dev --output-file requirements/dev.txt

clean: ## Remove what was built (not the demo's data in var/)
	rm -rf .venv frontend/node_modules frontend/dist

.venv/.made:
	@"$(PYTHON)" -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Touchstone needs Python 3.11 or later; this is " + sys.version.split()[0])'
	@echo "Making the virtual environment …"
	@"$(PYTHON)" -m venv .venv || { echo "Python needs its venv module. On Debian: apt-get install python3-venv" >&2; exit 1; }
	@touch $@

$(RUN): .venv/.made
	@echo "Installing Python packages …"
	@$(PIP) install --root-user-action=ignore --require-hashes -r requirements/run.txt
	@$(PIP) install --root-user-action=ignore --no-build-isolation --no-deps -e .
	@rm -f .venv/.run-* .venv/.dev-*
	@touch $@

$(DEV): .venv/.made
	@echo "Installing Python packages …"
	@$(PIP) install --root-user-action=ignore --require-hashes -r requirements/dev.txt
	@$(PIP) install --root-user-action=ignore --no-build-isolation --no-deps -e .
	@rm -f .venv/.dev-*
	@touch $@

$(NODE):
	@command -v npm >/dev/null || { echo "Touchstone needs Node 20 with npm to build its pages." >&2; exit 1; }
	@node -e 'if (parseInt(process.versions.node) < 20) { console.error("Touchstone needs Node 20 or later; this is " + process.version); process.exit(1) }'
	@echo "Installing front-end packages …"
	@cd frontend && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(DIST): $(NODE)
	@echo "Building the front end …"
	@cd frontend && npm run --silent build
	@touch $@
