import { MachineError } from '../../../core/machines/driver.ts'
import type { SshConnection } from '../ssh/connection.ts'
import { runScript } from './run-script.ts'

/**
 * Adds or removes one whole line of a key file. The new file is made beside the old one with its owner and mode, is on
 * the disk before it takes the old one's place, and every other line stays as it is, byte by byte.
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
trap 'rm -f -- "$temp"' EXIT
[ ! -e "$file" ] || cp -p -- "$file" "$temp"
case $verb in
  add)
    [ ! -s "$temp" ] || [ "$(tail -c 1 -- "$temp" | od -An -tx1 | tr -d ' ')" = 0a ] || echo >>"$temp"
    printf '%s\\n' "$line" >>"$temp"
    has "$temp"
    ;;
  remove)
    sed "\\\\|^$line\\$|d" "$file" >"$temp"
    if has "$temp"; then exit 1; fi
    ;;
esac
[ ! -e "$file" ] || chcon --reference="$file" -- "$temp" 2>/dev/null || :
sync -- "$temp" 2>/dev/null || sync
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
  connection: SshConnection,
  { verb, file, line, isRoots }: KeyLineChange,
  signal: AbortSignal,
): Promise<void> {
  if (!PLAIN_LINE.test(line)) throw new MachineError('the line of a management key is one plain line')
  const options = { args: [verb, file, line], isRoots, signal }
  const { exitCode, stderr } = await runScript(connection, CHANGE_LINE, options)
  if (exitCode === 0) return
  const [why = ''] = stderr.trim().split('\n').slice(-1)
  throw new MachineError(`${connection.name}: ${file} could not be changed: ${why}`)
}
