/**
 * The options before the key of an authorized_keys line. They end at the first blank outside double quotes; a quote is
 * written `\"`, inside of quotes and outside. Source: sshd(8), AUTHORIZED_KEYS FILE FORMAT; OpenSSH's auth2-pubkeyfile.c.
 *
 * Lines come from users of machines: each character is read in one way only, so that no line takes long.
 */
const QUOTED = String.raw`"(?:\\"|\\(?!")|[^"\\])*"`
const OPTIONS = new RegExp(String.raw`^(?:\\"|${QUOTED}|[^\s"\\]|\\(?!"))+(?=\s)`)
const OPTION = new RegExp(String.raw`(?:\\"|${QUOTED}|[^,"\\]|\\(?!"))+`, 'g')

/** The options that a line begins with, as they stand there; empty where nothing is before a blank. */
export function leadingOptions(line: string): string {
  return OPTIONS.exec(line)?.[0] ?? ''
}

/** Options one by one: `no-pty`, `command="…"`. They are separated by commas outside double quotes. */
export function splitOptions(options: string): readonly string[] {
  return options.match(OPTION) ?? []
}
