#!/usr/bin/env bash
# cluster-benchmarks.sh [ROUNDS]
# How well embedders share work on this machine: one pinned to a core, two pinned to a core each, and two of which one runs at
# half speed (stopped half of the time). Each time the embedding stage of the same run on a fresh cluster is timed; the medians
# over ROUNDS (3) are printed with their ratios. Windows are embedded one by one (morph.train.border = zeros) by the reference's network, so that there is much to share. Takes about 10 minutes a round on 2 cores, which it needs for itself.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
root=${here%/*}
# shellcheck source=eng/cache.sh
source "$here/cache.sh"
rounds=${1:-3}
[[ $rounds =~ ^[1-9][0-9]*$ ]] || fail "usage: eng/cluster-benchmarks.sh [ROUNDS]"
(($(nproc) > 1)) || fail "two cores are needed"

work=$(mktemp -d)
throttle=
# shellcheck source=eng/cluster-nodes.sh
source "$here/cluster-nodes.sh"
end() {
  [[ -z $throttle ]] || kill "$throttle" 2>/dev/null || true
  throttle=
  stop_nodes
}
trap 'end; rm -rf "$work"' EXIT

# Stopped for 50 of every 100 ms: half the speed, whatever the scheduler thinks of it.
halve() {
  while kill -STOP "$1" && sleep 0.05 && kill -CONT "$1" && sleep 0.05; do :; done 2>/dev/null
}

# embed_seconds NAME: the embedding stage of a fresh run, in seconds.
embed_seconds() {
  "$root/morph" submit "$work/images" --samples "$work/images/samples.csv" --out "$work/$1" --seed-node 127.0.0.1:4901 --iterations 5 --config "$work/zeros.conf" --follow >"$work/$1.log"
  "$root/morph" status "$work/$1" --json | awk -F'"' '
    /"stage": "embed"/ { here = 1 }
    here && /"started"/ { began = $4 }
    here && /"ended"/ { print began, $4; exit }' | while read -r began ended; do
    printf '%s\n' "$(($(date -d "$ended" +%s%3N) - $(date -d "$began" +%s%3N)))"
  done
}

median() { sort -n | awk '{ all[NR] = $1 } END { print (NR % 2 ? all[(NR + 1) / 2] : (all[NR / 2] + all[NR / 2 + 1]) / 2) }'; }

echo 'morph.train { network = reference, border = zeros }' >"$work/zeros.conf"
"$root/morph" simulate "$work/images" --samples 8 --fields 20 >/dev/null
for ((round = 1; round <= rounds; round++)); do
  for kind in one two half; do
    rm -f "$work"/journal.db*
    start_node 1 0,1 coordinator,imaging,trainer
    start_node 2 0 embedder
    [[ $kind == one ]] || start_node 3 1 embedder
    if [[ $kind == half ]]; then
      halve "${pids[3]}" &
      throttle=$!
    fi
    embed_seconds "$kind-$round" >>"$work/$kind"
    printf 'round %d, %s: %s ms\n' "$round" "$kind" "$(tail -n 1 "$work/$kind")"
    end
  done
done

one=$(median <"$work/one") two=$(median <"$work/two") half=$(median <"$work/half")
awk -v one="$one" -v two="$two" -v half="$half" -v rounds="$rounds" 'BEGIN {
  printf "embedding, median of %d: one embedder %.1f s, two %.1f s (%.2f times the rate), two of which one at half speed %.1f s (%.2f times the ideal %.1f s)\n",
    rounds, one / 1000, two / 1000, one / two, half / 1000, half / (one / 1.5), one / 1500
}'
