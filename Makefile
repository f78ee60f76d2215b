# Two verbs a newcomer needs: run and test. CI calls check, then test.

.PHONY: run test check web

run: web
	cargo run --release

test:
	@bash tests/run.sh

# What needs no test to run.
check:
	cargo fmt --check
	cargo clippy --workspace --all-targets -- -D warnings
	cargo doc --workspace --no-deps --quiet
	cargo run --quiet -- schema | diff schema.graphql - \
		|| { echo "schema.graphql is not current: cargo run -- schema > schema.graphql"; exit 1; }
	@bash .ci/contract

# The web pages are embedded in the binary; without npm it is built without them.
web:
	@if command -v npm >/dev/null; then \
		cd web && npm ci --no-audit --no-fund && npm run build; \
	else \
		echo "npm is not here: the binary is built without its web pages"; \
	fi
