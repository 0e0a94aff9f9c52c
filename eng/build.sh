#!/usr/bin/env bash
# build.sh DOTNET          prints the folder of the built program, building it first where a source is newer
# build.sh DOTNET --tests  builds the whole solution and prints the folder that holds the output of each project
#
# All is built in Release under artifacts/launcher (in the cache folder where the checkout cannot be written), apart from
# the bin/ and obj/ of a developer's own builds. Each good build of the program is then kept in a folder of its own, so that
# a program that is running (for hours, perhaps) never has its files exchanged:
#
# program/N/       one good build; `built-from` is as old as the start of that build, `in-use` is locked by those who run it
# current          a link to the newest
set -euo pipefail

dotnet=$1 what=${2:-program}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
root=${here%/*}
# shellcheck source=eng/cache.sh
source "$here/cache.sh"
# shellcheck source=eng/sdk.sh
source "$here/sdk.sh"
backend=${TorchBackend:-cpu}

output=$root/artifacts/launcher-$backend

is_current() {
  local stamp=$output/current/built-from
  [[ -f $stamp && -f $output/current/in-use && -f $output/current/morph.dll && $(<"$stamp") == "$dotnet" ]] || return 1
  local newer
  newer=$(cd "$root" && find src hocon Directory.*.props global.json .editorconfig \( -name bin -o -name obj \) -prune \
    -o -newer "$stamp" -print -quit)
  [[ -z $newer ]]
}

# One build, quiet unless it fails.
build() {
  local log=$output/build.log
  compgen -G "${dotnet%/*}/sdk/10.*" >/dev/null ||
    fail "the .NET 10 found holds the runtime only; building needs the SDK: https://dotnet.microsoft.com/download/dotnet/10.0"
  # No build server outlives the build.
  if ! (cd "$root" && sdk "$dotnet" "$output" build "$1" --configuration Release --artifacts-path "$output" \
    --verbosity quiet --nologo --disable-build-servers -p:UseAppHost=false) >"$log" 2>&1 9>&-; then
    grep -E 'error [A-Z]+[0-9]+' "$log" | sed "s|^ *$root/||; s| \[[^]]*\]\$||" | sort -u >&2 || cat "$log" >&2
    if grep -q 'libssl' "$log"; then
      fail "the packages cannot be fetched without OpenSSL: install it, and the certificates (on Debian and Ubuntu: apt-get install openssl ca-certificates)."
    fi
    if grep -qE 'NU1301|NU1101|NU1102' "$log"; then
      fail "the packages could not be fetched (see above). The first build needs the network, or a NuGet source that holds them."
    fi
    fail "the build failed; its whole output is in $log"
  fi
}

keep_program() {
  local from=$output/bin/Morph.Cli/release number=1 folder other
  while [[ -e $output/program/$number ]]; do number=$((number + 1)); done
  folder=$output/program/$number
  rm -rf "$output/program/making"
  mkdir -p "$output/program/making"
  # Packages' files are shared with the build's output, as links; our own are copies, for the next build writes into them.
  cp -al "$from/." "$output/program/making/" 2>/dev/null || cp -a "$from/." "$output/program/making/"
  for file in "$from"/[Mm]orph*; do
    cp -p --remove-destination "$file" "$output/program/making/"
  done
  : >"$output/program/making/in-use"
  mv "$1" "$output/program/making/built-from"
  mv "$output/program/making" "$folder"
  ln -sfn "program/$number" "$output/current.new"
  mv -T "$output/current.new" "$output/current"
  for other in "$output"/program/*; do
    [[ $other == "$folder" ]] && continue
    flock --exclusive --nonblock "$other/in-use" rm -rf "$other" 2>/dev/null || true # somebody still runs it
  done
}

if [[ $what == program ]] && is_current; then
  readlink -f "$output/current"
  exit
fi
if ! (mkdir -p "$output" && [[ -w $output ]]) 2>/dev/null; then # a checkout of somebody else's
  cache=$(writable_cache) || exit 1
  output=$cache/build-$backend-$(cksum <<<"$root" | cut -d ' ' -f 1)
  if [[ $what == program ]] && is_current; then
    readlink -f "$output/current"
    exit
  fi
fi

mkdir -p "$output" 2>/dev/null || fail "the folder $output cannot be made, and the program is built in it."
exec 9>"$output/lock"
flock --nonblock 9 || {
  echo "morph: another build is under way; waiting for it..." >&2
  flock 9
}
if [[ $what == program ]]; then
  if ! is_current; then # the build we waited for may have been this one
    if [[ -e $output/current ]]; then
      echo "morph: building morph (its sources changed)..." >&2
    else
      echo "morph: building morph (first time: fetches packages, takes a minute or two)..." >&2
    fi
    stamp=$output/started
    printf '%s\n' "$dotnet" >"$stamp"
    build src/Morph.Cli/Morph.Cli.csproj
    keep_program "$stamp"
  fi
  readlink -f "$output/current"
else
  build Morph.Actors.sln
  printf '%s\n' "$output/bin"
fi
