#!/usr/bin/env bash
# The program `morph` in the image. A node must tell the others under which name they reach it: where MORPH_HOSTNAME does not
# say so, it is the container's own host name. The engine's networks resolve it, scaled services have no other, and it stays
# the same when the container is restarted.
set -euo pipefail

export MORPH_HOSTNAME=${MORPH_HOSTNAME:-$(hostname)}
exec dotnet /app/morph.dll "$@"
