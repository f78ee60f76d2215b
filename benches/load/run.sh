#!/usr/bin/env bash
# Measures the server and its peers on a Postgres of their own, and prints a table.
# Arguments go to the benchmark: --rounds, --seconds, --warm-up, --connections, --only.
set -euo pipefail
cd "$(dirname "$0")/../.."

# Before the database starts: a build may take minutes.
cargo bench --bench load --no-run

# shellcheck disable=SC2016 # the variable is set by the script that runs this
bash tests/postgres.sh bash -c \
  'exec cargo bench --quiet --bench load -- --database-url "$TEST_POSTGRES_URL" "$@"' load "$@" || {
  code=$?
  [ "$code" != 77 ] || echo "no Postgres is here: install one" >&2
  exit "$code"
}
