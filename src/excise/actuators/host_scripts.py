"""The fixed shell texts that run on hosts. What differs from call to call comes as arguments, never as text in them.

Each answers in a frame: a line with a number used once, what it has to say, then that number again and a few words. What a login
file of the host prints before, or what a broken link cuts off, so can't be taken for an answer.
"""

HOME = "/var/lib/excise/steps"
SECRETS = "/run/excise"
UNIT = "excise-step-"
KEPT_BYTES = 32768
"""Kept of the beginning of a step's output, and as much of its end."""

# $1 number, $2 seconds, then the command.
OBSERVE = """\
n=$1 t=$2; shift 2
printf '%s\\n' "$n"
timeout -k 2 "$t" "$@" </dev/null
printf '\\n%s %s\\n' "$n" "$?"
"""

# $1 number, $2 id, $3 digest of what is asked, $4 text of the step, $5 text of its unit, $6 the start of the host in which it may
# begin, or nothing: this text and its unit end with their start, so one look is enough. Secrets come on stdin: name, base64.
START = f"""\
umask 077
n=$1 id=$2 d={HOME}/$2 r={SECRETS}/$2 unit={UNIT}$2
say() {{ printf '%s\\n\\n%s %s\\n' "$n" "$n" "$*"; exit 0; }}
command -v systemd-run >/dev/null || say refused no systemd-run on this host
if [ -f "$d/asked" ] && [ "$(cat "$d/asked")" != "$3" ]; then say other; fi
[ -d "$d/ran" ] && say begun
if [ -n "$6" ] && [ "$6" != "$(cat /proc/sys/kernel/random/boot_id)" ]; then say restarted; fi
mkdir -p "$d" && printf '%s' "$4" >"$d/step.$$" && printf '%s' "$5" >"$d/unit.$$" && printf '%s' "$3" >"$d/asked.$$" \\
  && [ -s "$d/asked.$$" ] && mv "$d/step.$$" "$d/step" && mv "$d/unit.$$" "$d/unit" && mv "$d/asked.$$" "$d/asked" \\
  || say refused the host could not write to {HOME}
systemctl is-active --quiet "$unit" && say begun
mkdir -p "$r" || say refused the host could not write to {SECRETS}
while read -r name value; do
  printf '%s' "$value" | base64 -d >"$r/$name" || say refused the host could not keep a secret
done
systemctl reset-failed "$unit" 2>/dev/null
words=$(LC_ALL=C systemd-run --quiet --no-ask-password --unit="$unit" -p KillMode=process sh "$d/unit" 2>&1 </dev/null) \\
  && say begun
# Someone else asks for the same step at this moment: it is his, whatever comes of it.
case $words in *already*) say begun ;; esac
say refused "$words"
"""

# The unit of one step. Making the folder `ran` is what only one can do, once, for ever; it is on disk before the step begins.
# The file for the code is there before as well: it can be filled in on a full disk.
STEP_UNIT = f"""\
umask 077
export HOME=/root
d=${{0%/*}} r={SECRETS}/$(basename "${{0%/*}}")
echo '          ' >"$d/code.new" && mkdir "$d/ran" || exit 125
cat /proc/sys/kernel/random/boot_id >"$d/ran/boot"
sync "$d/ran" "$d" 2>/dev/null || sync
input=/dev/null
[ -f "$r/stdin" ] && input=$r/stdin
mkdir -p "$r" && mkfifo "$r/.pipe" || exit 125
{{
  # Not head: that keeps what it has read until the end.
  dd bs={KEPT_BYTES} count={KEPT_BYTES} iflag=count_bytes >&3 2>/dev/null
  tail -c {KEPT_BYTES} >&4
}} <"$r/.pipe" 3>"$d/head" 4>"$d/tail" &
reader=$!
(umask 022; exec timeout -k 10 SECONDS sh "$d/step") <"$input" >"$r/.pipe" 2>&1
code=$?
# A daemon that the step started may hold the pipe for ever; what it says later goes nowhere.
i=0
while [ "$i" -lt 10 ] && kill -0 "$reader" 2>/dev/null; do sleep 0.1; i=$((i + 1)); done
rm -f "$r/.pipe"
first=$(wc -c <"$d/head") last=$(wc -c <"$d/tail")
if [ "$last" -ge {KEPT_BYTES} ] || {{ [ "$first" -ge {KEPT_BYTES} ] && [ "$last" -eq 0 ]; }}; then : >"$d/cut"; fi
if [ -n "$(ls "$r")" ]; then
  for secret in "$r"/*; do cat "$secret"; echo; done | grep -av '^$' >"$r/.all"
  # Of a line that is split between the two, each may hold half a secret.
  if [ -e "$d/cut" ]; then
    sed '$d' "$d/head" | grep -avF -f "$r/.all" >"$r/.head"
    sed 1d "$d/tail" | grep -avF -f "$r/.all" >"$r/.tail"
  else
    cat "$d/head" "$d/tail" | grep -avF -f "$r/.all" >"$r/.head"
    : >"$r/.tail"
  fi
  for part in head tail; do
    rm "$d/$part"
    cat "$r/.$part" >"$d/$part"
  done
fi
rm -rf "$r"
printf '%s' "$code" | dd of="$d/code.new" conv=notrunc 2>/dev/null
sync "$d/code.new" 2>/dev/null || sync
mv "$d/code.new" "$d/code"
sync "$d" 2>/dev/null || sync
"""

# $1 number, $2 id.
RESULT = f"""\
n=$1 d={HOME}/$2
printf '%s\\n' "$n"
say() {{ printf '\\n%s %s\\n' "$n" "$*"; exit 0; }}
ended() {{
  cut=
  cat "$d/head"
  if [ -e "$d/cut" ]; then cut=cut; printf '\\n[...]\\n'; fi
  cat "$d/tail"
  say "done $(cat "$d/code") $cut"
}}
[ -f "$d/code" ] && ended
state=$(systemctl is-active {UNIT}$2 2>/dev/null)
[ -f "$d/code" ] && ended
case $state in
active | activating | deactivating | reloading) say running ;;
inactive | failed | unknown) ;;
*) say unasked the service manager does not answer ;;
esac
[ -d "$d/ran" ] || say not-started
[ "$(cat "$d/ran/boot")" = "$(cat /proc/sys/kernel/random/boot_id)" ] || say broken-off the host was restarted in it
say broken-off it was ended from outside
"""
