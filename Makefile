# 一窗通 · Window Clerk. `make help` lists the targets; the set-up itself is requirements/setup.sh.
PY := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev setup-central run central tour test check bench soak screenshots i18n lock fonts icons bundle clean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup:
	@sh requirements/setup.sh hall

setup-dev:
	@sh requirements/setup.sh dev

setup-central:
	@sh requirements/setup.sh central

central: setup-central  ## run a centre with a sample hall; prints how to enrol a window; ARGS="--port …"
	@exec .venv/bin/window-central serve --demo $(ARGS)

run: setup  ## open the desk of a demo hall; without a display, the tour
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then exec .venv/bin/window-clerk desk --demo; \
	else echo "no display here: the tour runs instead"; exec .venv/bin/window-clerk tour --out out/tour; fi

tour: setup  ## drive a whole day offscreen; leaves pictures and notices in out/tour
	@.venv/bin/window-clerk tour --out out/tour

test: setup-dev  ## run the tests
	@$(PY) -m pytest -q -n auto --dist loadscope $(TESTS)

check: setup-dev  ## format, lint, types, imports, translation, tests: what CI runs
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	$(PY) -m tests.support.translation
	@$(MAKE) --no-print-directory test

bench: setup-dev  ## measure every budget against its yardstick; fails on a lost one
	@$(PY) -m tests.bench

soak: setup-dev  ## a quarter of an hour of random keys and kills
	@SOAK_SECONDS=600 $(PY) -m pytest -q -m soak -o faulthandler_timeout=900

simulate: setup-dev  ## days of a hall under seeds: SEEDS=n FIRST=s
	@$(PY) -m tests.simulator --seeds $(or $(SEEDS),1000) --first $(or $(FIRST),0)

screenshots: setup-dev  ## draw the pictures of the README again
	@.venv/bin/window-clerk tour --out out/screenshots --pictures resources/pictures
	@QT_QPA_PLATFORM=offscreen .venv/bin/window-clerk display --demo out/screenshots/hall --silent \
	  --picture out/screenshots/display.png
	@$(PY) -m tests.support.small_picture out/screenshots/display.png resources/pictures/display.png

i18n: setup-dev  ## collect the sentences of the window into zh_CN.ts
	@$(PY) -m tests.support.translation --update

lock: setup-dev  ## resolve the dependencies again; hashes, no addresses; dev first, the others take its versions
	@known=$$(mktemp); for name in dev window central; do \
	  $(PY) -m uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-header --no-annotate --no-strip-extras --quiet --extra $$name -c $$known pyproject.toml \
	    -o requirements/$$name.txt || exit 1; \
	  sed -n 's/^\([A-Za-z0-9_.-]*\)\(\[[a-z,]*\]\)\{0,1\}\(==[^ ]*\).*/\1\3/p' requirements/dev.txt >$$known; \
	done; rm -f $$known

fonts: setup-dev  ## make the packed fonts again: FONTS="--regular … --bold … --rare … --latin …"
	@$(PY) resources/fonts/build.py $(FONTS) $(SOURCES)

icons: setup-dev  ## make the window's icon font again
	@$(PY) resources/icons/build.py

bundle: setup-dev  ## build dist/window-clerk and run its tour in an empty environment
	@$(PY) -m PyInstaller --noconfirm --log-level WARN build.spec
	@$(PY) -m tests.support.bundle dist/window-clerk

clean:  ## remove what was built; keeps .venv
	@rm -rf build dist out .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
