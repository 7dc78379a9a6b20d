# Everything this repository can do, one target per task. Run `make` for the list.

PYTHON ?= python3
PORT ?= 8050
SERVE ?= 1
CHROMIUM ?=
KILLS ?= 500
DIR ?= ../shared/corpus
FILES ?= 5000
UV ?= uv==0.13.8
LOCK_FLAGS ?=

VENV := .venv
BENCH := .venv-bench
PY := $(VENV)/bin/python
STAMP := $(VENV)/.installed
PACKAGES := pipeline dashboards
SOURCES := $(PACKAGES) benchmarks tests
MAX_LINES := 400

# pip itself reads PIP_CACHE_DIR from the environment.
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
WORLDS ?= 5000
PROCESSES ?= 2
WORKERS ?= auto
.PHONY: help setup browser demo test check check-modules format lock bench-national bench-incremental bench-intake corpus powercut mutation fixloop backtest-bounds oracle faults docs clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-18s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
	@echo ""
	@echo "  PYTHON=$(PYTHON)  interpreter the environment is made with (3.11 or newer)"
	@echo "  PORT=$(PORT)       port of the dashboard"
	@echo "  SERVE=$(SERVE)         0: build everything, then leave instead of serving"
	@echo "  KILLS=$(KILLS)      kills of make powercut"
	@echo "  DIR=$(DIR)  folder of files for make corpus"
	@echo "  FILES=$(FILES)     files with a fault for make mutation (make bench-intake: 1000)"
	@echo "  VALIDATOR=      program that validates Open XML, for make office-files"
	@echo "  OTHERS=         folder of others' workbooks to answer, for make office-files"
	@echo "  WORKERS=$(WORKERS)   processes of make test; auto: one for each core"
	@echo "  CHROMIUM=       browser for the tests, when it is not on the PATH"

setup: $(STAMP) ## Make .venv and install the locked packages into it

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "setup: $(PYTHON) is missing or older than 3.11; name another one with PYTHON="; exit 1; }
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@echo "setup: installing the packages named in requirements.lock"
	@$(PY) -m pip install --quiet --require-hashes -r requirements.lock
	@$(PY) -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@
	@echo "setup: done"

browser: ## Find a browser for the tests, installing Chromium where apt-get can
	@found=; \
	for name in "$(CHROMIUM)" chromium chromium-browser google-chrome google-chrome-stable \
	  msedge microsoft-edge; do \
	  if [ -n "$$name" ]; then found=$$(command -v "$$name" 2>/dev/null) && break; found=; fi; \
	done; \
	if [ -n "$(CHROMIUM)" ] && [ "$$found" != "$$(command -v "$(CHROMIUM)" 2>/dev/null)" ]; then \
	  echo "browser: CHROMIUM=$(CHROMIUM) is not a program that can be run"; \
	fi; \
	if [ -n "$$found" ]; then echo "browser: $$found"; exit 0; fi; \
	root=none; \
	if command -v apt-get >/dev/null 2>&1; then \
	  if [ "$$(id -u)" = 0 ]; then root=; \
	  elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then root="sudo -n"; fi; \
	fi; \
	if [ "$$root" = none ]; then \
	  echo "browser: NOT AVAILABLE - no Chromium found, and it cannot be installed from here"; \
	  exit 0; \
	fi; \
	echo "browser: none found, installing Chromium with apt-get"; \
	log=$$(mktemp); \
	if $$root apt-get update >"$$log" 2>&1 \
	  && DEBIAN_FRONTEND=noninteractive $$root apt-get install -y --no-install-recommends chromium \
	    >>"$$log" 2>&1 \
	  && found=$$(command -v chromium); then \
	  echo "browser: $$found"; \
	else \
	  tail -n 5 "$$log"; \
	  echo "browser: NOT AVAILABLE - apt-get could not install Chromium (its last words are above)"; \
	fi; \
	rm -f "$$log"

demo: setup ## Build sample data and its figures, then serve the dashboard (PORT, SERVE)
	@$(PY) -m pipeline demo --port $(PORT) $(if $(filter 0,$(SERVE)),--no-serve)

test: setup browser ## Run the tests, a file at a time in each of WORKERS processes (0: in one)
	@CHROMIUM="$(CHROMIUM)" $(PY) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

check: setup ## Run every static check, count the failures
	@total=0; passed=0; \
	try() { \
	  name=$$1; shift; total=$$((total + 1)); \
	  echo "== $$name"; \
	  if "$$@"; then passed=$$((passed + 1)); else echo "-- $$name failed"; fi; \
	}; \
	try "ruff format" $(PY) -m ruff format --check .; \
	try "ruff check" $(PY) -m ruff check .; \
	try "mypy" $(PY) -m mypy; \
	try "import rules" $(VENV)/bin/lint-imports --no-logo; \
	try "module names and lengths" $(MAKE) --no-print-directory -s check-modules; \
	echo "check: $$passed of $$total passed"; \
	[ "$$passed" -eq "$$total" ]

# A module is named for what it is about and stays short enough to be read in one sitting.
check-modules:
	@bad=0; \
	list=$$(find $(SOURCES) -type f -name '*.py' 2>/dev/null | sort); \
	for file in $$list; do \
	  for part in $$(echo "$${file%.py}" | tr '/' ' '); do \
	    case $$part in utils|helpers|common|core|misc|manager) \
	      echo "$$file: '$$part' says nothing about what is inside"; bad=1;; \
	    esac; \
	  done; \
	  lines=$$(wc -l <"$$file"); \
	  if [ "$$lines" -gt $(MAX_LINES) ]; then \
	    echo "$$file: $$((lines)) lines, at most $(MAX_LINES) allowed"; bad=1; \
	  fi; \
	done; \
	exit $$bad

