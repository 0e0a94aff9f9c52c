#!/usr/bin/env bash
# drills.sh [artifacts | poison | kills | partitions | pauses | machines]...
# The long drills, all of them or those named. Each prints a table, and the command fails when a promise was broken:
#   artifacts   each kind of file of a run is deleted, cut short, changed in one byte, replaced by another run's: verify names it, run repairs it alone
#   poison      images that throw, hang, crash or take all memory, mended and tried again; the program killed while an innocent image is at work
#   kills       kill -9 of one machine's process and of a cluster's nodes, at random times and in the middle of writing files
#   partitions  the network between five hosts is cut and healed (network namespaces: takes root)
#   pauses      nodes are stopped for longer than their lease and go on not knowing
#   machines    the database is killed, the disk is full (takes root), a clock is set (takes the package faketime)
# They need the machine for themselves.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=eng/cache.sh
source "$here/cache.sh"
# shellcheck source=eng/sdk.sh
source "$here/sdk.sh"

# harm NAME: the drills of files and images, a program of their own.
harm() {
  local dotnet project=${here%/*}/tests/Morph.EndToEnd.Tests
  dotnet=$("$here/runtime.sh") || exit 1
  sdk "$dotnet" "$(mktemp -d)" build "$project" --configuration Release --verbosity quiet --nologo >&2
  "$dotnet" "$project/bin/Release/net10.0/Morph.EndToEnd.Tests.dll" drill "$1"
}

# faults CLASS: the drills of processes, networks and machines, which are tests.
faults() {
  local code=0
  MORPH_DRILL_TABLE=$(mktemp)
  export MORPH_DRILL_TABLE
  "$here/test.sh" --long "$1" >&2 || code=$?
  printf '\n| drill | runs | faults | windows lost | windows twice | same bytes | units repeated | answers refused | time |\n|---|---|---|---|---|---|---|---|---|\n'
  cat "$MORPH_DRILL_TABLE"
  rm -f "$MORPH_DRILL_TABLE"
  return "$code"
}

[[ $# -gt 0 ]] || set -- artifacts poison kills partitions pauses machines
broken=0
for drill in "$@"; do
  case $drill in
    artifacts | poison) harm "$drill" || broken=1 ;;
    kills) faults KillDrills || broken=1 ;;
    partitions) faults PartitionDrills || broken=1 ;;
    pauses) faults PauseDrills || broken=1 ;;
    machines) faults MachineDrills || broken=1 ;;
    *) fail "drills: there is no drill $drill; see the head of eng/drills.sh" ;;
  esac
done
exit "$broken"
