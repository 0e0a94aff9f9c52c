#!/usr/bin/env bash
# cluster-forecast.sh
# How well `morph simulate-cluster` foretells a cluster: the same run on 1, 2 and 4 nodes, measured, and foretold from the durations of two runs on one node, that
# one and one of a tenth of it, which tells what a node takes to get going.
# Each node may take two fifths of a core, so that four of them find as much of this machine as one, and coordinator and trainer are a node beside them.
# Takes root for the limits (control groups) and about 10 minutes on 2 cores, which it needs for itself.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
root=${here%/*}
# shellcheck source=eng/cache.sh
source "$here/cache.sh"
readonly samples=16 fields=20 few=2 share=40 # percent of a core

work=$(mktemp -d)
# shellcheck source=eng/cluster-nodes.sh
source "$here/cluster-nodes.sh"
trap 'stop_nodes; rm -rf "$work"; rmdir "$groups"/morph-forecast-* 2>/dev/null || true' EXIT

groups=/sys/fs/cgroup
[[ ! -d $groups/cpu ]] || groups+=/cpu
[[ -w $groups ]] || fail "cluster-forecast: control groups cannot be made in $groups: that takes root"

# limit NUMBER: a node's share of a core.
limit() {
  local group=$groups/morph-forecast-$1
  mkdir -p "$group"
  if [[ -e $group/cpu.cfs_quota_us ]]; then
    echo $((share * 1000)) >"$group/cpu.cfs_quota_us"
  else
    echo "$((share * 1000)) 100000" >"$group/cpu.max"
  fi
  echo "${pids[$1]}" >"$group/cgroup.procs"
}

# milliseconds STAGE RUN: how long a stage of a run took.
milliseconds() {
  awk -F'"' -v stage="$1" '
    /"stage":/ { here = $4 == stage }
    here && /"started"/ { began = $4 }
    here && /"ended"/ { print began, $4; exit }' "$work/$2.json" | while read -r began ended; do
    printf '%s\n' "$(($(date -d "$ended" +%s%3N) - $(date -d "$began" +%s%3N)))"
  done
}

# measure NAME NODES IMAGES: a run on a fresh cluster, its durations in NAME.json.
measure() {
  local number
  rm -f "$work"/journal.db*
  start_node 1 0-1 coordinator,trainer
  for ((number = 2; number <= $2 + 1; number++)); do
    start_node "$number" 0-1 imaging,embedder
    limit "$number"
  done
  "$root/morph" submit "$3" --samples "$3/samples.csv" --out "$work/$1" --seed-node 127.0.0.1:4901 --iterations 5 --follow >"$work/$1.log"
  "$root/morph" status "$work/$1" --json >"$work/$1.json"
  stop_nodes
}

"$root/morph" simulate "$work/images" --samples "$samples" --fields "$fields" >/dev/null
"$root/morph" simulate "$work/few-images" --samples "$samples" --fields "$few" >/dev/null
measure few 1 "$work/few-images"
for nodes in 1 2 4; do
  measure "$nodes" "$nodes" "$work/images"
done

# per STAGE: its time for a field on one node. warm_up: what the first unit of a stage takes longer, the mean of the stages.
per() {
  awk -v all="$(milliseconds "$1" 1)" -v part="$(milliseconds "$1" few)" -v fields=$((samples * (fields - few))) 'BEGIN { printf "%.5fs", (all - part) / 1000 / fields }'
}
warm_up() {
  for stage in load mask embed; do
    milliseconds "$stage" few
    per "$stage" | tr -d s
    echo
  done | paste - - | awk -v fields=$((samples * few)) '{ sum += $1 / 1000 - $2 * fields } END { printf "%.3fs", (sum > 0 ? sum / 3 : 0) }'
}

# foretold STAGE NODES: milliseconds of a stage in the simulated run.
foretold() { awk -v stage="\"$1\":" '$1 == stage { printf "%d", $2 * 1000; exit }' "$work/forecast-$2"; }

for nodes in 1 2 4; do
  "$root/morph" simulate-cluster --nodes "$nodes" --coordinators 1 --speed-spread 0 \
    --fields $((samples * fields)) --fields-per-sample "$fields" --windows-per-field 1 --window-time 0.00001s --field-time "$(per embed)" \
    --load-time "$(per load)" --mask-time "$(per mask)" --warm-up "$(warm_up)" --train-time 10s --reduce-time 10s --cluster-time 1s --json >"$work/forecast-$nodes"
done

echo "per field on one node: load $(per load), mask $(per mask), embed $(per embed); the first unit of a stage $(warm_up) more"
# What more nodes make faster: the stages that are spread over them.
for nodes in 1 2 4; do
  for stage in load mask embed; do
    echo "$nodes $stage $(milliseconds "$stage" "$nodes") $(foretold "$stage" "$nodes")"
  done
done | awk '
  { measured[$1] += $3; foretold[$1] += $4; parts[$1] = parts[$1] sprintf(" %s %.1f s (%.1f s)", $2, $3 / 1000, $4 / 1000) }
  END {
    for (n = 1; n <= 4; n *= 2) {
      printf "%d nodes: load, mask and embed in %.1f s, foretold %.1f s; speed-up %.2f, foretold %.2f (%+.0f %%);%s\n",
        n, measured[n] / 1000, foretold[n] / 1000, measured[1] / measured[n], foretold[1] / foretold[n],
        100 * (foretold[1] / foretold[n] / (measured[1] / measured[n]) - 1), parts[n]
    }
  }'
