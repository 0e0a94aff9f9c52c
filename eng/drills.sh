#!/usr/bin/env bash
# drills.sh artifacts|poison
# Prints a drill's table and ends with 0 when every line is as promised:
#   artifacts  each kind of file of a run is deleted, cut short, changed in one byte, replaced by another run's: verify names it, run repairs it alone
#   poison     images that throw, hang, crash or take all memory, mended and tried again; the program killed while an innocent image is at work
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=eng/cache.sh
source "$here/cache.sh"
# shellcheck source=eng/sdk.sh
source "$here/sdk.sh"
[[ $# -eq 1 ]] || fail "drills: name one drill: artifacts or poison"
dotnet=$("$here/runtime.sh") || exit 1
project=${here%/*}/tests/Morph.EndToEnd.Tests
sdk "$dotnet" "$(mktemp -d)" build "$project" --configuration Release --verbosity quiet --nologo >&2
exec "$dotnet" "$project/bin/Release/net10.0/Morph.EndToEnd.Tests.dll" drill "$1"
