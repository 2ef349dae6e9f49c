import { PRELUDE } from './prelude.ts'
import { REPLACE_FILE } from './replace-file.ts'
import { script } from './script.ts'
import { WAY_BACK } from './way-back.ts'

/**
 * Changes files, sshd's settings and a password as one change. Which races exist, and why this order is safe:
 *
 * - Everything that was sent is staged and compared before the lock is taken; a cut connection ends here.
 * - Under the lock an open change of somebody else is waited for, a newer version wins, and files that are not any more
 *   what was looked at refuse the change: what others wrote in between is never lost.
 * - The former bytes are kept and the way back is armed before the first file is replaced. From here on, whatever dies,
 *   Keyplane, network, sshd or this script, the former state comes back in time.
 * - A failure takes everything back at once. Success stays armed until a second connection settles it.
 */
export const CHANGE =
  script(`${PRELUDE}${REPLACE_FILE}${WAY_BACK}# A change that nobody settled: over when its time or its boot is.
is_left_over() {
  uptime_now
  [ "$(cat "$S/boot" 2>/dev/null)" != "$(boot_now)" ] || [ "$up" -gt $(($(cat "$S/due" 2>/dev/null || echo 0) + 3)) ]
}
check_open() {
  [ -f "$S/armed" ] || return 0
  if is_left_over; then end_timer; (revert) || stop 'a change that was left over cannot be taken back'; return 0; fi
  rm -rf "$D"; say busy $(($(cat "$S/due") - up)); exit 0
}
# An open change of another user's access to the same file of sshd would put back what stands there now.
check_others() {
  set +f
  for other in "\${S%/*}"/*/armed; do
    [ -f "$other" ] && [ "$other" != "$S/armed" ] || continue
    n=0
    while [ "$n" -lt "$count" ]; do
      if grep -qxF -f "$D/$n.path" "\${other%/armed}"/revert/*.path 2>/dev/null; then rm -rf "$D"; say busy 1; exit 0; fi
      n=$((n + 1))
    done
  done
  set -f
}
stage() {
  n=0
  while [ "$n" -lt "$count" ]; do
    take path; take kind; take before; take after; take lines
    printf '%s\\n' "$path" >"$D/$n.path"; printf '%s\\n' "$kind" >"$D/$n.kind"
    printf '%s\\n' "$before" >"$D/$n.before"; printf '%s\\n' "$after" >"$D/$n.after"
    if [ "$after" = absent ]; then :
    elif [ "$lines" = rest ]; then cat >"$D/$n.wrote" || stop 'there is no room for the new keys'
    else
      : >"$D/$n.wrote"
      while [ "$lines" -gt 0 ]; do take text; printf '%b' "$text" >>"$D/$n.wrote"; lines=$((lines - 1)); done
    fi
    if [ "$after" != absent ] && [ "$(sum "$D/$n.wrote")" != "$after" ]; then
      rm -rf "$D"; stop 'the new files did not arrive as they were sent: is the disk full?'
    fi
    n=$((n + 1))
  done
}
keep_former() {
  n=0
  while [ "$n" -lt "$count" ]; do
    path=$(cat "$D/$n.path"); before=$(cat "$D/$n.before")
    if [ -e "$path" ]; then
      cp -- "$path" "$D/$n.former" || { rm -rf "$D"; stop 'there is no room to keep the former files'; }
      now=$(sum "$D/$n.former")
    else now=absent; fi
    [ ! -e "$D/$n.former" ] || flush "$D/$n.former"
    [ "$now" = "$before" ] || { rm -rf "$D"; say changed "$path"; exit 0; }
    n=$((n + 1))
  done
  [ ! -f "$S/version" ] || cp "$S/version" "$D/version"
  printf '%s\\n' "$user" >"$D/user"; printf '%s\\n' "$sshd" >"$D/sshd"
  printf '%s\\n' "$main" >"$D/main"; printf '%s\\n' "$pid_file" >"$D/pid-file"
  [ "$reloads" = no ] || : >"$D/reload"
  if [ -n "$hash" ]; then
    former=$(grep "^$user:" /etc/shadow | cut -d: -f2)
    [ -n "$former" ] && printf '%s\\n' "$former" >"$D/hash" || { rm -rf "$D"; stop 'the former password cannot be kept'; }
  fi
  flush "$D" "$S"
}
is_effective() {
  [ "$wants" != any ] || return 0
  settings=$(ask_sshd) || { echo "$settings" >&2; return 1; }
  password=$(printf '%s\\n' "$settings" | sed -n 's/^passwordauthentication //p')
  keyboard=$(printf '%s\\n' "$settings" | sed -n -e 's/^kbdinteractiveauthentication //p' -e 's/^challengeresponseauthentication //p' | head -n 1)
  if [ "$wants" = yes ]; then [ "$password" = yes ]; else [ "$password" = no ] && [ "\${keyboard:-no}" = no ]; fi ||
    { echo "sshd -T still says PasswordAuthentication $password, KbdInteractiveAuthentication $keyboard" >&2; return 1; }
}
change() {
  n=0
  while [ "$n" -lt "$count" ]; do
    path=$(cat "$S/revert/$n.path")
    if [ -e "$S/revert/$n.wrote" ]; then
      put "$path" "$S/revert/$n.wrote" "$(cat "$S/revert/$n.kind")" || return 1
      [ "$(sum "$path")" = "$(cat "$S/revert/$n.after")" ] || { echo "$path did not stay as written" >&2; return 1; }
    elif [ -e "$path" ]; then gone "$path" || return 1; fi
    n=$((n + 1))
  done
  if [ "$reloads" = yes ]; then
    "$sshd" -t -f "$main" || return 1
    is_effective || return 3
    reload || return 1
  fi
  [ -z "$hash" ] || set_hash "$hash" || return 1
  raise
}
raise() {
  echo "$version" >"$S/version.new" && flush "$S/version.new" && mv -f "$S/version.new" "$S/version" && flush "$S"
}
commit() {
  take token; take version; take seconds; take user; take sshd; take conf; take pid_file
  take reloads; take wants; take hash; take count
  account_of "$user"; main=$conf; criteria=
  [ "$reloads" = no ] || find_sshd
  mkdir -p "$S" || stop "$S cannot be made"
  D=$S/new-$token; mkdir "$D" || stop "$D cannot be made"
  stage
  lock || { rm -rf "$D"; stop 'another change does not end'; }
  has_host_lock=no
  if [ "$reloads" = yes ]; then
    lock_host && has_host_lock=yes || { rm -rf "$D"; stop 'another change of sshd does not end'; }
    check_others
  fi
  check_open
  now=$(cat "$S/version" 2>/dev/null || echo 0)
  if [ "$now" -gt "$version" ]; then rm -rf "$D"; say newer "$now"; exit 0; fi
  if [ "$count" = 0 ] && [ -z "$hash" ]; then
    rm -rf "$D"; raise || stop 'the version cannot be kept'
    say raised "$version"; exit 0
  fi
  keep_former
  rm -rf "$S/revert" && mv "$D" "$S/revert" || stop 'the former files cannot be kept'
  arm || { rm -f "$S/armed"; stop 'the way back cannot be armed'; }
  why=$(change 2>&1); code=$?
  if [ "$code" = 0 ]; then say done "$version"; exit 0; fi
  why=$(printf '%s' "$why" | tr '\\n\\t' '  ')
  end_timer
  verdict=failed; [ "$code" != 3 ] || verdict=ineffective
  if (revert); then say "$verdict" "$why"
  else (start_timer); say failed "$why; it is taken back when its time is over"; fi
}
settle() {
  take token; take verb
  lock || stop 'another change does not end'
  if [ "$(cat "$S/armed" 2>/dev/null)" != "$token" ]; then say reverted "$token"; exit 0; fi
  end_timer
  if [ "$verb" = keep ]; then
    rm -f "$S/armed" && rm -rf "$S/revert" "$S/due" "$S/boot" "$S/revert.sh" && flush "$S" || stop 'the way back cannot be disarmed'
    say kept "$(cat "$S/version")"
  else revert || stop 'the change cannot be taken back'; say reverted "$token"; fi
}
if [ $# = 2 ]; then revert_when_due "$1" "$2"; exit; fi
take verb; take id; state_of "$id"
case $verb in commit) commit ;; settle) settle ;; esac
say end "$verb"
`)
