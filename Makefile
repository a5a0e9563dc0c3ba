# Two commands are enough: `make run` serves the portal with the demo city, `make test` checks everything.
.PHONY: help run check test demo-reset bench lock lint test-both-engines
.DEFAULT_GOAL := help

PYTEST = TMPDIR=$$(deploy/room_in_memory.sh) .venv/bin/python -m pytest

help: ## Lists these targets
	@grep -E '^[a-z-]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sed -E 's/:.*## /\t/' | expand -t 14

run: ## Serves the portal with the demo city on http://127.0.0.1:8000 (PORT=... changes it)
	@bash deploy/bootstrap.sh run && exec .venv/bin/python deploy/serve.py

demo-reset: ## Empties the demo city and loads it anew, keys and password kept
	@bash deploy/bootstrap.sh run && exec .venv/bin/python deploy/serve.py demo-reset

check: ## Lint, types, house rules and the tests on SQLite (3 minutes at most)
	@bash deploy/bootstrap.sh check
	@$(MAKE) --no-print-directory lint
	$(PYTEST) -n 2 --dist worksteal --engine sqlite -m "not journey and not thorough" -q

test: ## Everything: check's rules, the tests on both engines, the browser journeys (40 minutes at most)
	@bash deploy/bootstrap.sh test
	@$(MAKE) --no-print-directory lint
	@bash deploy/postgres_for_tests.sh $(MAKE) --no-print-directory test-both-engines

bench: ## Measures the portal as benchmarks/README.md says
	@bash deploy/bootstrap.sh test
	@if [ -f benchmarks/__main__.py ]; then .venv/bin/python -m benchmarks; else echo "benchmarks/ には測るものがまだありません。"; fi

lock: ## Writes requirements*.txt anew from deploy/requirements*.in (UPGRADE=1 takes newer versions)
	@bash deploy/bootstrap.sh check
	UV_CUSTOM_COMPILE_COMMAND="make lock" .venv/bin/uv pip compile $(LOCK) deploy/requirements.in --output-file requirements.txt
	UV_CUSTOM_COMPILE_COMMAND="make lock" .venv/bin/uv pip compile $(LOCK) deploy/requirements-dev.in --output-file requirements-dev.txt

LOCK = --quiet --universal --generate-hashes --python-version 3.11 --no-emit-index-url $(if $(UPGRADE),--upgrade)

lint:
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/basedpyright
	.venv/bin/djlint templates --profile jinja --lint --quiet
	.venv/bin/lint-imports

# The journeys of one engine share one browser and one served portal: one after another, the two engines beside each other.
# Every part runs whatever another one says.
test-both-engines:
	@status=0; \
	$(PYTEST) -n 2 --dist worksteal --engine both -m "not journey" || status=$$?; \
	$(PYTEST) --engine sqlite -m journey & journeys=$$!; \
	$(PYTEST) --engine postgresql -m journey || status=$$?; \
	wait $$journeys || status=$$?; \
	exit $$status
