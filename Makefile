# Every chore is one command, the same at the desk and in CI; only python3 (3.11 or newer) and make are assumed.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python

.DEFAULT_GOAL := help
.PHONY: help serve index test check fix texts bench env

help: ## Show these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

serve: index ## Install, build the index of corpus/ and open the chat on http://127.0.0.1:7860
	$(RUN) -m assistant serve

index: $(VENV)/installed ## Build the index of corpus/ into index/
	$(RUN) -m assistant build

# Test files run side by side, one to a core. A model that takes threads of its own besides waits for them many times
# as long; more than four processes would take more memory than they save time. Files start in the order of their names,
# since the longest, browser/ and test_figures.py, are not those with the most tests.
test: export OMP_NUM_THREADS = 1
test: $(VENV)/installed-dev ## Run the whole suite; browser tests too, where there is a Chromium
	$(RUN) -m pytest --cov -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

check: $(VENV)/installed-dev ## Check style, format, types and floors (fast)
	$(RUN) -m ruff check
	$(RUN) -m ruff format --check
	$(RUN) -m mypy
	$(RUN) -m pytest -q tests/test_floors.py

fix: $(VENV)/installed-dev ## Format, and mend what ruff can mend by itself
	$(RUN) -m ruff check --fix
	$(RUN) -m ruff format

texts: $(VENV)/installed-dev ## Bring the translations up to date with the words in the code
	$(RUN) scripts/texts.py

bench: $(VENV)/installed ## Measure speed and answers
	$(RUN) scripts/bench.py

env: $(VENV)/installed-dev ## Install everything that tests and checks need into .venv

# The two stamps are newer than the files they were installed from. `serve` needs no test tools, so it does not load them.
$(VENV)/installed: pyproject.toml constraints.txt | $(VENV)/bin/pip
	$(RUN) -m pip install -c constraints.txt -e .
	@touch $@

$(VENV)/installed-dev: pyproject.toml constraints.txt | $(VENV)/bin/pip
	$(RUN) -m pip install -c constraints.txt -e '.[dev]'
	@touch $(VENV)/installed $@

# pip is the last thing that venv writes: a half-made environment is made again.
$(VENV)/bin/pip:
	@$(PYTHON) -c 'import sys; v = sys.version.split()[0]; sys.version_info >= (3, 11) or sys.exit(f"Python is {v}; it must be 3.11 or newer; name one: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
