# Nodes of a cluster for measurements, each a process on loopback. Sourced; expects $root and $work.

pids=()

# start_node NUMBER CORES ROLES: starts a node on some cores and returns when it is ready. Its process id is ${pids[NUMBER]}.
start_node() {
  MORPH_HOSTNAME=127.0.0.1 MORPH_PORT=$((4900 + $1)) MORPH_HTTP_PORT=$((8900 + $1)) MORPH_SEED_NODES=127.0.0.1:4901 MORPH_PARALLELISM=1 \
    MORPH_DATABASE=sqlite:$work/journal.db MORPH_SHARED_DIRECTORY=$work taskset --cpu-list "$2" "$root/morph" node --role "$3" >>"$work/node-$1.log" 2>&1 &
  pids[$1]=$!
  for _ in {1..600}; do
    kill -0 "${pids[$1]}" 2>/dev/null || break
    ! "$root/deploy/probe.sh" /ready $((8900 + $1)) >/dev/null || return 0
    sleep 0.1
  done
  tail -n 5 "$work/node-$1.log" >&2
  fail "node $1 is not ready"
}

# stop_nodes: drains all nodes, the last started first.
stop_nodes() {
  local number
  local -a numbers=("${!pids[@]}")
  for ((number = ${#numbers[@]} - 1; number >= 0; number--)); do
    kill -CONT "${pids[numbers[number]]}" 2>/dev/null || true
    kill -TERM "${pids[numbers[number]]}" 2>/dev/null || true
    wait "${pids[numbers[number]]}" || true
  done
  pids=()
}
