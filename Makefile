# The house's doors. `make run` needs Python 3.11+ and Node 20+, nothing else.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
ONCE := $(PYTHON) .ci/once.py
export PORT
# a start compiles every module again where nothing may be kept: four seconds for each of hundreds in the tests
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run build env env-dev node contract types test tools unit histories check format postgres vitest e2e e2e-1 e2e-2 bench torture fuzz shots lock clean

help:
	@echo "make run      start the counter on 127.0.0.1:$(PORT) (DEMO=1 with the demo commune)"
	@echo "make test     everything: checks, SQLite, PostgreSQL, the app's own tests, browser journeys"
	@echo "make check    formats, types, lints, arrows, house rules"
	@echo "make unit     the Python tests on SQLite, but the long histories of many phones: make histories"
	@echo "make format   put everything into its format"
	@echo "make bench    measure; prints JSON lines"
	@echo "make torture  SEEDS=20 STEPS=200 FIRST=1: many phones in everything that goes wrong; build/torture/report.md"
	@echo "make fuzz     FUZZ=2000: the property tests with other examples than make test has, and so many"
	@echo "make shots    take the screenshots again"
	@echo "make lock     resolve the dependencies again (needs the registries)"
	@echo "make clean    remove what was built and installed; keeps instance/"

run: build
	@exec $(BIN)/python .ci/serve.py

# -- what is installed and built, each only when what it is made from has changed ---------------------------------

env:
	@$(ONCE) .venv/.installed requirements.txt -- $(PYTHON) .ci/install.py requirements.txt

env-dev: env
	@$(ONCE) .venv/.installed-dev requirements.txt requirements-dev.txt -- $(PYTHON) .ci/install.py requirements-dev.txt

node:
	@$(ONCE) pwa/node_modules/.installed pwa/package-lock.json -- sh .ci/npm-ci.sh

contract: env node
	@$(ONCE) pwa/src/core/contract/.made app pwa/tools requirements.txt pwa/package-lock.json -- \
	  npm --prefix pwa run --silent contract

build: contract
	@$(ONCE) static/.built pwa/src pwa/public pwa/index.html pwa/vite.config.ts pwa/vite.shell.ts pwa/package-lock.json -- \
	  npm --prefix pwa run --silent build

# -- what is checked ---------------------------------------------------------------------------------------------

test: tools build
	@MAKE=$(MAKE) $(PYTHON) .ci/beside.py 2 histories e2e-1 e2e-2 unit postgres check vitest
	@echo "everything holds"

tools: env-dev
	@$(BIN)/python .ci/tools.py

check: env-dev contract
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	npm --prefix pwa run --silent check
	$(BIN)/pytest -q tests/house

# what takes a target of its own, because it takes as long as many others together
HISTORIES := tests/sync/test_simulation.py

unit: env-dev contract
	$(BIN)/pytest -q --ignore=$(HISTORIES)

histories: env-dev contract
	$(BIN)/pytest -q $(HISTORIES)

postgres: env-dev contract
	TEST_DATABASE=postgresql $(BIN)/pytest -q

vitest: contract
	npm --prefix pwa run --silent test

e2e: env-dev build
	$(BIN)/pytest -q tests/e2e

e2e-1 e2e-2: env-dev build
	E2E_PART=$(@:e2e-%=%)/2 $(BIN)/pytest -q tests/e2e

format: env-dev node
	$(BIN)/ruff check --fix-only --silent .
	$(BIN)/ruff format .
	npm --prefix pwa run --silent format

# -- what is measured and shown ----------------------------------------------------------------------------------

bench: tools build
	@$(BIN)/python -m tests.bench

torture: env-dev contract
	@$(BIN)/python -m tests.torture --seeds $(or $(SEEDS),20) --steps $(or $(STEPS),200) --first $(or $(FIRST),1) $(if $(filter no,$(RESTORES)),--no-restores)

fuzz: export FUZZ ?= 2000
fuzz: env-dev contract
	npm --prefix pwa run --silent test -- $$(cd pwa && grep -rl 'from "fast-check"' tests --include='*.test.ts')
	$(BIN)/pytest -q $$(grep -rlE '^from hypothesis' tests --include='test_*.py' | grep -v tests/contract)

shots: tools build
	$(BIN)/python -m tests.bench.shots

lock: env-dev
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --extra dev pyproject.toml -o requirements-dev.txt
	npm --prefix pwa install --package-lock-only --no-audit --no-fund
	rm -rf pwa/node_modules
	npm --prefix pwa ci --no-audit --no-fund

clean:
	rm -rf .venv pwa/node_modules pwa/build pwa/src/core/contract/*.gen.ts pwa/src/core/contract/openapi.json pwa/src/core/contract/.made
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find static -mindepth 1 ! -name .gitkeep -delete
