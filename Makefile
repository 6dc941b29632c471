# The only entry points; CI calls the same ones. `make help` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash

.PHONY: help
help: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-12s %s\n", $$1, $$2 }'

.PHONY: run
run: ## The whole platform in one process on http://127.0.0.1:5080, embedded SQLite in ./data
	DOTNET_ENVIRONMENT=Development ASPNETCORE_ENVIRONMENT=Development Trading__DataDirectory="$${Trading__DataDirectory:-$(CURDIR)/data}" dotnet run --project src/Api --no-launch-profile -c Release

.PHONY: build
build: ## Everything, warnings as errors
	dotnet build Orleans.Trading.sln -c Release

.PHONY: test
test: ## Every test at the scale that proves the path; installs PostgreSQL and Chromium if they are missing
	build/test.sh suite

.PHONY: test-long
test-long: ## Every test at the scale whose figures are quoted (up to 75 minutes)
	build/test.sh long

.PHONY: simulate
simulate: ## Seeded fault simulation of the order path: make simulate SEEDS=1..500
	dotnet run --project tests/Simulation -c Release -- $(or $(SEEDS),1..200)

.PHONY: bench
bench: ## The measures of the performance target table, as ratios
	dotnet run --project tests/Benchmarks -c Release -- all

.PHONY: soak
soak: ## An hour at half of the load that the service can bear: nothing that it holds may grow (make soak MINUTES=10)
	dotnet run --project tests/Benchmarks -c Release -- soak $(or $(MINUTES),60)

.PHONY: exchange
exchange: ## The exchange simulator on http://127.0.0.1:5090, its ledger in ./data/venue
	Venue__DataDirectory="$${Venue__DataDirectory:-$(CURDIR)/data/venue}" dotnet run --project tools/ExchangeSimulator --no-launch-profile -c Release

.PHONY: format
format: ## Lay out the code; the build refuses one that is laid out otherwise
	dotnet format Orleans.Trading.sln

.PHONY: publish
publish: ## What the images contain, under artifacts/publish
	dotnet publish src/Api -c Release
	dotnet publish src/Silo -c Release
