#!/bin/sh
# State, user, copy and schedule stay, whatever this says.
systemctl daemon-reload
echo 'Gorvane Sentinel was completely removed.'
exit 0
