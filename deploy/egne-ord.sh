#!/bin/sh
# Run a command of Egne ord as the service's user and with its settings: /usr/local/sbin/egne-ord, for root.
# A setting that the caller gives counts before the file's: EGNE_ORD_DATA=/mnt/backup/monday egne-ord check
set -eu
given=$(export -p | grep -E '^(export|declare -x) EGNE_ORD_[A-Z_]+=' || true)
if [ -r /etc/egne-ord.env ]; then
  set -a
  . /etc/egne-ord.env
  set +a
fi
eval "$given"
exec runuser -u egne-ord -- /opt/egne-ord/current/bin/egne-ord "$@"
