#!/usr/bin/env bash
# Measures what strangers can do to an optimised server, and prints tables: what each attack costs,
# and whether the time of a refusal tells how wrong a key is. On a quiet machine, in two minutes:
#
#   bash benches/attacks/run.sh [attacks|keys]
#
# CAREGRAPH_BIN names a binary that is built already.
set -euo pipefail
cd "$(dirname "$0")/../.."

if [ -z "${CAREGRAPH_BIN:-}" ]; then
  cargo build --release
  export CAREGRAPH_BIN=target/release/caregraph
fi
cargo test --test it -- "measured::${1:-}" --ignored --nocapture --test-threads 1
