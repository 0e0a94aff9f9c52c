#!/usr/bin/env bash
# drills.sh [WORD]
# The long drills: processes killed, networks cut, nodes paused, databases and disks taken away, files damaged. Prints a table
# of what was done and what became of the runs; fails when a promise was broken. WORD selects drills whose full name contains it
# (KillDrills, PartitionDrills, PauseDrills ...). The partitions take root. About 45 minutes for all of them on 2 cores.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
MORPH_DRILL_TABLE=$(mktemp)
export MORPH_DRILL_TABLE
trap 'rm -f "$MORPH_DRILL_TABLE"' EXIT
code=0
"$here/test.sh" --long "${1:-Drills}" || code=$?
printf '\n| drill | runs | faults | windows lost | windows twice | same bytes | units repeated | answers refused | time |\n|---|---|---|---|---|---|---|---|---|\n'
cat "$MORPH_DRILL_TABLE"
exit "$code"
