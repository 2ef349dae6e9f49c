import type { KeyLine } from '../../../core/access/key-line.ts'

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
