#!/bin/sh
# remove of 01-guard-linux, plan sha256:PLAN.
# Written from that plan; its digest stands in manifest.json. Run it as root, as often as you like: what is done is not done twice.
# The last line of its output is JSON and says what was seen. Exit code 0: nothing is left to do for this script; 1: read the line.
# That it ended with 0 proves nothing: whether the product is gone is UNKNOWN until it was looked for anew, by other means.
set -u
umask 077
LC_ALL=C
PATH="$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
HOME=${HOME:-/root}
export LC_ALL PATH HOME
home=/var/lib/excise/exports/KEY
run=/run
old=unknown away='' old_protects=unknown new=unknown new_protects=unknown residue=unknown boot_risk=not-asked
changed=false restart=none boot=unknown tmp=

# --- the result

tell() { # exit code, answer, why
  means=
  for one in $away; do means="$means${means:+,}\"$one\""; done
  line=$(printf '{"schema":"excise.export-result/1","plan":"sha256:PLAN","parcel":"KEY","part":"remove","at":"%s","host":"%s","boot":"%s","answer":"%s","why":"%s","changed":%s,"restart":"%s","seen":{"old":"%s","absent_by":[%s],"old_protects":"%s","new":"%s","new_protects":"%s","residue":"%s","residue_unseen":1,"boot_risk":"%s"}}' \
    "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$(uname -n | tr -cd 'A-Za-z0-9._-')" "$boot" "$2" "$3" "$changed" "$restart" \
    "$old" "$means" "$old_protects" "$new" "$new_protects" "$residue" "$boot_risk")
  { mkdir -p "$home" && printf '%s\n' "$line" >>"$home/log"; } 2>/dev/null
  printf '%s\n' "$line"
  exit "$1"
}

ended() {
  [ -z "$tmp" ] || rm -rf "$tmp"
}
trap ended EXIT
trap 'exit 1' HUP INT TERM

# --- looking: present, absent, or unknown; what fits no rule is unknown

bounded() { # seconds, then the command
  limit=$1
  shift
  if command -v timeout >/dev/null 2>&1; then
    timeout -k 5 "$limit" "$@"
    return
  fi
  "$@" <&0 &
  child=$!
  (
    trap 'kill "$rest"; exit' TERM
    sleep "$limit" &
    rest=$!
    wait "$rest"
    trap '' TERM
    kill -TERM "$child"
    sleep 5
    kill -KILL "$child"
  ) >/dev/null 2>&1 &
  guard=$!
  wait "$child"
  child=$?
  kill "$guard" 2>/dev/null
  return "$child"
}

ask() { # seconds, then a command that only looks; gives its output and code
  # Into a file, not a pipe: a child that outlives it would hold the pipe. A look writes nothing else that could be large.
  (
    ulimit -f 2048
    bounded "$@"
  ) </dev/null >"$tmp/out" 2>/dev/null
  code=$?
  out=$(head -c 65537 "$tmp/out" | tr -d '\000')
  said=unknown
  # It did not end in its time, or there is no such command.
  case $code in 124 | 126 | 127 | 137 | 143) return 1 ;; esac
}

has() {
  case $out in *"$1"*) return 0 ;; esac
  return 1
}

whole() {
  [ "${#out}" -le 65536 ]
}

judge() { # from the means: absent only by two of them, of which none is unsure
  away=
  for one in files network packages services; do
    case " $gone " in *" $one "*) case " $unsure " in *" $one "*) ;; *) away="$away $one" ;; esac ;; esac
  done
  # shellcheck disable=SC2086
  set -- $away
  said=unknown
  if [ -n "$there" ]; then
    said=present away=
  elif [ "$#" -ge 2 ]; then
    said=absent
  else
    away=
  fi
}

