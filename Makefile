# The commands of the project. `make demo` and `make test` need Python 3.11 and nothing else.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
OUT ?= out/demo
# every process takes tests that stand together, so that what they share is made once; the last ones help each other
EVEN := -n auto --dist worksteal
# compiled once, not in every process of the tests
test soak: export PYTHONDONTWRITEBYTECODE =

.PHONY: demo test check lint types soak bench corpus clean

demo: .venv/run.stamp
	@$(BIN)/qda demo --out $(OUT)

test: .venv/test.stamp
	$(BIN)/python -m pytest $(EVEN) -m "not soak"

# layers and documents are proven by tests/test_layers.py and tests/test_docs.py
check: test lint types

lint: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/dev.stamp
	$(BIN)/mypy

soak: .venv/dev.stamp
	$(BIN)/python -m pytest -m soak
	$(BIN)/python -m pytest $(EVEN) -m "hypothesis and not soak" --hypothesis-profile=long

bench: .venv/dev.stamp
	$(BIN)/python benchmarks/run.py
	$(BIN)/python benchmarks/published.py
	$(BIN)/python benchmarks/speed.py --most 1000000

corpus: .venv/dev.stamp
	$(BIN)/python tools/build_policy_pdfs.py
	$(BIN)/python tools/build_corpus.py
	$(BIN)/python tools/build_codings.py

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "qda needs Python 3.11 or newer; call: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv .venv

.venv/run.stamp: pyproject.toml constraints.txt | .venv/bin/python
	$(PIP) install --constraint constraints.txt --editable .
	@touch $@

.venv/test.stamp: pyproject.toml constraints.txt | .venv/bin/python
	$(PIP) install --constraint constraints.txt --editable '.[test]'
	@touch $@ .venv/run.stamp

.venv/dev.stamp: pyproject.toml constraints.txt | .venv/bin/python
	$(PIP) install --constraint constraints.txt --editable '.[dev]'
	@touch $@ .venv/test.stamp .venv/run.stamp

clean:
	rm -rf .venv out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
