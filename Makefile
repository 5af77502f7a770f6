# make run   opens the dashboard        make check  checks format, style and types
# make test  runs every test            make unit   runs the quick ones: no browser, no trainer
# make clean removes .venv and the caches
# Both build .venv on first use and leave it alone until a requirement changes. Pass options on with ARGS="...",
# choose an interpreter with PYTHON=...
PYTHON ?=
ARGS ?=
BIN := .venv/bin
INSTALL ?= $(BIN)/python -m pip install --disable-pip-version-check
# The lines that all tests together run in their own processes, percent; some of the tests alone need not run them.
COVERED := $(if $(ARGS),,--cov --cov-report= --cov-fail-under=96)
# Hundreds of processes start Python: what one has compiled serves the next.
unexport PYTHONDONTWRITEBYTECODE
# Where an account has no home, as in containers, pip makes a folder called ~ and Streamlit does not start.
HOME ?= $(or $(shell getent passwd "$$(id -u)" 2>/dev/null | cut -d: -f6),/)
export HOME
# A process each for three browsers and for what needs none: browsers wait half of their time.
WORKERS ?= 4
AT_A_TIME := --dist loadgroup --no-loadscope-reorder

# The first interpreter that really runs (a pyenv shim may not), is of a supported version and can make an environment.
define find_python
python=; for candidate in $(or $(PYTHON),python3.12 python3.13 python3.11 python3); do \
	if "$$candidate" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
		>/dev/null 2>&1; then python="$$candidate"; break; fi; \
done; \
if [ -z "$$python" ]; then \
	echo "Inside a CNN needs Python 3.11, 3.12 or 3.13 with its venv module: install one (on Debian or Ubuntu:" \
		"apt-get install python3-venv) or name yours with make PYTHON=/path/to/python3." >&2; exit 1; \
fi
endef

.PHONY: run test unit check clean

run: .venv/dashboard.stamp
	$(BIN)/streamlit run app.py $(ARGS)

test: .venv/tests.stamp
	@$(BIN)/python tests/browser/chromium.py
	$(BIN)/python -m pytest -n $(WORKERS) $(AT_A_TIME) $(COVERED) $(ARGS)

unit: .venv/tests.stamp
	$(BIN)/python -m pytest -n 2 $(AT_A_TIME) --ignore=tests/browser -m "not (trainer or slow)" $(ARGS)

check: .venv/tests.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pyrefly check --summary=none
	$(BIN)/python -m tests.js.typecheck

clean:
	rm -rf .venv node_modules .pytest_cache .ruff_cache .hypothesis .coverage
	find . -name __pycache__ -prune -exec rm -rf {} +

.venv/bin/python:
	@$(find_python); echo "Making .venv with $$python"; "$$python" -m venv .venv

.venv/dashboard.stamp: requirements.txt constraints.txt | .venv/bin/python
	$(INSTALL) -r requirements.txt
	@touch $@

.venv/tests.stamp: tests/requirements.txt .venv/dashboard.stamp
	$(INSTALL) -r tests/requirements.txt
	@touch $@
