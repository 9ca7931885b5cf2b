# Everything is done from here. The first target that needs .venv makes it.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test check lint format bench bench-slack slack-check pictures fuzz lock clean readme translations bundle

run: .venv/run
	$(BIN)/python app.py

test: .venv/dev
	$(BIN)/python -m pytest --numprocesses 3 --dist loadfile

check: lint test

lint: .venv/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# All of plan, projects, million and shelf, or some: make bench PART=plan · make bench PART=million ENTRIES=100000
bench: .venv/dev
	$(BIN)/python -m benchmarks $(PART) $(if $(ENTRIES),--entries $(ENTRIES)) $(if $(PROJECTS),--projects $(PROJECTS))

# 100,000 odd questions in a row, or as many as told: make fuzz QUESTIONS=5000
fuzz: .venv/dev
	$(BIN)/python -m benchmarks fuzz $(if $(QUESTIONS),--questions $(QUESTIONS))

# Through the tests' stand-in for Slack: 20 questions a second for a minute, 100 at once, 200 a second for ten seconds and
# 1,000 at once; or so many kill -9 under load: make bench-slack KILLS=200; or a hundred of them, one freeze and two restarts
# of the database, with so many bots on one PostgreSQL: make bench-slack REPLICAS=3
bench-slack: .venv/dev
	$(BIN)/python -m benchmarks slack $(if $(SECONDS),--seconds $(SECONDS)) $(if $(KILLS),--kills $(KILLS)) \
		$(if $(REPLICAS),--replicas $(REPLICAS))

# The main scenes against a workspace that nobody here wrote, where it and Node are there.
WORKSPACE ?= ../shared/slack/workspace
slack-check: .venv/dev
	$(BIN)/python -m tests.slack_check $(WORKSPACE)

# Every message and view of tests/golden as a picture, where the renderer, Node and Chromium are there.
RENDERER ?= ../shared/slack/render
pictures: .venv/dev
	$(BIN)/python -m tests.pictures $(RENDERER) pictures

format: .venv/dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Writes the README's transcripts anew from the program.
readme: .venv/dev
	$(BIN)/python -m tests.readme

# The Japanese of what the command line's library says by itself.
TRANSLATIONS := knowledge/language/locale
translations: .venv/dev
	$(BIN)/pybabel compile --directory $(TRANSLATIONS) --locale ja

# A folder that installs without a network, for this machine or another: make bundle · make bundle PLATFORM=windows
bundle: .venv/dev
	$(BIN)/python -m deploy.bundle $(PLATFORM)

# What the program needs, and what its developers need besides; both exactly as locked.
.venv/run: requirements.lock
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Hoshin needs Python 3.11 or newer: make PYTHON=python3.11")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	touch $@

.venv/dev: .venv/run requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

# Writes both locks anew, with hashes for every platform and without any index address.
LOCK := pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links pyproject.toml
lock: .venv/dev
	$(BIN)/uv $(LOCK) --output-file requirements.lock
	$(BIN)/uv $(LOCK) --group dev --output-file requirements-dev.lock

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache hoshin.db* journal.db* journal.key* journal.lock* pictures bundle
