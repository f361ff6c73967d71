# The two commands are `make run` and `make test`; `make check` says whether a change may land.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
NPROC := $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
export LUOXIAO_HOME ?= $(CURDIR)/var
export DJANGO_SETTINGS_MODULE := luoxiao.settings

RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev
BUILT := src/luoxiao/static/built/icons.svg
CATALOGUE := src/luoxiao/locale/en/LC_MESSAGES/django.mo

.PHONY: run test check stories bench lock wheel docs format clean

run: $(RUNTIME) $(BUILT)
	@$(BIN)/python -m luoxiao demo

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed / 需要 Python 3.11 以上：PYTHON=... make run"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' || { echo "On Debian: apt install python3-venv / Debian 请先安装 python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -c 'import pathlib, sysconfig; pathlib.Path(sysconfig.get_path("purelib"), "luoxiao-src.pth").write_text("$(CURDIR)/src\n")'

$(RUNTIME): requirements.lock | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@touch $@

$(DEV): requirements-dev.lock | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	@touch $(RUNTIME) $@

$(BUILT): frontend/package-lock.json frontend/icons.txt tools/frontend.py | $(BIN)/python
	$(BIN)/python tools/frontend.py

$(CATALOGUE): src/luoxiao/locale/en/LC_MESSAGES/django.po tools/catalogues.py | $(DEV)
	$(BIN)/python tools/catalogues.py compile

test: $(DEV) $(BUILT) $(CATALOGUE)
	$(BIN)/python -m pytest --numprocesses $(NPROC) --ignore tests/stories

stories: $(DEV) $(BUILT) $(CATALOGUE)
	$(BIN)/python -m pytest tests/stories

check: $(DEV) $(BUILT) $(CATALOGUE)
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m django makemigrations --check --dry-run
	$(BIN)/python tools/catalogues.py check
	$(BIN)/python tools/docs.py --check

bench: $(DEV) $(BUILT) $(CATALOGUE)
	$(BIN)/python -m tools.bench

lock: $(DEV)
	$(BIN)/python tools/lock.py

docs: $(DEV)
	$(BIN)/python tools/docs.py

wheel: $(DEV)
	$(BIN)/python -m build --wheel --no-isolation

format: $(DEV)
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

clean:
	rm -rf $(VENV) var dist build frontend/node_modules src/luoxiao/static/built
