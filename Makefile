# The commands of this project; `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
OUT := build/sample
INPUT = $(OUT)/draft.docx $(OUT)/returned/*.docx --map $(OUT)/map.csv --meeting $(OUT)/meeting.toml
WGTRACKER := $(BIN)/python -m wgtracker

# Where the environment forbids Python to keep what it compiles, every worker and every command of the tests would compile it all again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup run test test-postgresql lint laws bench messages screenshots lock clean

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "wgtracker needs Python 3.11 or later; this is $$($(PYTHON) --version)."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "No virtual environment could be made. On Debian: apt install python3-venv"; exit 1; }
	@touch $@

$(VENV)/.runtime: requirements.txt $(VENV)/.made
	@echo "Installing what wgtracker needs to run ..."
	@$(PIP) -r requirements.txt
	@touch $@

# Compiled once here, so that the first start is no slower than the next.
$(VENV)/.compiled: $(shell find wgtracker -name '*.py') | $(VENV)/.runtime
	@$(BIN)/python -m compileall -q wgtracker
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.runtime
	@echo "Installing what tests and checks need ..."
	@$(PIP) -r requirements-dev.txt
	@touch $@

setup: $(VENV)/.dev $(VENV)/.compiled  ## install everything into .venv

run: $(VENV)/.compiled  ## the main job on a sample consultation, then the tracker with a demonstration
	@rm -rf $(OUT)
	@$(WGTRACKER) sample $(OUT) | sed '/^Next:/d'
	@echo && echo "Compiling them. What the Secretariat has to know:"
	@$(WGTRACKER) compile $(INPUT) --copy chair -o $(OUT)/chairs-copy.docx >$(OUT)/chairs-copy.log 2>&1 || { cat $(OUT)/chairs-copy.log; exit 1; }
	@$(WGTRACKER) compile $(INPUT) --copy issued --allow-unplaced -o $(OUT)/paper.docx --report $(OUT)/report.json
	@echo && echo "What waits for a hand is a letter that is not made on the draft; the paper prints it as Annex III (--allow-unplaced)."
	@echo "The paper for the room:           $(OUT)/paper.docx"
	@echo "The Chair's copy:                 $(OUT)/chairs-copy.docx"
	@echo "Held and unplaced, the account:   $(OUT)/paper.staff-note.docx"
	@echo "The same and all texts as data:   $(OUT)/report.json"
	@echo && echo "Now the tracker, in the browser."
	@exec $(WGTRACKER) serve --demo

test: $(VENV)/.dev $(VENV)/.compiled  ## all tests, then what was skipped and why
	@.ci/tools
	@$(BIN)/python -m pytest -n 3 --dist worksteal

test-postgresql: $(VENV)/.dev $(VENV)/.compiled  ## the tests that take SQLite for speed, on PostgreSQL
	@.ci/tools
	@TEST_ENGINE=postgresql $(BIN)/python -m pytest -n 2 --dist worksteal -k "sqlite and not unavailable and not forgeries" tests/services tests/queries tests/web

lint: $(VENV)/.dev  ## style, types and the floors
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

laws: $(VENV)/.dev  ## the property tests at 2,000 examples each
	@WGTRACKER_LAWS=2000 $(BIN)/python -m pytest -n 2 --dist worksteal -m laws

bench: $(VENV)/.dev $(VENV)/.compiled  ## measure, compare, and write docs/bench.md
	@.ci/tools
	@$(BIN)/python -m bench.run

messages: $(VENV)/.dev  ## gather the sentences of pages and commands for translators (translations/README.md)
	@mkdir -p build
	@$(BIN)/python -m babel.messages.frontend -q extract -F translations/babel.cfg --sort-by-file -o build/wgtracker.pot .
	@for po in translations/*/LC_MESSAGES/wgtracker.po; do [ ! -f $$po ] || { \
	  $(BIN)/python -m babel.messages.frontend -q update -D wgtracker -i build/wgtracker.pot -d translations && \
	  $(BIN)/python -m babel.messages.frontend -q compile -D wgtracker -d translations; break; }; done

PICTURES = session people propose receipt confirm placing chair chair-point
screenshots: $(VENV)/.dev $(VENV)/.compiled  ## walk through the tracker in a browser: all pictures in build/pictures, those of the guide in docs/pictures
	@.ci/tools
	@mkdir -p build/pictures
	@WGTRACKER_PICTURES=build/pictures $(BIN)/python -m pytest tests/browser/test_walk.py
	@cp $(PICTURES:%=build/pictures/tracker-%.jpg) docs/pictures/

lock: $(VENV)/.made  ## pin requirements.in and requirements-dev.in again, with hashes
	@$(BIN)/python -m pip install --quiet pip-tools
	@for name in requirements requirements-dev; do CUSTOM_COMPILE_COMMAND="make lock" PIP_CONFIG_FILE=/dev/null $(BIN)/pip-compile --quiet \
	  --generate-hashes --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host -o $$name.txt $$name.in; done

clean:  ## remove what was built (the environment stays)
	@rm -rf build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find wgtracker tests bench -name __pycache__ -type d -prune -exec rm -rf {} +
