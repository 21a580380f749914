# Every command of the project. `make run` serves the demo; `make test` runs all tests; `make check` is the gate.
PY := .venv/bin/python
GEMEENTE ?= lindewaard
VINDPLAATS_PORT ?= 8000
export VINDPLAATS_PORT
export PYTHONDONTWRITEBYTECODE = 1

.PHONY: run test check bench setup lock format chromium clean
.DEFAULT_GOAL := run

.venv/.run: requirements.lock
	@command -v python3 >/dev/null || { echo "Python 3.11 or newer is needed: apt-get install python3 python3-venv"; exit 1; }
	@test -x $(PY) || python3 -m venv .venv || { echo "The module venv is missing: apt-get install python3-venv"; exit 1; }
	@.venv/bin/uv --version >/dev/null 2>&1 || $(PY) -m pip install -q --disable-pip-version-check "uv>=0.13,<0.14"
	@.venv/bin/uv pip install -q --python $(PY) --require-hashes -r requirements.lock
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.run
	@.venv/bin/uv pip install -q --python $(PY) --require-hashes -r requirements-dev.lock
	@touch $@

portal/locale/.compiled: $(wildcard portal/locale/*/LC_MESSAGES/*.po) | .venv/.run
	@mkdir -p portal/locale
	@if ls portal/locale/*/LC_MESSAGES/*.po >/dev/null 2>&1; then .venv/bin/pybabel -q compile -d portal/locale; fi
	@touch $@

setup: .venv/.run portal/locale/.compiled

run: setup
	@VINDPLAATS_GEMEENTE=$(GEMEENTE) $(PY) -m portal run

chromium: .venv/.dev
	@$(PY) -m tests.chromium

test: .venv/.dev portal/locale/.compiled chromium
	$(PY) -m pytest -n 2 --dist loadfile

check: .venv/.dev portal/locale/.compiled
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/djlint templates --lint --quiet
	$(PY) -m tests.vertalingen
	$(PY) -m tests.b1
	$(MAKE) --no-print-directory test

format: .venv/.dev
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

bench: .venv/.dev portal/locale/.compiled
	$(PY) -m tests.bench

trial-%: .venv/.dev portal/locale/.compiled
	$(PY) -m tests.trials $*

lock:
	.venv/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q -o requirements.lock
	.venv/bin/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q -o requirements-dev.lock

clean:
	rm -rf .venv var
