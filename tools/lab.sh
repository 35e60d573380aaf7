#!/bin/sh
# Install what the tests under tests/lab use: real packers, strace, a second log in Go, a browser, readers
# of PDF and XLSX. Only as root on Debian; says what.
set -eu
missing=
for pair in rpm:rpm dpkg-deb:dpkg db5.3_load:db5.3-util unshare:util-linux strace:strace go:golang-go oscap:openscap-scanner \
    chromium:chromium pdftoppm:poppler-utils soffice:libreoffice-calc; do
  command -v "${pair%%:*}" >/dev/null || missing="$missing ${pair##*:}"
done
[ -d /usr/share/gocode/src/golang.org/x/mod/sumdb/tlog ] || missing="$missing golang-golang-x-mod-dev"
if [ -z "$missing" ]; then
  :
elif [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "lab: installing Debian's$missing" >&2
  apt-get update -q >&2 && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing >&2
else
  echo "lab: without root$missing can't be installed; the tests that need it are skipped and say so" >&2
fi
