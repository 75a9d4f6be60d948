#!/usr/bin/env bash
# Runs one private server for tests, and makes sure that it does not outlive them.
#
#   watchdog.sh postgres|redis [setting=value ...]
#   watchdog.sh oidc|smtp
#
# The latter are the programs of tests/servers, in the folder that PASSERELLE_TEST_PROGRAMS names, or
# else below the current one.
#
# Why a watchdog: a test process can be killed at any moment, and then no destructor and no trap of
# its own runs. But the kernel closes its end of the pipe that is this script's standard input. So
# this script reads that pipe; when it ends, for whatever reason, the server is stopped and its
# folder removed. Used by `testkit::servers` and by tests/run.
#
# It answers on standard output, in lines:
#   ready URL          the server accepts connections there (at start, and after `restart`)
#   stopped            after `stop` or `crash`
#   missing SENTENCE   a program that is not installed
#   failed SENTENCE    and the server's log after it, then the end
# and reads commands on standard input: `stop` (in order), `crash` (as a kill would), `restart` (on
# the same port, with the same data).
set -euo pipefail
# A reader that is gone must not kill us before we have cleaned up.
trap '' PIPE
# The servers' messages are looked at below, so they have to be in English.
export LC_ALL=C
unset PGDATA PGHOST PGPORT PGOPTIONS

kind=${1:?postgres, redis, oidc or smtp}
shift
settings=("$@")
programs=$(realpath -m "${PASSERELLE_TEST_PROGRAMS:-tests/servers}")

missing() {
  printf 'missing %s\n' "$*"
  exit 1
}

failed() {
  printf 'failed %s\n' "$*"
  if [[ -n ${log:-} ]]; then tail -n 40 "$log"; fi
  exit 1
}

# PostgreSQL refuses to run as root, and the others need not: they step down to the user that their
# Debian packages make, or else to nobody. `env` and `setpriv` replace themselves by the program
# they start, so that `$!` is the server's own process.
as=(env)
user=$(id -u)
if [[ $(id -u) == 0 ]]; then
  command -v setpriv >/dev/null || missing "setpriv was not found: install util-linux."
  user=nobody
  if id "$kind" >/dev/null 2>&1; then user=$kind; fi
  as=(setpriv "--reuid=$(id -u "$user")" "--regid=$(id -g "$user")" --clear-groups)
fi

# Where initdb, pg_ctl and postgres are: the newest of Debian's versions, which are not in PATH, or
# else in PATH.
postgres_bin() {
  local folder
  for folder in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -t/ -k5,5nr) \
    "$(dirname "$(command -v pg_ctl || echo /nowhere/pg_ctl)")"; do
    if [[ -x $folder/initdb && -x $folder/pg_ctl && -x $folder/postgres ]]; then
      echo "$folder"
      return
    fi
  done
  return 1
}

case $kind in
postgres)
  bin=$(postgres_bin) || missing "PostgreSQL's server programs (initdb, pg_ctl, postgres) were" \
    "not found: install the Debian package postgresql."
  ;;
redis)
  bin=$(command -v redis-server || command -v valkey-server) ||
    missing "redis-server was not found: install the Debian package redis-server."
  ;;
oidc | smtp)
  "$programs/node" -e '' 2>/dev/null ||
    missing "Node.js 22 or newer was not found: install Node.js and npm, and run tests/servers/install."
  package=$programs/node_modules/smtp-server/package.json
  [[ -f $package ]] || missing "The packages of tests/servers were not found: run tests/servers/install."
  # The packages are too large to copy. Where another user may not read them, as in the home of a
  # root, the server runs as we do.
  if ! "${as[@]}" "$programs/node" -e 'fs.accessSync(process.argv[1])' "$package" 2>/dev/null; then
    as=(env)
    user=$(id -u)
  fi
  ;;
*) failed "no server is called $kind" ;;
esac

# A folder that the server's user owns and can reach, which is not so below another's private TMPDIR.
folder=
log=
for parent in "${TMPDIR:-/tmp}" /tmp /var/tmp; do
  folder=$(mktemp -d "$parent/passerelle-$kind.XXXXXX") || continue
  chown "$user" "$folder"
  if "${as[@]}" test -w "$folder"; then break; fi
  rmdir "$folder"
  folder=
done
if [[ -z $folder ]]; then failed "no temporary folder that the user $user can write to"; fi

process=
clean() {
  trap - EXIT
  stop immediate || true
  cd /
  rm -rf "$folder"
}

