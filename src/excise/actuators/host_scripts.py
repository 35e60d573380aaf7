"""The fixed shell texts that run on hosts. What differs from call to call comes as arguments, never as text in them.

Each answers in a frame: a line with a number used once, what it has to say, then that number again and a few words. What a login
file of the host prints before, or what a broken link cuts off, so can't be taken for an answer.
"""

HOME = "/var/lib/excise/steps"
SECRETS = "/run/excise"
UNIT = "excise-step-"
KEPT_BYTES = 32768
"""Kept of the beginning of a step's output, and as much of its end."""

# $1 number, $2 seconds, then the command: one that only looks has nothing in a session of its own, and takes no lock for long.
OBSERVE = """\
n=$1 t=$2; shift 2
printf '%s\\n' "$n"
timeout -k 2 "$t" "$@" </dev/null
printf '\\n%s %s\\n' "$n" "$?"
"""

# $1 number, $2 id, $3 digest of what is asked, $4 text of the step, $5 text of its unit, $6 the start of the host in which it may
# begin, or nothing, $7 the last second of that, or nothing: this text and its unit end with their start, so one look is enough.
# Secrets come on stdin: name, base64.
START = f"""\
umask 077
n=$1 id=$2 d={HOME}/$2 r={SECRETS}/$2 unit={UNIT}$2
say() {{ printf '%s\\n\\n%s %s\\n' "$n" "$n" "$*"; exit 0; }}
command -v systemd-run >/dev/null || say refused no systemd-run on this host
if [ -f "$d/asked" ] && [ "$(cat "$d/asked")" != "$3" ]; then say other; fi
[ -d "$d/ran" ] && say begun
if [ -n "$6" ] && [ "$6" != "$(cat /proc/sys/kernel/random/boot_id)" ]; then say restarted; fi
if [ -n "$7" ] && [ "$(cut -d. -f1 /proc/uptime)" -gt "$7" ]; then say late; fi
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

# How the unit runs a step within its time. `timeout` alone ends what is in the step's process group; a package manager's children
# are in sessions of their own, and would hold its lock for ever. So it tells this shell, and this one ends the step's tree from
# its tips: a package manager then sees its script fail, and puts things in order. What is left in the end is ended whole. What
# another process has taken over by then, or another control group, is a daemon and lives on: it may be what protects the host.
_WITHIN = r"""
if [ "$1" = within ]; then
  # Gives in `line` what stands behind the name of a process, which may hold anything.
  stat_of() {
    line=
    { while IFS= read -r text || [ -n "$text" ]; do line=$text; done <"/proc/$1/stat"; } 2>/dev/null
    line=${line##*)}
  }
  # Gives in `tree` the step's processes without the dead, each as `pid:start:parent`, children first.
  look() {
    every='' tree=' ' parents=' ' more=1
    for file in /proc/[0-9]*; do
      stat_of "${file#/proc/}"
      set -- $line
      [ $# -lt 20 ] && continue
      case $1 in [ZXx]) continue ;; esac
      every="$every ${file#/proc/}:${20}:$2"
    done
    while [ "$more" ]; do
      more=
      for one in $every; do
        pid=${one%%:*} parent=${one##*:}
        case $tree in *" $pid:"*) continue ;; esac
        case $ours in *" ${one%:*} "*) ;; *)
          case $tree in *" $parent:"*) ;; *) continue ;; esac
          [ "$(cat "/proc/$pid/cgroup" 2>/dev/null)" = "$group" ] || continue
          ;;
        esac
        tree=" $one$tree" parents="$parents$parent " more=1
      done
    done
  }
  # Gives in `tips`, parents first, those without children, and the shells above them: a script would go on behind a command that
  # was ended. A shell that waits for something else as well is none.
  find_tips() {
    tips=' ' above=' '
    for one in $tree; do
      pid=${one%%:*} tip=1
      case $parents in *" $pid "*)
        exe=$(readlink "/proc/$pid/exe")
        exe=${exe% (deleted)}
        case ${exe##*/} in sh | dash | bash | ash | ksh* | mksh | zsh | busybox) ;; *) tip= ;; esac
        case $above in *" $pid "*) tip= ;; esac
        ;;
      esac
      if [ "$tip" ]; then tips=" $one$tips"; else above="$above${one##*:} "; fi
    done
  }
  # A number may be another process by now: its start tells. Given `pid:start`, and more or not.
  lives() {
    stat_of "${1%%:*}"
    set -- "$1" $line
    case $2 in [ZXx]) return 1 ;; esac
    case $1: in "${1%%:*}:${21}:"*) ;; *) return 1 ;; esac
  }
  send() { lives "$2" && kill -s "$1" "${2%%:*}"; }
  await_end() {
    i=0
    while [ "$i" -lt 50 ]; do
      alive=
      for one in $ours; do lives "$one" && alive=1; done
      [ "$alive" ] || return 0
      sleep 0.2
      i=$((i + 1))
    done
    return 1
  }
  end_step() {
    trap '' TERM
    group=$(cat /proc/self/cgroup) told=' ' known=
    stat_of "$1"
    set -- "$1" $line
    [ "$3" = "$$" ] || return
    ours=" $1:${21} "
    for round in 1 2 3; do
      look
      find_tips
      for one in $tips; do
        case $told in *" ${one%:*} "*)
          send KILL "$one"
          continue
          ;;
        esac
        # Whose parent was ended from here is no daemon. What began since the last round may be what puts things in order.
        case $told in
        *" ${one##*:}:"*) ours="$ours${one%:*} " ;;
        *) case $known in '' | *" $one "*) ;; *) continue ;; esac ;;
        esac
        send TERM "$one" && send CONT "$one"
        told="$told${one%:*} "
      done
      known=$tree
      await_end && return
    done
    # Held, none can start another that is not seen.
    held=' ' turn=0
    while [ "$turn" -lt 20 ]; do
      look
      turn=$((turn + 1)) seen=$held
      for one in $tree; do
        case $held in *" $one "*) continue ;; esac
        send STOP "$one"
        held="$held$one "
      done
      [ "$held" != "$seen" ] || break
    done
    for one in $tree; do send KILL "$one"; done
    await_end
  }
  exec 3<&0 4>&2 2>/dev/null
  trap '[ -z "$!" ] || end_step "$!"; exit 124' TERM
  # Without a limit: it gives the step a process group of its own, and undoes what a shell has its children ignore.
  timeout 0 sh "${0%/*}/step" <&3 2>&4 3<&- 4>&- &
  wait "$!"
  exit
fi
"""

# The unit of one step. Making the folder `ran` is what only one can do, once, for ever; it is on disk before the step begins.
# The file for the code is there before as well: it can be filled in on a full disk.
STEP_UNIT = (
    _WITHIN
    + f"""\
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
(umask 022; exec timeout --foreground -k 300 SECONDS sh "$d/unit" within) <"$input" >"$r/.pipe" 2>&1
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
)

# $1 seconds, then as texts: stop, start, prove, back. A quarter of the bound is kept for the way back.
HANDOVER = """\
up() { cut -d. -f1 /proc/uptime; }
end=$(($(up) + $1 * 3 / 4))
left() { n=$((end - $(up))); [ "$n" -gt 0 ] || n=1; echo "$n"; }
back() { timeout -k 1 "$(($1 / 4 + 1))" sh -c "$5"; exit 1; }
timeout -k 1 "$(left)" sh -c "$2" || back "$@"
timeout -k 1 "$(left)" sh -c "$3" || back "$@"
while [ "$(up)" -lt "$end" ]; do
  timeout -k 1 "$(left)" sh -c "$4" && exit 0
  sleep 0.5
done
back "$@"
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
