# The same words that .ci/run uses. Everything is installed into .venv; nothing outside the checkout is touched
# but, where apt works and no browser is there, Debian's chromium (make test).

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin

COMPILED := build/compiled

.PHONY: demo test lint bench gazetteer gazetteer-build browser compiled test-compiled bench-compiled clean

demo: $(VENV)/.run
	$(BIN)/geomap demo -o output

test: $(VENV)/.test browser
	$(BIN)/python -m pytest

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check geomap gazetteer scripts bench tests
	$(BIN)/mypy
	$(BIN)/python scripts/compiles.py

bench: $(VENV)/.bench
	$(BIN)/python -m bench

# The rooms that read and match, compiled to C by mypyc: a wheel in dist/. Needs a C compiler and four minutes.
# In a copy, since what is compiled stays beside its source and would be run in its stead.
compiled: $(VENV)/.test
	rm -rf $(COMPILED) && mkdir -p $(COMPILED)
	git ls-files -z | xargs -0 cp --parents -t $(COMPILED)
	HATCH_BUILD_HOOK_ENABLE_MYPYC=1 $(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps -w dist $(COMPILED)

# What `make compiled` has made.
test-compiled:
	cd $(COMPILED) && ../../$(BIN)/python -c 'from geomap.mentions import find_mentions as f; assert type(f).__name__ != "function"'
	cd $(COMPILED) && ../../$(BIN)/python -m pytest tests/names tests/mentions tests/matching tests/grounding tests/cases

bench-compiled: $(VENV)/.bench
	cd $(COMPILED) && ../../$(BIN)/python -m bench.bench_text

# From the published packages (needs pip, npm and apt), then from what they gave and the hand-written rows.
gazetteer: $(VENV)/.run
	$(BIN)/python gazetteer/build.py fetch
	$(BIN)/python gazetteer/build.py build

gazetteer-build: $(VENV)/.run
	$(BIN)/python gazetteer/build.py build

browser:
	sh scripts/install_browser.sh

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "geomap needs Python 3.11 or newer; none was found."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.test: $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test,lint,parquet]'
	@touch $@

$(VENV)/.bench: $(VENV)/.test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[bench]'
	@touch $@

clean:
	rm -rf $(VENV) build dist output/map.html output/incidents.geojson output/unmatched.csv