# stop fast|immediate: in order, or as a crash; nothing when it is not running.
stop() {
  case $kind in
  postgres)
    local main
    main=$(head -n 1 "$folder/data/postmaster.pid" 2>/dev/null) || return 0
    "${as[@]}" "$bin/pg_ctl" stop --silent --wait --timeout=20 --mode="$1" \
      --pgdata="$folder/data" </dev/null >&2 ||
      "${as[@]}" "$bin/pg_ctl" kill KILL "$main" >&2
    ;;
  *)
    if [[ -z $process ]]; then return 0; fi
    if [[ $1 == fast ]]; then kill -TERM "$process"; else kill -KILL "$process"; fi 2>/dev/null || true
    wait "$process" || true
    process=
    ;;
  esac
}

# From here on, whatever ends this script also ends the server.
trap clean EXIT
cd "$folder"
log=$folder/log
: >"$log"
chown "$user" "$log"
exec 2>>"$log"

prepare_postgres() {
  local collation=() setting value
  # Linguistic order where the version can (15 and later), as most installations have: an `order by`
  # that forgot its `collate "C"` then shows in a test.
  if "$bin/initdb" --help | grep -q -e --icu-locale; then
    collation=(--locale-provider=icu --icu-locale=und)
  fi
  "${as[@]}" "$bin/initdb" --pgdata="$folder/data" --username=passerelle --auth=trust \
    --encoding=UTF8 --locale=C ${collation[@]+"${collation[@]}"} --no-sync </dev/null >&2 ||
    failed "PostgreSQL could not make its data folder:"
  # No fsync: it only guards against a crash of the whole machine, and costs most of the time.
  # synchronous_commit stays on, because the hub asks for it when it starts.
  {
    echo "listen_addresses = '127.0.0.1'"
    echo "unix_socket_directories = '$folder'"
    echo "max_connections = 200"
    echo "fsync = off"
    echo "full_page_writes = off"
    echo "synchronous_commit = on"
    for setting in ${settings[@]+"${settings[@]}"}; do
      value=${setting#*=}
      echo "${setting%%=*} = '${value//\'/\'\'}'"
    done
  } >>"$folder/data/postgresql.conf"
}

prepare_redis() {
  local setting
  {
    echo "bind 127.0.0.1"
    echo "dir $folder"
    echo 'save ""'
    for setting in ${settings[@]+"${settings[@]}"}; do
      echo "${setting%%=*} ${setting#*=}"
    done
  } >"$folder/redis.conf"
  chown "$user" "$folder/redis.conf"
}

# Start the server on $port, and return when it accepts connections, or with a failure.
start_postgres() {
  echo "port = $port" >>"$folder/data/postgresql.conf"
  "${as[@]}" "$bin/pg_ctl" start --silent --wait --timeout=60 --pgdata="$folder/data" \
    --log="$log" </dev/null >&2
}

start_redis() { run "$bin" "$folder/redis.conf" --port "$port"; }
start_oidc() { run "$programs/node" "$programs/oidc.mjs" "$port"; }
start_smtp() { run "$programs/node" "$programs/smtp.mjs" "$port" "$((port + 1))"; }

run() {
  local deadline=$((SECONDS + 60))
  "${as[@]}" "$@" </dev/null >>"$log" 2>&1 &
  process=$!
  # Its own log and not a connection: on a port that is taken, another server would answer.
  until grep -q "Ready to accept connections" "$log"; do
    if ! kill -0 "$process" 2>/dev/null || ((SECONDS > deadline)); then return 1; fi
    sleep 0.02
  done
}

# A free port, below the range from which the system takes ports for outgoing connections, so that
# it is still free when the server restarts. Nobody can reserve a port: when another took it in
# between, the server says so and the next one is tried.
port=
ready=
start() {
  local attempt
  for attempt in 1 2 3 4 5; do
    if [[ -z $ready ]]; then
      port=$((20000 + RANDOM % 12000))
      if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then continue; fi
    fi
    : >"$log"
    if "start_$kind"; then
      ready=yes
      echo "ready $(url)"
      return
    fi
    stop immediate
    grep -qi "address already in use" "$log" || break
  done
  failed "$kind did not start (attempt $attempt, port $port):"
}

url() {
  case $kind in
  postgres) echo "postgres://passerelle@127.0.0.1:$port/postgres" ;;
  redis) echo "redis://127.0.0.1:$port" ;;
  oidc) echo "http://127.0.0.1:$port" ;;
  smtp) echo "smtp://127.0.0.1:$port?control=$((port + 1))" ;;
  esac
}

case $kind in
postgres | redis) "prepare_$kind" ;;
esac
start
while read -r command; do
  case $command in
  stop)
    stop fast || failed "$kind did not stop:"
    echo stopped
    ;;
  crash)
    stop immediate || failed "$kind did not stop:"
    echo stopped
    ;;
  restart)
    stop fast || failed "$kind did not stop:"
    start
    ;;
  *) failed "no command is called $command" ;;
  esac
done
