PYTHON ?= python3
BIN := .venv/bin
# One worker a core; who is done takes from who has most left.
AT_ONCE := -n auto --dist worksteal

.PHONY: run check test bench soak screens
run: .venv/run
	$(BIN)/kiosk demo
check: .venv/test
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/python -m pytest -q $(AT_ONCE) -m "not slow and not browser and not soak"
test: .venv/test
	$(BIN)/python -m pytest $(AT_ONCE) -m "not soak" --cov --cov-report=term:skip-covered
soak: .venv/test
	$(BIN)/python -m pytest -m soak
bench: .venv/test
	$(BIN)/python -m bench
screens: .venv/test
	$(BIN)/python -m tests.journeys.screens shots

.venv/run: pyproject.toml
	$(PYTHON) -m venv .venv && $(BIN)/pip install --quiet --disable-pip-version-check -e . && touch $@
.venv/test: pyproject.toml
	$(PYTHON) -m venv .venv && $(BIN)/pip install --quiet --disable-pip-version-check -e '.[test]' && touch $@ .venv/run
