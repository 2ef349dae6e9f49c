/**
 * The way back: the former bytes of every file of a change in the state directory, and something on the host itself that
 * puts them back when nobody has settled the change in time. Time is counted by the host's uptime, so that a clock that is
 * set meanwhile neither hurries nor delays it.
 */
export const WAY_BACK = `set_hash() { printf '%s:%s\\n' "$user" "$1" | chpasswd -e; }
end_timer() {
  read -r kind which <"$S/revert/timer" 2>/dev/null || return 0
  case $kind in
    pid) grep -qF "$S/revert.sh" "/proc/$which/cmdline" 2>/dev/null && kill -s TERM -- "-$which" 2>/dev/null ;;
    unit) systemctl stop "$which.timer" 2>/dev/null ;;
    at) atrm "$which" 2>/dev/null ;;
  esac
  return 0
}
# Puts one file back; what others appended in the meantime stays, what they wrote otherwise is kept in the state directory.
put_back() {
  target=$(cat "$1.path"); kind=$(cat "$1.kind"); source=$1.former
  [ -e "$source" ] || source=/dev/null
  if [ -f "$target" ] && ! cmp -s "$target" "$source"; then
    wrote=0; [ ! -f "$1.wrote" ] || wrote=$(($(wc -c <"$1.wrote")))
    now=$(($(wc -c <"$target")))
    if [ -f "$1.wrote" ] && [ "$now" -gt "$wrote" ] && head -c "$wrote" -- "$target" | cmp -s - "$1.wrote"; then
      { cat "$source"; tail -c +$((wrote + 1)) -- "$target"; } >"$1.merged" || return 1
      put "$target" "$1.merged" "$kind"; return
    fi
    [ -f "$1.wrote" ] && cmp -s "$target" "$1.wrote" || cp -- "$target" "$S/kept-$token-$1" || return 1
  fi
  if [ -e "$1.former" ]; then cmp -s "$target" "$1.former" || put "$target" "$1.former" "$kind"
  else [ ! -e "$target" ] || gone "$target"; fi
}
# Under the lock. Everything that the change with this token touched is as it was.
revert() {
  cd "$S/revert" || return 1
  [ ! -f reload ] || [ "\${has_host_lock-}" = yes ] || lock_host || return 1
  user=$(cat user); sshd=$(cat sshd); main=$(cat main); pid_file=$(cat pid-file); token=$(cat "$S/armed")
  account_of "$user"
  n=0
  while [ -f "$n.path" ]; do put_back "$n" || return 1; n=$((n + 1)); done
  [ ! -f hash ] || set_hash "$(cat hash)" || return 1
  if [ -f version ]; then mv -f version "$S/version"; else rm -f "$S/version"; fi
  [ ! -f reload ] || reload || true
  printf '%s\\n' "$token" >"$S/reverted"
  rm -f "$S/armed"; cd /; rm -rf "$S/revert" "$S/due" "$S/boot" "$S/revert.sh"; flush "$S"
}
revert_when_due() {
  S=$1
  uptime_now; due=$(cat "$S/due") || exit 0
  while [ "$(cat "$S/armed" 2>/dev/null)" = "$2" ]; do
    uptime_now
    if [ "$up" -ge "$due" ]; then
      lock && [ "$(cat "$S/armed" 2>/dev/null)" = "$2" ] && { revert; }
      sleep 1
    else sleep $((due - up)); fi
  done
}
arm() {
  uptime_now; echo $((up + seconds)) >"$S/due"; boot_now >"$S/boot"
  # Renamed into place: an earlier one may still be read by a shell that waits.
  printf '%s\\n' "$program" >"$S/revert.sh.new" && mv -f "$S/revert.sh.new" "$S/revert.sh" || return 1
  printf '%s\\n' "$token" >"$S/armed.new" && flush "$S/armed.new" && mv -f "$S/armed.new" "$S/armed" && flush "$S" || return 1
  start_timer
}
start_timer() {
  if [ "$me" = 0 ] && [ -d /run/systemd/system ] && has systemd-run &&
    systemd-run --quiet --collect --unit="keyplane-$token" --on-active="$seconds" --timer-property=AccuracySec=200ms \\
      sh "$S/revert.sh" "$S" "$token" 8>&- 9>&- >/dev/null 2>&1; then
    echo "unit keyplane-$token" >"$S/revert/timer"
  elif [ "$seconds" -ge 60 ] && has at && [ -r /run/atd.pid ] && kill -0 "$(cat /run/atd.pid)" 2>/dev/null &&
    job=$(echo "exec sh '$S/revert.sh' '$S' '$token'" | at "now + $((seconds / 60)) minutes" 8>&- 9>&- 2>&1); then
    # It wakes at the beginning of a minute, early, and waits for the rest.
    echo "at $(printf '%s\\n' "$job" | sed -n 's/^job \\([0-9]*\\) .*/\\1/p')" >"$S/revert/timer"
  elif has setsid; then
    setsid sh "$S/revert.sh" "$S" "$token" </dev/null >/dev/null 2>&1 8>&- 9>&- &
    echo "pid $!" >"$S/revert/timer"; kill -0 $!
  else
    nohup sh "$S/revert.sh" "$S" "$token" </dev/null >/dev/null 2>&1 8>&- 9>&- &
    echo "none $!" >"$S/revert/timer"; kill -0 $!
  fi
}
`
