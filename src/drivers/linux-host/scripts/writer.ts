/**
 * Who reads and writes beside a file. Where any directory on the way belongs to the login user, or to anybody else than
 * root, what stands at a path is theirs to choose at every moment: there root neither reads nor writes, but a process with
 * the user's rights does. He may stop it, kill it or look into it, so that
 *
 * - it ends after 20 seconds, whatever he does;
 * - it holds no lock, and neither its input nor its output is the conversation or a pipe that root waits for.
 *
 * Both writers are called with `</dev/null` or the new bytes as input, and files of the state directory as output; what
 * they complain of goes to `$said`.
 */
export const WRITER = `here() { text=$1; shift; (eval "$text"); }
as_user() {
  text=$1; shift
  if [ "\${by:-setpriv}" = setpriv ] && has setpriv; then
    timeout -s KILL 20 setpriv --reuid="$uid" --regid="$gid" --init-groups -- sh -c "$text" keyplane "$@" 8>&- 9>&-
    code=$?
    case $code in 0 | 3 | 4 | 127 | 137) return "$code" ;; esac
    # The setpriv of busybox knows no users: then nothing was run.
    if timeout -s KILL 20 setpriv --reuid="$uid" --regid="$gid" --init-groups -- true </dev/null >/dev/null 2>&1 8>&- 9>&-
    then return "$code"; fi
    by=su
  fi
  timeout -s KILL 20 su -s /bin/sh "$user" -c 'exec "$0" "$@"' -- sh -c "$text" keyplane "$@" 8>&- 9>&-
}
# Of what was written to it by a user, this much, in one line.
complain() { [ ! -s "$said" ] || { head -c 2000 -- "$said" | tr '\\n\\t' '  '; echo; } >&2; }
# Who writes beside a file. What is root's all the way up stays so; sshd's own files are nobody else's.
choose_writer() {
  writer=here
  if [ "$me" != 0 ] || [ "$uid" = 0 ] || [ "$2" = setting ]; then return 0; fi
  folder=\${1%/*}; [ -d "\${folder:-/}" ] || folder=\${folder%/*}
  up=$folder; set --
  while [ -n "$up" ]; do set -- "$@" "$up"; up=\${up%/*}; done
  owners=$(stat -c %u -- "$@" /) || return 1
  owner=\${owners%%"$nl"*}
  if [ "$owner" != 0 ] && [ "$owner" != "$uid" ]; then echo "$folder belongs to somebody else" >&2; return 1; fi
  case $nl$owners in *"$nl"[1-9]*) writer=as_user ;; esac
}
read_text='[ ! -h "$1" ] && [ -f "$1" ] && [ -r "$1" ] || exit 3
exec head -c 8388609 -- "$1"'
# Copies once what stands there: only the copy is looked at. Fails with 3 where it is no file that its user could read.
seen_of() { "$writer" "$read_text" "$1" </dev/null >"$2" 2>"$said"; }
`
