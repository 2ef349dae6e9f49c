/**
 * Changes files, sshd's settings and a password as one change. Which races exist, and why this order is safe:
 *
 * - Everything that was sent is staged before the lock is taken, and compared under it: a cut connection ends there.
 * - Under the lock an open change of somebody else is waited for, a newer version wins, and files that are not any more
 *   what was looked at refuse the change: what others wrote in between is never lost.
 * - The former bytes are on the disk and the way back is armed before the first file is replaced. From here on, whatever
 *   dies, Keyplane, network, sshd or this script, the former state comes back in time.
 * - A failure takes everything back at once. Success stays armed until a second connection settles it.
 */
export const CHANGE = `# A change that nobody settled: over when its time or its boot is.
is_left_over() {
  uptime_now; boot_now
  [ "$open_boot" != "$boot" ] || [ "$up" -gt $((open_due + 3)) ]
}
give_up() { rm -rf "$D"; stop "$1"; }
check_open() {
  is_open || return 0
  read_facts || give_up 'an open change cannot be read'
  if is_left_over; then
    note_timer; (revert) || give_up 'a change that was left over cannot be taken back'
    end_timer; was_changed 'a change that was left over'
  fi
  rm -rf "$D"; say busy $((open_due - up)); exit 0
}
# An open change of another user's access to the same file of sshd would put back what stands there now.
check_others() {
  set +f
  for other in "\${S%/*}"/*/revert/facts; do
    [ -f "$other" ] && [ "$other" != "$S/revert/facts" ] || continue
    n=0
    while [ "$n" -lt "$count" ]; do
      eval "path=\\$path_$n kind=\\$kind_$n"
      if grep -qxF -e "file $kind $path" "$other"; then rm -rf "$D"; say busy 1; exit 0; fi
      n=$((n + 1))
    done
  done
  set -f
}
# The last file comes as it is, those before it in lines for printf.
stage() {
  n=0
  while [ "$n" -lt "$count" ]; do
    take path; take kind; take before; take after; take size
    eval "path_$n=\\$path kind_$n=\\$kind before_$n=\\$before after_$n=\\$after"
    if [ "$after" = absent ]; then :
    elif [ "$n" = $((count - 1)) ]; then
      if [ "$size" = 0 ]; then : >"$D/$n.wrote"; else head -c "$size" >"$D/$n.wrote"; fi || give_up 'there is no room for the new files'
    else
      : >"$D/$n.wrote"
      while [ "$size" -gt 0 ]; do take text; printf '%b' "$text" >>"$D/$n.wrote"; size=$((size - 1)); done
    fi
    n=$((n + 1))
  done
}
was_changed() { rm -rf "$D"; say changed "$1"; exit 0; }
keep_former() {
  n=0; sums=; said=$D/said
  printf '' >"$said" || give_up 'there is no room to keep the former files'
  while [ "$n" -lt "$count" ]; do
    eval "path=\\$path_$n kind=\\$kind_$n before=\\$before_$n after=\\$after_$n"
    choose_writer "$path" "$kind" || give_up "it is not clear whose $path is"
    eval "writer_$n=\\$writer"
    [ "$after" = absent ] || sums="$sums$after  $D/$n.wrote$nl"
    if [ -e "$path" ] || [ -h "$path" ]; then
      [ "$before" != absent ] || was_changed "$path"
      seen_of "$path" "$D/$n.former"
      case $? in
        0) ;;
        3) was_changed "$path" ;;
        *) give_up "the former files cannot be kept: $(complain 2>&1)" ;;
      esac
      sums="$sums$before  $D/$n.former$nl"
    elif [ "$before" != absent ]; then was_changed "$path"; fi
    n=$((n + 1))
  done
  [ -n "$sums" ] || return 0
  if printf '%s' "$sums" | sha256sum -c >/dev/null 2>&1; then return 0; fi
  n=0
  while [ "$n" -lt "$count" ]; do
    eval "path=\\$path_$n after=\\$after_$n"
    sum=absent; [ "$after" = absent ] || sum_of "$D/$n.wrote"
    [ "$sum" = "$after" ] || give_up 'the new files did not arrive as they were sent: is the disk full?'
    n=$((n + 1))
  done
  was_changed "$path"
}
write_facts() {
  former=
  if [ -n "$hash" ]; then
    former=$(grep "^$user:" /etc/shadow) || give_up 'the former password cannot be kept'
    former=\${former#*:}; former=\${former%%:*}
    [ -n "$former" ] || give_up 'the former password cannot be kept'
  fi
  uptime_now; boot_now
  {
    printf '%s\\n' "token $token" "due $((up + seconds))" "boot $boot" "user $user" "account $account" \\
      "order $order" "sshd $sshd" "main $main" "pid-file $pid_file" "reloads $reloads" "version $version_now" "hash $former"
    n=0
    while [ "$n" -lt "$count" ]; do
      eval "path=\\$path_$n kind=\\$kind_$n"
      printf '%s\\n' "file $kind $path"; n=$((n + 1))
    done
    echo end
  } >"$D/facts" && echo "$version" >"$D/version" && printf '%s\\n' "$program" >"$D/revert.sh"
}
arm() {
  write_facts || return 1
  (set +f; flush "$D"/* "$D") || return 1
  if [ -e "$S/revert" ]; then rm -rf "$S/revert" || return 1; fi
  mv -- "$D" "$S/revert" && said=$S/revert/said && flush "$S" && start_timer
}
is_effective() {
  [ "$wants" != any ] || return 0
  settings=$(ask_sshd) || { echo "$settings" >&2; return 1; }
  setting_of passwordauthentication; password=$setting
  setting_of kbdinteractiveauthentication; keyboard=$setting
  [ -n "$keyboard" ] || { setting_of challengeresponseauthentication; keyboard=\${setting:-no}; }
  if [ "$wants" = no ]; then [ "$password" = no ] && [ "$keyboard" = no ]
  elif [ "$password" != yes ]; then
    # Without PAM nothing stands behind keyboard-interactive.
    setting_of usepam; [ "$keyboard" = yes ] && [ "$setting" = yes ]
  fi || { echo "sshd -T still says PasswordAuthentication $password, KbdInteractiveAuthentication $keyboard" >&2; return 1; }
}
# Nobody is without a way in at any moment: keys come before passwords go, and go after passwords have come back.
change() {
  place=0; set --
  while [ "$place" -lt "$count" ]; do
    n=$place; [ "$order" = forward ] || n=$((count - 1 - place))
    eval "path=\\$path_$n kind=\\$kind_$n before=\\$before_$n after=\\$after_$n writer=\\$writer_$n"
    if [ "$after" != absent ]; then put "$path" "$S/revert/$n.wrote" "$kind" "$after" "$before" || return
    elif [ -e "$path" ] || [ -h "$path" ]; then gone "$path" || return 1; fi
    : >"$S/revert/$n.done"
    folder=\${path%/*}; set -- "$@" "\${folder:-/}"
    place=$((place + 1))
  done
  if [ "$reloads" = yes ]; then
    "$sshd" -t -f "$main" || return 1
    is_effective || return 3
    flush "$@" || return 1
    reload || return 1
  fi
  [ -z "$hash" ] || set_hash "$hash" || return 1
  mv -f "$S/revert/version" "$S/version" && flush "$@" "$S"
}
raise() {
  echo "$version" >"$S/version.new" && flush "$S/version.new" && mv -f "$S/version.new" "$S/version" && flush "$S"
}
commit() {
  take token; take version; take seconds; take user; take account; take sshd; take conf; take pid_file
  take reloads; take wants; take hash; take count
  account_is "$account"; main=$conf; criteria=
  order=forward; [ "$wants" != no ] || order=backward
  [ "$reloads" = no ] || find_sshd
  [ -d "$S" ] || mkdir -p "$S" || stop "$S cannot be made"
  D=$S/new-$token; mkdir "$D" || stop "$D cannot be made"
  stage
  lock || give_up 'another change does not end'
  has_host_lock=no
  if [ "$reloads" = yes ]; then
    lock_host && has_host_lock=yes || give_up 'another change of sshd does not end'
    check_others
  fi
  check_open
  line_of "$S/version" version_now ''
  if [ "\${version_now:-0}" -gt "$version" ]; then rm -rf "$D"; say newer "$version_now"; exit 0; fi
  if [ "\${was_open-no}" = yes ] || [ "\${looked_version-\${version_now:-0}}" != "\${version_now:-0}" ]; then
    was_changed "$S/version"
  fi
  if [ "$count" = 0 ] && [ -z "$hash" ]; then
    rm -rf "$D"; raise || stop 'the version cannot be kept'
    say raised "$version"; exit 0
  fi
  keep_former
  arm || { rm -rf "$S/revert/facts" "$D"; stop 'the way back cannot be armed'; }
  why=$(change 2>&1); code=$?
  if [ "$code" = 0 ]; then say done "$version"; exit 0; fi
  why=$(printf '%s' "$why" | tr '\\n\\t' '  ')
  verdict=failed
  case $code in 3) verdict=ineffective ;; 4) verdict=changed ;; esac
  note_timer
  if (revert); then end_timer; say "$verdict" "$why"
  else say failed "$why; it is taken back when its time is over"; fi
}
`
