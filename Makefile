# Everything is built in .venv; nothing outside the checkout is touched.
# PYTHON=python3.12 chooses the interpreter, ARGS="-k score" is passed on to pytest.

BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
GENERATED := $(wildcard docs/reference/*.md docs/images/*.svg README*.md)

.DEFAULT_GOAL := help
.NOTPARALLEL: # two installs into one .venv would disturb each other
.PHONY: help demo test lint i18n docs docs-check bench bench-portfolio wheel clean

help: ## show this list
	@sed -n 's/^\([a-z0-9-]*\):.*## /\1	/p' $(MAKEFILE_LIST) | expand -t 14

demo: .venv/.demo ## check the example project and show what is found
	@$(BIN)/checker check facts/xinjian-2020 || test $$? -eq 1 # 1 means "findings exist", as they should

test: .venv/.dev ## run the tests on all cores, with a coverage report
	@$(BIN)/python -m pytest -n auto --dist loadgroup --cov --cov-report=term $(ARGS)

lint: .venv/.dev ## check style, format, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

i18n: .venv/.dev ## take new messages into the English catalogue, and compile it
	@mkdir -p build
	$(BIN)/pybabel -q extract --no-default-keywords -k message -k tr -k translate --add-location=file --sort-by-file \
		-w 120 --project=checker -o build/checker.pot checker tests/i18n/words.py
	$(BIN)/pybabel -q update -D checker -d checker/locale -l en -i build/checker.pot -w 120 --no-fuzzy-matching \
		--ignore-obsolete --ignore-pot-creation-date
	$(BIN)/pybabel compile -D checker -d checker/locale --statistics

docs: .venv/.dev ## rewrite the generated parts of the documentation
	$(BIN)/cog -r $(GENERATED)

docs-check: .venv/.dev ## fail if a generated part of the documentation is out of date
	$(BIN)/cog --check --diff $(GENERATED)

bench: .venv/.demo ## measure
	$(BIN)/python tests/benchmarks/run.py $(ARGS)
	$(BIN)/python tests/benchmarks/ledger.py
	$(BIN)/python tests/benchmarks/backcheck.py
	$(BIN)/python tests/benchmarks/workbench.py

bench-portfolio: .venv/.bench ## measure portfolios against hand-written SQL and other engines (minutes)
	$(BIN)/python tests/benchmarks/portfolio.py $(ARGS)

wheel: .venv/.dev ## build the sdist and the wheel into dist/
	$(BIN)/python -m build

clean: ## remove everything made here, .venv included
	rm -rf .venv build dist .coverage .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ------------------------------------------------------------------ stamps: what is done is not done again

# durable-rules 2.0.28 calls a C function that Python 3.13 removed. The define gives it the successor, as its authors did
# after that release; older Pythons define the name themselves and are not touched. No cache, because pip would otherwise
# take up a wheel compiled elsewhere without the define, which installs and then cannot be imported.
.venv/.made: .ci/prerequisites constraints.txt
	@python=$$(PYTHON='$(PYTHON)' .ci/prerequisites) && echo "making .venv with $$python" && "$$python" -m venv --clear .venv
	@echo "compiling durable-rules"
	@CPPFLAGS="$$CPPFLAGS -DPyEval_CallObject=PyObject_CallObject" $(INSTALL) --no-cache-dir durable-rules
	@$(BIN)/python -c "import durable.lang"
	@touch $@

.venv/.demo: .venv/.made pyproject.toml
	@echo "installing checker"
	@$(INSTALL) -e '.[all]'
	@touch $@

.venv/.bench: .venv/.dev
	@echo "installing the engines to measure against"
	@$(INSTALL) -e '.[bench]'
	@touch $@

.venv/.dev: .venv/.made pyproject.toml
	@echo "installing checker and the development tools"
	@$(INSTALL) -e '.[dev]'
	@touch $@ .venv/.demo # the development install holds all that the demo needs
