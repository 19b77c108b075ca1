# Gewu: `make` shows what can be done, `make run` is where to start.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

DATA ?= $(shell scripts/data-dir)
ADDRESS ?= 127.0.0.1:8080
FUZZTIME ?= 20s
BENCH ?= .
PACKAGES ?= ./...
GEWU_TEST_DATA ?= ../shared/data

GOLANGCI_LINT := go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo development)

# A folder with Go code counts from the day on which it is made. Data of a service never do.
go_folders = $(filter-out bin data docs frontend scripts testdata $(DATA),$(patsubst %/,%,$(wildcard */)))
go_sources = $(shell find $(go_folders) frontend/*.go -type f ! -name '*_test.go' ! -path '*/testdata/*')
page_sources = $(shell find frontend/src frontend/public frontend/scripts -type f 2>/dev/null) $(wildcard frontend/*.html frontend/*.json frontend/vite.config.ts)

.PHONY: help
help: ## show this list
	@awk 'BEGIN {FS = ":.*## "; print "make …"} /^[a-z0-9-]+:.*## / {printf "  %-10s %s\n", $$1, $$2}' Makefile
	@echo
	@echo 'Variables: DATA=directory ADDRESS=host:port PACKAGES=./store/... BENCH=Locate FUZZTIME=1m GEWU_TEST_DATA=directory'
	@echo 'GEWU_BENCH_GRIDS=1200000 runs benchmarks on a whole nation; without it they draw a tenth of one.'

.PHONY: setup
setup: ## install what the product needs: PostgreSQL with PostGIS, GDAL
	@scripts/setup run

.PHONY: setup-test
setup-test:
	@scripts/setup test

.PHONY: build
build: bin/gewu ## build bin/gewu, one file that carries the page

.PHONY: run
run: setup build ## build and serve, with the demo district when there are no data yet
	@exec bin/gewu serve --demo --listen "$(ADDRESS)" --data "$(DATA)"

.PHONY: demo
demo: setup build ## load the demo district into DATA
	@bin/gewu demo --data "$(DATA)"

.PHONY: test
test: setup-test build ## set up and run every test: those of Go beside those in the browser, which mostly wait
	@scripts/failures test $(MAKE) --no-print-directory --keep-going -j2 --output-sync=target test-go test-page e2e

.PHONY: test-go
test-go: setup-test frontend/dist/index.html ## run the Go tests on real PostGIS, with the race detector where goroutines run
	scripts/test-go $(PACKAGES)

.PHONY: test-page
test-page: frontend/node_modules/.package-lock.json ## run the page's own tests
	cd frontend && npm test

.PHONY: e2e
e2e: setup-test build ## run the browser tests in Chromium
	cd frontend && CHROMIUM="$$(../scripts/chromium)" npm run e2e

.PHONY: pictures
pictures: setup-test build ## take the documentation's pictures from the service at ADDRESS, whose data are in DATA; people are added there, and a plan is published
	cd frontend && export CHROMIUM="$$(../scripts/chromium)" GEWU_DATA="$(abspath $(DATA))" && \
		node scripts/pictures.mjs "http://$(ADDRESS)" ../docs/images && \
		node scripts/lead-pictures.mjs "http://$(ADDRESS)" ../docs/images && node scripts/plan-pictures.mjs "http://$(ADDRESS)" ../docs/images

.PHONY: test-data
test-data: setup-test build ## run the tests on the real data in GEWU_TEST_DATA
	@GEWU_TEST_DATA='$(GEWU_TEST_DATA)' scripts/failures test-data scripts/test-data

.PHONY: check
check: frontend/dist/index.html ## check format, lint, types and published advisories
	$(GOLANGCI_LINT) fmt --diff
	go vet -tags data ./...
	$(GOLANGCI_LINT) run
	cd frontend && npm run types:check && npm run typecheck && npm run lint
	scripts/advisories

.PHONY: format
format: frontend/node_modules/.package-lock.json ## format the sources
	$(GOLANGCI_LINT) fmt
	cd frontend && npm run format

.PHONY: bench
bench: setup-test build ## run the benchmarks named BENCH in PACKAGES and print them as a table
	@TMPDIR="$${TMPDIR:-/tmp}" GEWU_TEST_DATA='$(GEWU_TEST_DATA)' scripts/bench '$(BENCH)' $(PACKAGES)

.PHONY: bench-lead
bench-lead: frontend/node_modules/.package-lock.json ## measure /lead in Chromium on the service at ADDRESS, as GEWU_NAME with GEWU_PASSWORD
	cd frontend && CHROMIUM="$$(../scripts/chromium)" node scripts/bench-lead.mjs "http://$(ADDRESS)" $(UNTIL)

.PHONY: bench-page
bench-page: ## put what the last `make bench` measured into docs/performance.md
	@scripts/bench-page

.PHONY: fuzz
fuzz: setup-test frontend/dist/index.html ## run every fuzz test in PACKAGES for FUZZTIME
	scripts/fuzz $(FUZZTIME) $(PACKAGES)

.PHONY: clean
clean: ## remove what was built; data stay
	rm -rf bin .make frontend/node_modules
	find frontend/dist -mindepth 1 ! -name .gitkeep -delete

# What is built, and from what.

bin/gewu: $(go_sources) go.mod go.sum frontend/dist/index.html .make/version
	CGO_ENABLED=0 go build -trimpath -ldflags '-s -w -X main.version=$(VERSION)' -o $@ ./cmd/gewu

frontend/dist/index.html: frontend/node_modules/.package-lock.json $(page_sources)
	cd frontend && npm run build
	@touch frontend/dist/.gitkeep $@

frontend/node_modules/.package-lock.json: frontend/package-lock.json
	cd frontend && npm ci --no-audit --no-fund --fetch-retries 5
	@touch $@

# The version is written only when it changes, so that nothing else is built again for it.
.PHONY: always
.make/version: always
	@mkdir -p .make && echo '$(VERSION)' | cmp -s - $@ || echo '$(VERSION)' > $@
