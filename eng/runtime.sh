#!/usr/bin/env bash
# Prints the path of the `dotnet` host that can load Morph's native parts; messages go to stderr.
#
# The torch library needs the C++ runtime of GCC 13 or newer (GLIBCXX_3.4.32). Where the system has it, the answer is the
# system's own `dotnet`. Debian 12 does not: there a private copy is made, once, inside a cache folder, from the packages of
# the next Debian (eng/newer-libc.sh), and nothing of the system is changed.
#
# Cache folder: $MORPH_CACHE, else $XDG_CACHE_HOME/morph, else ~/.cache/morph, else /tmp/morph-UID.
set -euo pipefail

readonly needed=GLIBCXX_3.4.32
readonly layout=1 # changes when the folder that eng/newer-libc.sh makes changes
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=eng/cache.sh
source "$here/cache.sh"

# The folder of the real .NET: beside its `dotnet` lie host/ and shared/. Shims and snaps are asked where theirs is.
find_dotnet() {
  local candidate real listed
  for candidate in "$(command -v dotnet || true)" "${DOTNET_ROOT:-}/dotnet" ~/.dotnet/dotnet /usr/share/dotnet/dotnet /usr/lib/dotnet/dotnet; do
    [[ -x $candidate && -f $candidate ]] || continue
    real=$(readlink -f "$candidate")
    if [[ ! -d ${real%/*}/host/fxr ]]; then
      listed=$("$candidate" --list-runtimes 2>/dev/null | sed -n '1s/.*\[\(.*\)\/shared\/.*\]$/\1/p') || listed=
      real=$listed/dotnet
    fi
    [[ -x $real ]] || continue
    compgen -G "${real%/*}/shared/Microsoft.NETCore.App/10.*" >/dev/null || { older=$real; continue; }
    printf '%s\n' "$real"
    return
  done
  if [[ -n ${older:-} ]]; then
    fail "Morph needs .NET 10, but the .NET at ${older%/*} is older. Install the .NET 10 SDK: https://dotnet.microsoft.com/download/dotnet/10.0"
  fi
  fail "Morph needs the .NET 10 SDK, and no 'dotnet' was found (in PATH, DOTNET_ROOT, ~/.dotnet). Install it: https://dotnet.microsoft.com/download/dotnet/10.0"
}

# The C++ runtime that the system's loader would take, without any tool that a small system may lack.
system_runtime() {
  local file
  for file in /usr/lib/x86_64-linux-gnu/libstdc++.so.6 /usr/lib64/libstdc++.so.6 /usr/lib/libstdc++.so.6; do
    [[ -e $file ]] && { printf '%s\n' "$file"; return; }
  done
  { /sbin/ldconfig -p 2>/dev/null || true; } | sed -n 's/.*libstdc++\.so\.6 .*x86-64.* => //p;T;q'
}

# A host is whole when it and its libraries have the sizes written down when it was made.
is_whole() {
  [[ -f $1/whole && -e $1/shared && -e $1/host/fxr ]] && [[ $(cd "$1" && stat -c '%s %n' dotnet lib/* 2>/dev/null) == "$(<"$1/whole")" ]]
}

[[ $(uname -s) == Linux && $(uname -m) == x86_64 ]] ||
  fail "Morph's network library exists for Linux on x86-64 only; this is $(uname -s) on $(uname -m). Use a container or another machine."
dotnet=$(find_dotnet) || exit 1
runtime=$(system_runtime)

if [[ -n $runtime ]] && grep -qF "$needed" "$runtime"; then
  IFS=: read -ra user_folders <<<"${LD_LIBRARY_PATH:-}"
  for folder in "${user_folders[@]}"; do
    if [[ -e $folder/libstdc++.so.6 ]] && ! grep -qF "$needed" "$folder/libstdc++.so.6"; then
      fail "LD_LIBRARY_PATH puts $folder/libstdc++.so.6 first, which is too old for Morph. Unset LD_LIBRARY_PATH, or take $folder out of it."
    fi
  done
  printf '%s\n' "$dotnet"
  exit
fi

key=$(printf '%s\n' "$layout" "$(stat -c '%n %s %Y' "$dotnet")" | cksum)
name=dotnet-${key%% *}
while IFS= read -r cache; do
  if is_whole "$cache/$name"; then
    printf '%s\n' "$cache/$name/dotnet"
    exit
  fi
done < <(cache_candidates)

cache=$(writable_cache) || exit 1
exec 9>"$cache/runtime.lock"
flock 9
if ! is_whole "$cache/$name"; then # another process may have made it while we waited
  "$here/newer-libc.sh" "$dotnet" "$cache" "$name" >&2 9>&- || exit 1
fi
printf '%s\n' "$cache/$name/dotnet"
