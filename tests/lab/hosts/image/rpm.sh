#!/bin/sh
# Make of the base image ($1) the layer ($2) of hosts whose packages are kept by rpm and dnf. Runs in a mount namespace of its own.
set -e
BASE=$1 OUT=$2 SOURCES=$3 R=$2/making/root
mkdir -p "$OUT/making"
mount -t tmpfs layer "$OUT/making"
mkdir -p "$OUT/making/upper" "$OUT/making/own" "$R"
mount -t overlay overlay -o "lowerdir=$BASE,upperdir=$OUT/making/upper,workdir=$OUT/making/own" "$R"
mount -t proc proc "$R/proc"
mount --bind /dev "$R/dev"
cp /etc/resolv.conf "$R/etc/resolv.conf"
cp "$SOURCES" "$R/etc/apt/sources.list.d/"
printf '#!/bin/sh\nexit 101\n' > "$R/usr/sbin/policy-rc.d"
chmod 755 "$R/usr/sbin/policy-rc.d"
export DEBIAN_FRONTEND=noninteractive
chroot "$R" apt-get update -q
chroot "$R" apt-get install -y -q --no-install-recommends rpm dnf

# From here on rpm keeps the packages: dpkg and apt go, and so does what they knew.
rm -rf "$R/etc/apt" "$R/var/lib/apt" "$R/var/lib/dpkg" "$R/var/cache/apt" "$R/etc/resolv.conf" "$R/usr/sbin/policy-rc.d" "$R/packages"
rm -f "$R"/usr/bin/apt* "$R"/usr/bin/dpkg* "$R"/var/log/dpkg.log "$R"/etc/debian_version
mkdir -p "$R/etc/rpm" "$R/etc/yum.repos.d"
printf '%%_dbpath /var/lib/rpm\n%%_db_backend sqlite\n' > "$R/etc/rpm/macros.lab"
printf '[main]\ngpgcheck=0\ninstallonly_limit=3\nclean_requirements_on_remove=False\nplugins=0\n' > "$R/etc/dnf/dnf.conf"
rm -f "$R/etc/os-release"
printf 'NAME="Lab Linux"\nID=lablinux\nID_LIKE="rhel fedora"\nVERSION_ID="9"\nPRETTY_NAME="Lab Linux 9 (packages by rpm, the rest is Debian)"\n' \
  > "$R/etc/os-release"
# What a distribution's own packages would provide.
cat > "$OUT/release.spec" <<'S'
Name: lab-release
Version: 9
Release: 1
Summary: release of the lab's hosts
License: none
BuildArch: noarch
Provides: /bin/sh
Provides: system-release = 9
Provides: system-release(releasever) = 9
%description
Release of the lab's hosts.
%files
S
rpmbuild -bb --quiet --nodeps --define "_topdir $OUT/top" --define "_rpmdir $OUT" "$OUT/release.spec"
cp "$OUT"/noarch/lab-release-*.rpm "$R/root/release.rpm"
chroot "$R" rpm --initdb
chroot "$R" rpm -i --nodeps /root/release.rpm || chroot "$R" rpm -i --force-debian --nodeps /root/release.rpm
rm -f "$R/root/release.rpm"
umount "$R/proc" "$R/dev" "$R"
mkdir "$OUT/layer"
cp -a "$OUT/making/upper/." "$OUT/layer/"
umount "$OUT/making"
rmdir "$OUT/making"