format: setup ## Format the code and apply the safe fixes
	@$(PY) -m ruff check --fix-only --quiet .
	@$(PY) -m ruff format .

lock: ## Renew requirements.lock and benchmarks/spark.lock (LOCK_FLAGS=--upgrade for newer versions)
	@scratch=$$(mktemp -d) && trap 'rm -rf "$$scratch"' EXIT \
	  && $(PYTHON) -m venv "$$scratch" \
	  && "$$scratch/bin/python" -m pip install --quiet "$(UV)" \
	  && renew() { \
	    file=$$1; shift; \
	    "$$scratch/bin/uv" pip compile "$$@" --universal --python-version 3.11 --generate-hashes \
	      --no-emit-index-url --no-header --no-annotate --quiet $(LOCK_FLAGS) \
	      --output-file "$$file" || return 1; \
	    if grep -n '://' "$$file"; then echo "lock: $$file names a host"; return 1; fi; \
	    echo "lock: $$file: $$(grep -c '==' "$$file") packages"; \
	  } \
	  && renew requirements.lock pyproject.toml --extra dev \
	  && renew benchmarks/spark.lock benchmarks/spark.in

bench-national: setup ## Roll up a generated nation beside the bare sum (ROWS to shrink)
	@$(PY) -m benchmarks.national

bench-incremental: setup ## Measure one corrected workbook beside 4, 8, 16 quarters (UNITS)
	@$(PY) -m benchmarks.incremental

.PHONY: bench-what-if
bench-what-if: setup ## Measure worlds of late reports from published figures beside anew (UNITS)
	@$(PY) -m benchmarks.what_if

.PHONY: bench-sizes
bench-sizes: setup ## Compute, publish and correct generated warehouses of several SIZES
	@$(PY) -m benchmarks.sizes

bench-intake: setup ## Measure how fast spreadsheets are taken in
	@$(PY) -m benchmarks.intake $(if $(filter-out file,$(origin FILES)),--files $(FILES))

.PHONY: bench-validation
bench-validation: setup ## Validate rows beside frictionless and great-expectations (in .venv-bench)
	@$(BENCH)/bin/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(BENCH)
	@$(BENCH)/bin/python -m pip install --quiet -r benchmarks/validation-requirements.txt || { \
	  echo "bench-validation: NOT MEASURED - the libraries to compare with cannot be installed"; \
	  exit 1; }
	@$(PY) -m benchmarks.validation $(BENCH)/bin/python

corpus: setup ## Read every file of a folder (DIR) and hostile ones: no crash, no hang, a verdict each
	@$(PY) -m benchmarks.corpus $(DIR)

mutation: setup ## Plant one known fault a file (FILES), in every format, and count what is found
	@$(PY) -m benchmarks.mutation --files $(FILES)

powercut: setup ## Kill imports at random moments (KILLS) and fill the disk: nothing lost, doubled or torn
	@$(PY) -m benchmarks.powercut --kills $(KILLS)

fixloop: setup ## Plant faults, put them right in the returned workbooks, send these again
	@$(PY) -m benchmarks.fixloop

backtest-bounds: setup ## Hold bounds given while reports were missing against what came
	@$(PY) -m benchmarks.bounds

SPARK_VENV := .venv-spark
.PHONY: spark
spark: setup ## Every indicator on a real Spark cluster on loopback and on DuckDB (ROWS, MEMORY)
	@$(PY) -m benchmarks.spark_cluster
	@if [ -z "$$SPARK_HOME" ]; then \
	  $(MAKE) --no-print-directory -s $(SPARK_VENV)/.installed || exit 1; \
	  SPARK_HOME=$$($(SPARK_VENV)/bin/python -c \
	    'import pathlib, pyspark; print(pathlib.Path(pyspark.__file__).parent)') || exit 1; \
	fi; \
	SPARK_HOME="$$SPARK_HOME" $(PY) -m benchmarks.spark

$(SPARK_VENV)/.installed: benchmarks/spark.lock
	@echo "spark: installing Spark itself (400 MB) into $(SPARK_VENV)"
	@$(PYTHON) -m venv --clear $(SPARK_VENV)
	@$(SPARK_VENV)/bin/python -m pip install --quiet --require-hashes -r benchmarks/spark.lock
	@touch $@

VALIDATOR ?=
OTHERS ?=
.PHONY: office-files
office-files: setup ## Write every Office file there is, look for what Excel and Word repair (VALIDATOR)
	@$(PY) -m benchmarks.office_files $(if $(VALIDATOR),--validator "$(VALIDATOR)") \
	  $(if $(OTHERS),--others "$(OTHERS)")

.PHONY: backtest-forecast
backtest-forecast: setup ## Hold forecasts of past year ends against straight lines
	@$(PY) -m benchmarks.forecast

oracle: setup ## Compare the engine with its oracle in invented worlds (WORLDS, PROCESSES)
	@$(PY) -m tests.oracle_run $(WORLDS) $(PROCESSES)

faults: setup ## Plant faults in the engine, one at a time; the tests must catch each (PROCESSES)
	@$(PY) -m tests.faults_run $(PROCESSES)

docs: setup ## Write the reference pages from the definitions
	@$(PY) -m pipeline docs

clean: ## Remove the demo, what it generated, and caches (never anybody's data)
	@rm -rf data/processed/demo data/raw/sample $(BENCH)
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage \
	  build dist *.egg-info
	@find $(wildcard $(SOURCES)) -type d -name __pycache__ -prune -exec rm -rf {} +
