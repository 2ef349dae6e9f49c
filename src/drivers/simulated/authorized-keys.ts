import { leadingOptions, splitOptions } from '../../core/access/key-options.ts'
import { readTimespec } from '../kit/expiry-time.ts'
import { splitLines } from '../kit/key-file-lines.ts'

/**
 * The authorized_keys file of a machine. Everything here works on the file's bytes as latin1 text, one character per
 * byte, so that lines that are not ours come out byte-identical whatever their encoding.
 */
export const BEGIN_MARKER = '# keyplane: begin managed keys'
export const END_MARKER = '# keyplane: end managed keys'

/** What a file holds: our lines between the markers, and everybody else's. */
export interface KeyFile {
  /** Managed keys as they stand in the file, without line ends. */
  readonly managed: readonly string[]
  /** All other lines with their line ends, markers left out. */
  readonly foreign: readonly string[]
  /** How many foreign lines stand before our block; all of them when there is none. */
  readonly blockAt: number
}

/**
 * Tells our lines from others. A line between the markers that is none of `ours` was put there by hand and counts as
 * foreign; a block whose end marker was deleted reaches to the end of the file.
 */
export function readKeyFile(text: string, ours: readonly string[]): KeyFile {
  const known = new Set(ours)
  const managed: string[] = []
  const foreign: string[] = []
  let blockAt: number | undefined
  let isInside = false
  for (const line of splitLines(text)) {
    const content = line.trim()
    if (content === BEGIN_MARKER) {
      isInside = true
      blockAt ??= foreign.length
    } else if (content === END_MARKER) isInside = false
    else if (isInside && known.has(content)) managed.push(content)
    else foreign.push(line)
  }
  return { managed, foreign, blockAt: blockAt ?? foreign.length }
}

/**
 * Puts `desired` in the place of our lines and leaves all others as they are. Only a missing line end before our block
 * is added. Without desired keys no block is left behind.
 */
export function writeKeyFile(text: string, desired: readonly string[], previous: readonly string[]): string {
  const { foreign, blockAt } = readKeyFile(text, [...desired, ...previous])
  if (desired.length === 0) return foreign.join('')
  const before = foreign.slice(0, blockAt).join('')
  const gap = before === '' || before.endsWith('\n') ? '' : '\n'
  const block = [BEGIN_MARKER, ...desired, END_MARKER].map((line) => `${line}\n`).join('')
  return before + gap + block + foreign.slice(blockAt).join('')
}

/** A public key that a line lets in. */
export interface AuthorizedKey {
  /** SSH name of the key type, such as `ssh-ed25519`. */
  readonly type: string
  /** The key as it goes over the wire. */
  readonly blob: Buffer
  /** The last second in which it lets in, in milliseconds; absent: it has no end. */
  readonly expiresAtMs?: number
}

/** Whether a key's time is over: sshd counts in whole seconds. */
export function isOver({ expiresAtMs }: AuthorizedKey, nowMs: number): boolean {
  return expiresAtMs !== undefined && nowMs >= expiresAtMs + 1_000
}

const KEY_TYPES = new Set([
  'ssh-ed25519',
  'ssh-rsa',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
])

/** The keys a file lets in. Lines that do not read as a key are passed over, as sshd does. Source: sshd(8). */
export function authorizedKeys(text: string): readonly AuthorizedKey[] {
  return text.split('\n').flatMap((line) => readKeyLine(line.trim()) ?? [])
}

/** Reads `type base64 comment`, with or without options before the type. */
function readKeyLine(line: string): AuthorizedKey | undefined {
  if (line === '' || line.startsWith('#')) return undefined
  const options = leadingOptions(line)
  // Such a key signs certificates and lets nobody in itself; certificates are not known here.
  if (/(?:^|,)cert-authority(?:,|$)/i.test(options)) return undefined
  const bare = readKey(line)
  if (bare) return bare
  const key = readKey(line.slice(options.length).trimStart())
  const ends = endsIn(options)
  // An end that does not read makes the whole line void; of several the earliest counts.
  if (key === undefined || ends.includes(undefined)) return undefined
  return ends.length === 0 ? key : { ...key, expiresAtMs: Math.min(...ends.map(Number)) }
}

/** Undefined stands for one that does not read. */
function endsIn(options: string): readonly (number | undefined)[] {
  return splitOptions(options)
    .filter((option) => /^expiry-time(?:=|$)/i.test(option))
    .map((option) => readTimespec(/="([^"]*)"$/.exec(option)?.[1] ?? ''))
}

function readKey(text: string): AuthorizedKey | undefined {
  const [type = '', encoded = ''] = text.split(/[ \t]+/, 2)
  if (!KEY_TYPES.has(type)) return undefined
  const blob = Buffer.from(encoded, 'base64')
  const isWhole = blob.length > 4 + type.length && blob.readUInt32BE(0) === type.length
  return isWhole && blob.toString('latin1', 4, 4 + type.length) === type ? { type, blob } : undefined
}
