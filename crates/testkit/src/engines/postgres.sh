# Runs a PostgreSQL of its own until standard input ends, then leaves nothing behind: also where whoever started it was killed.
# Says the folder of its socket in one line, or why there is none. `sh -c` with this text, as anybody but root.
fail() {
  echo "failed: $*"
  exit 1
}
bin=${MUSTER_POSTGRES_BIN:-}
if [ -z "$bin" ]; then
  for folder in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin; do
    [ -x "$folder/initdb" ] && bin=$folder
  done
fi
if [ -z "$bin" ]; then
  found=$(command -v initdb) || fail "no initdb (Debian's package postgresql): run scripts/setup test"
  bin=$(dirname "$found")
fi
# A socket's path may not be long, so it is not below the tests' own folder.
folder=$(mktemp -d /tmp/muster-pg.XXXXXX) || fail "no folder in /tmp"
cd "$folder" || fail "no folder in /tmp"
trap '' INT HUP TERM
# shellcheck disable=SC2317 # The trap calls it.
leave() {
  "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1
  cd /
  rm -rf "$folder"
}
trap leave EXIT
# A collation that is not by code points and a zone of an odd offset: a statement that leaned on either would be found out.
"$bin/initdb" -D data -U muster -A trust -E UTF8 --locale=C.UTF-8 --locale-provider=icu --icu-locale=en-US --no-sync --no-instructions >log 2>&1 ||
  "$bin/initdb" -D data -U muster -A trust -E UTF8 --locale=C.UTF-8 --no-sync --no-instructions >>log 2>&1 || fail "initdb: $(tail -3 log)"
cat >>data/postgresql.conf <<CONF
listen_addresses = ''
unix_socket_directories = '$folder'
max_connections = 40
shared_buffers = 32MB
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off
wal_level = minimal
max_wal_senders = 0
jit = off
max_parallel_workers_per_gather = 0
max_stack_depth = 6MB
timezone = 'Asia/Kathmandu'
statement_timeout = 120s
CONF
"$bin/pg_ctl" -D data -l log -w start >/dev/null 2>&1 || fail "pg_ctl: $(tail -3 log)"
echo "$folder"
# The one who started this never writes: the line ends when they do.
# shellcheck disable=SC2034
read -r _
