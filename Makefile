# make run opens the app, make test checks everything; both set this machine up first (scripts/setup).

# One profile and one set of features for clippy, tests and the app that the end-to-end tests drive, so that the web
# view's shell is compiled once.
TESTED := --workspace --features muster/e2e

.DEFAULT_GOAL := help
.PHONY: help run build test test-long e2e screenshots bindings fmt clean setup-run setup-test page

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

run: build ## set up, build and open the app
	target/release/muster

build: setup-run page ## the app and the command line, in target/release
	cargo build --release --locked --features muster/custom-protocol -p muster -p muster-cli

test: setup-test ## set up and check everything, end to end in the real app too
	scripts/test

test-long: setup-test ## five times as many random rules, in every execution
	MUSTER_LONG_TESTS=1 cargo test -p muster-app --test executions
	MUSTER_LONG_TESTS=1 cargo test -p muster-testkit

e2e: setup-test page ## only the end-to-end tests
	cargo test $(TESTED) --no-run
	cargo test $(TESTED) --test app -- --ignored --nocapture --test-threads=1

screenshots: setup-test page ## every screen, light and dark, into target/screenshots
	cargo test $(TESTED) --no-run
	cargo test $(TESTED) --test screenshots -- --ignored --nocapture --test-threads=1

bindings: setup-run page ## write ui/src/api/bindings.ts anew from the Rust types
	UPDATE_BINDINGS=1 cargo test $(TESTED) --test bindings

fmt: setup-run ## format all code
	cargo fmt --all
	cd ui && npx --no-install biome check --write .

clean: ## remove what was built
	cargo clean
	rm -rf ui/dist gen permissions

page:
	cd ui && npm run --silent build

setup-run:
	@scripts/setup run

setup-test:
	@scripts/setup test
