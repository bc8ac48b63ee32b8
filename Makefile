# The two commands: `make run` serves the portal, `make test` tests everything.
# COMPANY=companies/<name> chooses whose; WAREHOUSE, HOST and PORT are read too.
# TESTERS is how many processes run the tests.
# USERS=<number> is how many users a demo company gets that is yet to be written.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.PHONY: run warehouse test tools check lint format types imports sql pages bench \
	clean

PYTHON ?= $(shell for name in python3.11 python3 python; do $$name -c \
	'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& command -v $$name && break; done)
BIN := .venv/bin
TIMES := .venv/.installed
DEMO := companies/demo
TESTERS ?= 2
CHOSEN := $(patsubst %/,%,$(or $(COMPANY),$(DEMO)))

# The scheduler runs beside the server, and ends with it.
run: warehouse
	@echo "Serving $(CHOSEN), refreshed on schedule. Stop with Ctrl-C."
	@exec $(BIN)/python -m jobs schedule --beside $(BIN)/python -m gunicorn wsgi:server

warehouse: $(TIMES)-run $(if $(filter $(DEMO),$(CHOSEN)),$(DEMO)/raw/.complete)
	@echo "Loading what is new of $(CHOSEN) ..."
	@again=; if [ "$(CHOSEN)" = "$(DEMO)" ] && [ ! -e $(DEMO)/raw/.loaded ]; then \
		again=--rebuild; fi; \
	if $(BIN)/python -m pipeline refresh $$again; then \
		if [ -n "$$again" ]; then touch $(DEMO)/raw/.loaded; fi; \
	else \
		echo "make: what is new of $(CHOSEN) was not loaded, for the reason above." >&2; \
		$(BIN)/python -m pipeline status >/dev/null || exit 1; \
		echo "make: serving what was published before." >&2; fi

# Written anew when its truths have changed; its warehouse is then built from empty.
$(DEMO)/raw/.complete: $(DEMO)/truth.toml | $(TIMES)-run
	@echo "Writing the files of the demo company (about a minute) ..."
	@rm -rf $(DEMO)/raw
	@$(BIN)/python -m pipeline demo --into $(DEMO)/raw --until "$$(date -u +%F)" \
		$(if $(USERS),--users $(USERS))
	@touch $@

$(BIN)/python:
	@test -n "$(PYTHON)" || { \
		echo "make: Python 3.11 is needed; python3 here is: $$(python3 -V 2>&1)." \
			"Install it, or name it: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "Making the virtual environment .venv ..."
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
		echo "make: Python's venv is missing; on Debian: apt install python3-venv" \
			>&2; exit 1; }

$(TIMES)-run: requirements.txt | $(BIN)/python
	@echo "Installing the pinned requirements (once, some minutes) ..."
	@$(BIN)/python -m pip install --disable-pip-version-check -r requirements.txt
	@touch $@

$(TIMES)-dev: requirements.txt requirements-dev.txt | $(BIN)/python
	@echo "Installing the pinned requirements of tests (once, some minutes) ..."
	@$(BIN)/python -m pip install --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(TIMES)-run

# Every stage runs even if one before it fails. A test run without tests fails.
test: $(TIMES)-dev
	@tests/tools.sh
	@linted=0; $(MAKE) --no-print-directory check || linted=1; \
	tested=0; $(BIN)/python -m pytest -n $(TESTERS) --dist worksteal $(ARGS) \
		|| tested=$$?; \
	if [ $$linted != 0 ]; then \
		echo "Linters failed besides; what they said stands above the tests." >&2; fi; \
	exit $$(( linted || tested ))

check: $(TIMES)-dev
	@failed=; for stage in lint format types imports sql; do \
		echo "== $$stage"; \
		$(MAKE) --no-print-directory $$stage || failed="$$failed $$stage"; \
	done; \
	if [ -n "$$failed" ]; then echo "make: failed:$$failed" >&2; exit 1; fi

lint: $(TIMES)-dev
	@$(BIN)/python -m ruff check .
format: $(TIMES)-dev
	@$(BIN)/python -m ruff format --check .
types: $(TIMES)-dev
	@$(BIN)/python -m mypy
imports: $(TIMES)-dev
	@$(BIN)/lint-imports --no-cache
sql: $(TIMES)-dev
	@$(BIN)/python -m sqlfluff lint --nocolor queries pipeline companies

# Writes the README's table of pages anew.
pages: $(TIMES)-dev
	@$(BIN)/python -m docs.pages

bench: $(TIMES)-dev
	@$(BIN)/python -m benchmarks $(ARGS)

clean:
	rm -rf .venv .build .warehouse $(DEMO)/raw .ruff_cache
