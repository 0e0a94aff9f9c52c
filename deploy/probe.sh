#!/usr/bin/env bash
# probe.sh PATH [PORT]
# Asks the node on this machine, like probe.sh /ready, and prints its answer. Exit code 0 when the answer is 200; 1 otherwise.
# The port is MORPH_HTTP_PORT where none is given. Needs nothing but bash: the image has neither curl nor wget.
set -uo pipefail

path=$1 port=${2:-${MORPH_HTTP_PORT:-8558}}
{ exec 3<>"/dev/tcp/127.0.0.1/$port"; } 2>/dev/null || {
  echo "nobody answers on port $port"
  exit 1
}
printf 'GET %s HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' "$path" >&3

readonly patience=5 # seconds without a line
status='' line=''
IFS=' ' read -r -t "$patience" -u 3 _ status _ || {
  echo "no answer from port $port within $patience s"
  exit 1
}
while IFS= read -r -t "$patience" -u 3 line && [[ $line != $'\r' ]]; do :; done # the headers
while IFS= read -r -t "$patience" -u 3 line || [[ -n $line ]]; do
  printf '%s\n' "${line%$'\r'}"
done
[[ $status == 200 ]]
