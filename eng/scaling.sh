#!/usr/bin/env bash
# scaling.sh [FIELDS...]
# Runs of so many simulated fields (24 96 384), four to a sample and 150 training steps each: seconds and peak memory of each stage, as a table. A run's time
# should grow linearly with the fields and its memory not at all. Takes about 10 minutes on 2 cores, which it needs for itself.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
morph=${here%/*}/morph
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# peak PID: largest memory of a process in MB since the last call, which then begins anew.
peak() {
    awk '/^VmHWM/ { printf "%d", $2 / 1024 }' "/proc/$1/status" 2>/dev/null || true
    (echo 5 >"/proc/$1/clear_refs") 2>/dev/null || true
}

# stages IMAGES OUT: starts a run and writes a line for each stage: its word and the peak memory in it.
stages() {
    local images=$1 out=$2 stage="" line pid word
    coproc RUN { exec "$morph" run "$images" --samples "$images/samples.csv" --out "$out" --iterations 150 --json; }
    pid=$RUN_PID
    while read -r line <&"${RUN[0]}"; do
        word=$(sed -n 's/.*"stage":"\([a-z]*\)".*/\1/p' <<<"$line")
        if [ -n "$word" ] && [ "$word" != "$stage" ]; then
            [ -z "$stage" ] || echo "$stage $(peak "$pid")"
            stage=$word
        fi
        # The last progress line of the last stage: the process is about to end.
        case $line in *'"stage":"report"'*'"done":1,'*) echo "$stage $(peak "$pid")" && stage="" ;; esac
    done
    wait "$pid"
}

printf '%-8s %-8s %10s %10s\n' fields stage seconds 'peak MB'
[ $# -gt 0 ] || set -- 24 96 384
for count in "$@"; do
    "$morph" simulate "$work/$count" --samples $((count / 4)) --fields 4 >/dev/null
    stages "$work/$count" "$work/run-$count" >"$work/peaks"
    python3 - "$work/run-$count/run.json" "$work/peaks" "$count" <<'PY'
import datetime, json, sys

peaks = dict(line.split() for line in open(sys.argv[2]) if len(line.split()) == 2)
total = 0.0
for stage in json.load(open(sys.argv[1]))["stages"]:
    name = stage["stage"].lower()
    began, ended = (datetime.datetime.fromisoformat(stage[at]) for at in ("started", "ended"))
    total += (seconds := (ended - began).total_seconds())
    print(f"{sys.argv[3]:<8} {name:<8} {seconds:10.1f} {peaks.get(name, ''):>10}")
print(f"{sys.argv[3]:<8} {'all':<8} {total:10.1f} {max(map(int, peaks.values()), default=0):>10}", flush=True)
PY
    rm -rf "${work:?}/$count" "$work/run-$count"
done
