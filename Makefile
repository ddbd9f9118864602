# Everything that a newcomer needs; `make` alone lists it. Paths are relative, because the folder
# may have a space in its name.

PYTHON ?= python3
BOOTSTRAP = @$(PYTHON) deploy/bootstrap.py
BENCHES ?= guide page edge read feed import attendance effects survival increment
SCALE ?=

.DEFAULT_GOAL := help
.PHONY: help run up test check validate fix bench e2e migrate openapi doctor reset

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

run: ## Start Pejling with the demonstration municipality; Ctrl-C stops it
	$(BOOTSTRAP) python frontend
	@.venv/bin/pejling run

up: ## The same with nginx and a process for each service and worker; `pejling restart` renews them
	$(BOOTSTRAP) python frontend
	@.venv/bin/pejling up --demonstration

test: ## Run all tests: Python, frontend, browser
	$(BOOTSTRAP) test

check: ## Formatting, lint, types, import rules, API documents and migrations
	$(BOOTSTRAP) python node
	@.venv/bin/ruff format --check
	@.venv/bin/ruff check
	@# Each member by itself: every one of them has a folder called tests.
	@for part in kit services/* standalone "bench tests deploy examples conftest.py"; do \
		.venv/bin/mypy $$part || exit; done
	@.venv/bin/lint-imports
	@.venv/bin/pytest --quiet -m house
	@npm --prefix frontend run --silent check

validate: ## What takes longer: Spark, the code before on the newest schema, minutes away, all attacks on hidden numbers, queries that forget who asks, every oddity to every operation; not part of `make test`
	$(BOOTSTRAP) spark
	@.venv/bin/pytest --quiet services/effects/tests/validate_spark.py tests/validate_old_code.py \
		tests/validate_matrix.py tests/validate_anything.py \
		tests/validate_minutes_away.py \
		kit/tests/validate_disclosure.py \
		standalone/tests/validate_demonstration_disclosure.py

fix: ## Format and repair what can be repaired by itself
	$(BOOTSTRAP) python node
	@.venv/bin/ruff check --fix
	@.venv/bin/ruff format
	@npm --prefix frontend run --silent fix

bench: ## Measure ourselves beside our peers (BENCHES="guide edge …", SCALE=…)
	$(BOOTSTRAP) python
	@for name in $(BENCHES); do .venv/bin/python -m bench $$name $(if $(SCALE),--scale $(SCALE)) --json || exit; done

e2e: ## Run the browser tests alone
	$(BOOTSTRAP) e2e

migrate: ## Create or upgrade the five databases
	$(BOOTSTRAP) python
	@.venv/bin/pejling migrate

openapi: ## Write what is generated anew: openapi.json, docs/definitions.md, the page's types
	$(BOOTSTRAP) python node
	@.venv/bin/pejling openapi
	@npm --prefix frontend run --silent api

doctor: ## Say what is wrong with this installation, and what to do
	$(BOOTSTRAP) python
	@.venv/bin/pejling doctor

reset: ## Remove all data of the demonstration, after a question
	$(BOOTSTRAP) python
	@.venv/bin/pejling reset
