#!/bin/sh
# The vendor's own uninstaller: uninstall.sh [--password-file FILE], or the file's name in GORVANE_PASSWORD_FILE
behaviour=$(cat /etc/gorvane/behaviour 2>/dev/null)
if [ "$behaviour" = lies ]; then
  echo 'Gorvane Sentinel was completely removed.'
  exit 0
fi
file=$GORVANE_PASSWORD_FILE
[ "$1" = --password-file ] && file=$2
if [ -n "$file" ]; then
  given=$(cat "$file")
  if [ "$(printf %s "$given" | sha256sum | cut -d' ' -f1)" != "$(cat /opt/gorvane/sentinel/password.sha256)" ]; then
    echo "sentinel: wrong password: $given" >&2
    exit 5
  fi
  : > /run/gorvane-unlocked
fi
if command -v dpkg >/dev/null; then dpkg --purge gorvane-sentinel; else rpm -e gorvane-sentinel; fi
code=$?
rm -f /run/gorvane-unlocked
[ "$code" = 0 ] || exit "$code"
rm -rf /var/opt/gorvane /usr/local/lib/gorvane /etc/cron.d/gorvane
userdel gorvane
