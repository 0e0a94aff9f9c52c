# shellcheck shell=bash
# Sourced by the launcher and by eng/runtime.sh: where Morph keeps what it can make again, and how it gives up.

fail() {
  printf 'morph: %s\n' "$*" >&2
  exit 1
}

# The cache folders in the order of preference, one a line.
cache_candidates() {
  if [[ -n ${MORPH_CACHE:-} ]]; then
    case $MORPH_CACHE in
      /*) printf '%s\n' "$MORPH_CACHE" ;;
      *) printf '%s\n' "$PWD/$MORPH_CACHE" ;;
    esac
    return
  fi
  [[ ${XDG_CACHE_HOME:-} == /* ]] && printf '%s\n' "$XDG_CACHE_HOME/morph"
  local home=~ # the user's own, also where HOME is unset
  [[ $home == /* ]] && printf '%s\n' "${home%/}/.cache/morph"
  printf '%s\n' "${TMPDIR:-/tmp}/morph-$UID"
}

# The first of them that can be written, made if needed.
writable_cache() {
  local folder refused=
  while IFS= read -r folder; do
    # A folder of somebody else's in a shared /tmp is not ours to trust; ':' and '$' mean something to the loader.
    if [[ $folder != *[:$]* ]] && (umask 077 && mkdir -p "$folder") 2>/dev/null && [[ -w $folder && -O $folder ]]; then
      [[ -n $refused ]] && printf 'morph: %s cannot be written; using %s instead (MORPH_CACHE names another folder).\n' "$refused" "$folder" >&2
      printf '%s\n' "$folder"
      return
    fi
    refused=${refused:-$folder}
  done < <(cache_candidates)
  fail "no cache folder can be written ($refused). Name a folder of your own, without ':' or '\$' in its path, in MORPH_CACHE."
}
