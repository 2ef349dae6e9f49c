import { leadingOptions, splitOptions } from './key-options.ts'

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

/** Reads one line; undefined for blank lines, comments and what sshd itself passes over. */
export function readKeyLine(line: string): KeyLine | undefined {
  const text = line.trim()
  if (text === '' || text.startsWith('#')) return undefined
  const bare = readKey(text)
  if (bare) return { options: [], ...bare }
  const options = leadingOptions(text)
  const keyed = options === '' ? undefined : readKey(text.slice(options.length).trimStart())
  return keyed && { options: splitOptions(options), ...keyed }
}

function readKey(text: string): Omit<KeyLine, 'options'> | undefined {
  const [, type = '', base64 = '', comment = ''] =
    /^(\S+)[ \t]+([A-Za-z0-9+/]+={0,2})(?:[ \t]+(.*))?$/.exec(text) ?? []
  return KEY_TYPE.test(type) ? { type, bareKey: `${type} ${base64}`, comment } : undefined
}
