/**
 * The command line of every script: it reads the text from standard input up to a line `#end`, then runs it; what follows
 * on standard input are values. The line is the same for all, so that a sudoers file may allow just it. It is quoted so
 * that sh, csh and fish read it alike: no line ends, no exclamation marks, no single backslashes.
 */
const READ_AND_RUN =
  'n="$(printf "\\\\n_")"; n="${n%_}"; program=; while IFS= read -r line; do [ "$line" = "#end" ] && break; program="$program$line$n"; done; eval "$program"'

/** The command line for a connection whose user has the rights himself, or gets them from sudo. */
export function commandLine(rights: 'own' | 'sudo'): string {
  return `${rights === 'sudo' ? 'sudo -n ' : ''}sh -c '${READ_AND_RUN}' keyplane "$SSH_CONNECTION"`
}

/** A text as it is sent: without comments and indentation, ended by its mark. */
export function script(text: string): string {
  const lines = text.split('\n').map((line) => line.trimStart())
  return `${lines.filter((line) => line !== '' && !line.startsWith('#')).join('\n')}\n#end\n`
}

/**
 * Values as the scripts take them, one per line.
 * @throws RangeError for a value that has more than one line
 */
export function values(...given: readonly (string | number)[]): string {
  return given
    .map((value) => {
      if (/[\r\n\0]/.test(String(value))) throw new RangeError('a value for a script is one line')
      return `${value}\n`
    })
    .join('')
}
