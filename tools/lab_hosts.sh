#!/bin/sh
# Install what makes hosts for tests, and build their images once, from the mirror; with `all` also those of Debian's
# releases before and after this machine's, Wine, for packages of Windows, and Ansible.
# Only as root on Debian; says what.
set -eu
wanted="mmdebstrap:mmdebstrap ssh:openssh-client ip:iproute2 ethtool:ethtool apt-ftparchive:apt-utils createrepo_c:createrepo-c cc:gcc"
[ "${1:-}" != all ] || wanted="$wanted wine:wine wineserver:wine64 wixl:wixl"
missing=
for pair in $wanted; do
  command -v "${pair%%:*}" >/dev/null || missing="$missing ${pair##*:}"
done
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "lab: hosts need root on Debian; the tests that use them are skipped and say so" >&2
  exit 0
fi
if [ -n "$missing" ]; then
  echo "lab: installing Debian's$missing" >&2
  { apt-get update -q >&2 && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing >&2; } ||
    { echo "lab: they can't be installed; the tests that use hosts are skipped and say so" >&2 && exit 0; }
fi
PYTHONPATH=tests .venv/bin/python -c "from lab.hosts.images import build_images; build_images()" >&2 ||
  echo "lab: no images of hosts; the tests that need them are skipped and say so" >&2
[ "${1:-}" = all ] || exit 0
PYTHONPATH=tests .venv/bin/python -c "from lab.hosts.images import build_neighbours; build_neighbours()" >&2 ||
  echo "lab: no hosts of other releases; the tests that need them are skipped and say so" >&2

# A program of its own, never imported: its licence is another one.
venv=${EXCISE_LAB_CACHE:-$HOME/.cache/excise-lab}/ansible-venv
if [ ! -x "$venv/bin/ansible-runner" ]; then
  echo "lab: installing ansible-core and ansible-runner into $venv" >&2
  { .venv/bin/python -m venv "$venv" && "$venv/bin/pip" install -q ansible-core==2.19.14 ansible-runner==2.4.3 >&2; } ||
    { rm -rf "$venv" && echo "lab: no Ansible; the tests that need it are skipped and say so" >&2; }
fi
