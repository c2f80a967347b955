# Each target is enough by itself on a bare machine: it installs what is missing, then does its work.
# What runs behind them stands in scripts/, one short file each.

SHELL := /bin/bash
.DEFAULT_GOAL := help

help:  ## Show these lines.
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

run: .venv/runtime  ## The forum on http://localhost:8000 with demo people. Another port: PORT=9000 make run
	@exec scripts/run

test:  ## Check the style, then the whole suite on SQLite, PostgreSQL, Redis and Chromium.
	@exec scripts/test

lint: .venv/development  ## Check the style only.
	@exec scripts/lint

corpora: .venv/development  ## Every payload of the lists in FORUM_CORPORA=folder through a real browser.
	@exec .venv/bin/python -m tests.corpora

lock: .venv/development  ## Write requirements*.txt anew from requirements*.in, with hashes.
	@exec scripts/lock

.venv/bin/python:
	@scripts/install

.venv/runtime: requirements.txt | .venv/bin/python
	@scripts/install requirements.txt && touch $@

.venv/development: requirements-dev.txt | .venv/bin/python
	@scripts/install requirements-dev.txt && touch $@ .venv/runtime

.PHONY: help run test lint corpora lock
