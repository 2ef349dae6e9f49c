/**
 * Replaces files in one step: temporary file in the same directory, flushed, compared, renamed; owner, mode, attributes
 * and SELinux label stay.
 */
export const REPLACE_FILE = `trap '' HUP PIPE
uptime_now() { read -r up _ </proc/uptime; up=\${up%%.*}; }
boot_now() { cat /proc/sys/kernel/random/boot_id 2>/dev/null || echo unknown; }
lock() {
  exec 9>"$S/lock" || return 1
  hold 9 "$S/lock.d" || return 1
}
# Files of sshd belong to the whole host, not to one user's access.
lock_host() {
  exec 8>"\${S%/*}/lock" || return 1
  hold 8 "\${S%/*}/lock.d"
}
hold() {
  if has flock; then flock -w 30 "$1" 2>/dev/null && return 0; fi
  tries=0
  if has flock; then
    until flock -n "$1"; do tries=$((tries + 1)); [ "$tries" -le 5 ] || return 1; sleep 1; done
  else
    until mkdir "$2" 2>/dev/null; do
      holder=$(cat "$2/pid" 2>/dev/null)
      if [ -n "$holder" ] && ! kill -0 "$holder" 2>/dev/null; then rm -rf "$2"; continue; fi
      tries=$((tries + 1)); [ "$tries" -le 30 ] || return 1; sleep 1
    done
    echo $$ >"$2/pid"
    held="\${held-} $2"; trap 'rm -rf $held' EXIT
  fi
}
flush() { sync "$@" 2>/dev/null || sync; }
sum() { sha256sum <"$1" | cut -d' ' -f1; }
write_text='umask 077
t=$1; w=$2; mode=$3; new_owner=$4; d=\${t%/*}; d=\${d:-/}
if [ ! -d "$d" ]; then
  mkdir -m 700 -- "$d" || exit 1
  [ -z "$new_owner" ] || chown "$new_owner" "$d" || exit 1
  ! command -v restorecon >/dev/null || restorecon "$d" 2>/dev/null
fi
rm -f -- "$w"
(set -C; cat >"$w") || { rm -f -- "$w"; exit 1; }
if [ -e "$t" ]; then
  if ! cp --attributes-only --preserve=all -- "$t" "$w" 2>/dev/null; then
    chown "$(stat -c %u:%g -- "$t")" "$w" && chmod "$(stat -c %a -- "$t")" "$w" || { rm -f -- "$w"; exit 1; }
    [ ! -d /sys/fs/selinux ] || chcon --reference="$t" "$w" || { rm -f -- "$w"; exit 1; }
  fi
  touch -- "$w"
else
  chmod "$mode" "$w" || exit 1
  [ -z "$new_owner" ] || chown "$new_owner" "$w" || { rm -f -- "$w"; exit 1; }
fi
sync "$w" 2>/dev/null || sync
[ "$(sha256sum <"$w" | cut -d" " -f1)" = "$5" ] || { echo "what was written reads otherwise: is the disk full?" >&2; rm -f -- "$w"; exit 1; }
mv -f -- "$w" "$t" || { rm -f -- "$w"; exit 1; }
[ -e "$d/." ] && { [ ! -d /sys/fs/selinux ] || restorecon "$t" 2>/dev/null; }
sync "$d" 2>/dev/null || sync'
remove_text='rm -f -- "$1" || exit 1; d=\${1%/*}; sync "\${d:-/}" 2>/dev/null || sync'
# As the user where the directory is his: whatever he puts in the way then harms himself only.
as_owner_of() {
  d=\${1%/*}; d=\${d:-/}; [ -d "$d" ] || d=\${d%/*}; shift
  o=$(stat -c %u -- "$d") || return 1
  if [ "$me" != 0 ] || [ "$o" = 0 ]; then "$@"; return; fi
  [ "$o" = "$uid" ] || { echo "$d belongs to somebody else" >&2; return 1; }
  if has setpriv; then setpriv --reuid="$uid" --regid="$gid" --clear-groups -- "$@"
  else su -s /bin/sh "$user" -c 'exec "$0" "$@"' -- "$@"; fi
}
# Replaces a file by these bytes in one step; key files that are new belong to the login user.
put() {
  mode=600; new_owner=; group=
  if [ "$me" = 0 ] && [ -e "$1" ]; then group=$(stat -c %g -- "$1"); fi
  if [ "$3" = setting ]; then mode=644; elif [ "$me" = 0 ]; then new_owner=$uid:$gid; fi
  as_owner_of "$1" sh -c "$write_text" keyplane "$1" "\${1%/*}/.keyplane-$token" "$mode" "$new_owner" "$(sum "$2")" <"$2" || return 1
  # A group that the user is not in is for root to give.
  [ -z "$group" ] || [ "$(stat -c %g -- "$1")" = "$group" ] || chgrp -h -- "$group" "$1"
}
gone() { as_owner_of "$1" sh -c "$remove_text" keyplane "$1"; }
reload() {
  "$sshd" -t -f "$main" || return 1
  pid=$(cat "$pid_file" 2>/dev/null)
  if [ -n "$pid" ] && kill -HUP "$pid" 2>/dev/null; then return 0; fi
  if [ -d /run/systemd/system ]; then
    systemctl try-reload-or-restart ssh.service sshd.service 2>/dev/null && return 0
  fi
  echo "no running sshd was found to be told of its new settings" >&2; return 1
}
`
