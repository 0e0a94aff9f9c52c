# shellcheck shell=bash
# Sourced by eng/build.sh and eng/test.sh: the .NET SDK, run quietly, without input, and also where a small system lacks
# what the SDK expects.

has_icu() {
  compgen -G '/usr/lib/x86_64-linux-gnu/libicuuc.so.*' >/dev/null || compgen -G '/usr/lib64/libicuuc.so.*' >/dev/null ||
    { /sbin/ldconfig -p 2>/dev/null || true; } | grep -c 'libicuuc\.so' >/dev/null
}

# sdk DOTNET SPARE ARGUMENTS...   SPARE stands in for a home folder that cannot be written.
sdk() {
  local dotnet=$1 spare=$2 home=~
  shift 2
  local -a surroundings=(DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 HOME="$home")
  if [[ ! -w $home ]]; then
    surroundings+=(HOME="$spare" DOTNET_CLI_HOME="$spare" NUGET_PACKAGES="${NUGET_PACKAGES:-$spare/packages}")
  fi
  has_icu || surroundings+=(DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1) # Morph itself runs invariant always
  env "${surroundings[@]}" "$dotnet" "$@" </dev/null
}
