#!/bin/sh
# Install what makes hosts for the tests of `make long`, and build their images once, from the mirror. Only as root on Debian; says what.
set -eu
missing=
for pair in mmdebstrap:mmdebstrap ssh:openssh-client ip:iproute2 ethtool:ethtool apt-ftparchive:apt-utils createrepo_c:createrepo-c cc:gcc; do
  command -v "${pair%%:*}" >/dev/null || missing="$missing ${pair##*:}"
done
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "lab: hosts need root on Debian; the tests that use them are skipped and say so" >&2
  exit 0
fi
if [ -n "$missing" ]; then
  echo "lab: installing Debian's$missing" >&2
  apt-get update -q >&2 && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing >&2
fi
PYTHONPATH=tests .venv/bin/python -c "from lab.hosts.images import build_images; build_images()" >&2 ||
  echo "lab: no images of hosts; the tests that need them are skipped and say so" >&2
