import { MachineError } from '../../../core/machines/driver.ts'
import type { SshConnection } from '../ssh/connection.ts'
import { runScript } from './run-script.ts'

/** How often a change is made anew because the file became another one meanwhile. */
const MOST_TRIES = 10

/** How the script ends when that happened. */
const WAS_CHANGED = 75

/**
 * Adds or removes one whole line of a key file. The new file is made beside the old one with its owner and mode, is on
 * the disk before it takes the old one's place, and every other line stays as it is, byte by byte. The driver binds keys
 * in the same file: right before the end the old one is compared with what was read.
 * Arguments: add or remove, the file, the line.
 */
const CHANGE_LINE = `set -eu
LC_ALL=C; export LC_ALL
umask 077
verb=$1; line=$3
file=$(readlink -f -- "$2" || printf '%s' "$2")
place=$(dirname -- "$file")
has() { [ -e "$1" ] && grep -aqxF -e "$line" -- "$1"; }
case $verb in
  add) if has "$file"; then exit 0; fi ;;
  remove) if ! has "$file"; then exit 0; fi ;;
esac
[ -d "$place" ] || mkdir -m 700 -- "$place"
temp=$(mktemp "$place/.keyplane-XXXXXX")
former=
trap 'rm -f -- "$temp" "$former"' EXIT
former=$(mktemp "$place/.keyplane-XXXXXX")
is_there=no
if [ -e "$file" ]; then
  is_there=yes
  cp -p -- "$file" "$temp"; cat -- "$file" >"$former"
fi
case $verb in
  add)
    cat -- "$former" >"$temp"
    [ ! -s "$temp" ] || [ "$(tail -c 1 -- "$temp" | od -An -tx1 | tr -d ' ')" = 0a ] || echo >>"$temp"
    printf '%s\\n' "$line" >>"$temp"
    has "$temp"
    ;;
  remove)
    sed "\\\\|^$line\\$|d" "$former" >"$temp"
    if has "$temp"; then exit 1; fi
    ;;
esac
[ ! -e "$file" ] || chcon --reference="$file" -- "$temp" 2>/dev/null || :
sync -- "$temp" 2>/dev/null || sync
if [ -e "$file" ]; then cmp -s -- "$file" "$former"; else [ "$is_there" = no ]; fi || exit ${WAS_CHANGED}
rm -f -- "$former"
mv -f -- "$temp" "$file"
trap - EXIT
[ ! -x "$(command -v restorecon)" ] || restorecon -- "$file" || :
sync -- "$place" 2>/dev/null || sync
`

export interface KeyLineChange {
  readonly verb: 'add' | 'remove'
  /** Absolute path of the key file. */
  readonly file: string
  /** The whole line: type, base64 and a plain comment. */
  readonly line: string
  /** The file is not the connecting user's own: root writes it. */
  readonly isRoots: boolean
}

/** What may stand in the line: it is looked for as a pattern, so nothing that means something there. */
const PLAIN_LINE = /^[a-z0-9@.-]+ [A-Za-z0-9+/=]+ [a-z-]+$/

/** Changes one line of a key file; safe to do twice. @throws MachineError when it did not happen, as a whole */
export async function changeKeyLine(
  connection: Pick<SshConnection, 'exec' | 'name'>,
  { verb, file, line, isRoots }: KeyLineChange,
  signal: AbortSignal,
): Promise<void> {
  if (!PLAIN_LINE.test(line)) throw new MachineError('the line of a management key is one plain line')
  const options = { args: [verb, file, line], isRoots, signal }
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const { exitCode, stderr } = await runScript(connection, CHANGE_LINE, options)
    if (exitCode === 0) return
    if (exitCode === WAS_CHANGED) continue
    const [why = ''] = stderr.trim().split('\n').slice(-1)
    throw new MachineError(`${connection.name}: ${file} could not be changed: ${why}`)
  }
  throw new MachineError(`${connection.name}: ${file} is changed by others all the time`)
}
