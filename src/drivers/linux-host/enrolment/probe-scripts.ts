/**
 * The two scripts that look at a host before anything is changed on it. Constant texts for any POSIX sh; values come as
 * arguments, never as text of the script. They change nothing. Each line of their output is `KEY<TAB>TEXT`.
 */

/** What both need: output lines with a key, and root's rights however the login has them. */
const PRELUDE = `set -u
LC_ALL=C; export LC_ALL
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin; export PATH
note() { sed "s/^/$1	/"; }
one() { printf '%s\\t%s\\n' "$1" "$2"; }
if [ "$(id -u)" = 0 ]; then
  rights=root
  as_root() { "$@"; }
elif sudo -n true </dev/null >/dev/null 2>&1; then
  rights=sudo
  as_root() { sudo -n -- "$@"; }
else
  rights=none
  as_root() { "$@"; }
fi
`

/** The host, its SSH server and the login user. Argument: the login user that bound keys are to let in. */
export const HOST_PROBE = `${PRELUDE}user=$1
one rights "$rights"
one login "$(id -un)"
[ "$rights" = none ] && sudo -n true </dev/null 2>&1 | note sudo-refusal
uname -sr | note kernel
note os 2>/dev/null </etc/os-release
cut -d: -f1,3,6,7 /etc/passwd | note passwd
{ getent passwd "$user" 2>/dev/null || grep "^$user:" /etc/passwd; } | cut -d: -f1,3,6,7 | note account

# The server that let us in and how it was started: it may read another file than the usual one.
pid=$PPID; config=; server=
while [ "\${pid:-0}" -gt 1 ] && [ -r "/proc/$pid/cmdline" ]; do
  line=$(tr '\\0' ' ' <"/proc/$pid/cmdline")
  case $line in
    *dropbear*) server=dropbear; one server-line "$line" ;;
    *sshd*) server=sshd; one server-line "$line" ;;
  esac
  case $line in
    *sshd*' -f'*) config=$(printf '%s\\n' "$line" | sed -n 's/.* -f *\\([^ ]*\\).*/\\1/p') ;;
  esac
  pid=$(sed -n 's/^PPid:[	 ]*//p' "/proc/$pid/status")
done
sshd=$(command -v sshd)
[ -n "$server" ] || { [ -n "$sshd" ] && server=sshd; }
one server "$server"
case $server in
  sshd) { ssh -V; "$sshd" -V; } </dev/null 2>&1 | note version ;;
  dropbear) { dropbear -V || dropbearmulti dropbear -V; } </dev/null 2>&1 | note version ;;
esac

if [ "$server" = sshd ] && [ -n "$sshd" ]; then
  from=\${SSH_CONNECTION:-127.0.0.1}; from=\${from%% *}
  one config "\${config:-/etc/ssh/sshd_config}"
  if effective=$(as_root "$sshd" -T \${config:+-f "$config"} -C "user=$user,host=$from,addr=$from" </dev/null 2>&1); then
    printf '%s\\n' "$effective" | note sshd-T
  else
    printf '%s\\n' "$effective" | note sshd-T-error
  fi
  as_root cat "\${config:-/etc/ssh/sshd_config}" </dev/null 2>/dev/null | note sshd-config
  as_root grep -hsi '^[[:space:]]*AuthorizedKeysFile' "\${config:-/etc/ssh/sshd_config}" \\
    /etc/ssh/sshd_config.d/*.conf </dev/null | note key-file-setting
fi

{ command -v cloud-init || ls -d /etc/cloud/cloud.cfg; } >/dev/null 2>&1 && one cloud-init present
as_root grep -sE '^[[:space:]]*ssh_pwauth[[:space:]]*:' /etc/cloud/cloud.cfg /etc/cloud/cloud.cfg.d/*.cfg </dev/null |
  note cloud-init-pwauth
command -v getenforce >/dev/null 2>&1 && one selinux "$(getenforce)"
command -v restorecon >/dev/null 2>&1 && one restorecon present
timeout -s KILL 5 true </dev/null >/dev/null 2>&1 && one timeout works
if [ -d /run/systemd/system ]; then one revert systemd
elif command -v at >/dev/null 2>&1 && ps -e 2>/dev/null | grep -q '[a]td$'; then one revert at
else one revert sh; fi
one end host
`

/** The files that keys are read from. Arguments: their paths. */
export const FILES_PROBE = `${PRELUDE}number=0
for path do
  number=$((number + 1))
  one "$number.path" "$path"
  as_root ls -ld -- "$path" </dev/null 2>/dev/null | note "$number.ls"
  as_root readlink -f -- "$path" </dev/null 2>/dev/null | note "$number.target"
  place=$(dirname -- "$path")
  while [ "$place" != / ] && ! as_root test -d "$place" </dev/null; do place=$(dirname -- "$place"); done
  one "$number.place" "$place"
  if as_root test -w "$place" </dev/null; then one "$number.writable" yes; else one "$number.writable" no; fi
  as_root df -Pk -- "$place" </dev/null 2>/dev/null | sed 1d | note "$number.kilobytes"
  as_root df -Pi -- "$place" </dev/null 2>/dev/null | sed 1d | note "$number.inodes"
  as_root lsattr -d -- "$place" "$path" </dev/null 2>/dev/null | note "$number.attributes"
  as_root cat -- "$path" </dev/null 2>/dev/null | note "$number.text"
done
one end files
`
