#!/usr/bin/env bash
# cluster-scale.sh [FIELDS]
# What a large set costs: runs over FIELDS (20000) simulated fields of one window each, 80 to a sample, and over a tenth of them, on a
# cluster of a coordinator, an imaging node, a trainer and an embedder. Prints the peak memory of each node at half of the embedding and
# at the end, the ledger's bytes per field, and how long a coordinator that was killed then takes to go on. About 25 minutes on 2 cores.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
root=${here%/*}
# shellcheck source=eng/cache.sh
source "$here/cache.sh"
fields=${1:-20000}
[[ $fields =~ ^[0-9]+$ ]] && ((fields >= 1600 && fields <= 26000 && fields % 800 == 0)) || fail "usage: eng/cluster-scale.sh [FIELDS], a multiple of 800 from 1600 to 26000"

work=$(mktemp -d)
# shellcheck source=eng/cluster-nodes.sh
source "$here/cluster-nodes.sh"
trap 'stop_nodes; rm -rf "$work"' EXIT

roles=([1]=coordinator [2]=imaging [3]=trainer [4]=embedder)

peak_of() { awk '/^VmHWM/ { print int($2 / 1024) }' "/proc/${pids[$1]}/status"; }

# peaks COUNT WHEN
peaks() {
  local number
  for number in 1 2 3 4; do
    printf '%s fields, %s: peak memory of the %s node %s MB\n' "$1" "$2" "${roles[number]}" "$(peak_of "$number")"
  done
}

# Waits until the coordinator tells that so many fields are embedded.
wait_for_embedded() {
  local done_now
  while true; do
    done_now=$("$root/morph" status --seed-node 127.0.0.1:4901 2>/dev/null | sed -nE 's/.*: embed, ([0-9,]+) of .*/\1/p' | tr -d ,)
    ((${done_now:-0} < $1)) || return 0
    sleep 1
  done
}

measure() {
  local count=$1 began number
  "$root/morph" simulate "$work/images" --samples $((count / 80)) --fields 80 --size 128 >/dev/null
  rm -f "$work"/journal.db*
  for number in 1 2 3 4; do
    start_node "$number" "0-$(($(nproc) - 1))" "${roles[number]}"
  done
  "$root/morph" submit "$work/images" --samples "$work/images/samples.csv" --out "$work/run-$count" --seed-node 127.0.0.1:4901 --iterations 5 \
    --clusters 20 >/dev/null
  wait_for_embedded $((count / 2))
  peaks "$count" "at half of the embedding"
  kill -KILL "${pids[1]}"
  wait "${pids[1]}" 2>/dev/null || true
  began=$(date +%s%3N)
  start_node 1 "0-$(($(nproc) - 1))" coordinator
  wait_for_embedded $((count / 2))
  printf '%s fields: the coordinator, killed at half of the embedding, went on after %s ms, the start of the program included\n' "$count" $(($(date +%s%3N) - began))
  sed -nE "s/.*(: [0-9]+ units of its ledger read in [0-9]+ ms).*/$count fields, that coordinator\1/p" "$work/node-1.log" | tail -n 1
  "$root/morph" submit "$work/images" --samples "$work/images/samples.csv" --out "$work/run-$count" --seed-node 127.0.0.1:4901 --iterations 5 --clusters 20 --follow | tail -n 4
  peaks "$count" "at the end"
  stop_nodes
  printf '%s fields: the ledger has %s bytes per field\n' "$count" $(($(stat --format %s "$work/journal.db") / count))
  rm -rf "$work/images" "$work/run-$count"
}

measure $((fields / 10))
measure "$fields"
