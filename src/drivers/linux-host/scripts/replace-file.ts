/**
 * Replaces files in one step: temporary file in the same directory, flushed, compared, renamed; owner, mode, attributes
 * and SELinux label stay.
 */
export const REPLACE_FILE = `uptime_now() { read -r up _ </proc/uptime; up=\${up%%.*}; }
boot_now() { line_of /proc/sys/kernel/random/boot_id boot unknown; }
# In a process of its own: a shell ends when it cannot open a file for itself.
can_open() { (: >>"$1") 2>/dev/null; }
lock() {
  can_open "$S/lock" || return 1
  exec 9>"$S/lock"
  hold 9 "$S/lock.d" || return 1
}
# Files of sshd belong to the whole host, not to one user's access.
lock_host() {
  can_open "\${S%/*}/lock" || return 1
  exec 8>"\${S%/*}/lock"
  hold 8 "\${S%/*}/lock.d"
}
hold() {
  if has flock; then flock -w 30 "$1" 2>/dev/null && return 0; fi
  tries=0
  if has flock; then
    until flock -n "$1"; do tries=$((tries + 1)); [ "$tries" -le 5 ] || return 1; sleep 1; done
  else
    until mkdir "$2" 2>/dev/null; do
      line_of "$2/pid" holder ''
      if [ -n "$holder" ] && ! kill -0 "$holder" 2>/dev/null; then rm -rf "$2"; continue; fi
      tries=$((tries + 1)); [ "$tries" -le 30 ] || return 1; sleep 1
    done
    echo $$ >"$2/pid"
    held="\${held-} $2"; trap 'rm -rf $held' EXIT
  fi
}
flush() { sync "$@" 2>/dev/null || sync; }
sum_of() { sum=$(sha256sum <"$1") || sum=unreadable; sum=\${sum%% *}; }
write_text='umask 077
t=$1; w=$2; mode=$3; new_owner=$4; d=\${t%/*}; d=\${d:-/}
if [ ! -d "$d" ]; then
  mkdir -m 700 -- "$d" || exit 1
  [ -z "$new_owner" ] || chown "$new_owner" "$d" || exit 1
  ! command -v restorecon >/dev/null || restorecon "$d" 2>/dev/null
fi
if [ -e "$w" ] || [ -h "$w" ]; then rm -f -- "$w" || exit 1; fi
(set -C; cat >"$w") || { rm -f -- "$w"; exit 1; }
is_new=yes; [ ! -e "$t" ] || is_new=no
if [ "$is_new" = no ]; then
  if ! cp --attributes-only --preserve=all --no-preserve=timestamps -- "$t" "$w" 2>/dev/null; then
    chown "$(stat -c %u:%g -- "$t")" "$w" && chmod "$(stat -c %a -- "$t")" "$w" || { rm -f -- "$w"; exit 1; }
    [ ! -d /sys/fs/selinux ] || chcon --reference="$t" "$w" || { rm -f -- "$w"; exit 1; }
  fi
else
  [ "$mode" = 600 ] || chmod "$mode" "$w" || { rm -f -- "$w"; exit 1; }
  [ -z "$new_owner" ] || chown "$new_owner" "$w" || { rm -f -- "$w"; exit 1; }
fi
sync "$w" 2>/dev/null || sync
is=$(sha256sum <"$w")
[ "\${is%% *}" = "$5" ] || { echo "what was written reads otherwise: is the disk full?" >&2; rm -f -- "$w"; exit 1; }
# At the last moment: what others have written since the file was looked at is not lost.
now=absent; [ "$is_new" = yes ] || now=$(sha256sum <"$t")
[ "$6" = any ] || [ "\${now%% *}" = "$6" ] || { rm -f -- "$w"; exit 4; }
mv -f -- "$w" "$t" || { rm -f -- "$w"; exit 1; }
[ "$is_new" = no ] || [ ! -d /sys/fs/selinux ] || restorecon "$t" 2>/dev/null || exit 0'
remove_text='rm -f -- "$1"'
here() { text=$1; shift; (eval "$text"); }
# As the user where the directory is his: whatever he puts in the way then harms himself only.
as_user() {
  text=$1; shift
  if has setpriv; then setpriv --reuid="$uid" --regid="$gid" --clear-groups -- sh -c "$text" keyplane "$@"
  else su -s /bin/sh "$user" -c 'exec "$0" "$@"' -- sh -c "$text" keyplane "$@"; fi
}
# Who writes beside a file: we, or its user. Also the file's group, where it exists.
choose_writer() {
  folder=\${1%/*}; folder=\${folder:-/}; [ -d "$folder" ] || folder=\${folder%/*}
  group=
  if [ -e "$1" ]; then
    looks=$(stat -c '%u %g' -- "$folder" "$1") || return 1
    set -- $looks; owner=$1; group=$4
  else owner=$(stat -c %u -- "$folder") || return 1; fi
  if [ "$me" != 0 ] || [ "$owner" = 0 ]; then writer=here
  elif [ "$owner" = "$uid" ]; then writer=as_user
  else echo "$folder belongs to somebody else" >&2; return 1; fi
}
# Replaces a file by these bytes of this sum in one step; key files that are new belong to the login user. Fails with 4
# when the file is not any more of the last sum.
put() {
  choose_writer "$1" || return 1
  mode=600; new_owner=
  if [ "$3" = setting ]; then mode=644; elif [ "$me" = 0 ]; then new_owner=$uid:$gid; fi
  "$writer" "$write_text" "$1" "\${1%/*}/.keyplane-$token" "$mode" "$new_owner" "$4" "$5" <"$2" || return
  # A group that the user is not in is for root to give.
  [ "$writer" = here ] || [ -z "$group" ] || [ "$(stat -c %g -- "$1")" = "$group" ] || chgrp -h -- "$group" "$1"
}
gone() { choose_writer "$1" && "$writer" "$remove_text" "$1"; }
reload() {
  "$sshd" -t -f "$main" || return 1
  line_of "$pid_file" pid ''
  if [ -n "$pid" ] && kill -HUP "$pid" 2>/dev/null; then return 0; fi
  if [ -d /run/systemd/system ]; then
    systemctl try-reload-or-restart ssh.service sshd.service 2>/dev/null && return 0
  fi
  echo "no running sshd was found to be told of its new settings" >&2; return 1
}
`
