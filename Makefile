# Two commands for everybody: `make run` and `make test`. Each sets up what it needs.

PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8080
DATA ?= data

.PHONY: run test check lint bench golden clean

.venv/.runtime: requirements.lock
	@echo "Setting up .venv (once; about a minute) …"
	@test -d .venv || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	@touch $@

.venv/.dev: .venv/.runtime requirements-dev.lock
	@echo "Setting up the tests' own packages (once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	@touch $@

run: .venv/.runtime  ## the sandbox at http://127.0.0.1:8080, or Telegram with TELEGRAM_BOT_TOKEN
	@$(BIN)/python -m bot run --port $(PORT) --data $(DATA)

check: .venv/.runtime  ## every mistake in settings, texts, topics and notices
	@$(BIN)/python -m bot check --data $(DATA)

lint: .venv/.dev  ## style, types, and the arrows between the packages
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

test: lint  ## everything: both databases, and the page in Chromium where there is one
	@$(BIN)/python -m bot check --data $$(mktemp -d)
	@$(BIN)/python -m pytest -n 2 --dist worksteal

bench: .venv/.dev  ## the figures of the README
	@$(BIN)/python -m tests.bench

golden: .venv/.dev  ## write the golden texts again, after reading what changed
	@$(BIN)/python -m pytest -q tests/texts --golden-write

clean:
	rm -rf .venv data
