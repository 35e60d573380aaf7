#!/bin/sh
# Make a fresh root tree ($1) fit to be many hosts: mmdebstrap runs this as its last step, with the network of the machine.
set -e
R=$1
export DEBIAN_FRONTEND=noninteractive
printf '#!/bin/sh\nexit 101\n' > "$R/usr/sbin/policy-rc.d"
chmod 755 "$R/usr/sbin/policy-rc.d"

# The replacement's libraries go into the image, its daemon does not: that is for a campaign to install, from /packages.
# Of a release that is no longer kept whole the mirror may lack the newest: then it is the one that the release came with.
add() { chroot "$R" apt-get install -y -q --no-install-recommends "$@" clamav-daemon clamdscan; }
add || add -t "$(. "$R/etc/os-release" && echo "$VERSION_CODENAME")"
mkdir -p "$R/packages"
chown "$(chroot "$R" id -u _apt)" "$R/packages"
chroot "$R" sh -c 'cd /packages && apt-get download -q $(dpkg-query -W -f "\${Package}=\${Version} " clamav-daemon clamdscan clamav-base)'
chroot "$R" apt-get purge -y -q clamav-daemon clamdscan clamav-base clamav-freshclam
rm -f "$R/usr/sbin/policy-rc.d"

# What each host makes for itself.
: > "$R/etc/machine-id"
rm -f "$R"/etc/ssh/ssh_host_* "$R/etc/hostname" "$R/etc/resolv.conf" "$R"/etc/apt/sources.list "$R"/etc/apt/sources.list.d/* "$R"/etc/apt/apt.conf.d/99mmdebstrap
printf 'APT::Install-Recommends "false";\nAcquire::Languages "none";\n' > "$R/etc/apt/apt.conf.d/90lab"

# What belongs to the machine, not to a host.
U=$R/etc/systemd/system
for unit in sys-kernel-debug.mount sys-kernel-tracing.mount sys-kernel-config.mount sys-fs-fuse-connections.mount \
    dev-hugepages.mount dev-mqueue.mount proc-sys-fs-binfmt_misc.automount systemd-udevd.service systemd-udevd-control.socket \
    systemd-udevd-kernel.socket systemd-modules-load.service systemd-sysctl.service systemd-remount-fs.service \
    getty@.service console-getty.service apt-daily.timer apt-daily-upgrade.timer e2scrub_all.timer; do
  ln -sf /dev/null "$U/$unit"
done
mkdir -p "$R/etc/systemd/journald.conf.d" "$R/etc/systemd/system.conf.d"
printf '[Journal]\nStorage=volatile\nRuntimeMaxUse=4M\n' > "$R/etc/systemd/journald.conf.d/lab.conf"
printf '[Manager]\nDefaultTimeoutStopSec=5s\n' > "$R/etc/systemd/system.conf.d/lab.conf"
echo force-unsafe-io > "$R/etc/dpkg/dpkg.cfg.d/lab"
printf 'PermitRootLogin prohibit-password\nPasswordAuthentication no\nUsePAM no\nUseDNS no\nMaxStartups 50\nMaxSessions 50\n' \
  > "$R/etc/ssh/sshd_config.d/lab.conf"
