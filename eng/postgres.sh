#!/usr/bin/env bash
# postgres.sh start DIR    starts a private PostgreSQL server whose data lie in DIR; prints its Npgsql connection string
# postgres.sh stop DIR     ends it; the data stay, and the next start finds them
# postgres.sh crash DIR    ends it at once and without order: the next start recovers
#
# For tests and for a cluster on one machine. The server listens on 127.0.0.1 only, on a free port, with a password of its
# own. It does not wait for the disk (fsync off): a power cut can lose the database, so keep nothing precious in it. A server
# that crashes alone loses nothing that it has confirmed.
#
# Where PostgreSQL is missing, the package `postgresql` of Debian or Ubuntu is installed (as root, or by sudo without a
# password). PostgreSQL refuses to run as root: root runs it as the user postgres, or nobody, who must be able to reach DIR.
#
# DIR/data       the database       DIR/log    what the server said since it was last started
# DIR/password   of the user morph  DIR/port   where it listened last
# DIR/.s.PGSQL.* its socket, for programs on this machine that do not share its loopback interface (Host=DIR)
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=eng/cache.sh
source "$here/cache.sh"

# The folder of initdb and pg_ctl: the one in PATH, else the newest that Debian or Ubuntu keeps aside.
find_programs() {
  local folder newest=
  if newest=$(command -v initdb) && [[ -x ${newest%/*}/pg_ctl ]]; then
    printf '%s\n' "${newest%/*}"
    return
  fi
  newest=
  for folder in /usr/lib/postgresql/*/bin; do
    [[ -x $folder/initdb && -x $folder/pg_ctl ]] || continue
    [[ -z $newest || $(printf '%s\n' "$newest" "$folder" | sort -V | tail -n 1) == "$folder" ]] && newest=$folder
  done
  [[ -n $newest ]] && printf '%s\n' "$newest"
}

install_programs() {
  local -a root=()
  command -v apt-get >/dev/null || fail "PostgreSQL is missing (initdb, pg_ctl), and there is no apt-get: install PostgreSQL 15 or newer."
  if ((EUID != 0)); then
    sudo -n true 2>/dev/null || fail "PostgreSQL is missing; install it once: sudo apt-get install postgresql"
    root=(sudo -n)
  fi
  echo "morph: PostgreSQL is missing; installing the package postgresql..." >&2
  local install=("${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq)
  { "${install[@]}" update && "${install[@]}" install --no-install-recommends postgresql; } </dev/null >"$dir/install.log" 2>&1 || {
    tail -n 5 "$dir/install.log" >&2
    fail "PostgreSQL could not be installed (see above; all of it in $dir/install.log)."
  }
}

# Runs a command of PostgreSQL, as an ordinary user also where we are root, without the lock that this script holds.
as_owner() {
  if ((EUID != 0)); then
    "$@" 9>&-
  else
    setpriv --reuid "$owner" --regid "$(id -g "$owner")" --init-groups "$@" 9>&-
  fi
}

choose_owner() {
  owner=$(id -un)
  ((EUID == 0)) || return 0
  owner=postgres
  id "$owner" >/dev/null 2>&1 || owner=nobody
  chown "$owner" "$dir"
  as_owner test -w "$dir" || fail "root runs PostgreSQL as the user $owner, who cannot reach $dir:
       choose a folder whose parents others may enter (chmod o+x), like one made directly in /tmp or /var/tmp."
}

is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# After a crash of the machine the process named in the file may be somebody else's: the port tells.
is_running() {
  [[ -f $dir/data/postmaster.pid && -s $dir/port ]] && ! is_free "$(<"$dir/port")" &&
    as_owner "$programs/pg_ctl" status --pgdata="$dir/data" >/dev/null 2>&1
}

begin_log() {
  : >"$dir/log"
  chown "$owner" "$dir/log"
}

# The database is made aside and renamed when it is whole: a start that was killed leaves nothing half made.
make_database() {
  [[ -d $dir/data ]] && return
  rm -rf "$dir/data.new"
  (umask 077 && od -An -N 16 -tx1 /dev/urandom | tr -d ' \n' >"$dir/password")
  chown "$owner" "$dir/password"
  # Durability is off here and not on the command line, so that a server started by hand behaves alike.
  as_owner "$programs/initdb" --pgdata="$dir/data.new" --username=morph --pwfile="$dir/password" --auth=scram-sha-256 \
    --encoding=UTF8 --no-locale --no-sync >>"$dir/log" 2>&1 || give_up "the database could not be made"
  as_owner tee -a "$dir/data.new/postgresql.conf" >/dev/null <<'CONF'
listen_addresses = '127.0.0.1'
max_connections = 200
fsync = off
full_page_writes = off
CONF
  as_owner "$programs/postgres" --single -D "$dir/data.new" postgres <<<'CREATE DATABASE morph' >>"$dir/log" 2>&1 ||
    give_up "the database could not be made"
  mv "$dir/data.new" "$dir/data"
}

give_up() {
  tail -n 10 "$dir/log" | sed 's/^/  /' >&2
  fail "$1 (see above; all of it in $dir/log)."
}

# The port used last, so that those who have its connection string find the server again; else a free one. Another program
# may take it between our look and the server's start, and the processes of a server that was killed take a moment to go:
# a few starts are tried.
start_server() {
  local attempt port= socket=$dir
  # The kernel takes no longer path for a socket.
  ((${#socket} < 80)) || socket=
  [[ ! -s $dir/port ]] || port=$(<"$dir/port")
  for attempt in {1..10}; do
    ((attempt == 1)) || { sleep 0.5 && begin_log; }
    while [[ -z $port ]] || ! is_free "$port"; do
      port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000)) # below the ports that the system gives to clients
    done
    if as_owner "$programs/pg_ctl" start --wait --pgdata="$dir/data" --log="$dir/log" --options="-p $port -k '$socket'" >>"$dir/log" 2>&1; then
      printf '%s\n' "$port" >"$dir/port"
      return
    fi
    grep -qE 'Address already in use|already exists|still in use' "$dir/log" || break
  done
  give_up "PostgreSQL did not start"
}

start() {
  programs=$(find_programs) || { install_programs && programs=$(find_programs); } ||
    fail "PostgreSQL was installed, but initdb and pg_ctl are not in /usr/lib/postgresql/*/bin."
  choose_owner
  if ! is_running; then
    begin_log
    make_database
    start_server
  fi
  printf 'Host=127.0.0.1;Port=%s;Database=morph;Username=morph;Password=%s\n' "$(<"$dir/port")" "$(<"$dir/password")"
}

stop() { end fast; }

crash() { end immediate; }

end() {
  programs=$(find_programs) || fail "PostgreSQL is missing (initdb, pg_ctl), so its server in $dir cannot be ended."
  choose_owner
  is_running || return 0
  as_owner "$programs/pg_ctl" stop --wait --mode="$1" --pgdata="$dir/data" >>"$dir/log" 2>&1 || give_up "PostgreSQL did not end"
}

[[ $# -eq 2 && $1 =~ ^(start|stop|crash)$ ]] || fail "usage: eng/postgres.sh start DIR | stop DIR | crash DIR"
if [[ $1 != start && ! -d $2 ]]; then
  exit 0
fi
mkdir -p "$2"
dir=$(cd "$2" && pwd -P)
exec 9>"$dir/lock" # two starts at the same time become one after the other
flock 9
"$1"
