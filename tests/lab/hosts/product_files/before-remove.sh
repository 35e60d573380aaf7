#!/bin/sh
# Called by the package manager before it removes the package; /etc/gorvane/behaviour says how this host's product leaves.
case $(cat /etc/gorvane/behaviour 2>/dev/null) in
lies)
  # The package goes; what runs, stays, from a copy that no package owns.
  cat > /etc/systemd/system/gorvane-guard.service <<'U'
[Unit]
Description=Gorvane guard
[Service]
ExecStart=/usr/local/lib/gorvane/sentineld
[Install]
WantedBy=multi-user.target
U
  systemctl daemon-reload
  systemctl enable --quiet --now gorvane-guard.service
  ;;
hangs) sleep 100000 ;;
fails)
  echo 'sentinel: error 0x80070643: the module is in use' >&2
  exit 1
  ;;
password)
  if [ ! -e /run/gorvane-unlocked ]; then
    echo 'sentinel: self-protection is on; the uninstall password is needed' >&2
    exit 1
  fi
  ;;
esac
systemctl disable --quiet --now gorvane-sentinel.service
exit 0