see_old() {
  there='' gone='' unsure=''
  if ask 60 dpkg-query -W guard; then
      case $code in
      0) said=present ;;
      1) said=absent ;;
      *) said=unknown ;;
      esac
  fi
  case $said in present) there=1 ;; absent) gone="$gone packages" ;; *) unsure="$unsure packages" ;; esac
  if ask 60 guard-files; then
    if has '[there]'; then said=present
    elif ! whole; then said=unknown
    elif has '[none]'; then said=absent
    else
      case $code in
      *) said=unknown ;;
      esac
    fi
  fi
  case $said in present) there=1 ;; absent) gone="$gone files" ;; *) unsure="$unsure files" ;; esac
  judge
  old=$said
  if ask 60 guard-running; then
      case $code in
      0) said=present ;;
      1) said=absent ;;
      *) said=unknown ;;
      esac
  fi
  old_protects=$said
}

see_residue() {
  left=absent
  if ask 60 guard-rests; then
      case $code in
      0) said=present ;;
      1) said=absent ;;
      *) said=unknown ;;
      esac
  fi
  case $said in present) left=present ;; unknown) [ "$left" = present ] || left=unknown ;; esac
  residue=$left
}

see_new() { # is the new engine active? On access, by its service's word, with fresh definitions: all of it, or it is not proven
  new_protects=unknown proven_at=$(date +%s)
  if ask 60 shield-there; then
      case $code in
      0) said=present ;;
      1) said=absent ;;
      *) said=unknown ;;
      esac
  fi
  new=$said
  if ask 60 open-control; then
      case $code in
      0) said=present ;;
      1) said=absent ;;
      *) said=unknown ;;
      esac
  fi
  # The harmless file can't be opened, so a refusal says nothing.
  [ "$said" = present ] || return
  if ask 60 open-test; then
      case $code in
      1) said=present ;;
      0) said=absent ;;
      *) said=unknown ;;
      esac
  fi
  access=$said
  if ask 60 shield-running; then
      case $code in
      0) said=present ;;
      1) said=absent ;;
      *) said=unknown ;;
      esac
  fi
  serving=$said
  see_definitions
  case " $access $serving $fresh " in
  *" absent "*) new_protects=absent ;;
  *" unknown "*) new_protects=unknown ;;
  *) new_protects=present ;;
  esac
}

see_definitions() {
  fresh=unknown
  ask 60 shield-age || return
  [ "$code" = 0 ] || return
  rest=$out
  rest=$(printf '%s' "$rest" | tr '\n\t' '  ' | sed 's/^ *//; s/ *$//')
  printf '%s\n' "$rest" | grep -Eqx '[1-9][0-9]{0,11}' || return
  made=$rest
  age=$(($(date +%s) - made))
  if [ "$age" -lt -86400 ]; then
    fresh=unknown
  elif [ "$age" -le 259200 ]; then
    fresh=present
  else
    fresh=absent
  fi
}

see() {
  see_old
  see_new
  see_residue
}

proven() { # looks anew: nothing that was seen before counts when a step begins that can end protection
  see_new
  [ "$new_protects" = present ] || tell 1 not-proven "no other engine is proven active; nothing more was done"
  [ $(($(date +%s) - proven_at)) -le 120 ] || tell 1 not-proven "looking took longer than 120 s; nothing more was done"
}

# --- restarts

read_boot() {
  if [ -r /proc/sys/kernel/random/boot_id ]; then
    boot=$(cat /proc/sys/kernel/random/boot_id)
  else
    boot=$(sysctl -n kern.bootsessionuuid 2>/dev/null)
  fi
  boot=$(printf '%s' "$boot" | tr -cd 'A-Za-z0-9-')
  [ -n "$boot" ] || boot=unknown
}

see_restart() { # was the host restarted since the product was first seen absent?
  restart=none
  restart=needed
  if [ "$old" = present ]; then rm -f "$home/removed-boot"; fi
  [ "$old" = absent ] || return 0
  if [ ! -s "$home/removed-boot" ]; then
    { mkdir -p "$home" && printf '%s' "$boot" >"$home/removed-boot"; } 2>/dev/null || return 0
  fi
  [ "$boot" = unknown ] || [ "$(cat "$home/removed-boot")" = "$boot" ] || restart="done"
}

# --- steps: each is begun at most as often as the plan allows, and one that may not be repeated, once

