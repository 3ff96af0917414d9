# `make demo` and `make test` set up what is missing; see README.md, dev/README.md and dev/standin/README.md.

PYTHON ?= python3
ONCE ?=
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup demo demo-once test test-long bench lint docs clean

help: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

setup: ## Set up what the other targets need, and nothing more
	@$(PYTHON) -m dev setup

demo: ## Walk the whole journey on a site of its own, then stay up until Ctrl-C (ONCE=1: do not stay up)
	@$(PYTHON) -m dev demo $(if $(ONCE),--once)

demo-once: ## The same without staying up; exit code 0 only if every step held
	@$(PYTHON) -m dev demo --once

test: export OAUTH_PLUS_ROUNDS ?= 20
test: ## Run all tests, races of 20 rounds; ARGS="-k word" go to pytest. OAUTH_PLUS_BENCH and OAUTH_PLUS_SITE name another bench
	@$(PYTHON) -m dev test $(ARGS)

test-long: export OAUTH_PLUS_ROUNDS ?= 200
test-long: ## The same with races of 200 rounds
	@$(PYTHON) -m dev test $(ARGS)

bench: ## Measure against stock; ARGS="--rows 100000 --only refresh,bearer --seconds 5", see docs/operators/performance.md
	@$(PYTHON) -m dev bench $(ARGS)

lint: ## Ruff over everything, rules and format; mypy --strict over rules/, http/ and grants/
	@$(PYTHON) -m dev lint

docs: ## Renew the tables in the documents that are made from the code
	@$(PYTHON) -m oauth_plus.tests.documents

clean: ## Remove everything generated, the databases of this checkout too
	@$(PYTHON) -m dev clean
