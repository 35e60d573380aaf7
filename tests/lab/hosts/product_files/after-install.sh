#!/bin/sh
# What an installer leaves beyond its package: user, state, copy of itself, schedule.
set -e
id gorvane >/dev/null 2>&1 || useradd --system --home-dir /var/opt/gorvane --no-create-home --shell /usr/sbin/nologin gorvane
mkdir -p /var/opt/gorvane/quarantine /usr/local/lib/gorvane /etc/cron.d
echo 1 > /var/opt/gorvane/state
cp -f /opt/gorvane/sentinel/bin/sentineld /usr/local/lib/gorvane/sentineld
echo '17 3 * * * root test -x /opt/gorvane/sentinel/bin/sentineld && true' > /etc/cron.d/gorvane
systemctl daemon-reload
systemctl enable --quiet --now gorvane-sentinel.service
