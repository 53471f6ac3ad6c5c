#!/bin/sh
# Run a command of Egne ord as the service's user and with its settings: /usr/local/sbin/egne-ord, for root.
# A setting that the caller gives counts before the file's: EGNE_ORD_DATA=/mnt/backup/monday egne-ord check
set -eu
given=$(export -p | grep -E '^(export|declare -x) EGNE_ORD_[A-Z_]+=' || true)
if [ -r /etc/egne-ord.env ]; then
  # As systemd reads it, not as a shell does: the address of a database may hold & and $.
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in
      \#* | \;*) continue ;;
      [A-Z]*=\'*\' | [A-Z]*=\"*\") text=${line#*=?}; export "${line%%=*}=${text%?}" ;;
      [A-Z]*=*) export "$line" ;;
    esac
  done < /etc/egne-ord.env
fi
eval "$given"
exec runuser -u egne-ord -- /opt/egne-ord/current/bin/egne-ord "$@"
