#!/bin/sh
# Run a command of Egne ord as the service's user and with its settings: /usr/local/sbin/egne-ord, for root.
set -eu
if [ -r /etc/egne-ord.env ]; then
  set -a
  . /etc/egne-ord.env
  set +a
fi
exec runuser -u egne-ord -- /opt/egne-ord/current/bin/egne-ord "$@"
