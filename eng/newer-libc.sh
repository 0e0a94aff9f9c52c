#!/usr/bin/env bash
# Makes CACHE/NAME: a copy of the `dotnet` host that runs on a newer libc and C++ runtime than the system's.
#   newer-libc.sh DOTNET CACHE NAME      (called by eng/runtime.sh, which holds the lock)
#
# CACHE/NAME/dotnet   the host, its loader and library path set to lib/ beside it; the programs it starts use the system's
# CACHE/NAME/lib      libc, its loader, libstdc++ and libgcc of the next Debian release, as its packages hold them
# CACHE/NAME/...      links to the folders of the real .NET
# CACHE/NAME/whole    sizes of the host and the libraries, written last
#
# The packages come from the machine's own package sources, with the suite replaced, over a package state of its own:
# neither the system's lists nor its packages change, and no root is needed.
set -euo pipefail

dotnet=$1 cache=$2 name=$3
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=eng/cache.sh
source "$here/cache.sh"
readonly packages=(libc6 libgcc-s1 libstdc++6 patchelf)
readonly libraries=(anl dl gcc_s m mvec pthread resolv rt stdc++ util)

codename=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
system=$(. /etc/os-release && printf '%s' "${PRETTY_NAME:-this system}")
case $codename in
  bookworm) newer=trixie ;;
  *) newer= ;;
esac
if [[ -z $newer ]] || ! command -v apt-get dpkg-deb >/dev/null; then
  fail "the C++ runtime of $system is too old for the torch library, which needs the one of GCC 13 (GLIBCXX_3.4.32).
       Ubuntu 24.04 and Debian 13 have it and Debian 12 is mended by itself; elsewhere install a libstdc++ of GCC 13 or newer, or use deploy/Dockerfile."
fi

printf 'morph: the C++ runtime of %s is too old for torch; fetching a private copy of a newer one (4 MB, once) into %s\n' "$system" "$cache" >&2
rm -rf "$cache"/making.* # left by a process that was killed: we hold the lock
work=$(mktemp -d "$cache/making.XXXXXX")
trap 'rm -rf "$work"' EXIT

# One file of package sources for each source of the machine that serves this release.
derive_sources() {
  local file
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [[ -r $file ]] || continue
    sed -nE "s/^[[:space:]]*deb[[:space:]]+((\[[^]]*\][[:space:]]+)?[^][:space:]]+)[[:space:]]+($codename|stable|oldstable)[[:space:]].*/deb \1 $newer main/p" "$file"
  done | awk -v to="$work/sources" '!seen[$0]++ { file = sprintf("%s/%03d.list", to, ++n); print > file; close(file) }'
  for file in /etc/apt/sources.list.d/*.sources; do
    [[ -r $file ]] || continue
    awk -v codename="$codename" -v newer="$newer" -v to="$work/sources/$(basename "$file" .sources)" -f "$here/newer-suite.awk" "$file"
  done
}

# An apt with a state of its own. It keeps the machine's proxies, credentials and keys, and runs none of its hooks.
private_apt() {
  apt-get -qq -c "$work/apt.conf" "$@" >>"$work/log" 2>&1
}

mkdir -p "$work"/{sources,source,state/lists/partial,cache/archives/partial,unpacked}
: >"$work/state/status"
cat >"$work/apt.conf" <<CONF
Dir::State "$work/state";
Dir::State::status "$work/state/status";
Dir::Cache "$work/cache";
Dir::Etc::sourcelist "/dev/null";
Dir::Etc::sourceparts "$work/source";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
Dir::Log "$work";
APT::Sandbox::User "";
APT::Architecture "amd64";
APT::Architectures { "amd64"; };
APT::Default-Release "";
APT::Update::Error-Mode "any";
Acquire::Languages "none";
Acquire::Retries "2";
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear Acquire::IndexTargets;
Acquire::IndexTargets::deb::Packages {
  MetaKey "\$(COMPONENT)/binary-\$(ARCHITECTURE)/Packages";
  ShortDescription "Packages";
  Description "\$(RELEASE)/\$(COMPONENT) \$(ARCHITECTURE) Packages";
  Optional "false";
};
CONF

derive_sources
fetched=
for source in "$work"/sources/*; do
  [[ -e $source ]] || continue
  rm -f "$work"/source/*
  cp "$source" "$work/source/"
  if private_apt update && (cd "$work/cache/archives" && private_apt download "${packages[@]}"); then
    fetched=yes
    break
  fi
done
if [[ -z $fetched ]]; then
  sed 's/^/  /' "$work/log" >&2 2>/dev/null || true
  fail "could not fetch ${packages[*]} of Debian $newer from this machine's package sources (/etc/apt).
       Check the network (and proxy), or install the newer runtime yourself: add the $newer suite and run 'apt-get install -t $newer libstdc++6'; or use deploy/Dockerfile."
fi

for package in "$work"/cache/archives/*.deb; do
  dpkg-deb -x "$package" "$work/unpacked"
done
host=$work/host final=$cache/$name
mkdir -p "$host/lib"
cp -P "$work"/unpacked/usr/lib/x86_64-linux-gnu/*.so* "$host/lib/"
loader=ld-linux-x86-64.so.2
"$host/lib/$loader" --version >/dev/null 2>>"$work/log" ||
  fail "programs cannot be started in $cache. If its file system forbids them (noexec), name another folder in MORPH_CACHE."
cp "$dotnet" "$host/dotnet"
chmod 755 "$host/dotnet"
# Every part of the libc is named as needed, so that all are loaded from lib/ at the start: parts of two versions do not mix.
changes=(--set-interpreter "$final/lib/$loader" --force-rpath --set-rpath "$final/lib")
for library in "${libraries[@]}"; do
  file=("$host/lib/lib$library.so."?)
  changes+=(--add-needed "${file##*/}")
done
"$host/lib/$loader" --library-path "$host/lib" "$work/unpacked/usr/bin/patchelf" "${changes[@]}" "$host/dotnet"
for entry in host shared sdk sdk-manifests packs library-packs templates template-packs; do
  ln -s "${dotnet%/*}/$entry" "$host/$entry" # one that is not there yet may come with a later install
done
sizes=$(cd "$host" && stat -c '%s %n' dotnet lib/*)
rm -rf "$final"
mv "$host" "$final"
if ! "$final/dotnet" --list-runtimes >"$work/log" 2>&1; then
  sed 's/^/  /' "$work/log" >&2
  rm -rf "$final"
  fail "the private copy of the newer runtime does not start (see above); deploy/Dockerfile is the other way."
fi
printf '%s\n' "$sizes" >"$final/whole.new"
mv "$final/whole.new" "$final/whole"
