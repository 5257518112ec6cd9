# HarmWatch: `make help` lists what can be done.

PYTHON ?= python3
READY := $(PYTHON) -I harmwatch/bootstrap.py
READY_TO_TEST := $(READY) --dev
IN_PARALLEL := --numprocesses logical --maxprocesses 4 --dist loadfile
MANAGE := .venv/bin/python manage.py
PINNING := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --upgrade --quiet \
	--custom-compile-command 'make requirements'

.DEFAULT_GOAL := help
.PHONY: help run db db-stop db-status test check format accuracy bench messages demo-remove requirements clean

help: ## List what can be done
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Set up whatever is missing and run everything, until Ctrl-C
	@exec $(READY) -m harmwatch.run

db: ## Start the embedded PostgreSQL and Valkey alone, for commands by hand
	@exec $(READY) -m harmwatch.embedded start

db-stop: ## Stop the embedded servers
	@exec $(READY) -m harmwatch.embedded stop

db-status: ## Show whether the embedded servers run
	@exec $(READY) -m harmwatch.embedded status

test: check ## Set up whatever is missing, check the code and run all tests, those in a browser included
	@exec $(READY_TO_TEST) -m pytest $(IN_PARALLEL) $(ARGUMENTS)

check: ## Run the quick checks: style, format, types, import contracts, migrations
	@$(READY_TO_TEST)
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	HARMWATCH_ENV_FILE=/dev/null HARMWATCH_VAR_DIR=build/check .venv/bin/python -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run

format: ## Put the code into its one format
	@$(READY_TO_TEST)
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

accuracy: ## Measure the parser on the public benchmark
	@exec $(READY_TO_TEST) benchmark/accuracy.py $(ARGUMENTS)

bench: ## Measure speed: the parser, pages over 200,000 incidents (ARGUMENTS="--incidents 1000000"), the desk, the PDF
	@$(READY_TO_TEST) benchmark/speed.py
	@exec $(READY_TO_TEST) benchmark/passing.py $(ARGUMENTS)

messages: ## Collect what is to be translated and compile the translations (needs gettext)
	@$(READY)
	$(MANAGE) makemessages --all --no-obsolete --ignore=.venv --ignore=build
	$(MANAGE) compilemessages --ignore=.venv

demo-remove: ## Remove the demonstration data; it does not come back by itself
	@$(READY)
	$(MANAGE) remove_demonstration

requirements: ## Pin the direct dependencies of the .in files anew, with hashes (needs uv)
	uv pip compile $(PINNING) requirements.in --output-file requirements.txt
	uv pip compile $(PINNING) requirements-dev.in --output-file requirements-dev.txt

clean: ## Remove the virtual environment and all data under var/, after asking
	@printf 'Remove .venv, build and var with all data in it? Type yes: '; read answer; test "$$answer" = yes
	-@.venv/bin/python -m harmwatch.embedded stop
	rm -rf .venv build var


