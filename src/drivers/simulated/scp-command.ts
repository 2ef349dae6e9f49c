/**
 * What one end of a copy was started with. Source: OpenSSH's scp.c, the options it gives to the other side.
 */
export interface ScpOptions {
  readonly role: 'sink' | 'source'
  readonly isRecursive: boolean
  /** Times and permissions go along. */
  readonly preserves: boolean
  /** The target must be a directory. */
  readonly needsDirectory: boolean
  readonly paths: readonly string[]
}

/** A script that prints the words of the call as the shell expands them, each with a NUL behind it. */
export function scpWords(command: string): string {
  return `scp() { printf '%s\\0' "$@"; }\n${command.replace(/^\s*\/usr\/bin\//, '')}`
}

/** Reads the words of a call; undefined for a call that plays neither end: `scp here there:`. */
export function scpOptions(words: readonly string[]): ScpOptions | undefined {
  const end = words.findIndex((word) => word === '--' || !/^-./.test(word))
  const options = end === -1 ? words : words.slice(0, end)
  const rest = end === -1 ? [] : words.slice(words[end] === '--' ? end + 1 : end)
  const letters = options.map((word) => word.slice(1)).join('')
  const role = letters.includes('t') ? 'sink' : letters.includes('f') ? 'source' : undefined
  if (role === undefined || !/^[tfrpdvqB]*$/.test(letters) || rest.length === 0) return undefined
  if (role === 'sink' && rest.length > 1) return undefined
  return {
    role,
    isRecursive: letters.includes('r'),
    preserves: letters.includes('p'),
    needsDirectory: letters.includes('d'),
    paths: rest,
  }
}
