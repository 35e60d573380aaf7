#!/bin/sh
# Make the environment .venv with everything locked. Works on a bare Debian 12 with Python 3.11; as root it installs what is missing.
set -eu
cd "$(dirname "$0")/.."
stamp=.venv/.installed
want=$(cat pyproject.toml requirements/*.lock | cksum)
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$want" ] && .venv/bin/python -c "import excise" 2>/dev/null; then exit 0; fi

python=
for name in "${PYTHON:-}" python3.11 python3.12 python3.13 python3; do
  [ -n "$name" ] || continue
  if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$name; break; fi
done
[ -n "$python" ] || { echo "setup: Python 3.11 or newer is needed; install it, or name it: make PYTHON=/path/to/python" >&2; exit 2; }

if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "setup: installing Debian's python3-venv" >&2
    apt-get update -q >&2 && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends python3-venv >&2
  else
    echo "setup: $python has no venv module; install it first (Debian: apt-get install python3-venv)" >&2
    exit 2
  fi
fi

echo "setup: making .venv with $("$python" --version)" >&2
"$python" -m venv --clear .venv
.venv/bin/python -m pip install -q --require-hashes -r requirements/core.lock -r requirements/dev.lock
.venv/bin/python -m pip install -q --no-deps --no-build-isolation -e .
printf '%s' "$want" > "$stamp"
