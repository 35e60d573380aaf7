#!/bin/sh
# Become one host: lay its root tree over the image, give it kernel file systems of its own, then be its init.
# Runs in new mount, pid, uts, ipc, net and cgroup namespaces; "go" on stdin says that the network card is there.
set -e
D=$1 N=$2 LOWER=$3 IP=$4 GATEWAY=$5 R=$1/root
read -r go
mount --make-rprivate /
mkdir -p "$D/rw/upper" "$D/rw/work"
mount -t overlay overlay -o "lowerdir=$LOWER,upperdir=$D/rw/upper,workdir=$D/rw/work" "$R"
ip link set lo up
ip addr add "$IP" dev eth0
ip link set eth0 up
ip route add default via "$GATEWAY"
if [ ! -s "$R/etc/hostname" ]; then
  echo "$N" > "$R/etc/hostname"
  printf '127.0.0.1 localhost %s\n' "$N" > "$R/etc/hosts"
  cp "$D/hostkey" "$R/etc/ssh/ssh_host_ed25519_key"
  chmod 600 "$R/etc/ssh/ssh_host_ed25519_key"
  cp "$D/hostkey.pub" "$R/etc/ssh/ssh_host_ed25519_key.pub"
  mkdir -p -m 700 "$R/root/.ssh"
  cp "$D/../operator.pub" "$R/root/.ssh/authorized_keys"
  tr -d - < /proc/sys/kernel/random/uuid > "$R/etc/machine-id"
fi
mount -t proc -o nosuid,nodev,noexec proc "$R/proc"
# The kernel has one boot id for all of its namespaces; a host that was restarted must show another.
cat /proc/sys/kernel/random/uuid > "$D/boot_id"
mount --bind "$D/boot_id" "$R/proc/sys/kernel/random/boot_id"
mount -t sysfs -o ro,nosuid,nodev,noexec sysfs "$R/sys"
mount -t tmpfs -o mode=755,nosuid,size=1m dev "$R/dev"
for pair in null:3 zero:5 full:7 random:8 urandom:9; do mknod -m 666 "$R/dev/${pair%%:*}" c 1 "${pair##*:}"; done
mknod -m 666 "$R/dev/tty" c 5 0
mkdir "$R/dev/pts" "$R/dev/shm"
mount -t devpts -o newinstance,ptmxmode=666,mode=620,gid=5 devpts "$R/dev/pts"
ln -s pts/ptmx "$R/dev/ptmx"
ln -s /proc/self/fd "$R/dev/fd"
ln -s fd/0 "$R/dev/stdin"
ln -s fd/1 "$R/dev/stdout"
ln -s fd/2 "$R/dev/stderr"
mount -t tmpfs -o nosuid,nodev tmpfs "$R/dev/shm"
mount -t tmpfs -o mode=755,nosuid,nodev,size=32m tmpfs "$R/run"
mount -t tmpfs -o mode=1777,nosuid,nodev,size=64m tmpfs "$R/tmp"
mount -t cgroup2 -o nosuid,nodev,noexec cgroup2 "$R/sys/fs/cgroup"
hostname "$N"
cd "$R"
mkdir -p .old
pivot_root . .old
umount -l /.old
exec env -i container=lab PATH=/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb \
  /lib/systemd/systemd --system --log-target=journal --show-status=false </dev/null >/dev/null 2>&1
