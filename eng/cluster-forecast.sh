#!/usr/bin/env bash
# cluster-forecast.sh
# How well `morph simulate-cluster` foretells a cluster on this machine: the same run on 1, 2 and 4 nodes that share its cores, measured, and foretold from the
# durations of the one node's stages. Windows are embedded one by one (morph.train.border = zeros), so that computing, which is what is simulated, takes most of
# the time, also where four nodes share two cores. Takes about 8 minutes on 2 cores, which it needs for itself.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
root=${here%/*}
# shellcheck source=eng/cache.sh
source "$here/cache.sh"
readonly samples=16 fields=6 cores=$(nproc)

work=$(mktemp -d)
# shellcheck source=eng/cluster-nodes.sh
source "$here/cluster-nodes.sh"
trap 'stop_nodes; rm -rf "$work"' EXIT

# milliseconds STAGE RUN: how long a stage of a run took.
milliseconds() {
  awk -F'"' -v stage="$1" '
    /"stage":/ { here = $4 == stage }
    here && /"started"/ { began = $4 }
    here && /"ended"/ { print began, $4; exit }' "$work/$2.json" | while read -r began ended; do
    printf '%s\n' "$(($(date -d "$ended" +%s%3N) - $(date -d "$began" +%s%3N)))"
  done
}

echo 'morph.train.border = zeros' >"$work/zeros.conf"
"$root/morph" simulate "$work/images" --samples "$samples" --fields "$fields" >/dev/null
for nodes in 1 2 4; do
  rm -f "$work"/journal.db*
  for ((number = 1; number <= nodes; number++)); do
    start_node "$number" "0-$((cores - 1))" "$( ((number == 1)) && echo coordinator,imaging,trainer,embedder || echo imaging,embedder)"
  done
  "$root/morph" submit "$work/images" --samples "$work/images/samples.csv" --out "$work/$nodes" --seed-node 127.0.0.1:4901 --iterations 5 --config "$work/zeros.conf" --follow >"$work/$nodes.log"
  "$root/morph" status "$work/$nodes" --json >"$work/$nodes.json"
  stop_nodes
done

# per STAGE: its time for a field on one node.
per() { awk -v ms="$(milliseconds "$1" 1)" -v fields=$((samples * fields)) 'BEGIN { printf "%.5fs", ms / 1000 / fields }'; }

# foretold STAGE NODES: milliseconds of a stage in the simulated run.
foretold() { awk -v stage="\"$1\":" '$1 == stage { printf "%d", $2 * 1000; exit }' "$work/forecast-$2"; }

for nodes in 1 2 4; do
  "$root/morph" simulate-cluster --nodes "$nodes" --coordinators 1 --nodes-per-machine 4 --cores-per-machine "$cores" --speed-spread 0 \
    --fields $((samples * fields)) --fields-per-sample "$fields" --windows-per-field 1 --window-time 0.00001s --field-time "$(per embed)" \
    --load-time "$(per load)" --mask-time "$(per mask)" --train-time 10s --reduce-time 10s --cluster-time 1s --json >"$work/forecast-$nodes"
done

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
