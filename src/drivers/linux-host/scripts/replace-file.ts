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
make_folder='mkdir -m 700 -- "$1" || exit 1
[ -z "$2" ] || chown "$2" "$1" || exit 1
! command -v restorecon >/dev/null || restorecon "$1" 2>/dev/null || exit 0'
write_text='umask 077
t=$1; w=$2; mode=$3; new_owner=$4; sum=$5; before=$6; writer=$7
is_new=yes
if [ -h "$t" ]; then [ "$before" = any ] || exit 4
elif [ -f "$t" ]; then is_new=no
elif [ -d "$t" ]; then echo "$t is a directory" >&2; exit 1; fi
if [ -e "$w" ] || [ -h "$w" ]; then rm -f -- "$w" || exit 1; fi
(set -C; cat >"$w") || { rm -f -- "$w"; exit 1; }
if [ "$is_new" = no ]; then
  if ! cp --attributes-only --preserve=all --no-preserve=timestamps -- "$t" "$w" 2>/dev/null; then
    chown "$(stat -c %u:%g -- "$t")" "$w" 2>/dev/null || [ "$writer" = as_user ] || { rm -f -- "$w"; exit 1; }
    chmod "$(stat -c %a -- "$t")" "$w" || { rm -f -- "$w"; exit 1; }
    [ ! -d /sys/fs/selinux ] || chcon --reference="$t" "$w" || { rm -f -- "$w"; exit 1; }
  fi
  # The right to write was for a group that the user cannot give.
  if [ "$writer" = as_user ]; then
    set -- $(stat -c %g -- "$t" "$w")
    [ "$1" = "$2" ] || chmod g-w "$w" || { rm -f -- "$w"; exit 1; }
  fi
else
  [ "$mode" = 600 ] || chmod "$mode" "$w" || { rm -f -- "$w"; exit 1; }
  [ -z "$new_owner" ] || chown "$new_owner" "$w" || { rm -f -- "$w"; exit 1; }
fi
sync "$w" 2>/dev/null || sync
is=$(sha256sum <"$w")
[ "\${is%% *}" = "$sum" ] || { echo "what was written reads otherwise: is the disk full?" >&2; rm -f -- "$w"; exit 1; }
# At the last moment: what others have written since the file was looked at is not lost.
if [ "$before" != any ]; then
  now=absent
  if [ -h "$t" ]; then now=link; elif [ -f "$t" ]; then now=$(sha256sum <"$t"); elif [ -e "$t" ]; then now=odd; fi
  [ "\${now%% *}" = "$before" ] || { rm -f -- "$w"; exit 4; }
fi
[ ! -h "$t" ] || rm -f -- "$t"
mv -f -- "$w" "$t" || { rm -f -- "$w"; exit 1; }
[ "$is_new" = no ] || [ ! -d /sys/fs/selinux ] || restorecon "$t" 2>/dev/null || exit 0'
remove_text='rm -f -- "$1"'
# As the writer that was chosen, with what it complains of.
write_as() {
  "$writer" "$@" >"$said" 2>&1; code=$?
  [ "$code" = 0 ] || complain
  [ "$code" != 137 ] || echo "a process of $user did not end in time" >&2
  return "$code"
}
# Replaces a file by these bytes of this sum in one step; key files that are new belong to the login user. Fails with 4
# when the file is not any more of the last sum. Beforehand: choose_writer.
put() {
  mode=600; new_owner=
  if [ "$3" = setting ]; then mode=644; elif [ "$me" = 0 ]; then new_owner=$uid:$gid; fi
  folder=\${1%/*}; folder=\${folder:-/}
  if [ ! -d "$folder" ]; then
    write_as "$make_folder" "$folder" "$new_owner" </dev/null || return
    # From now on it is his.
    [ -z "$new_owner" ] || [ "$uid" = 0 ] || writer=as_user
  fi
  write_as "$write_text" "$1" "\${1%/*}/.keyplane-$token" "$mode" "$new_owner" "$4" "$5" "$writer" <"$2"
}
gone() { write_as "$remove_text" "$1" </dev/null; }
hang_up() {
  line_of "$pid_file" pid ''
  if [ -n "$pid" ] && kill -HUP "$pid" 2>/dev/null; then return 0; fi
  [ -d /run/systemd/system ] && systemctl try-reload-or-restart ssh.service sshd.service 2>/dev/null
}
reload() {
  "$sshd" -t -f "$main" || return 1
  tries=0
  # Told a moment ago, as by a change for another user, sshd has no pid file until it has begun anew.
  until hang_up; do
    tries=$((tries + 1))
    [ "$tries" -le 5 ] || { echo "no running sshd was found to be told of its new settings" >&2; return 1; }
    sleep 1
  done
}
`
