#!/usr/bin/env bash
# Runs a command with TEST_POSTGRES_URL naming a Postgres server of its own, which is gone
# afterwards. Exits with 77 where no Postgres is installed.
#
# The server listens on a socket in a folder that only its owner enters, on no port; it never
# runs as root.
set -uo pipefail

bin=
for candidate in "$(dirname "$(command -v pg_ctl || echo /none/pg_ctl)")" \
  $(ls -d /usr/lib/postgresql/*/bin /opt/homebrew/opt/postgresql*/bin 2>/dev/null | sort -rV); do
  if [ -x "$candidate/pg_ctl" ] && [ -x "$candidate/initdb" ] && [ -x "$candidate/postgres" ]; then
    bin=$candidate
    break
  fi
done
if [ -z "$bin" ]; then
  exit 77
fi

home=$(mktemp -d /tmp/caregraph-pg.XXXXXX) || exit 1
owner=$(id -un)
if [ "$(id -u)" = 0 ]; then
  owner=nobody
  id -u postgres >/dev/null 2>&1 && owner=postgres
  chown "$owner" "$home"
fi

# As the server's owner, from a folder that every user may enter.
as_owner() {
  if [ "$(id -un)" = "$owner" ]; then
    (cd / && "$@")
  else
    (cd / && runuser -u "$owner" -- "$@")
  fi
}

cleared() {
  if [ -f "$home/data/postmaster.pid" ]; then
    as_owner "$bin/pg_ctl" stop -D "$home/data" -m immediate -w >/dev/null 2>&1
  fi
  rm -rf "$home"
}
trap cleared EXIT
trap 'exit 130' INT TERM HUP

made() {
  as_owner "$bin/initdb" -D "$home/data" -U postgres -A trust -E UTF8 --no-sync "$@" >"$home/log" 2>&1
}
# A default collation unlike that of bytes shows where one was forgotten.
made --locale=C --locale-provider=icu --icu-locale=en-US ||
  { as_owner rm -rf "$home/data"; made --locale=C; } ||
  { cat "$home/log"; exit 1; }

started() {
  as_owner "$bin/pg_ctl" start -w -D "$home/data" -l "$home/data/server.log" -o "-k $home \
    -c listen_addresses= -c max_connections=400 -c fsync=off -c full_page_writes=off \
    -c synchronous_commit=off -c autovacuum=off" >"$home/log" 2>&1
}
started || { cat "$home/log" "$home/data/server.log"; exit 1; }

url="postgres://postgres@${home//\//%2F}:5432/postgres"
if [ "${1:-}" != --at-will ]; then
  TEST_POSTGRES_URL="$url" "$@"
  exit
fi

# For whoever wants to see it die: tells where it is, then does what each line of the input says.
echo "$url"
while read -r order; do
  case $order in
    kill) kill -KILL "$(head -n 1 "$home/data/postmaster.pid")" || exit 1 ;;
    # Until the processes of the killed one have noticed, its memory is in use.
    start)
      for _ in $(seq 100); do started && break; sleep 0.2; done
      as_owner "$bin/pg_ctl" status -D "$home/data" >/dev/null || { cat "$home/log"; exit 1; }
      ;;
  esac
  echo "$order: done"
done
