#!/usr/bin/env bash
# Every test there is. What cannot run here is named at the end; with CAREGRAPH_TEST_ALL=1 that
# is a failure.
set -uo pipefail
cd "$(dirname "$0")/.."

left_out=()
failed=0

# A Redis of our own, on a socket in a folder that only its owner enters; it never runs as root.
redis_home=
redis_pid=
redis_stopped() {
  if [ -n "$redis_pid" ]; then kill "$redis_pid" 2>/dev/null; wait "$redis_pid" 2>/dev/null; fi
  if [ -n "$redis_home" ]; then rm -rf "$redis_home"; fi
}
trap redis_stopped EXIT
if [ -z "${TEST_REDIS_URL:-}" ]; then
  redis=$(command -v redis-server || command -v valkey-server || true)
  if [ -n "$redis" ]; then
    redis_home=$(mktemp -d /tmp/caregraph-redis.XXXXXX) || exit 1
    as=()
    if [ "$(id -u)" = 0 ]; then chown nobody "$redis_home"; as=(runuser -u nobody --); fi
    (cd / && exec "${as[@]}" "$redis" --port 0 --unixsocket "$redis_home/redis.sock" --save "" \
      --appendonly no --dir "$redis_home") >/dev/null 2>&1 &
    redis_pid=$!
    for _ in $(seq 100); do [ -S "$redis_home/redis.sock" ] && break; sleep 0.1; done
    export TEST_REDIS_URL="redis+unix://$redis_home/redis.sock"
  else
    left_out+=("Redis tests: no Redis is here; install one or name a server in TEST_REDIS_URL")
  fi
fi

echo "== Rust"
cargo test --workspace || failed=1

echo "== Postgres"
export CAREGRAPH_TEST_ENGINE=postgres
if [ -n "${TEST_POSTGRES_URL:-}" ]; then
  cargo test --test it || failed=1
else
  bash tests/postgres.sh cargo test --test it
  case $? in
    0) ;;
    77) left_out+=("Postgres tests: no Postgres is here; install one or name a server in TEST_POSTGRES_URL") ;;
    *) failed=1 ;;
  esac
fi
unset CAREGRAPH_TEST_ENGINE

echo "== Clients"
if ! command -v npm >/dev/null; then
  left_out+=("client tests: npm is not here")
else
  {
    cargo build &&
    (cd tests/clients && npm ci --no-audit --no-fund && npm test)
  } || failed=1
fi

echo "== Examples"
bash tests/examples.sh
case $? in
  0) ;;
  77) left_out+=("some examples: named above") ;;
  *) failed=1 ;;
esac

echo "== Browser"
chromium=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
if ! command -v npm >/dev/null; then
  left_out+=("browser tests: npm is not here")
elif [ -z "$chromium" ]; then
  left_out+=("browser tests: no Chromium is here; name one in CHROMIUM")
else
  {
    make --no-print-directory web &&
    cargo build &&
    (cd tests/browser && npm ci --no-audit --no-fund && CHROMIUM="$chromium" npm test)
  } || failed=1
fi

if [ ! -d ../shared/data ]; then
  left_out+=("tests on real files: ../shared/data is not here")
fi

echo
if [ ${#left_out[@]} -gt 0 ]; then
  echo "Left out:"
  printf '  %s\n' "${left_out[@]}"
  if [ "${CAREGRAPH_TEST_ALL:-}" = 1 ]; then
    echo "CAREGRAPH_TEST_ALL=1 allows nothing to be left out"
    failed=1
  fi
else
  echo "Nothing was left out."
fi
exit "$failed"
