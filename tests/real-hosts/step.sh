#!/bin/sh
# Stands before every program that scripts on a test host run, counts the calls, and makes one of them go wrong.
# /fault/step: the number of the call that goes wrong; /fault/kind: how; /fault/count: calls so far.
read -r count </fault/count
count=$((count + 1))
echo "$count" >/fault/count
read -r step </fault/step
if [ "$count" = "$step" ]; then
  read -r kind </fault/kind
  # What runs the script, from here up to the session's sshd.
  above=
  pid=$PPID
  while [ "$pid" -gt 1 ]; do
    # A process above may be gone by now.
    read -r stat <"/proc/$pid/stat" || break
    case $stat in *'(sshd'*) break ;; esac
    above="$above $pid"
    rest=${stat##*) }
    pid=$(printf '%s\n' "$rest" | { read -r _ parent _; echo "$parent"; })
  done
  echo "${0##*/}" >/fault/met
  case $kind in
    fails) exit 1 ;;
    connection-cut) [ "$pid" -le 1 ] || kill -KILL "$pid" ;;
    script-killed) kill -KILL $above ;;
    waits) while [ ! -e /fault/go ]; do /usr/bin/sleep 0.02; done ;;
  esac
fi
exec "/fault/real/${0##*/}" "$@"
