/** One line of an authorized_keys file that lets somebody in. */
export interface KeyLine {
  /** Options as they stand there, one by one: `no-pty`, `command="…"`. */
  readonly options: readonly string[]
  /** `ssh-ed25519` and the like; also types that only newer servers know. */
  readonly type: string
  /** Type and base64, without options and comment. */
  readonly bareKey: string
  readonly comment: string
}

/** Every key type name that OpenSSH has had: plain, certificate and security key. Source: sshd(8). */
const KEY_TYPE =
  /^(?:ssh-(?:ed25519|rsa|dss)|ecdsa-sha2-nistp(?:256|384|521)|sk-(?:ssh-ed25519|ecdsa-sha2-nistp256))(?:-cert-v0[01])?(?:@openssh\.com)?$/

/** Options end at the first blank outside double quotes; a quote inside them is written `\"`. Source: sshd(8). */
const OPTIONS = /^(?:"(?:\\"|[^"])*"|[^\s"])+(?=\s)/

/** Reads one line; undefined for blank lines, comments and what sshd itself passes over. */
export function readKeyLine(line: string): KeyLine | undefined {
  const text = line.trim()
  if (text === '' || text.startsWith('#')) return undefined
  const bare = readKey(text)
  if (bare) return { options: [], ...bare }
  const options = OPTIONS.exec(text)?.[0] ?? ''
  const keyed = options === '' ? undefined : readKey(text.slice(options.length).trimStart())
  return keyed && { options: splitOptions(options), ...keyed }
}

function readKey(text: string): Omit<KeyLine, 'options'> | undefined {
  const [, type = '', base64 = '', comment = ''] =
    /^(\S+)[ \t]+([A-Za-z0-9+/]+={0,2})(?:[ \t]+(.*))?$/.exec(text) ?? []
  return KEY_TYPE.test(type) ? { type, bareKey: `${type} ${base64}`, comment } : undefined
}

/** Options are separated by commas outside double quotes. */
function splitOptions(options: string): readonly string[] {
  return options.match(/(?:"(?:\\"|[^"])*"|[^,"])+/g) ?? []
}

/** Every option that sshd(8) documents up to OpenSSH 10. Names are not case-sensitive. */
const KNOWN_OPTIONS = new Set([
  ...['agent-forwarding', 'cert-authority', 'command', 'environment', 'expiry-time', 'from', 'permitlisten'],
  ...['no-agent-forwarding', 'no-port-forwarding', 'no-pty', 'no-user-rc', 'no-x11-forwarding', 'permitopen'],
  ...['port-forwarding', 'principals', 'pty', 'no-touch-required', 'verify-required', 'restrict', 'tunnel'],
  ...['user-rc', 'x11-forwarding'],
])

/** Options that no documented sshd knows: it then ignores the whole line, or a patched one does as it likes. */
export function unknownOptions({ options }: KeyLine): readonly string[] {
  return options.map(nameOf).filter((name) => !KNOWN_OPTIONS.has(name))
}

/** The command that a key is forced to run, without its quotes; undefined when it may run what it likes. */
export function forcedCommand({ options }: KeyLine): string | undefined {
  const forced = options.find((option) => nameOf(option) === 'command')
  return forced
    ?.replace(/^[^=]*=?"?/, '')
    .replace(/"$/, '')
    .replaceAll('\\"', '"')
}

/** What cloud-init puts before root's keys: whoever logs in is told another user's name. */
export function isDisabledByCloudInit(line: KeyLine): boolean {
  return /Please login as the user/i.test(forcedCommand(line) ?? '')
}

function nameOf(option: string): string {
  return (option.split('=', 1)[0] ?? '').toLowerCase()
}
