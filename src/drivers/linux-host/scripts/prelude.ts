/**
 * What every script begins with: how it speaks, where its state is, how sshd is asked. Scripts are constant texts for any
 * POSIX sh; values come on standard input, one per line, and never become part of a command. Programs are started
 * sparingly: on a small host they are what a change costs.
 */
export const PRELUDE = `set -u -f
LC_ALL=C; export LC_ALL
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin; export PATH
umask 077
trap '' HUP PIPE
connection=\${1-}
nl='
'
say() { printf '%s\\t%s\\n' "$1" "$2"; }
stop() { say problem "$1"; exit 0; }
take() { IFS= read -r "$1" || stop 'the connection was cut before everything was sent'; }
has() { command -v "$1" >/dev/null 2>&1; }
# The first line of a file, or what is said for a file that cannot be read.
line_of() { eval "$2=\\$3"; [ ! -r "$1" ] || IFS= read -r "$2" <"$1" || :; }
who_am_i() {
  me=
  while read -r key value rest; do
    [ "$key" != Uid: ] || { me=$value; break; }
  done 2>/dev/null </proc/self/status
  [ -n "$me" ] || me=$(id -u) || stop 'the host does not say who we are'
}
state_of() {
  who_am_i
  if [ "$me" = 0 ]; then S=/var/lib/keyplane/$1; else S=$HOME/.keyplane/$1; fi
}
account_of() {
  account=$(getent passwd "$1" 2>/dev/null || grep "^$1:" /etc/passwd) || stop "there is no user $1"
  OLD=$IFS; IFS=:; set -- $account; IFS=$OLD
  uid=$3; gid=$4; home=$6
}
# As inspect told it: uid:gid:home.
account_is() { uid=\${1%%:*}; home=\${1#*:}; gid=\${home%%:*}; home=\${home#*:}; }
# sshd, its main file and what it does for the login user and this caller.
find_sshd() {
  [ -n "$sshd" ] || sshd=$(command -v sshd) || stop 'there is no sshd to ask for its settings'
  main=\${conf:-/etc/ssh/sshd_config}
  set -- \${connection:-127.0.0.1 0 127.0.0.1 22}
  criteria=user=$user,host=$1,addr=$1,laddr=$3,lport=$4
}
ask_sshd() {
  if [ "$me" = 0 ]; then
    "$sshd" -T -f "$main" -C "$criteria" </dev/null 2>&1
  else
    # The host's own keys are not for this user to read: sshd -T is content with any.
    keys=$(mktemp -d) && ssh-keygen -q -t ed25519 -N '' -f "$keys/key" &&
      "$sshd" -T -h "$keys/key" -f "$main" -C "$criteria" </dev/null 2>/dev/null
    asked=$?; rm -rf "$keys"; return $asked
  fi
}
# What sshd said of one keyword, in lower case; the first of several. Line by line: patterns over a long text are slow.
setting_of() {
  setting=; OLD=$IFS; IFS=$nl
  for line in $settings; do
    case $line in "$1 "*) setting=\${line#"$1 "}; break ;; esac
  done
  IFS=$OLD
}
# Each request runs by itself; its answer ends with a line that nothing else can have said.
answer() {
  take mark; take id
  state_of "$id"
  # What is changed is what was looked at, and nothing that somebody took back or changed in the meantime.
  if [ "$1" = inspect ]; then
    line_of "$S/version" looked_version 0
    was_open=no; [ ! -e "$S/revert/facts" ] || was_open=yes
  fi
  ("$1")
  [ "$1" != inspect ] || [ ! -e "$S/revert/facts" ] || was_open=yes
  say "$mark" end
}
serve() {
  while IFS= read -r verb; do
    case $verb in commit | settle) answer "$verb" ;; *) return ;; esac
  done
}
`
