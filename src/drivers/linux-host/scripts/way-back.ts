/**
 * The way back: the former bytes of every file of a change in the state directory, and something on the host itself that
 * puts them back when nobody has settled the change in time. A change is open while `revert/facts` is there. Time is
 * counted by the host's uptime, so that a clock that is set meanwhile neither hurries nor delays it.
 */
export const WAY_BACK = `set_hash() { printf '%s:%s\\n' "$user" "$1" | chpasswd -e; }
is_open() { [ -f "$S/revert/facts" ]; }
# What the open change wrote down of itself.
read_facts() {
  open_files=0; is_complete=no
  while IFS= read -r fact; do
    told=\${fact#* }
    case \${fact%% *} in
      token) open_token=$told ;;
      due) open_due=$told ;;
      boot) open_boot=$told ;;
      user) open_user=$told ;;
      account) open_account=$told ;;
      sshd) open_sshd=$told ;;
      main) open_main=$told ;;
      pid-file) open_pid_file=$told ;;
      reloads) open_reloads=$told ;;
      order) open_order=$told ;;
      version) open_version=$told ;;
      hash) open_hash=$told ;;
      end) is_complete=yes ;;
      file)
        eval "open_kind_$open_files=\\\${told%% *} open_path_$open_files=\\\${told#* }"
        open_files=$((open_files + 1)) ;;
    esac
  done <"$S/revert/facts" || return 1
  [ "$is_complete" = yes ]
}
# What is to be ended when the change is not open any more: until then it must be there.
note_timer() { line_of "$S/revert/timer" timer ''; }
end_timer() {
  timer_name=\${timer#* }
  case \${timer%% *} in
    pid)
      line_of "/proc/$timer_name/cmdline" running ''
      case $running in *"$S/revert/"*) kill -s TERM -- "-$timer_name" 2>/dev/null ;; esac ;;
    unit) systemctl stop "$timer_name.timer" 2>/dev/null ;;
    at) atrm "$timer_name" 2>/dev/null ;;
  esac
  return 0
}
size_of() { size=$(stat -c %s -- "$1"); }
begins_with() { [ -f "$2" ] && size_of "$2" && head -c "$size" -- "$1" | cmp -s - "$2"; }
# Whether our bytes are in a file of which nobody wrote down that they are: the longer of both that it begins with tells.
is_replaced() {
  begins_with "$seen" "$wrote" || return 1
  written=$size
  ! begins_with "$seen" "$former" || [ "$size" -le "$written" ]
}
# What stands at the target: nothing, a file, which is copied, or something that is nobody's keys.
look_at_target() {
  found=nothing; seen=$S/revert/$1.seen
  [ -e "$target" ] || [ -h "$target" ] || return 0
  found=file; seen_of "$target" "$seen"
  case $? in
    0) size_of "$seen" || return 1; [ "$size" -le 8388608 ] || found=odd ;;
    3) found=odd ;;
    *) complain; return 1 ;;
  esac
}
# Puts one file back; what others appended in the meantime stays, what they wrote otherwise is kept in the state directory.
# A file that was not replaced yet is left to whoever changed it.
put_back() {
  wrote=$S/revert/$1.wrote; former=$S/revert/$1.former
  eval "target=\\$open_path_$1 kind=\\$open_kind_$1"
  choose_writer "$target" "$kind" && look_at_target "$1" || return 1
  if [ "$found" != nothing ] && [ ! -e "$S/revert/$1.done" ]; then
    [ "$found" = file ] && is_replaced || return 0
  fi
  source=$former
  [ -e "$source" ] || source=/dev/null
  if [ "$found" = file ] && ! cmp -s "$seen" "$source"; then
    if begins_with "$seen" "$wrote"; then
      { cat "$source" && tail -c +$((size + 1)) -- "$seen"; } >"$S/revert/$1.merged" || return 1
      if [ -e "$former" ] || [ -s "$S/revert/$1.merged" ]; then put_summed "$S/revert/$1.merged"; return; fi
    else cp -- "$seen" "$S/kept-$token-$1" || return 1; fi
  fi
  if [ -e "$former" ]; then
    if [ "$found" != file ] || ! cmp -s "$seen" "$former"; then put_summed "$former"; fi
  else [ "$found" = nothing ] || { gone "$target" && flush_folder; }; fi
}
put_summed() { sum_of "$1"; put "$target" "$1" "$kind" "$sum" any && flush_folder; }
flush_folder() { folder=\${target%/*}; flush "\${folder:-/}"; }
# Under the lock. Everything that the open change touched is as it was.
revert() {
  read_facts || { echo 'what the open change wrote down cannot be read' >&2; return 1; }
  [ "$open_reloads" = no ] || [ "\${has_host_lock-}" = yes ] || lock_host || return 1
  user=$open_user; sshd=$open_sshd; main=$open_main; pid_file=$open_pid_file; token=$open_token
  account_is "$open_account"; said=$S/revert/said
  # Noted before everything broke off: not any more true.
  line_of "$S/kept" kept ''
  [ "$kept" != "$token" ] || rm -f "$S/kept" || return 1
  # What was done last goes first.
  place=0
  while [ "$place" -lt "$open_files" ]; do
    which=$place; [ "$open_order" = backward ] || which=$((open_files - 1 - place))
    put_back "$which" || return 1; place=$((place + 1))
  done
  [ -z "$open_hash" ] || set_hash "$open_hash" || return 1
  if [ -n "$open_version" ]; then
    echo "$open_version" >"$S/version.old" && flush "$S/version.old" && mv -f "$S/version.old" "$S/version" || return 1
  else rm -f "$S/version" || return 1; fi
  [ "$open_reloads" = no ] || reload || :
  close_change
}
# In this order: without its facts a change is not open any more.
close_change() { rm -rf "$S/revert/facts" "$S/revert" && flush "$S"; }
revert_when_due() {
  S=$1
  who_am_i
  pause=1
  while is_open && read_facts && [ "$open_token" = "$2" ]; do
    uptime_now
    if [ "$up" -ge "$open_due" ]; then
      (lock && is_open && read_facts && [ "$open_token" = "$2" ] && revert)
      sleep "$pause"; [ "$pause" -ge 30 ] || pause=$((pause * 2))
    else sleep $((open_due - up)); fi
  done
}
start_timer() {
  script=$S/revert/revert.sh
  if [ "$me" = 0 ] && [ -d /run/systemd/system ] && has systemd-run &&
    systemd-run --quiet --collect --unit="keyplane-$token" --on-active="$seconds" --timer-property=AccuracySec=200ms \\
      sh "$script" "$S" "$token" 8>&- 9>&- >/dev/null 2>&1; then
    timer="unit keyplane-$token"
  elif [ "$seconds" -ge 60 ] && has at && [ -r /run/atd.pid ] && line_of /run/atd.pid pid '' && kill -0 "$pid" 2>/dev/null &&
    job=$(echo "exec sh '$script' '$S' '$token'" | at "now + $((seconds / 60)) minutes" 8>&- 9>&- 2>&1); then
    # It wakes at the beginning of a minute, early, and waits for the rest.
    timer="at $(printf '%s\\n' "$job" | sed -n 's/^job \\([0-9]*\\) .*/\\1/p')"
  else
    # The text is read only when the time is over.
    begin=nohup; ! has setsid || begin=setsid
    "$begin" sh -c 'sleep "$0"; exec sh "$@"' "$seconds" "$script" "$S" "$token" \\
      </dev/null >/dev/null 2>&1 8>&- 9>&- &
    kill -0 $! || return 1
    timer="none $!"; [ "$begin" = nohup ] || timer="pid $!"
  fi
  echo "$timer" >"$S/revert/timer"
}
`
