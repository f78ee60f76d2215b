#!/usr/bin/env bash
# Runs the programs of examples/ against a server of their own, and looks at what they print.
# Exits with 77 where something that they need is not here; each is named, and the rest is run.
set -uo pipefail
cd "$(dirname "$0")/.."

for needed in node npm; do
  if ! command -v "$needed" >/dev/null; then
    echo "left out: the examples, for $needed is not here"
    exit 77
  fi
done

left_out=0
lacks() {
  echo "left out: $1"
  left_out=1
}

home=$(mktemp -d /tmp/caregraph-examples.XXXXXX) || exit 1
trap 'rm -rf "$home"' EXIT
trap 'exit 130' INT TERM HUP

# Debian has Python without the packages that make an environment: either of the two will do.
EXAMPLES_PYTHON=
packages=$home/packages
if ! command -v python3 >/dev/null; then
  lacks "the Python example, for python3 is not here"
elif python3 -m venv "$home/python" >/dev/null 2>&1; then
  "$home/python/bin/pip" install --quiet --disable-pip-version-check -r examples/python/requirements.txt || exit 1
  EXAMPLES_PYTHON=$home/python/bin/python
elif python3 -m pip --version >/dev/null 2>&1; then
  python3 -m pip install --quiet --disable-pip-version-check --target "$packages" -r examples/python/requirements.txt || exit 1
  EXAMPLES_PYTHON=python3
  export PYTHONPATH=$packages
else
  lacks "the Python example, for neither venv nor pip is here: install python3-venv"
fi
export EXAMPLES_PYTHON

CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
[ -n "$CHROMIUM" ] || lacks "the page in a browser, for no Chromium is here; name one in CHROMIUM"
export CHROMIUM
command -v curl >/dev/null || lacks "the page's commands, for curl is not here"

if [ -z "${CAREGRAPH_BIN:-}" ]; then cargo build || exit 1; fi
cargo build --example partner || exit 1
(cd examples/typescript && npm ci --no-audit --no-fund && npm run build) || exit 1
node --test --test-timeout=120000 tests/examples/*.test.mjs || exit 1
[ "$left_out" = 0 ] || exit 77
