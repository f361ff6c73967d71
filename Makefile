# The two commands are `make run` and `make test`; `make check` says whether a change may land.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
PROCESSES ?= $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
LUOXIAO_HOME ?= $(CURDIR)/var
PORT ?= 8000
DJANGO_SETTINGS_MODULE := luoxiao.settings
export LUOXIAO_HOME DJANGO_SETTINGS_MODULE

# Files whose age says what is done; a second `make run` finds them all new enough.
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev
ICONS := src/luoxiao/static/built/icons.svg
CATALOGUE := src/luoxiao/locale/en/LC_MESSAGES/django.mo

.PHONY: run test stories pictures check bench lock docs wheel format clean

run: $(RUNTIME) $(ICONS) $(CATALOGUE)
	@$(BIN)/python -m luoxiao demo --port $(PORT)

# A .pth file instead of an editable install: nothing to build, and one line says where the code is.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "需要 Python 3.11 以上 / Python 3.11 or later is needed: make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { echo "缺少 Python 的 venv 模块 / Python's venv module is missing. Debian: apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -c 'import sysconfig, pathlib; place = pathlib.Path(sysconfig.get_path("purelib")); \
	  (place / "luoxiao-src.pth").write_text(str(pathlib.Path("src").resolve()) + "\n")'

$(RUNTIME): requirements.lock | $(BIN)/python
	$(PIP) --requirement requirements.lock
	@touch $@

$(DEV): requirements-dev.lock | $(BIN)/python
	$(PIP) --requirement requirements-dev.lock
	@touch $(RUNTIME) $@

$(ICONS): frontend/package-lock.json frontend/icons.txt tools/frontend.py | $(BIN)/python
	$(BIN)/python tools/frontend.py

$(CATALOGUE): src/luoxiao/locale/en/LC_MESSAGES/django.po tools/catalogues.py | $(RUNTIME)
	$(BIN)/python tools/catalogues.py compile

test: $(DEV) $(ICONS) $(CATALOGUE)
	$(BIN)/python -m pytest --numprocesses $(PROCESSES) --ignore tests/stories

stories: $(DEV) $(ICONS) $(CATALOGUE)
	$(BIN)/python -m pytest tests/stories

pictures: stories
	cp tests/stories/shots/workbench-1440.png docs/pictures/workbench.png

check: $(DEV) $(ICONS) $(CATALOGUE)
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m django makemigrations --check --dry-run
	$(BIN)/python tools/catalogues.py check
	$(BIN)/python tools/docs.py --check

bench: $(DEV) $(ICONS) $(CATALOGUE)
	$(BIN)/python -m tools.bench

lock: $(DEV)
	$(BIN)/python tools/lock.py

docs: $(DEV)
	$(BIN)/python tools/docs.py

wheel: $(DEV) $(ICONS) $(CATALOGUE)
	$(BIN)/python -m build --wheel --no-isolation

format: $(DEV)
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

clean:
	rm -rf $(VENV) var dist build frontend/node_modules src/luoxiao/static/built
