/**
 * The command line of every script: it reads from standard input how long the text is, then the text, and runs it; what
 * follows on standard input are values. The line is the same for all, so that a sudoers file may allow just it. It is
 * quoted so that sh, csh and fish read it alike: no line ends, no exclamation marks, no backslashes.
 */
const READ_AND_RUN = 'IFS= read -r size; program="$(head -c "$size")"; eval "$program"'

/** The command line for a connection whose user has the rights himself, or gets them from sudo. */
export function commandLine(rights: 'own' | 'sudo'): string {
  return `${rights === 'sudo' ? 'sudo -n ' : ''}sh -c '${READ_AND_RUN}' keyplane "$SSH_CONNECTION"`
}

/** Constant text for any POSIX sh, as it is sent: without comments and indentation. Its last line is still to come. */
export function script(text: string): string {
  const lines = text.split('\n').map((line) => line.trimStart())
  return `${lines.filter((line) => line !== '' && !line.startsWith('#')).join('\n')}\n`
}

const END_OF_VALUES = '#end'

/**
 * A script with its first values: they come with the text, quoted as a whole, since some hosts' `head` would take more
 * from standard input than the text alone.
 */
export function withFirstValues(text: string, verb: string, first: Buffer): Buffer {
  const begin = Buffer.from(`${text}answer ${verb} <<'${END_OF_VALUES}'\n`)
  const whole = Buffer.concat([begin, first, Buffer.from(`${END_OF_VALUES}\nserve\n`)])
  return Buffer.concat([Buffer.from(`${whole.length}\n`), whole])
}

/**
 * Values as the scripts take them, one per line.
 * @throws RangeError for a value that has more than one line
 */
export function values(...given: readonly (string | number)[]): string {
  return given
    .map((value) => {
      if (/[\r\n\0]/.test(String(value)) || value === END_OF_VALUES)
        throw new RangeError('a value for a script is one line')
      return `${value}\n`
    })
    .join('')
}
