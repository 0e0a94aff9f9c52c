#!/usr/bin/env bash
# test.sh [--long] [WORD | EXPRESSION]
# Builds everything in Release and runs the test projects one after another, without a terminal or any input.
# Ends with one line for all of them: 'N passed, N failed' (', N skipped' where tests were skipped), and a non-zero exit
# code when a test failed, a test host died, or nothing ran. WORD selects tests whose full name contains it; an EXPRESSION
# is the test platform's own (FullyQualifiedName~Umap|Category=Golden). --long runs the long drills (Category=Long), which
# are left out otherwise.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
root=${here%/*}
# shellcheck source=eng/cache.sh
source "$here/cache.sh"
# shellcheck source=eng/sdk.sh
source "$here/sdk.sh"

filter='Category!=Long' silence=10m
if [[ ${1:-} == --long ]]; then
  filter='Category=Long' silence=60m
  shift
fi
case ${1:-} in
  '') ;;
  -*) fail "test: unknown option $1 (there is only --long)" ;;
  *[=~]*) filter="($filter)&($1)" ;;
  *) filter="($filter)&(FullyQualifiedName~$1)" ;;
esac
[[ $# -le 1 ]] || fail "test: one WORD or EXPRESSION at most"

dotnet=$("$here/runtime.sh") || exit 1
echo "building the tests..."
bin=$("$here/build.sh" "$dotnet" --tests) || exit 1
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

for project in "$root"/tests/*.Tests/*.csproj; do
  name=$(basename "$project" .csproj)
  began=$SECONDS code=0
  # The host is named to the test platform, which would take the system's own.
  sdk "$dotnet" "$results" vstest "$bin/$name/release/$name.dll" \
    --TestCaseFilter:"$filter" --ResultsDirectory:"$results" \
    --logger:"trx;LogFileName=$name.trx" --logger:"console;verbosity=quiet" \
    --Blame:"CollectHangDump;HangDumpType=None;TestTimeout=$silence" \
    -- RunConfiguration.DotNetHostPath="$dotnet" >"$results/$name.log" 2>&1 || code=$?
  touch "$results/$name.trx" # there is none where nothing matched
  awk -v name="$name" -v code="$code" -v seconds=$((SECONDS - began)) -v totals="$results/totals" \
    -v failures="$results/failures" -v skips="$results/skips" -v log_file="$results/$name.log" \
    -f "$here/test-results.awk" "$results/$name.trx"
done

echo
if [[ -s $results/skips ]]; then
  echo "Skipped, and why:"
  sort "$results/skips" | uniq -c | sort -rn | sed -E 's/^ *([0-9]+) /  \1 x /'
  echo
fi
if [[ -s $results/failures ]]; then
  echo "Failed:"
  sed 's/^/  /' "$results/failures"
  echo
fi
awk '{ passed += $1; failed += $2; skipped += $3 }
  END {
    printf "%d passed, %d failed%s\n", passed, failed, skipped ? sprintf(", %d skipped", skipped) : ""
    exit failed > 0 || passed + failed == 0
  }' "$results/totals"