again=0

step() { # name, may be repeated, seconds, codes that mean done, codes that ask for a restart, quiet, input, then the command
  name=$1 repeatable=$2 seconds=$3 fine=$4 asks=$5 quiet=$6 input=$7
  shift 7
  file=$home/$name
  tried=$(grep -c '^begun' "$file" 2>/dev/null)
  [ -n "$tried" ] || tried=0
  last=$(tail -n 1 "$file" 2>/dev/null)
  case $last in
  'ended '*)
    case " $fine $asks " in *" ${last#ended } "*) [ "$again" = 1 ] || return 0 ;; esac
    ;;
  esac
  if [ "$tried" -gt 0 ] && [ "$repeatable" = 0 ]; then
    tell 1 blocked "the step $name was begun before and may not be begun again; a person decides"
  fi
  [ "$tried" -lt 2 ] || tell 1 failed "the step $name was begun $tried times"
  case $name in remove-* | restart-*) proven ;; esac
  { mkdir -p "$home" && printf 'begun %s\n' "$boot" >>"$file" && { sync "$file" || sync; }; } 2>/dev/null || tell 1 refused "its folder can not be written; nothing was done"
  changed=true
  kept=$home/$name.out
  [ "$quiet" = 0 ] || kept=/dev/null
  (
    umask 022
    bounded "$seconds" "$@"
  ) <"$input" >"$kept" 2>&1
  code=$?
  printf 'ended %s\n' "$code" >>"$file"
  case " $asks " in *" $code "*) : >"$home/restart-asked" ;; esac
  case " $fine $asks " in *" $code "*) return 0 ;; esac
  stopped="the step $name ended with code $code"
  return 1
}

# --- begin

[ "$(id -u)" = 0 ] || tell 1 refused "run it as root; nothing was done"
tmp=$(mktemp -d "$run/excise.XXXXXX") || tell 1 refused "no folder for its own use; nothing was done"
read_boot
today=$(date -u +%Y%m%d)
[ "$today" -ge 20200106 ] || tell 1 refused "the plan lets it begin on 2020-01-06; nothing was done"
[ "$today" -le 20991231 ] || tell 1 refused "its approval ended on 2099-12-31; nothing was done"
mkdir -p "$home" || tell 1 refused "its folder can not be written; nothing was done"
# Who holds the lock, and in which start of the host: one of an earlier start holds it no more.
printf '%s %s\n' "$$" "$boot" >"$home/lock.$$"
if ! ln "$home/lock.$$" "$home/lock" 2>/dev/null; then
  read -r holder start <"$home/lock"
  if [ "$start" = "$boot" ] && kill -0 "$holder" 2>/dev/null; then
    rm -f "$home/lock.$$"
    tell 1 waits "another of its scripts runs; nothing was done"
  fi
  rm -f "$home/lock"
  ln "$home/lock.$$" "$home/lock" || tell 1 waits "another of its scripts runs; nothing was done"
fi
rm -f "$home/lock.$$"
ended() {
  rm -rf "$tmp" "$home/lock"
}
see
see_restart
[ "$old" != absent ] || tell 0 nothing-to-do "it is seen absent"
[ "$old" = present ] || tell 1 unknown "whether it is there is not known; nothing was done"
[ "$new_protects" = present ] || tell 1 not-proven "no other engine is proven active; nothing was done"
work() {
  stopped=
  step remove-0 1 20 0 '' 0 /dev/null \
  guard-remove --all 'it'"'"'s $HOME `x`'
}
work
if [ "$changed" = false ]; then
  again=1
  work
fi
# What it says of itself counts for nothing: look.
looked=0
while [ "$looked" -lt 5 ]; do
  see
  see_restart
  [ "$old" != absent ] || tell 0 "done" "it is seen absent${stopped:+, though $stopped}"
  looked=$((looked + 1))
  sleep 1
done
[ -z "$stopped" ] || tell 1 failed "$stopped; it is seen $old"
tell 1 failed "its steps are done, and it is seen $old"
