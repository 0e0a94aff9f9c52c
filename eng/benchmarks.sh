#!/usr/bin/env bash
# benchmarks.sh [PAIRS] [WORD] | limits | map POINTS | quality RUN
# Morph beside PyTorch, scikit-learn and umap-learn on the same data, in turn: PAIRS times each (3), only work whose name contains WORD.
# limits: what the machine can do at most, and how near to it the heaviest parts come. map POINTS: time and memory of a map of so many points.
# quality RUN: how good maps of a run's windows are, Morph's and umap-learn's.
# The peers are Debian's packages: apt-get install python3-torch python3-sklearn umap-learn
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=eng/cache.sh
source "$here/cache.sh"
# shellcheck source=eng/sdk.sh
source "$here/sdk.sh"
dotnet=$("$here/runtime.sh") || exit 1
project=${here%/*}/tests/Morph.Benchmarks
sdk "$dotnet" "$(mktemp -d)" build "$project" --configuration Release --verbosity quiet --nologo
exec "$dotnet" "$project/bin/Release/net10.0/Morph.Benchmarks.dll" "${@:-3}"
